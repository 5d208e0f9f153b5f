// What is promised here: a goal tells how far off it is to whom it belongs, and to nobody else; a person's to them alone, an
// inbox's to those who work in it. What cannot be a goal is refused by its field, and nobody writes over a colleague's change.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { aWaitingAnswer } from '../conversations/scheduled.fixture.ts'
import { aReply, aWaitingMessage } from '../tasks/queue.fixture.ts'
import {
  aCareTeam,
  aPractice,
  aPractitioner,
  call,
  inPractice,
  type Person,
  type TestPractice,
} from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'

const house = useTestHouse()
/** The house opens on a Tuesday at ten, on the clinic's clock. */
const goal = { isOn: true, kind: 'count', most: 1, by: '16:00', weekdays: [1, 2, 3, 4, 5], version: 0 } as const
type Changes = { [field in keyof typeof goal]?: unknown } & { careTeamId?: string }
const saveOwn = (by: Person, changes: Changes = {}) =>
  call(house(), by, api.saveOwnGoal, { ...goal, ...changes } as never)
const saveInbox = (by: Person, practice: TestPractice, changes: Changes = {}) =>
  call(house(), by, api.saveInboxGoal, { ...goal, careTeamId: practice.careTeam.id, ...changes } as never)
const today = (by: Person, careTeamId?: string) =>
  call(house(), by, api.readGoalDay, careTeamId === undefined ? {} : { careTeamId })
const list = async (by: Person) => (await call(house(), by, api.listGoals, {})).body

test('the goal of an inbox counts what is done and what is left of the day', async () => {
  const practice = await aPractice(house())
  await saveInbox(practice.nurse, practice)
  const first = await aWaitingMessage(house(), practice)
  await aWaitingMessage(house(), practice)
  await aWaitingMessage(house(), practice)
  const inbox = practice.careTeam.id
  expect((await today(practice.clerk, inbox)).body.day).toMatchObject({
    state: 'under-way',
    done: 0,
    left: 2,
    waiting: 3,
  })
  await aReply(house(), practice.nurse, first.conversationId)
  expect((await today(practice.physician, inbox)).body).toMatchObject({
    goal: { kind: 'count', most: 1, version: 1 },
    day: { state: 'under-way', done: 1, left: 1, waiting: 2, dueAt: '2026-11-24T21:00:00.000Z' },
  })
})

test('an answer that waits to go out is done', async () => {
  const practice = await aPractice(house())
  await saveInbox(practice.nurse, practice, { most: 0 })
  const { conversationId } = await aWaitingMessage(house(), practice)
  const left = async () => (await today(practice.nurse, practice.careTeam.id)).body.day
  expect(await left()).toMatchObject({ done: 0, left: 1 })
  await aWaitingAnswer(house(), practice.nurse, conversationId)
  expect(await left()).toMatchObject({ state: 'reached', done: 1, left: 0 })
})

test('one’s own goal is of one’s own work, and nobody else is shown it', async () => {
  const practice = await aPractice(house())
  await saveOwn(practice.nurse, { most: 0 })
  const mine = await aWaitingMessage(house(), practice)
  await aWaitingMessage(house(), practice)
  await call(house(), practice.nurse, api.acceptTask, { taskId: mine.taskId, version: mine.version })
  expect((await today(practice.nurse)).body.day).toMatchObject({ done: 0, left: 1, waiting: 1 })
  await aReply(house(), practice.nurse, mine.conversationId)
  expect((await today(practice.nurse)).body.day).toMatchObject({ state: 'reached', done: 1, left: 0 })
  expect((await today(practice.physician)).body).toEqual({ goal: null, day: null })
  expect((await list(practice.physician)).mine).toMatchObject({ version: 0, isOn: false })
  expect((await list(practice.administrator)).mine).toBeNull()
})

test('an inbox’s goal is read by those who work in it, and set by its owner and administrators', async () => {
  const practice = await aPractice(house())
  const stranger = await aPractitioner(house(), practice, { role: 'nurse' })
  expect((await saveInbox(practice.clerk, practice)).status).toBe(403)
  expect((await saveInbox(practice.administrator, practice)).status).toBe(200)
  expect((await list(practice.clerk)).inboxes).toMatchObject([
    { isMember: true, canChange: false, goal: { version: 1 } },
  ])
  expect((await list(practice.administrator)).inboxes).toMatchObject([{ isMember: false, canChange: true }])
  expect((await list(stranger)).inboxes).toEqual([])
  expect((await today(stranger, practice.careTeam.id)).status).toBe(403)
})

test('on a day on which the clinic is closed there is none, and the goal stands', async () => {
  const practice = await aPractice(house())
  await saveOwn(practice.nurse)
  await inPractice(house(), practice.id, (tx) =>
    tx
      .insertInto('closures')
      .values({ practice_id: practice.id, closed_on: '2026-11-24', name_en: 'Training', name_fr: 'Formation' } as never)
      .execute(),
  )
  expect((await today(practice.nurse)).body).toMatchObject({ goal: { isOn: true }, day: null })
})

test.each<[string, Changes, string, string]>([
  ['no day', { weekdays: [] }, 'weekdays', 'no-days'],
  ['a day on which the clinic is closed', { weekdays: [5, 6] }, 'weekdays', 'closed-day'],
  ['a time after the clinic closes', { by: '17:01' }, 'by', 'outside-hours'],
  ['the time at which it opens', { by: '09:00' }, 'by', 'outside-hours'],
  ['older than no working day', { kind: 'age', most: 0 }, 'most', 'days'],
  ['older than too many', { kind: 'age', most: 11 }, 'most', 'days'],
])('%s: refused by its field', async (_words, changes, path, code) => {
  const practice = await aPractice(house())
  const answer = await saveOwn(practice.nurse, changes)
  expect([answer.status, answer.body]).toMatchObject([422, { fields: [{ path, code }] }])
  // One that is off may be unfinished.
  expect((await saveOwn(practice.nurse, { ...changes, isOn: false })).status).toBe(200)
})

test('an inbox in which nobody can work is given no goal, and one that is not there is not found', async () => {
  const practice = await aPractice(house())
  const { nurse, administrator, physician } = practice
  const empty = await aCareTeam(house(), practice, { owner: nurse, backup: physician, members: [] })
  const answer = await saveInbox(administrator, practice, { careTeamId: empty.id })
  expect([answer.status, answer.body]).toMatchObject([422, { fields: [{ path: 'isOn', code: 'no-one' }] }])
  const unknown = await saveInbox(administrator, practice, { careTeamId: crypto.randomUUID() })
  expect(unknown.status).toBe(404)
})

test('two who change one goal: the second is told what differs, and the same click twice is once', async () => {
  const practice = await aPractice(house())
  await saveInbox(practice.nurse, practice)
  expect((await saveInbox(practice.administrator, practice)).body).toMatchObject({ version: 1 })
  const late = await saveInbox(practice.administrator, practice, { most: 9 })
  expect([late.status, late.body]).toMatchObject([
    409,
    { code: 'changed-meanwhile', facts: { version: 1, fields: ['most'] } },
  ])
  expect((await saveInbox(practice.administrator, practice, { most: 9, version: 1 })).body).toMatchObject({
    version: 2,
    most: 9,
  })
})
