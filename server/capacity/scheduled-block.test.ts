// What is promised here: a block waits with the message that tells of it until it can no longer be taken back. Until then the patient
// knows nothing of it and writes as before; taken back, nothing has happened, and its reason and its end are there to go on with.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { goTo, runSends } from '../conversations/scheduled.fixture.ts'
import { uuidv7 } from '../platform/ids.ts'
import {
  aPatient,
  aPractice,
  aPractitioner,
  call,
  callLoosely,
  inPractice,
  type PatientPerson,
  type Person,
} from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { tryStart } from './capacity.fixture.ts'

const house = useTestHouse()

const inDays = (days: number) => new Date(house().clock.now().getTime() + days * 86_400_000).toISOString()
const aBlock = (patient: PatientPerson, more: Record<string, unknown> = {}) => ({
  patientId: patient.id,
  messageId: uuidv7(),
  blockId: uuidv7(),
  conversationId: uuidv7(),
  draftId: uuidv7(),
  reason: 'Forty zephyrs in two days',
  endsAt: inDays(7),
  ...more,
})

async function waiting() {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const block = aBlock(patient)
  const { status, body } = await call(house(), practice.physician, api.scheduleBlock, block)
  expect(status).toBe(200)
  return { practice, patient, block, held: body, sendAt: new Date(body.sendAt) }
}

const standing = async (who: Person, patient: PatientPerson) =>
  (await call(house(), who, api.readStanding, { patientId: patient.id })).body
const toldOf = async (patient: PatientPerson) =>
  (await call(house(), patient, api.listConversations, {})).body.items.filter(({ mode }) => mode === 'one-way')

test('of two blocks at once one waits, and the same one ten times at once is answered as one', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const blocks = [aBlock(patient), aBlock(patient)]
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => blocks)
      .flat()
      .map((block) => callLoosely(house(), practice.physician, api.scheduleBlock, block)),
  )
  const [held] = (await standing(practice.physician, patient)).waiting
  const ofHeld = answers.filter((_, at) => blocks[at % 2]?.messageId === held?.id)
  expect(ofHeld).toHaveLength(10)
  for (const one of answers) {
    const expected = ofHeld.includes(one) ? { id: held?.id } : { status: 409, code: 'already-blocked' }
    expect(one.body).toMatchObject(expected)
  }
})

test('it waits twenty seconds; then the patient is told and blocked, once', async () => {
  const { practice, patient, block, held, sendAt } = await waiting()
  expect(held).toMatchObject({ act: 'start', isUndo: true, text: block.reason, blocksUntil: block.endsAt })
  expect(sendAt.getTime() - house().clock.now().getTime()).toBeLessThanOrEqual(limits.undoSendMs)
  expect((await call(house(), practice.physician, api.scheduleBlock, block)).body).toMatchObject({
    id: block.messageId,
  })
  for (const who of [practice.physician, practice.clerk]) {
    expect(await standing(who, patient)).toMatchObject({
      block: null,
      waiting: [{ id: block.messageId, text: block.reason, isMine: who === practice.physician }],
      can: { block: false },
    })
  }
  const outsider = await aPractitioner(house(), practice, { role: 'nurse' })
  for (const who of [outsider, practice.administrator]) {
    expect((await standing(who, patient)).waiting).toEqual([])
  }
  const { body: mine } = await call(house(), practice.physician, api.listScheduledSends, {})
  expect(mine.items).toMatchObject([{ conversationId: null, send: { blocksUntil: block.endsAt } }])
  const starts = await call(house(), practice.physician, api.listScheduledStarts, { patientId: patient.id })
  expect(starts.body.items).toEqual([])
  expect((await tryStart(house(), practice, patient)).status).toBe(200)
  expect(await toldOf(patient)).toEqual([])

  goTo(house(), sendAt)
  await runSends(house(), 3)
  await runSends(house())
  expect(await toldOf(patient)).toMatchObject([{ id: block.conversationId }])
  const { body } = await call(house(), patient, api.readConversation, { conversationId: block.conversationId })
  expect(body.messages[0]?.text).toContain(block.reason)
  expect((await tryStart(house(), practice, patient)).body).toMatchObject({ code: 'writing-blocked' })
  expect(await standing(practice.clerk, patient)).toMatchObject({
    block: { id: block.blockId, reason: block.reason, endsAt: block.endsAt, blockedBy: { id: practice.physician.id } },
    waiting: [],
  })
})

test('taken back by whoever works there, it is its author’s to go on with, and nothing has happened', async () => {
  const { practice, patient, block, sendAt } = await waiting()
  const { physician, clerk } = practice
  await call(house(), clerk, api.cancelScheduledStart, { messageId: block.messageId })
  const { draftId, reason, endsAt } = block
  expect(await standing(physician, patient)).toMatchObject({ waiting: [], takenBack: { draftId, reason, endsAt } })
  expect((await standing(clerk, patient)).takenBack).toBeNull()
  expect((await call(house(), physician, api.listDrafts, {})).body.items).toEqual([])
  goTo(house(), sendAt)
  await runSends(house())
  expect(await toldOf(patient)).toEqual([])
  expect((await tryStart(house(), practice, patient)).status).toBe(200)

  const again = aBlock(patient, { draftId, reason: 'Fifty' })
  await call(house(), physician, api.scheduleBlock, again)
  expect((await standing(physician, patient)).takenBack).toBeNull()
  const place = { messageId: again.messageId }
  expect((await callLoosely(house(), clerk, api.sendScheduledStartNow, place)).status).toBe(403)
  const sent = await call(house(), physician, api.sendScheduledStartNow, place)
  expect(sent.body).toMatchObject({ conversationId: again.conversationId, message: { id: again.messageId } })
  expect((await call(house(), physician, api.sendScheduledStartNow, place)).body.message).toEqual(sent.body.message)
  expect(await toldOf(patient)).toHaveLength(1)
  expect((await standing(physician, patient)).block).toMatchObject({ id: again.blockId, reason: 'Fifty' })
})

test('one waits for a patient, and whoever blocks them meanwhile holds it back', async () => {
  const { practice, patient, block, sendAt } = await waiting()
  const second = await callLoosely(house(), practice.nurse, api.scheduleBlock, aBlock(patient))
  expect(second.body).toMatchObject({ status: 409, code: 'already-blocked' })
  const { draftId: _draft, ...atOnce } = aBlock(patient, { reason: 'Now' })
  expect((await call(house(), practice.nurse, api.blockPatient, atOnce)).status).toBe(200)
  goTo(house(), sendAt)
  await runSends(house())
  expect(await toldOf(patient)).toMatchObject([{ id: atOnce.conversationId }])
  expect(await standing(practice.physician, patient)).toMatchObject({
    block: { reason: 'Now' },
    waiting: [{ state: 'refused', refusal: 'patient-blocked', text: null }],
    takenBack: { draftId: block.draftId, reason: block.reason },
  })
})

test('its author may not block any more: nobody is', async () => {
  const { practice, patient, sendAt } = await waiting()
  await inPractice(house(), practice.id, (tx) =>
    tx.updateTable('memberships').set({ role: 'clerk' }).where('id', '=', practice.physician.id).execute(),
  )
  goTo(house(), sendAt)
  await runSends(house())
  expect(await toldOf(patient)).toEqual([])
  expect(await standing(practice.nurse, patient)).toMatchObject({
    block: null,
    waiting: [{ state: 'refused', refusal: 'no-access' }],
  })
})

test.each<[string, Record<string, unknown>, string, string]>([
  ['no reason', { reason: ' ' }, 'reason', 'empty'],
  ['an end that has passed', { endsAt: '2020-01-01T00:00:00Z' }, 'endsAt', 'in-the-past'],
  ['an end too far away', { endsAt: '2040-01-01T00:00:00Z' }, 'endsAt', 'too-far'],
])('%s is refused by the name of its field, and nothing waits', async (_what, more, path, code) => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const refused = await callLoosely(house(), practice.physician, api.scheduleBlock, aBlock(patient, more))
  expect(refused.body).toMatchObject({ status: 422, fields: [{ path, code }] })
  expect((await standing(practice.physician, patient)).waiting).toEqual([])
})

test('ids that are taken are refused', async () => {
  const { practice, patient, block } = await waiting()
  const other = await aPatient(house(), practice)
  const schedule = async (more: Record<string, unknown>) =>
    (await callLoosely(house(), practice.physician, api.scheduleBlock, aBlock(other, more))).body
  const taken = (path: string) => ({ fields: [{ path, code: 'id-already-used' }] })
  expect(await schedule({ messageId: block.messageId })).toMatchObject(taken('messageId'))
  expect(await schedule({ conversationId: block.conversationId })).toMatchObject(taken('conversationId'))
  expect(await schedule({ draftId: block.draftId })).toMatchObject({ code: 'draft-ended' })
  await call(house(), practice.physician, api.sendScheduledStartNow, { messageId: block.messageId })
  expect((await standing(practice.physician, patient)).block).not.toBeNull()
  expect(await schedule({ blockId: block.blockId })).toMatchObject(taken('blockId'))
})
