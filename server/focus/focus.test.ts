// What is promised here: everybody gets one at a time, the most urgent and then the first due of what is theirs to do, never
// what a colleague has in hand, what waits, or what they passed over; and learns in numbers what they did.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aReply, aWaitingMessage } from '../tasks/queue.fixture.ts'
import { aCareTeam, aPractice, aPractitioner, aTopic, call, type Person } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'

const house = useTestHouse()
const now = () => house().clock.now().toISOString()
const take = async (colleague: Person, since: string) => (await call(house(), colleague, api.takeNext, { since })).body
const leave = (colleague: Person, conversationId: string) =>
  call(house(), colleague, api.showPresence, { conversationId, isWriting: false, isLeaving: true })

test('most urgent, then first due, from the inboxes and what is assigned; not what is with others', async () => {
  const practice = await aPractice(house())
  const { nurse, physician } = practice
  const since = now()
  const first = await aWaitingMessage(house(), practice)
  const urgent = await aWaitingMessage(house(), practice)
  const theirs = await aWaitingMessage(house(), practice)
  const elsewhere = await aCareTeam(house(), practice, { owner: physician, backup: practice.clerk })
  const otherTopic = await aTopic(house(), practice, elsewhere)
  const hidden = await aWaitingMessage(house(), practice, { topicId: otherTopic.id })
  const { taskId, version } = urgent
  await call(house(), nurse, api.assignTask, { taskId, version, priority: 'urgent' })
  await call(house(), physician, api.acceptTask, { taskId: theirs.taskId, version: theirs.version })

  expect(await take(nurse, since)).toEqual({ next: { taskId, conversationId: urgent.conversationId }, left: 2 })
  await aReply(house(), nurse, urgent.conversationId)
  expect((await take(nurse, since)).next).toMatchObject({ taskId: first.taskId })
  await aReply(house(), nurse, first.conversationId)
  expect(await take(nurse, since)).toEqual({ next: null, left: 0 })

  const given = { taskId: hidden.taskId, version: hidden.version, practitionerId: nurse.id }
  await call(house(), physician, api.assignTask, given)
  expect((await take(nurse, since)).next).toMatchObject({ taskId: hidden.taskId })
})

test('two who ask at once get different ones, and what a colleague has on the screen is not offered until they leave', async () => {
  const practice = await aPractice(house())
  const { nurse, physician } = practice
  const waiting = [await aWaitingMessage(house(), practice), await aWaitingMessage(house(), practice)]
  const since = now()
  const [one, other] = await Promise.all([take(nurse, since), take(physician, since)])
  expect([one.next?.taskId, other.next?.taskId].sort()).toEqual(waiting.map(({ taskId }) => taskId).sort())
  const third = await take(practice.clerk, since)
  expect(third).toEqual({ next: null, left: 2 })
  await leave(nurse, one.next?.conversationId ?? '')
  expect((await take(practice.clerk, since)).next).toEqual(one.next)
  // Whoever reads colleagues' presence sees it from the moment it was taken.
  const seen = await call(house(), nurse, api.readConversation, { conversationId: one.next?.conversationId ?? '' })
  expect(seen.body.work?.present).toMatchObject([{ person: { id: practice.clerk.id } }])
})

test('what waits is not next until its time has come', async () => {
  const practice = await aPractice(house())
  const { taskId, version } = await aWaitingMessage(house(), practice)
  const since = now()
  const until = new Date(house().clock.now().getTime() - 3 * 3_600_000).toISOString().slice(0, 16)
  const deferred = { taskId, version, until, reason: 'patient' as const, noteId: uuidv7() }
  expect((await call(house(), practice.nurse, api.deferTask, deferred)).status).toBe(200)
  expect(await take(practice.nurse, since)).toEqual({ next: null, left: 0 })
  house().clock.advance({ hours: 3 })
  expect((await take(practice.nurse, since)).next).toMatchObject({ taskId })
})

test('what was passed over stays away for this round, for this person, and nothing of it changes', async () => {
  const practice = await aPractice(house())
  const { nurse, physician } = practice
  const { taskId, version, conversationId } = await aWaitingMessage(house(), practice)
  const since = now()
  await take(nurse, since)
  expect((await call(house(), nurse, api.passOver, { taskId, reason: 'needs-time' })).status).toBe(200)
  expect(await take(nurse, since)).toEqual({ next: null, left: 0 })
  await leave(nurse, conversationId)
  expect((await take(physician, since)).next).toEqual({ taskId, conversationId })
  await leave(physician, conversationId)
  house().clock.advance({ minutes: 1 })
  expect((await take(nurse, now())).next).toEqual({ taskId, conversationId })
  const queue = await call(house(), nurse, api.listQueue, { careTeamId: practice.careTeam.id })
  expect(queue.body.items).toMatchObject([{ task: { id: taskId, version, status: 'requested' } }])
})

test('a round is told in numbers, with how often one opens what one answers', async () => {
  const practice = await aPractice(house())
  const { nurse } = practice
  const before = await aWaitingMessage(house(), practice)
  await aReply(house(), nurse, before.conversationId)
  house().clock.advance({ minutes: 1 })
  const since = now()
  const [answered, assigned, deferred, passed] = [
    await aWaitingMessage(house(), practice),
    await aWaitingMessage(house(), practice),
    await aWaitingMessage(house(), practice),
    await aWaitingMessage(house(), practice),
  ]
  for (let opened = 0; opened < 3; opened++) {
    await call(house(), nurse, api.showPresence, { conversationId: answered.conversationId, isWriting: false })
    house().clock.advance({ minutes: 2 })
  }
  await aReply(house(), nurse, answered.conversationId)
  const { taskId, version } = assigned
  await call(house(), nurse, api.assignTask, { taskId, version, practitionerId: practice.physician.id })
  const until = new Date(house().clock.now().getTime() - 3 * 3_600_000).toISOString().slice(0, 16)
  await call(house(), nurse, api.deferTask, {
    taskId: deferred.taskId,
    version: deferred.version,
    until,
    reason: 'results',
    noteId: uuidv7(),
  })
  await call(house(), nurse, api.passOver, { taskId: passed.taskId, reason: 'unsure' })
  const round = await call(house(), nurse, api.readRound, { since })
  // Opened once without the page at least, and three times with it: the middle is two.
  expect(round.body).toMatchObject({
    answered: 1,
    assigned: 1,
    deferred: 1,
    passed: 1,
    touches: { answered: 2, median: 2 },
  })
  const newcomer = await aPractitioner(house(), practice, { role: 'nurse' })
  expect((await call(house(), newcomer, api.readRound, { since })).body).toMatchObject({ answered: 0, touches: null })
})
