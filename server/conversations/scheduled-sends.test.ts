// What is promised here: an answer that waits is nobody's answer yet; it goes out once, as its author's act, or comes back with
// the reason; and of sending it and taking it back exactly one happens.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { localOf } from '../absences/local-time.ts'
import { enterSystem } from '../access/enter-system.ts'
import { uuidv7 } from '../platform/ids.ts'
import { createLogger } from '../platform/log.ts'
import { aWaitingMessage, aWaitingPractice } from '../tasks/queue.fixture.ts'
import { aPractice, call, callLoosely, inPractice, type Person } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aFile, anAnswer, aWaitingAnswer, goTo, runSends, runSweep } from './scheduled.fixture.ts'
import { sendDue } from './send-due.ts'

const house = useTestHouse()

const read = async (person: Person, conversationId: string) =>
  (await call(house(), person, api.readConversation, { conversationId })).body
const messagesOf = async (person: Person, conversationId: string) =>
  (await read(person, conversationId)).messages.filter(({ kind }) => kind === 'message')
const waitingOf = async (person: Person, conversationId: string) =>
  (await read(person, conversationId)).work?.scheduledSends ?? []
type Entry = { act: string; object?: { id: string }; actor: unknown }
const auditOf = (practiceId: string, act: string) =>
  inPractice(house(), practiceId, async (tx) => {
    const rows = await tx.selectFrom('audit_events').select('payload').execute()
    return rows
      .map(({ payload }) => JSON.parse(Buffer.from(payload).toString()) as Entry)
      .filter((entry) => entry.act === act)
  })
const membership = (personId: string, set: { status: string }) =>
  house().way.db.transact(null, (tx) => tx.updateTable('memberships').set(set).where('id', '=', personId).execute())

test('waits twenty seconds, seen by colleagues and not by the patient; then goes out once, as its author’s act', async () => {
  const { practice, patient, conversationId } = await aWaitingPractice(house())
  const answer = await aWaitingAnswer(house(), practice.nurse, conversationId)
  expect(answer.sendAt.getTime() - house().clock.now().getTime()).toBeLessThanOrEqual(limits.undoSendMs)
  expect(await waitingOf(practice.clerk, conversationId)).toMatchObject([
    { id: answer.messageId, state: 'waiting', isUndo: true, isMine: false, text: answer.text, refusal: null },
  ])
  const shown = await call(house(), patient, api.readConversation, { conversationId })
  expect(JSON.stringify(shown.body)).not.toContain(answer.text)
  expect(shown.body.stage).toBe('received')

  await runSends(house())
  expect(await messagesOf(practice.nurse, conversationId)).toHaveLength(1)
  const before = await read(practice.nurse, conversationId)
  expect(before.work?.tasks).toMatchObject([{ kind: 'respond', status: 'requested' }])
  expect(before.draft).toBeNull()
  const row = (await call(house(), practice.nurse, api.listQueue, { careTeamId: practice.careTeam.id, status: 'open' }))
    .body.items[0]
  expect(row?.answerAt).toBe(answer.sendAt.toISOString())

  goTo(house(), answer.sendAt)
  await runSends(house(), 3)
  await runSends(house())
  const after = await read(practice.nurse, conversationId)
  expect(after.messages.filter(({ id }) => id === answer.messageId)).toMatchObject([
    { text: answer.text, isMine: true, author: { id: practice.nurse.id } },
  ])
  expect(after.messages).toHaveLength(3)
  expect(after.work?.tasks).toMatchObject([{ status: 'completed', outcome: 'replied' }])
  expect(after.work?.scheduledSends).toEqual([])
  expect((await call(house(), patient, api.readConversation, { conversationId })).body.stage).toBe('answered')
  const [planned] = await auditOf(practice.id, 'message.schedule')
  const sent = (await auditOf(practice.id, 'message.send')).filter(({ object }) => object?.id === answer.messageId)
  expect(sent).toHaveLength(1)
  expect(sent[0]?.actor).toEqual(planned?.actor)
  expect(sent[0]?.actor).toMatchObject({ kind: 'practitioner', member: practice.nurse.id, role: 'nurse' })
})

test('the same request twice waits once; the same id with other words, and a second answer beside it, are refused', async () => {
  const { practice, conversationId } = await aWaitingPractice(house())
  const answer = anAnswer(conversationId)
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => call(house(), practice.nurse, api.scheduleSend, answer)),
  )
  expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1)
  expect(answers[0]?.status).toBe(200)
  const other = await callLoosely(house(), practice.nurse, api.scheduleSend, { ...answer, text: 'Something else.' })
  expect(other.body).toMatchObject({ status: 422, fields: [{ path: 'messageId', code: 'id-already-used' }] })
  const second = await callLoosely(house(), practice.physician, api.scheduleSend, anAnswer(conversationId))
  expect(second.body).toMatchObject({ status: 409, code: 'answer-waiting' })
  expect(await waitingOf(practice.nurse, conversationId)).toHaveLength(1)
})

test('taken back, its words and files are the author’s draft again, and a late save cannot spoil them meanwhile', async () => {
  const { practice, conversationId } = await aWaitingPractice(house())
  const draftId = uuidv7()
  const draft = { draftId, conversationId, text: 'It is', version: 0 }
  await call(house(), practice.nurse, api.saveDraft, draft)
  const attachmentId = await aFile(house(), practice.nurse, draftId)
  const answer = await aWaitingAnswer(house(), practice.nurse, conversationId, {
    draftId,
    attachmentIds: [attachmentId],
  })
  const late = await callLoosely(house(), practice.nurse, api.saveDraft, { ...draft, text: 'It was', version: 1 })
  expect(late.body).toMatchObject({ status: 409, code: 'draft-ended' })
  // Much later: files of ended drafts are swept, and these are not of one that is done with.
  await inPractice(house(), practice.id, (tx) =>
    tx
      .updateTable('scheduled_sends')
      .set({ send_at: new Date(answer.sendAt.getTime() + 86_400_000) })
      .execute(),
  )
  house().clock.advance({ hours: 3 })
  await runSweep(house(), 'sweep-attachments')

  const place = { conversationId, messageId: answer.messageId }
  const cancelled = await call(house(), practice.physician, api.cancelScheduledSend, place)
  expect(cancelled.status).toBe(200)
  const page = await read(practice.nurse, conversationId)
  expect(page.draft).toMatchObject({ id: draftId, text: answer.text, attachments: [{ id: attachmentId }] })
  expect(page.work?.scheduledSends).toEqual([])
  goTo(house(), new Date(answer.sendAt.getTime() + 2 * 86_400_000))
  await runSends(house())
  expect(await messagesOf(practice.nurse, conversationId)).toHaveLength(1)
  const saved = await call(house(), practice.nurse, api.saveDraft, { ...draft, version: page.draft?.version ?? 0 })
  expect(saved.status).toBe(200)

  const again = await call(house(), practice.nurse, api.scheduleSend, {
    ...anAnswer(conversationId, { draftId, attachmentIds: [attachmentId] }),
    seenSequence: page.messages.at(-1)?.sequence ?? 0,
  })
  expect(again.status).toBe(200)
  goTo(house(), new Date(again.body.sendAt))
  await runSends(house())
  expect((await messagesOf(practice.nurse, conversationId)).at(-1)?.attachments).toMatchObject([{ id: attachmentId }])
})

test('of taking back and sending, at the same moment, exactly one happens', async () => {
  const practice = await aPractice(house())
  for (let round = 0; round < 6; round++) {
    const { conversationId } = await aWaitingMessage(house(), practice)
    const answer = await aWaitingAnswer(house(), practice.nurse, conversationId)
    goTo(house(), answer.sendAt)
    const place = { conversationId, messageId: answer.messageId }
    const [, mine, theirs, now] = await Promise.all([
      runSends(house(), 2),
      callLoosely(house(), practice.nurse, api.cancelScheduledSend, place),
      callLoosely(house(), practice.physician, api.cancelScheduledSend, place),
      callLoosely(house(), practice.nurse, api.sendScheduledNow, place),
    ])
    const page = await read(practice.nurse, conversationId)
    const isSent = page.messages.some(({ id }) => id === answer.messageId)
    const cancels = [mine, theirs].filter(({ status }) => status === 200)
    expect(cancels).toHaveLength(isSent ? 0 : 1)
    expect(now.status).toBe(isSent ? 200 : 409)
    expect(page.draft?.text).toBe(isSent ? undefined : answer.text)
  }
})

test('the author sends it now, as often as they click; nobody else does', async () => {
  const { practice, conversationId } = await aWaitingPractice(house())
  const answer = await aWaitingAnswer(house(), practice.nurse, conversationId)
  const place = { conversationId, messageId: answer.messageId }
  expect((await callLoosely(house(), practice.physician, api.sendScheduledNow, place)).status).toBe(403)
  const [first, second] = await Promise.all([
    call(house(), practice.nurse, api.sendScheduledNow, place),
    call(house(), practice.nurse, api.sendScheduledNow, place),
  ])
  expect(first.status).toBe(200)
  expect(second.body.message).toEqual(first.body.message)
  expect((await callLoosely(house(), practice.nurse, api.cancelScheduledSend, place)).body).toMatchObject({
    status: 409,
    code: 'already-sent',
  })
  expect(await messagesOf(practice.nurse, conversationId)).toHaveLength(2)
})

test('a worker that dies between writing and committing leaves it waiting; the next one sends it once', async () => {
  const { practice, conversationId } = await aWaitingPractice(house())
  const answer = await aWaitingAnswer(house(), practice.nurse, conversationId)
  goTo(house(), answer.sendAt)
  let acts = 0
  await sendDue({
    practiceId: practice.id,
    signal: new AbortController().signal,
    log: createLogger({ level: 'silent' }),
    inPractice: (work) =>
      enterSystem(house().worker, practice.id, async (ctx) => {
        const result = await work(ctx)
        if (acts++ > 0) {
          throw new Error('the process died')
        }
        return result
      }),
  })
  expect(acts).toBe(2)
  expect(await messagesOf(practice.nurse, conversationId)).toHaveLength(1)
  expect(await waitingOf(practice.nurse, conversationId)).toMatchObject([{ state: 'waiting' }])
  await runSends(house(), 2)
  await runSends(house())
  expect(await messagesOf(practice.nurse, conversationId)).toHaveLength(2)
})

test.each<[sendAt: string, code: string, next: string | undefined, what: string]>([
  ['2026-11-29T10:00', 'clinic-closed', '2026-11-30T09:00', 'a Sunday'],
  ['2026-11-25T12:30', 'clinic-closed', '2026-11-25T13:00', 'the lunch break'],
  ['2026-12-25T10:00', 'clinic-closed', '2026-12-28T09:00', 'a holiday, before a weekend'],
  ['2026-11-23T10:00', 'in-the-past', '2026-11-24T13:00', 'yesterday'],
  ['2027-11-24T10:00', 'too-far-ahead', undefined, 'in a year'],
  ['2026-11-31T10:00', 'date', undefined, 'a day that is none'],
])('%s is refused as %s: next %s, %s', async (sendAt, code, next) => {
  const { practice, conversationId } = await onTheFirstMorning()
  const refused = await callLoosely(house(), practice.nurse, api.scheduleSend, anAnswer(conversationId, { sendAt }))
  expect(refused.body).toMatchObject({ status: 422, fields: [{ path: 'sendAt', code }] })
  expect((refused.body as { fields: { limit?: string }[] }).fields[0]?.limit).toBe(next)
  expect((await read(practice.nurse, conversationId)).draft).toBeNull()
})

test('times at hand are within opening hours, on a day the clinic closes too; and goes out then', async () => {
  const { practice, conversationId } = await aWaitingPractice(house())
  const now = house().clock.now()
  const { body } = await call(house(), practice.nurse, api.listSendTimes, {})
  expect(body.items.map(({ kind }) => kind)).toContain('next-opening')
  const [first] = body.items
  const closedOn = body.items.at(-1)?.local.slice(0, 10) ?? ''
  await inPractice(house(), practice.id, (tx) =>
    tx
      .insertInto('closures')
      .values({ practice_id: practice.id, closed_on: closedOn, name_en: 'Staff day', name_fr: 'Journée du personnel' })
      .execute(),
  )
  const refused = await callLoosely(
    house(),
    practice.nurse,
    api.scheduleSend,
    anAnswer(conversationId, { sendAt: `${closedOn}T10:00` }),
  )
  expect(refused.body).toMatchObject({ status: 422, fields: [{ path: 'sendAt', code: 'clinic-closed' }] })
  const again = (await call(house(), practice.nurse, api.listSendTimes, {})).body.items.at(-1)
  expect(again?.local.slice(0, 10)).not.toBe(closedOn)
  const answer = await aWaitingAnswer(house(), practice.nurse, conversationId, { sendAt: again?.local })
  expect(localOf('America/Toronto', answer.sendAt)).toBe(again?.local)
  expect(answer.sendAt > now && first !== undefined).toBe(true)
  expect((await call(house(), practice.nurse, api.listScheduledSends, {})).body.items).toMatchObject([
    { conversationId, send: { id: answer.messageId, isUndo: false, text: answer.text } },
  ])
  goTo(house(), answer.sendAt)
  await runSends(house())
  expect(await messagesOf(practice.nurse, conversationId)).toHaveLength(2)
})

test.each([
  ['patient-wrote', async (at: At) => call(house(), at.patient, api.sendMessage, aLetter(at))],
  ['colleague-wrote', async (at: At) => call(house(), at.practice.physician, api.sendMessage, aLetter(at))],
  ['patient-left', async (at: At) => membership(at.patient.id, { status: 'ended' })],
  ['no-access', async (at: At) => membership(at.practice.nurse.id, { status: 'suspended' })],
  [
    'patient-blocked',
    async (at: At) =>
      call(house(), at.practice.physician, api.blockPatient, {
        patientId: at.patient.id,
        blockId: uuidv7(),
        reason: 'Please call us.',
        endsAt: new Date(house().clock.now().getTime() + 3 * 86_400_000).toISOString(),
        conversationId: uuidv7(),
        messageId: uuidv7(),
      }),
  ],
] as const)('does not go out by itself any more: %s', async (refusal, happens) => {
  const { practice, patient, conversationId } = await aWaitingPractice(house())
  const answer = await aWaitingAnswer(house(), practice.nurse, conversationId)
  const at = { practice, patient, conversationId }
  const done = await happens(at)
  expect('status' in done ? done.status : 200).toBe(200)
  const before = await messagesOf(practice.clerk, conversationId)
  goTo(house(), answer.sendAt)
  await runSends(house(), 2)
  await runSends(house())
  expect(await messagesOf(practice.clerk, conversationId)).toHaveLength(before.length)
  const isGone = refusal === 'no-access'
  expect(await waitingOf(practice.clerk, conversationId)).toMatchObject([
    // Words of somebody who cannot act are left to the others; those of anybody else are in their draft.
    {
      id: answer.messageId,
      state: 'refused',
      refusal,
      text: isGone ? answer.text : null,
      author: { id: practice.nurse.id },
    },
  ])
  expect(await auditOf(practice.id, 'message.hold-back')).toHaveLength(1)
  if (isGone) {
    await membership(practice.nurse.id, { status: 'confirmed' })
  }
  expect((await read(practice.nurse, conversationId)).draft).toMatchObject({ text: answer.text })
  expect((await call(house(), practice.nurse, api.listScheduledSends, {})).body.items).toMatchObject([
    { send: { state: 'refused', refusal } },
  ])
  const place = { conversationId, messageId: answer.messageId }
  expect((await call(house(), practice.nurse, api.cancelScheduledSend, place)).status).toBe(200)
  expect(await waitingOf(practice.clerk, conversationId)).toEqual([])
  expect((await read(practice.nurse, conversationId)).draft).toMatchObject({ text: answer.text })
})

type At = { practice: Awaited<ReturnType<typeof aPractice>>; patient: Person; conversationId: string }
const aLetter = ({ conversationId }: At) => ({
  conversationId,
  messageId: uuidv7(),
  text: 'One more thing.',
  attachmentIds: [],
})

test('that the clinic told another time to expect an answer by does not hold it back', async () => {
  const { practice, conversationId, dueAt } = await aWaitingPractice(house())
  const { body } = await call(house(), practice.nurse, api.listSendTimes, {})
  const answer = await aWaitingAnswer(house(), practice.nurse, conversationId, { sendAt: body.items.at(-1)?.local })
  const later = new Date(Math.max(answer.sendAt.getTime(), dueAt.getTime()))
  goTo(house(), new Date(dueAt.getTime() - 30 * 60_000))
  await runSweep(house(), 'renew-expected')
  goTo(house(), later)
  await runSends(house())
  const page = await read(practice.nurse, conversationId)
  expect(page.messages.some(({ id }) => id === answer.messageId)).toBe(true)
  expect(page.messages.filter(({ kind }) => kind === 'auto-reply').length).toBeGreaterThan(1)
})

test('a conversation in which an answer waits is not closed, unless the answer closes it', async () => {
  const { practice, conversationId } = await aWaitingPractice(house())
  const answer = await aWaitingAnswer(house(), practice.nurse, conversationId)
  const { version } = await read(practice.nurse, conversationId)
  const closing = { conversationId, version, outcome: 'answered' as const }
  expect((await callLoosely(house(), practice.clerk, api.closeConversation, closing)).body).toMatchObject({
    status: 409,
    code: 'answer-waiting',
  })
  await call(house(), practice.nurse, api.cancelScheduledSend, { conversationId, messageId: answer.messageId })
  const last = await aWaitingAnswer(house(), practice.nurse, conversationId, {
    outcome: 'visit-avoided',
    isImportant: true,
  })
  goTo(house(), last.sendAt)
  await runSends(house(), 2)
  const page = await read(practice.nurse, conversationId)
  expect(page).toMatchObject({ status: 'closed', outcome: 'visit-avoided' })
  expect(page.messages.at(-1)).toMatchObject({ id: last.messageId, isMine: true })
  expect(page.work?.filing).not.toBeNull()
  const kept = await inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('conversations').select('is_important').where('id', '=', conversationId).executeTakeFirstOrThrow(),
  )
  expect(kept.is_important).toBe(true)
})

test('an answer to somebody who has left is refused at once, and one that crosses a newer message too', async () => {
  const { practice, patient, conversationId } = await aWaitingPractice(house())
  const crossing = anAnswer(conversationId, { seenSequence: 1 })
  expect((await callLoosely(house(), practice.nurse, api.scheduleSend, crossing)).body).toMatchObject({
    status: 409,
    code: 'conversation-moved-on',
  })
  await membership(patient.id, { status: 'ended' })
  expect((await callLoosely(house(), practice.nurse, api.scheduleSend, anAnswer(conversationId))).body).toMatchObject({
    status: 409,
    code: 'patient-left',
  })
})

/** The clock of this file moves on; the dates of the table are told from the first day. */
async function onTheFirstMorning() {
  const start = Date.parse('2026-11-24T15:30:00.000Z')
  house().clock.advance({ seconds: Math.round((start - house().clock.now().getTime()) / 1000) })
  return aWaitingPractice(house())
}
