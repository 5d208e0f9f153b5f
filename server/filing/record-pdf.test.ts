/** The PDF holds every word of the conversation, says so to screen readers too, is PDF/A-3a by its own account, and does not change. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Language } from '../../shared/locales/index.ts'
import { exampleRecord } from './example-record.ts'
import type { FiledConversation } from './filed-conversation.ts'
import { pdfObjects, pdfTexts, type PdfText } from './read-pdf.ts'
import { renderRecordPdf } from './record-pdf.ts'

const cases: [Language, number][] = [
  ['en', 1],
  ['en', 12],
  ['fr', 1],
  ['fr', 12],
]

describe.each(cases)('a record in %s with %i message(s)', async (language, messages) => {
  const record = exampleRecord({ language, messages })
  const bundle = Buffer.from(JSON.stringify({ resourceType: 'Bundle', type: 'collection', language }))
  const pdf = await renderRecordPdf(record, bundle)
  const texts = pdfTexts(pdf)
  const pages = Math.max(...texts.map(({ page }) => page))
  const content = inOrder(texts.filter(({ tag }) => tag !== 'Artifact'))

  it('has every message word for word, in order', () => {
    let from = 0
    for (const { text } of record.messages) {
      const found = content.indexOf(squeezed(text.replace('🙏🏽', '⟦U+1F64F U+1F3FD⟧')), from)
      expect(found).toBeGreaterThanOrEqual(from)
      from = found + 1
    }
  })

  it('names the patient and the page on every page', () => {
    expect(pages).toBeGreaterThan(1)
    for (let page = 1; page <= pages; page += 1) {
      const head = texts.filter((each) => each.page === page && each.tag === 'Artifact').slice(-3)
      expect(head[0]?.text).toContain('Côté-Nguyễn, Zoë Amélie · ')
      expect(head[0]?.text).toContain('1980-04-02')
      expect(head[0]?.text).toContain('1234-567-897-AB')
      expect(head[1]?.text).toBe(language === 'fr' ? `Page ${page} de ${pages}` : `Page ${page} of ${pages}`)
    }
  })

  it('tags headings, paragraphs and tables, and leaves no text untagged', () => {
    const tags = new Set(texts.map(({ tag }) => tag))
    expect([...tags].toSorted()).toEqual(['Artifact', 'H1', 'H2', 'H3', 'P', 'TD', 'TH'])
    expect(texts.filter(({ tag }) => tag === 'H1')).toHaveLength(1)
    expect(texts.filter(({ tag }) => tag === 'H3')).toHaveLength(messages)
  })

  it('says that it is PDF/A-3a in the language it is in', () => {
    const source = pdf.toString('latin1')
    expect(source.startsWith('%PDF-1.7\n')).toBe(true)
    expect(source).toContain('<pdfaid:part>3</pdfaid:part>')
    expect(source).toContain('<pdfaid:conformance>A</pdfaid:conformance>')
    expect(source).toContain('/Marked true')
    expect(source).toContain(`/Lang (${language}-CA)`)
    expect(source).toContain('/OutputIntents')
  })

  it('embeds its fonts, and draws no glyph that stands for a missing one', () => {
    const descriptors = [...pdfObjects(pdf).values()].filter(({ dictionary }) =>
      dictionary.includes('/FontDescriptor\n'),
    )
    expect(descriptors).toHaveLength(2)
    expect(descriptors.every(({ dictionary }) => dictionary.includes('/FontFile2'))).toBe(true)
    expect(texts.filter(({ text }) => text.includes('\0'))).toEqual([])
  })

  it('carries the FHIR Bundle as its associated data, byte by byte', () => {
    const objects = [...pdfObjects(pdf).values()]
    const embedded = objects.find(({ dictionary }) => dictionary.includes('/Type /EmbeddedFile'))
    expect(embedded?.stream?.equals(bundle)).toBe(true)
    expect(embedded?.dictionary).toContain('/ModDate')
    expect(objects.some(({ dictionary }) => dictionary.includes('/AFRelationship /Data'))).toBe(true)
    expect(content).toContain(createHash('sha256').update(bundle).digest('hex'))
  })

  it('has the same bytes each time', async () => {
    await renderRecordPdf(exampleRecord({ messages: 3 }), bundle)
    expect((await renderRecordPdf(structuredClone(record), bundle)).equals(pdf)).toBe(true)
  })

  it('tells no name to those who read only its metadata', () => {
    const objects = [...pdfObjects(pdf).values()]
    const metadata = objects.find(({ dictionary }) => dictionary.includes('/Type /Metadata'))?.stream?.toString('utf8')
    expect(metadata).toContain(record.conversation.id)
    expect(metadata).not.toContain('Nguy')
    expect(metadata).not.toContain('1234567897')
  })
})

describe('every page of the structure', async () => {
  const pdf = await renderRecordPdf(exampleRecord(), Buffer.from('{}'))
  const objects = pdfObjects(pdf)

  it('counts its marked contents from 0 without a gap, and each belongs to an element', () => {
    const pages = [...objects.values()].filter(({ dictionary }) => /\/Type \/Page\n/.test(dictionary))
    const tree = [...objects.values()].find(({ dictionary }) => dictionary.includes('/Type /StructTreeRoot'))
    expect(pages.length).toBeGreaterThan(2)
    for (const { dictionary } of pages) {
      const stream = objects.get(Number(/\/Contents (\d+)/.exec(dictionary)?.[1]))?.stream?.toString('latin1') ?? ''
      const ids = [...stream.matchAll(/\/MCID (\d+)/g)].map(([, id]) => Number(id))
      expect(ids).toEqual(ids.map((_, index) => index))
      const key = /\/StructParents (\d+)/.exec(dictionary)?.[1]
      const parents = new RegExp(`\\n    ${key} \\[([^\\]]*)\\]`).exec(tree?.dictionary ?? '')?.[1] ?? ''
      expect(parents.match(/\d+ 0 R/g)).toHaveLength(ids.length)
      expect(parents).not.toContain('null')
    }
  })
})

describe('a long record', () => {
  const record = withText(exampleRecord({ messages: 1 }), `${'Tout va bien. '.repeat(900)}${'x'.repeat(4_000)}`)

  it('goes over as many pages as it needs, without losing a letter', async () => {
    const texts = pdfTexts(await renderRecordPdf(record, Buffer.from('{}')))
    expect(Math.max(...texts.map(({ page }) => page))).toBeGreaterThan(4)
    const content = inOrder(texts.filter(({ tag }) => tag !== 'Artifact'))
    expect(content).toContain(squeezed(record.messages[0]?.text ?? 'missing'))
  })

  it('repeats the column titles of a table where it goes on, for the eye alone', async () => {
    const act = exampleRecord().acts[0]
    const acts = Array.from({ length: 60 }, () => act).filter((each) => each !== undefined)
    const texts = pdfTexts(await renderRecordPdf({ ...record, acts }, Buffer.from('{}')))
    const titles = texts.filter(({ text }) => text === 'What')
    expect(titles.map(({ tag }) => tag)).toEqual(['TH', ...titles.slice(1).map(() => 'Artifact')])
    expect(titles.length).toBeGreaterThan(2)
  })
})

describe('signs that the typeface does not have', () => {
  it('are explained where there are any', async () => {
    const chinese = withText(exampleRecord({ messages: 1 }), '我咳嗽。')
    expect(inOrder(pdfTexts(await renderRecordPdf(chinese, Buffer.from('{}'))))).toContain(squeezed('⟦U+6211 U+54B3'))
    expect(await explains(chinese)).toBe(true)
    expect(await explains(withText(exampleRecord({ messages: 1 }), 'I cough.'))).toBe(false)
  })

  it('are not those of Arabic, which stands from right to left', async () => {
    const arabic = withText(exampleRecord({ messages: 1 }), 'عندي سعال (Advil 200 mg)')
    const words = pdfTexts(await renderRecordPdf(arabic, Buffer.from('{}'))).map(({ text }) => text)
    const first = words.findIndex((word) => word.includes('Advil'))
    // A reader's copy-and-paste turns the letters of a word back; they are drawn from left to right.
    expect(words.slice(first - 1, first + 5)).toEqual(['(', 'Advil 200 mg', ')', ' ', 'لاعس', ' '])
    expect(await explains(arabic)).toBe(false)
  })

  it('do not break a record in which everything is hostile', async () => {
    const text = '\u0000 <b>&amp;</b> {name} (\\) \uD800 \u202E ]>> endstream endobj %%EOF 🏳️‍🌈'
    const record = withText(exampleRecord({ messages: 1 }), text)
    const named = { ...record, practice: { ...record.practice, name: '<&> (Clinic) \\' } }
    const content = inOrder(pdfTexts(await renderRecordPdf(named, Buffer.from('{}'))))
    expect(content).toContain(
      squeezed('⟦U+0000⟧ <b>&amp;</b> {name} (\\) ⟦U+D800⟧ ⟦U+202E⟧ ]>> endstream endobj %%EOF'),
    )
    expect(content).toContain(squeezed('<&> (Clinic) \\'))
  })
})

/** What was drawn, without the white space at which lines are broken. */
function inOrder(texts: readonly PdfText[]): string {
  return squeezed(texts.map(({ text }) => text).join(''))
}

function squeezed(text: string): string {
  return text.replaceAll(/\s/g, '')
}

function withText(record: FiledConversation, text: string): FiledConversation {
  return { ...record, messages: record.messages.map((message) => ({ ...message, text })) }
}

async function explains(record: FiledConversation): Promise<boolean> {
  return inOrder(pdfTexts(await renderRecordPdf(record, Buffer.from('{}')))).includes('Unicodenumbers')
}
