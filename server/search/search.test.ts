// What is promised here: whoever may see a message finds it by its words, however they type them, whether it was sent a
// moment ago or stands in a segment; nobody finds what they may not see; and no word that was looked for is kept.
import { describe, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aLabel } from '../rules/rules.fixture.ts'
import { aWaitingMessage } from '../tasks/queue.fixture.ts'
import {
  aCareTeam,
  anyone,
  aPatient,
  aPractice,
  aPractitioner,
  aTopic,
  call,
  callLoosely,
  inPractice,
} from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { excerpts, find, pack, segmentsInUse, waitingCount } from './search.fixture.ts'

const house = useTestHouse()

const acts = async (practice: { id: string }) =>
  (
    await inPractice(house(), practice.id, (tx) =>
      tx.selectFrom('audit_events').select('payload').orderBy('id').execute(),
    )
  ).map(({ payload }) => payload.toString('utf8'))

/** Sent a moment ago, and in a segment: the same is found. */
const states = ['waiting', 'packed'] as const
async function settle(state: (typeof states)[number], practice: { id: string }): Promise<void> {
  if (state === 'packed') {
    await pack(house(), practice)
    expect(await waitingCount(house(), practice)).toBe(0)
  }
}

describe.each(states)('%s messages', (state) => {
  test('are found by words in any place of a word, whatever accents and case, and show where', async () => {
    const practice = await aPractice(house())
    const patient = await aPatient(house(), practice, { givenName: 'Odile', familyName: 'Brume', language: 'fr' })
    const { conversationId } = await aWaitingMessage(house(), practice, {
      patient,
      subject: 'Ordonnance',
      text: 'Il me reste deux comprimés.\nMon cœur bat vite depuis l’été.',
    })
    await settle(state, practice)

    const { items, nextCursor, coverage } = await find(house(), practice.nurse, 'COMPRIME coeur')
    expect({ nextCursor, coverage }).toEqual({ nextCursor: null, coverage: 'whole' })
    expect(items).toEqual([
      expect.objectContaining({
        author: { id: patient.id, kind: 'patient', name: 'Odile Brume', role: null },
        excerpt: {
          text: 'Il me reste deux comprimés. Mon cœur bat vite depuis l’été.',
          marks: [
            [17, 25],
            [32, 36],
          ],
        },
        subjectMarks: [],
        hasAttachment: false,
        conversation: expect.objectContaining({
          id: conversationId,
          subject: 'Ordonnance',
          stage: 'received',
          careTeam: expect.objectContaining({ name: 'Front desk' }),
        }),
        patient: { id: patient.id, name: 'Odile Brume', birthDate: '1980-05-17', language: 'fr' },
      }),
    ])
    expect((await find(house(), practice.nurse, 'ordon')).items[0]?.subjectMarks).toEqual([[0, 5]])
  })

  test.each([
    ['Réponse à votre demande', 'REPONSE', true],
    ['Re\u0301ponse', 'réponse', true],
    ['reponse', 'Réponse', true],
    ['L’ordonnance', "l'ordonnance", true],
    ["L'ordonnance", 'ordonnance', true],
    ['un rendez‑vous', 'rendez-vous', true],
    ['Straße', 'strasse', true],
    ['NOËL', 'noel', true],
    ['metformin 500 mg', 'formin', true],
    ['metformin 500 mg', '500 metformin', true],
    ['metformin 500 mg', 'metformin 850', false],
    ['头痛三天', '痛', true],
    ['.* (a|b) [x] \\d+ 100%', '.*', true],
    ['nothing of the kind', '.*', false],
    ['.* (a|b) [x] \\d+ 100%', '[x] \\d+', true],
    ['.* (a|b) [x] \\d+ 100%', '0%', true],
    ['one\ttab and\nlines', 'tab lines', true],
    ['aaaa', 'aa', true],
    ['plain', 'abcdef', false],
  ])('%j is found by %j: %s', async (text, words, isFound) => {
    const practice = await aPractice(house())
    await aWaitingMessage(house(), practice, { subject: 'About it', text })
    await settle(state, practice)
    expect((await find(house(), practice.nurse, words)).items).toHaveLength(isFound ? 1 : 0)
  })

  test('that were withdrawn are not found, and their conversation’s subject is', async () => {
    const practice = await aPractice(house())
    const { patient, conversationId } = await aWaitingMessage(house(), practice, {
      subject: 'About Tuesday',
      text: 'zephyr by mistake',
    })
    await settle(state, practice)
    const { body } = await call(house(), patient, api.readConversation, { conversationId })
    const messageId = body.messages[0]?.id ?? ''
    await call(house(), patient, api.retractMessage, { conversationId, messageId, reason: 'Wrong clinic.' })

    expect((await find(house(), practice.nurse, 'zephyr')).items).toEqual([])
    const [found] = (await find(house(), practice.nurse, 'tuesday')).items
    expect(found?.excerpt.text).toBe('')
    expect(found?.subjectMarks).toEqual([[6, 13]])
  })

  test('of a record that was destroyed are not found', async () => {
    const practice = await aPractice(house())
    const { patient } = await aWaitingMessage(house(), practice, { text: 'zephyr in the garden' })
    await aWaitingMessage(house(), practice, { text: 'zephyr at sea' })
    await settle(state, practice)
    expect(await excerpts(house(), practice.nurse, 'zephyr')).toHaveLength(2)
    await inPractice(house(), practice.id, (tx) =>
      tx.updateTable('data_keys').set({ state: 'destroyed' }).where('patient_id', '=', patient.id).execute(),
    )
    expect(await excerpts(house(), practice.nurse, 'zephyr')).toEqual(['zephyr at sea'])
    expect((await find(house(), practice.nurse, { patientId: patient.id })).items).toEqual([])
  })

  describe('nobody finds what they may not see:', () => {
    test('not in another inbox, until it is given to them', async () => {
      const practice = await aPractice(house())
      const other = await aPractitioner(house(), practice, { role: 'nurse' })
      await aCareTeam(house(), practice, { owner: other, backup: practice.physician, members: [other] })
      const { taskId, version } = await aWaitingMessage(house(), practice, { text: 'zephyr in the garden' })
      await settle(state, practice)
      expect(await excerpts(house(), practice.nurse, 'zephyr')).toHaveLength(1)
      expect(await excerpts(house(), other, 'zephyr')).toEqual([])
      expect(await excerpts(house(), other, { topicId: practice.topic.id })).toEqual([])

      await call(house(), practice.nurse, api.assignTask, { taskId, practitionerId: other.id, version })
      expect(await excerpts(house(), other, 'zephyr')).toHaveLength(1)
    })

    test('not in another practice', async () => {
      const [practice, other] = await Promise.all([aPractice(house()), aPractice(house())])
      const { patient } = await aWaitingMessage(house(), practice, { text: 'zephyr in the garden' })
      await aWaitingMessage(house(), other, { text: 'zephyr at sea' })
      await Promise.all([settle(state, practice), settle(state, other)])
      expect(await excerpts(house(), other.nurse, 'zephyr')).toEqual(['zephyr at sea'])
      expect(await excerpts(house(), other.nurse, { words: 'zephyr', patientId: patient.id })).toEqual([])
      expect(await excerpts(house(), other.nurse, { topicId: practice.topic.id })).toEqual([])
    })

    test('a clerk who sees topic and subject alone finds by the subject alone, and is shown nothing more', async () => {
      const practice = await aPractice(house())
      await aWaitingMessage(house(), practice, { subject: 'About Tuesday', text: 'zephyr in the garden on Tuesday' })
      await settle(state, practice)
      expect(await excerpts(house(), practice.clerk, 'zephyr')).toHaveLength(1)
      await inPractice(house(), practice.id, (tx) =>
        tx.updateTable('practices').set({ clerk_view: 'subject' }).execute(),
      )

      expect((await find(house(), practice.clerk, 'zephyr')).items).toEqual([])
      expect((await find(house(), practice.clerk, 'tuesday zephyr')).items).toEqual([])
      const [found] = (await find(house(), practice.clerk, 'tuesday')).items
      expect(found).toMatchObject({ excerpt: { text: '', marks: [] }, conversation: { subject: 'About Tuesday' } })
      const [listed] = (await find(house(), practice.clerk, { topicId: practice.topic.id })).items
      expect(listed?.excerpt.text).toBe('')
      expect(await excerpts(house(), practice.nurse, 'zephyr')).toHaveLength(1)
    })

    test('not a patient, an administrator, a privacy officer, or somebody who is not signed in', async () => {
      const practice = await aPractice(house())
      const { patient } = await aWaitingMessage(house(), practice, { text: 'zephyr in the garden' })
      await settle(state, practice)
      for (const who of [patient, practice.administrator, practice.privacyOfficer]) {
        for (const input of [{ words: 'zephyr' }, { topicId: practice.topic.id }]) {
          expect((await call(house(), who, api.search, input)).status).toBe(403)
        }
      }
      const nobody = { ...anyone(house()), id: practice.nurse.id }
      expect((await call(house(), nobody, api.search, { words: 'zephyr' })).status).toBe(401)
    })
  })
})

test('every condition narrows, and all of them hold together', async () => {
  const practice = await aPractice(house())
  const topic = await aTopic(house(), practice, practice.careTeam)
  const patient = await aPatient(house(), practice)
  const first = await aWaitingMessage(house(), practice, { patient, text: 'zephyr one' })
  house().clock.advance({ days: 1 })
  const between = house().clock.now()
  const second = await aWaitingMessage(house(), practice, { topicId: topic.id, text: 'zephyr two' })
  await pack(house(), practice)
  await call(house(), practice.physician, api.sendMessage, {
    conversationId: second.conversationId,
    messageId: uuidv7(),
    text: 'zephyr three',
    attachmentIds: [],
  })
  const { conversationId } = first
  const { version } = (await call(house(), practice.nurse, api.readConversation, { conversationId })).body
  await call(house(), practice.nurse, api.closeConversation, { conversationId, outcome: 'redirected', version })

  const label = await aLabel(house(), practice)
  await call(house(), practice.nurse, api.putLabel, { conversationId: second.conversationId, labelId: label.id })

  const words = 'zephyr'
  const byWords = (input: object) => excerpts(house(), practice.nurse, { words, ...input })
  expect(await byWords({})).toEqual(['zephyr three', 'zephyr two', 'zephyr one'])
  expect(await byWords({ patientId: patient.id })).toEqual(['zephyr one'])
  expect(await byWords({ topicId: topic.id })).toEqual(['zephyr three', 'zephyr two'])
  expect(await byWords({ practitionerId: practice.physician.id })).toEqual(['zephyr three'])
  expect(await byWords({ from: between.toISOString() })).toEqual(['zephyr three', 'zephyr two'])
  expect(await byWords({ until: between.toISOString() })).toEqual(['zephyr one'])
  expect(await byWords({ status: 'closed' })).toEqual(['zephyr one'])
  expect(await byWords({ outcome: 'redirected' })).toEqual(['zephyr one'])
  expect(await byWords({ outcome: 'answered' })).toEqual([])
  expect(await byWords({ labelId: label.id })).toEqual(['zephyr three', 'zephyr two'])
  expect(await byWords({ hasAttachment: true })).toEqual([])
  expect(await byWords({ topicId: topic.id, until: between.toISOString() })).toEqual([])

  const without = async (input: object) =>
    (await find(house(), practice.nurse, input)).items.map(({ conversation }) => conversation.id)
  expect(await without({ patientId: patient.id })).toEqual([first.conversationId])
  expect(await without({ practitionerId: practice.physician.id })).toEqual([second.conversationId])
  expect(await without({ practitionerId: practice.nurse.id })).toEqual([first.conversationId])
  expect(await without({ status: 'open' })).toEqual([second.conversationId])
  expect(await without({ outcome: 'redirected', topicId: practice.topic.id })).toEqual([first.conversationId])
  expect(await without({ from: between.toISOString() })).toEqual([second.conversationId])
  expect(await without({ labelId: label.id })).toEqual([second.conversationId])
  expect(await without({ labelId: label.id, status: 'closed' })).toEqual([])
  expect(await without({ hasAttachment: true })).toEqual([])
})

/** As if they had no room for more, so that the next messages begin another. */
async function fillSegments(practice: { id: string }): Promise<void> {
  await inPractice(house(), practice.id, (tx) =>
    tx.updateTable('search_segments').set({ messages: limits.segmentMessages }).execute(),
  )
}

test('pages go on where the last ended, newest first, over what waits and what is packed: nothing twice, nothing left out', async () => {
  const practice = await aPractice(house())
  const expected: string[] = []
  for (let number = 0; number < 12; number++) {
    await aWaitingMessage(house(), practice, { text: `zephyr ${number}` })
    expected.unshift(`zephyr ${number}`)
    if (number % 3 === 2 && number < 11) {
      await pack(house(), practice)
      await fillSegments(practice)
    }
    house().clock.advance({ minutes: 1 })
  }
  const segments = await segmentsInUse(house(), practice)
  expect(segments).toHaveLength(3)
  // Segments may overlap in time, and be in any order: the oldest is as if it reached to the newest message of all.
  await inPractice(house(), practice.id, (tx) =>
    tx
      .updateTable('search_segments')
      .set({ last_sent_at: house().clock.now() })
      .where('id', '=', segments[0]?.id ?? '')
      .execute(),
  )
  for (const input of [{ words: 'zephyr' }, { topicId: practice.topic.id }]) {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await find(house(), practice.nurse, { ...input, limit: 5, ...(cursor && { cursor }) })
      seen.push(...page.items.map((item) => item.excerpt.text))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(seen).toEqual(expected)
  }
})

test('the log says who looked and whose messages were shown, and never for which words', async () => {
  const practice = await aPractice(house())
  const { patient } = await aWaitingMessage(house(), practice, { text: 'zephyr in the garden' })
  await pack(house(), practice)
  await find(house(), practice.nurse, 'zephyr')
  await find(house(), practice.nurse, { words: 'nothing-of-this', topicId: practice.topic.id })
  const searches = (await acts(practice)).filter((entry) => entry.includes('"act":"conversation.search"'))
  expect(searches.map((entry) => JSON.parse(entry))).toMatchObject([
    { actor: { member: practice.nurse.id }, patient: [patient.id], info: ['search-hit', 'message'], outcome: 0 },
    { actor: { member: practice.nurse.id }, patient: [], outcome: 0 },
  ])
  expect(searches.join()).not.toMatch(/zephyr|nothing-of-this/)
})

test('an automatic reply is not found: it says the same to everybody', async () => {
  const practice = await aPractice(house())
  await aWaitingMessage(house(), practice, { text: 'zephyr in the garden' })
  expect(await excerpts(house(), practice.nurse, practice.careTeam.nameEn)).toEqual([])
  await pack(house(), practice)
  expect(await excerpts(house(), practice.nurse, practice.careTeam.nameEn)).toEqual([])
})

describe('bad input is refused by the name of its field:', () => {
  const id = '018f0000-0000-7000-8000-000000000001'
  test.each([
    ['nothing at all', {}, 'words', 'empty'],
    ['no words', { words: '' }, 'words', 'empty'],
    ['blanks', { words: '  \t \u200B ' }, 'words', 'empty'],
    ['one letter', { words: 'a' }, 'words', 'too-short'],
    ['one letter three times', { words: 'a b c' }, 'words', 'too-short'],
    ['one letter with an accent', { words: 'é' }, 'words', 'too-short'],
    ['ten kilobytes', { words: 'x'.repeat(10_240) }, 'words', 'too-long'],
    ['one character too many', { words: 'x'.repeat(limits.searchCharacters + 1) }, 'words', 'too-long'],
    ['one word too many', { words: 'aa ab ac ad ae af ag ah ai aj ak' }, 'words', 'too-many-words'],
    ['half a character', { words: 'x\uD800y' }, 'words', 'lone-surrogate'],
    ['a list', { words: ['a'] }, 'words', 'malformed'],
    ['a cursor of ours changed', { words: 'zephyr', cursor: 'no' }, 'cursor', 'malformed'],
    ['a cursor of another list', { words: 'zephyr', cursor: 'WyJ4Il0' }, 'cursor', 'malformed'],
    ['no rows', { words: 'zephyr', limit: 0 }, 'limit', 'too-short'],
    ['too many rows', { words: 'zephyr', limit: 51 }, 'limit', 'too-long'],
    ['a word for a date', { words: 'zephyr', from: 'yesterday' }, 'from', 'malformed'],
    ['an unknown outcome', { words: 'zephyr', outcome: 'lost' }, 'outcome', 'malformed'],
    ['no attachment', { words: 'zephyr', hasAttachment: false }, 'hasAttachment', 'malformed'],
    ['no id', { words: 'zephyr', topicId: 'x' }, 'topicId', 'malformed'],
    ['a condition there is not', { words: 'zephyr', conversationId: id }, 'conversationId', 'unknown-field'],
    ['a size alone', { limit: 5 }, 'words', 'empty'],
  ] as [string, object, string, string][])('%s', async (_what, input, path, code) => {
    const practice = await aPractice(house())
    const { status, body } = await callLoosely(house(), practice.nurse, api.search, { ...input })
    expect([status, body]).toEqual([
      422,
      expect.objectContaining({ fields: [expect.objectContaining({ path, code })] }),
    ])
  })

  test.each(['vitamin d', 'd vitamin', '痛', '--', "l'"])('%j is enough to look for', async (words) => {
    const practice = await aPractice(house())
    expect((await find(house(), practice.nurse, words)).items).toEqual([])
  })
})
