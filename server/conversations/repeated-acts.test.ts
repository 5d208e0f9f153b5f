// What is promised here: the same request, sent twice, has the same answer, also for a colleague who had the conversation only
// while something was to do in it: their own act has ended that, and the answer to it may have been lost on the way.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { decide, proposal } from '../consults/consults.fixture.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aWaitingPractice } from '../tasks/queue.fixture.ts'
import { aPractitioner, call, callLoosely, inPractice, type Person } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { anAnswer, aWaitingAnswer } from './scheduled.fixture.ts'

const house = useTestHouse()

/** A physician of no inbox, to whom the message is assigned. */
async function anAssigned() {
  const waiting = await aWaitingPractice(house())
  const { practice, taskId, version } = waiting
  const colleague = await aPractitioner(house(), practice, { role: 'physician' })
  const assigned = await call(house(), practice.nurse, api.assignTask, {
    taskId,
    version,
    practitionerId: colleague.id,
  })
  expect(assigned.status).toBe(200)
  return { ...waiting, colleague }
}

const knowsOf = async (person: Person, conversationId: string) =>
  (await callLoosely(house(), person, api.readConversation, { conversationId })).status

test('a send, repeated after it ended the task by which its author had the conversation', async () => {
  const { colleague, conversationId, practice } = await anAssigned()
  const letter = { conversationId, messageId: uuidv7(), text: 'Come in today.', attachmentIds: [] }
  const first = await call(house(), colleague, api.sendMessage, letter)
  expect(first.status).toBe(200)
  expect(await knowsOf(colleague, conversationId)).toBe(404)
  const again = await call(house(), colleague, api.sendMessage, letter)
  expect(again).toMatchObject({ status: 200, body: { message: first.body.message } })
  // It is their own message alone that is answered again: nothing new, and nobody else's.
  const other = await callLoosely(house(), colleague, api.sendMessage, { ...letter, text: 'Something else.' })
  expect(other.body).toMatchObject({ status: 422, fields: [{ path: 'messageId', code: 'id-already-used' }] })
  const fresh = await callLoosely(house(), colleague, api.sendMessage, { ...letter, messageId: uuidv7() })
  expect(fresh.status).toBe(404)
  const stranger = await aPractitioner(house(), practice, { role: 'physician' })
  expect((await callLoosely(house(), stranger, api.sendMessage, letter)).status).toBe(404)
})

test('an answer that waited, sent now twice, and put off again after it went out', async () => {
  const { colleague, conversationId } = await anAssigned()
  const answer = await aWaitingAnswer(house(), colleague, conversationId)
  const place = { conversationId, messageId: answer.messageId }
  const first = await call(house(), colleague, api.sendScheduledNow, place)
  const again = await call(house(), colleague, api.sendScheduledNow, place)
  expect(again).toMatchObject({ status: 200, body: { message: first.body.message } })
  const { sendAt: _sendAt, ...asked } = answer
  expect(await call(house(), colleague, api.scheduleSend, asked)).toMatchObject({
    status: 200,
    body: { state: 'sent' },
  })
  const late = await callLoosely(house(), colleague, api.cancelScheduledSend, place)
  expect(late.body).toMatchObject({ status: 409, code: 'already-sent' })
  const fresh = await callLoosely(house(), colleague, api.scheduleSend, anAnswer(conversationId))
  expect(fresh.status).toBe(404)
})

test.each(['approve', 'edit', 'return'] as const)(
  'a decision of a clinician who had only the question: %s',
  async (decision) => {
    const { practice, conversationId } = await aWaitingPractice(house())
    const colleague = await aPractitioner(house(), practice, { role: 'physician' })
    const asked = {
      conversationId,
      consultId: uuidv7(),
      practitionerId: colleague.id,
      kind: 'approval',
      question: 'May she?',
      text: proposal,
      messageId: uuidv7(),
      seenSequence: 2,
    } as const
    expect((await call(house(), practice.nurse, api.askClinician, asked)).status).toBe(200)
    const more = { decision, ...(decision !== 'approve' && { text: 'Other words.' }) }
    const first = await decide(house(), colleague, asked, more)
    expect(first.status).toBe(200)
    expect(await knowsOf(colleague, conversationId)).toBe(404)
    const again = await decide(house(), colleague, asked, more)
    expect(again).toMatchObject({ status: 200, body: { consult: { status: first.body.consult.status } } })
  },
)

test('the way to booking and words on how messages are used', async () => {
  for (const act of ['coach', 'book'] as const) {
    const { practice, colleague, conversationId } = await anAssigned()
    const url = 'https://booking.example/maple'
    await inPractice(house(), practice.id, (tx) =>
      tx.updateTable('practices').set({ booking_url: url }).where('practice_id', '=', practice.id).execute(),
    )
    const letter = { conversationId, messageId: uuidv7(), text: `Please book: ${url}` }
    const send = async () =>
      act === 'coach'
        ? (await callLoosely(house(), colleague, api.coachPatient, { ...letter, kind: 'tone' })).status
        : (await callLoosely(house(), colleague, api.redirectToBooking, { ...letter, outcome: 'redirected' })).status
    expect([act, await send(), await send()]).toEqual([act, 200, 200])
  }
})
