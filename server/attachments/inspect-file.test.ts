import { expect, test } from 'vitest'
import { limits } from '../../shared/limits.ts'
import { inspectApart } from './inspect-apart.ts'
import { inspectFile } from './inspect-file.ts'
import { aDocx, aMovie, aPdf, aZip, relationships } from './sample-files.ts'

// A whole file is looked at once more: nothing cut short, locked, hidden, running on opening, or unpacking without end.

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const part = (name: string, text = 'x') => ({ name, text })

test.for([
  ['a PDF', aPdf(), undefined],
  [
    'a PDF with a script, which no viewer of ours runs',
    aPdf({ trailer: '/OpenAction << /S /JavaScript /JS (1) >>' }),
    undefined,
  ],
  ['a PDF that talks of encryption', aPdf({ trailer: '/Note (/Encrypted /Encrypt)' }), undefined],
  ['a PDF with a password', aPdf({ trailer: '/Encrypt 9 0 R' }), 'encrypted'],
  ['a PDF with a password, written inline', aPdf({ trailer: '/Encrypt<</Filter/Standard>>' }), 'encrypted'],
  ['half a PDF', aPdf().subarray(0, 200), 'damaged'],
  ['a PDF that is also an archive', Buffer.concat([aPdf(), aZip([part('a.class')])]), 'not-allowed'],
  ['a PDF with a long tail', aPdf({ tail: ' '.repeat(5_000) }), 'damaged'],
] as const)('%s: %s', ([, bytes, refused]) => {
  expect(inspectFile(bytes, 'application/pdf')).toBe(refused)
})

test.for([
  ['words', Buffer.from('Été\n'), undefined],
  [
    'words that turn into a program',
    Buffer.concat([Buffer.alloc(limits.sniffBytes, 'a'), Buffer.from([0, 1, 2])]),
    'not-allowed',
  ],
  [
    'words that turn into HTML',
    Buffer.concat([Buffer.alloc(limits.sniffBytes, 'a'), Buffer.from('<script>')]),
    'markup',
  ],
  ['words cut inside a character', Buffer.from('Été').subarray(0, -1), 'not-allowed'],
] as const)('%s: %s', ([, bytes, refused]) => {
  expect(inspectFile(bytes, 'text/plain')).toBe(refused)
})

test.for([
  ['a letter', aDocx(), undefined],
  [
    'a letter with a link, a picture and a chart',
    aDocx([
      {
        name: 'word/_rels/document.xml.rels',
        text: relationships({ type: 'hyperlink', target: 'https://example.org', isOutside: true }),
      },
      part('word/media/image1.png'),
      part('word/embeddings/Microsoft_Excel_Sheet1.xlsx'),
    ]),
    undefined,
  ],
  ['a letter with macros', aDocx([part('word/vbaProject.bin')]), 'active-content'],
  [
    'a letter that says it has macros',
    aDocx([], { mainType: 'application/vnd.ms-word.document.macroEnabled.main+xml' }),
    'active-content',
  ],
  ['a letter with a control', aDocx([part('word/activeX/activeX1.xml')]), 'active-content'],
  ['a letter with an OLE object', aDocx([part('word/embeddings/oleObject1.bin')]), 'active-content'],
  [
    'a letter with its template elsewhere',
    aDocx([
      {
        name: 'word/_rels/settings.xml.rels',
        text: relationships({ type: 'attachedTemplate', target: 'https://example.org/t.dotm', isOutside: true }),
      },
    ]),
    'active-content',
  ],
  [
    'a letter with an object elsewhere, said with single quotes',
    aDocx([
      {
        name: 'word/_rels/document.xml.rels',
        text: relationships({ type: 'oleObject', target: 'mhtml:https://example.org', isOutside: true }).replaceAll(
          '"',
          "'",
        ),
      },
    ]),
    'active-content',
  ],
  [
    'a workbook',
    aDocx([], { mainType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml' }),
    'not-allowed',
  ],
  ['another archive', aZip([part('[Content_Types].xml'), part('xl/workbook.xml')]), 'damaged'],
  ['a letter with a password', aDocx([{ ...part('word/secret.xml'), isEncrypted: true }]), 'encrypted'],
  [
    'a letter that unpacks without end',
    aDocx([{ ...part('word/media/a.png'), claimedBytes: limits.docxUnpackedBytes }]),
    'unpacks-too-large',
  ],
  [
    'a letter of too many parts',
    aDocx(Array.from({ length: limits.docxParts }, (_, i) => part(`word/${i}.xml`))),
    'damaged',
  ],
  ['a letter whose parts share bytes', aDocx([{ ...part('word/a.xml'), offset: 0 }]), 'damaged'],
  [
    'a letter whose relationships unpack without end',
    aDocx([{ name: 'word/_rels/a.rels', text: Buffer.alloc(limits.docxPartBytes + 1) }]),
    'damaged',
  ],
  ['a letter that leaves its folder', aDocx([part('word/../../../etc/cron.d/x')]), 'damaged'],
  ['half a letter', aDocx().subarray(0, 400), 'damaged'],
  ['a letter with another file behind it', Buffer.concat([aDocx(), aPdf()]), 'damaged'],
  ['a letter behind another file', Buffer.concat([aPdf(), aDocx()]), 'damaged'],
] as const)('%s: %s', ([, bytes, refused]) => {
  expect(inspectFile(bytes, docx)).toBe(refused)
})

test.for([
  ['a film', aMovie('isom'), undefined],
  ['half a film', aMovie('isom').subarray(0, -10), 'damaged'],
  ['a film without its table', Buffer.from('\0\0\0\x10ftypisom\0\0\0\0', 'latin1'), 'damaged'],
  ['a film of an empty box', Buffer.from('\0\0\0\x02moov', 'latin1'), 'damaged'],
  ['a film with a box of 64 bits', Buffer.from('\0\0\0\x01moov\xff\xff\xff\xff\xff\xff\xff\xff', 'latin1'), 'damaged'],
] as const)('%s: %s', ([, bytes, refused]) => {
  expect(inspectFile(bytes, 'video/mp4')).toBe(refused)
})

test('a letter cut at any byte is refused and nothing throws', () => {
  const letter = aDocx()
  const answers = new Set(
    Array.from({ length: letter.length }, (_, length) => inspectFile(letter.subarray(0, length), docx)),
  )
  expect(answers).toEqual(new Set(['damaged']))
})

test('a letter with any one byte changed never throws', () => {
  const letter = aDocx()
  for (let at = 0; at < letter.length; at += 1) {
    const changed = Buffer.from(letter)
    changed[at] = 255 - (changed[at] ?? 0)
    expect(() => inspectFile(changed, docx)).not.toThrow()
  }
})

const longText = Buffer.alloc(limits.inspectBytesAtOnce + 1, 'a')

test.for([
  ['a letter', aDocx(), docx, undefined],
  ['a letter with macros', aDocx([part('word/vbaProject.bin')]), docx, 'active-content'],
  ['a long text', longText, 'text/plain', undefined],
  ['a long text with HTML', Buffer.concat([longText, Buffer.from('<script>')]), 'text/plain', 'markup'],
] as const)('in a thread of its own, %s: %s', async ([, bytes, mediaType, refused]) => {
  expect(await inspectApart(bytes, mediaType)).toBe(refused)
})

test('a part full of tags that never end is looked through once', () => {
  const text = '<Relationship '.repeat(250_000)
  expect(inspectFile(aDocx([{ name: 'word/_rels/document.xml.rels', text }]), docx)).toBeUndefined()
})

test('a file that takes too long to look at does not come in', async () => {
  expect(await inspectApart(longText, 'text/plain', 0)).toBe('damaged')
})
