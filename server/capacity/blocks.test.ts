// What is promised here: nobody is kept from writing without being told why, until when and how to reach the clinic; colleagues and
// the privacy officer see it; it ends by itself.
import { describe, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPatient, aPractice, call, callLoosely, inPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { tryAnswer, tryStart } from './capacity.fixture.ts'

const house = useTestHouse()

async function aBlockedPatient() {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice, { language: 'fr' })
  const { body: begun } = await tryStart(house(), practice, patient)
  const input = {
    patientId: patient.id,
    blockId: uuidv7(),
    reason: 'Quarante messages en deux jours',
    endsAt: new Date(house().clock.now().getTime() + 7 * 86_400_000).toISOString(),
    conversationId: uuidv7(),
    messageId: uuidv7(),
  }
  const answer = await call(house(), practice.physician, api.blockPatient, input)
  expect(answer.status).toBe(200)
  return { practice, patient, begun, input, block: answer.body }
}

test('a patient who is blocked is told by a message, and before they write', async () => {
  const { patient, begun, input, practice } = await aBlockedPatient()
  const { items } = (await call(house(), patient, api.listConversations, {})).body
  const letter = items.find(({ id }) => id === input.conversationId)
  expect(letter).toMatchObject({ mode: 'one-way', isUnread: true, subject: 'Vous ne pouvez pas écrire pour un temps' })
  const { messages } = (await call(house(), patient, api.readConversation, { conversationId: input.conversationId }))
    .body
  expect(messages[0]?.text).toContain('Quarante messages en deux jours')
  expect(messages[0]?.text).toContain('416-555-0100')

  const writing = (await call(house(), patient, api.readWriting, {})).body
  expect(writing.start).toMatchObject({ code: 'blocked', until: input.endsAt, reason: input.reason, words: null })
  expect((await tryStart(house(), practice, patient)).body).toMatchObject({ code: 'writing-blocked' })
  expect((await tryAnswer(house(), patient, begun.conversationId)).body).toMatchObject({ code: 'writing-blocked' })
  expect((await call(house(), patient, api.readConversation, { conversationId: begun.conversationId })).status).toBe(
    200,
  )
})

test('it ends by itself', async () => {
  const { patient, practice } = await aBlockedPatient()
  house().clock.advance({ days: 7, minutes: 1 })
  expect((await call(house(), patient, api.readWriting, {})).body.start).toBeNull()
  expect((await tryStart(house(), practice, patient)).status).toBe(200)
})

test('it can be lifted, once or twice', async () => {
  const { patient, practice, block } = await aBlockedPatient()
  const lift = () => call(house(), practice.administrator, api.liftBlock, { patientId: patient.id, blockId: block.id })
  const first = (await lift()).body
  expect(first).toMatchObject({ liftedBy: { id: practice.administrator.id } })
  house().clock.advance({ minutes: 1 })
  expect((await lift()).body.liftedAt).toBe(first.liftedAt)
  expect((await tryStart(house(), practice, patient)).status).toBe(200)
})

test('colleagues see it on the card, the privacy officer in a list, and the log has it', async () => {
  const { patient, practice, block } = await aBlockedPatient()
  await call(house(), patient, api.readWriting, {})
  const standing = await call(house(), practice.clerk, api.readStanding, { patientId: patient.id })
  expect(standing.body).toMatchObject({
    block: { id: block.id, blockedBy: { id: practice.physician.id } },
    refusal: { code: 'blocked' },
    can: { block: false, lift: false },
  })
  const { items } = (await call(house(), practice.privacyOfficer, api.listBlocks, {})).body
  expect(items).toMatchObject([{ id: block.id, patient: { id: patient.id }, reason: block.reason }])
  const acts = await inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('audit_events').select('payload').orderBy('id').execute(),
  )
  expect(acts.map(({ payload }) => JSON.parse(payload.toString('utf8')).act)).toEqual(
    expect.arrayContaining([
      'conversation.start',
      'patient.block',
      'patient.writing',
      'patient.standing',
      'patient.list-blocks',
    ]),
  )
})

test('the same click twice blocks and tells once; a second block has to wait', async () => {
  const { patient, practice, input } = await aBlockedPatient()
  expect((await call(house(), practice.physician, api.blockPatient, input)).status).toBe(200)
  const { items } = (await call(house(), patient, api.listConversations, {})).body
  expect(items.filter(({ mode }) => mode === 'one-way')).toHaveLength(1)
  const other = { ...input, blockId: uuidv7(), conversationId: uuidv7(), messageId: uuidv7() }
  expect(await call(house(), practice.nurse, api.blockPatient, other)).toMatchObject({
    status: 409,
    body: { code: 'already-blocked', facts: { until: input.endsAt } },
  })
  expect(await call(house(), practice.nurse, api.blockPatient, input)).toMatchObject({
    status: 422,
    body: { fields: [{ path: 'blockId', code: 'id-already-used' }] },
  })
})

describe('a block', () => {
  test.each([
    [{ reason: '  ' }, { path: 'reason', code: 'empty' }],
    [{ reason: 'x'.repeat(limits.reasonCharacters + 1) }, { path: 'reason', code: 'too-long' }],
    [{ endsAt: '2020-01-01T00:00:00Z' }, { path: 'endsAt', code: 'in-the-past' }],
    [{ endsAt: '2030-01-01T00:00:00Z' }, { path: 'endsAt', code: 'too-far', limit: limits.blockDays }],
  ])('is refused: %j', async (part, field) => {
    const practice = await aPractice(house())
    const patient = await aPatient(house(), practice)
    const input = {
      patientId: patient.id,
      blockId: uuidv7(),
      reason: 'Too many',
      endsAt: new Date(house().clock.now().getTime() + 86_400_000).toISOString(),
      conversationId: uuidv7(),
      messageId: uuidv7(),
      ...part,
    }
    const answer = await callLoosely(house(), practice.physician, api.blockPatient, input)
    expect(answer).toMatchObject({ status: 422, body: { fields: [field] } })
    expect((await call(house(), patient, api.readWriting, {})).body.start).toBeNull()
  })
})
