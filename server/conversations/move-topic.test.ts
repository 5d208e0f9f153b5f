// What is promised here: a conversation is moved to another topic and back, and is as it was; the words, whose it is and the
// time that the patient was told stay.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aWaitingPractice, openTaskOf } from '../tasks/queue.fixture.ts'
import { aPractice, aTopic, call, inPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'

const house = useTestHouse()

async function aWrongTopic() {
  const waiting = await aWaitingPractice(house())
  const { practice, conversationId } = waiting
  const other = await aTopic(house(), practice, practice.careTeam, { isOpen: false, replyWithinMinutes: 60 })
  const read = async () => (await call(house(), practice.nurse, api.readConversation, { conversationId })).body
  const move = async (topicId: string, version?: number) =>
    call(house(), practice.nurse, api.moveTopic, {
      conversationId,
      topicId,
      version: version ?? (await read()).version,
    })
  return { ...waiting, other, read, move }
}

test('moved and moved back it is as it was; the patient sees the topic, and nothing else changes', async () => {
  const { practice, patient, conversationId, other, read, move, dueAt } = await aWrongTopic()
  const before = await read()
  expect((await move(other.id)).status).toBe(200)
  const seen = (await call(house(), patient, api.readConversation, { conversationId })).body
  expect(seen).toMatchObject({ topicId: other.id, subject: before.subject, stage: before.stage, dueAt: before.dueAt })
  expect(seen.messages.map(({ id, text }) => [id, text])).toEqual(before.messages.map(({ id, text }) => [id, text]))
  expect((await openTaskOf(house(), practice.id, conversationId)).due_at).toEqual(dueAt)
  expect((await move(practice.topic.id)).status).toBe(200)
  const after = await read()
  expect({ ...after, version: 0, messages: [], work: null }).toEqual({
    ...before,
    version: 0,
    messages: [],
    work: null,
  })
  expect(after.work?.tasks).toEqual(before.work?.tasks)
})

test('the history says from which topic to which, and who did it; the same topic again is no move', async () => {
  const { practice, other, read, move } = await aWrongTopic()
  await move(other.id)
  await move(other.id)
  house().clock.advance({ minutes: 1 })
  await move(practice.topic.id)
  const [before, { work }] = [practice.topic.id, await read()]
  const { body } = await call(house(), practice.nurse, api.listTopics, {})
  const nameOf = (id: string) => body.items.find((topic) => topic.id === id)?.name
  expect(work?.topicMoves).toMatchObject([
    { from: nameOf(other.id), to: nameOf(before), by: { id: practice.nurse.id } },
    { from: nameOf(before), to: nameOf(other.id), by: { id: practice.nurse.id } },
  ])
})

test('it is on record, each time', async () => {
  const { practice, conversationId, other, move } = await aWrongTopic()
  await move(other.id)
  await move(practice.topic.id)
  const rows = await inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('audit_events').select('payload').orderBy('id').execute(),
  )
  const acts = rows.map(({ payload }) => JSON.parse(payload.toString('utf8')) as { act: string })
  const moves = acts.filter(({ act }) => act === 'conversation.move-topic')
  expect(moves).toHaveLength(2)
  expect(JSON.stringify(moves)).toContain(conversationId)
})

test('behind a colleague’s or a patient’s change it is refused, and changes nothing', async () => {
  const { practice, patient, conversationId, other, read, move } = await aWrongTopic()
  const { version } = await read()
  await call(house(), patient, api.sendMessage, {
    conversationId,
    messageId: uuidv7(),
    text: 'One more thing.',
    attachmentIds: [],
  })
  expect(await move(other.id, version)).toMatchObject({ status: 409, body: { code: 'changed-meanwhile' } })
  expect((await read()).topicId).toBe(practice.topic.id)
})

test('a topic of another clinic is not there, and what is closed stays as it was filed', async () => {
  const { practice, conversationId, other, read, move } = await aWrongTopic()
  const elsewhere = await aPractice(house())
  expect((await move(elsewhere.topic.id)).body).toMatchObject({ fields: [{ path: 'topicId', code: 'not-found' }] })
  const { version } = await read()
  await call(house(), practice.nurse, api.closeConversation, { conversationId, outcome: 'answered', version })
  expect((await move(other.id)).status).toBe(409)
  expect((await read()).topicId).toBe(practice.topic.id)
})
