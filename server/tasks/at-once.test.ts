// What is promised here: whatever colleagues, patients, sweeps and administrators do to the same tasks at the same time,
// every request is answered, and the tasks, their conversations and their history tell one story.
import { randomInt } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { next } from '../../shared/machine.ts'
import { type TaskEvent, taskMachine, type TaskStatus } from '../../shared/task.ts'
import { createLogger } from '../platform/log.ts'
import { uuidv7 } from '../platform/ids.ts'
import { schedule } from '../schedule.ts'
import { aCareTeam, aPractitioner, call, inPractice, type Person } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { startWorker, type Worker } from '../worker.ts'
import { aWaitingMessage, aWaitingPractice, openTaskOf } from './queue.fixture.ts'

const house = useTestHouse()
const workers: Worker[] = []
afterAll(() => Promise.all(workers.map((worker) => worker.stop())))

async function aBusyClinic() {
  const { practice, patient, ...first } = await aWaitingPractice(house())
  const shaky = await aPractitioner(house(), practice, { role: 'nurse', careTeamIds: [practice.careTeam.id] })
  const colleagues = [practice.nurse, practice.physician, practice.clerk, shaky]
  const inbox = await aCareTeam(house(), practice, {
    owner: practice.physician,
    backup: practice.nurse,
    members: colleagues,
  })
  const conversationIds = [first.conversationId]
  for (let count = 0; count < 2; count++) {
    conversationIds.push((await aWaitingMessage(house(), practice, { patient })).conversationId)
  }
  return { practice, patient, shaky, colleagues, careTeamIds: [practice.careTeam.id, inbox.id], conversationIds }
}

const oneOf = <T>(list: T[]): T => list[randomInt(list.length)] as T

test('everything at once', { timeout: 60_000 }, async () => {
  const clinic = await aBusyClinic()
  const { practice, patient, shaky, colleagues, careTeamIds, conversationIds } = clinic
  const worker = startWorker(
    house().worker,
    schedule.filter((sweep) =>
      ['escalate-overdue', 'remind-unread', 'escalate-unread', 'cover-tasks'].includes(sweep.name),
    ),
    createLogger({ level: 'silent' }),
  )
  workers.push(worker)
  const task = async (conversationId: string) => {
    const { id, version } = await openTaskOf(house(), practice.id, conversationId)
    // Now and then from a page that is old.
    return { taskId: id, version: version - (randomInt(8) === 0 ? 1 : 0) }
  }
  const write = (person: Person, conversationId: string) =>
    call(house(), person, api.sendMessage, { conversationId, messageId: uuidv7(), text: 'Yes.', attachmentIds: [] })
  const acts: ((conversationId: string, colleague: Person) => Promise<{ status: number }>)[] = [
    async (id, who) => call(house(), who, api.acceptTask, await task(id)),
    async (id, who) => call(house(), who, api.acceptTask, await task(id)),
    async (id, who) => call(house(), who, api.releaseTask, { taskId: (await task(id)).taskId }),
    async (id, who) =>
      call(house(), who, api.assignTask, { ...(await task(id)), practitionerId: oneOf(colleagues).id }),
    async (id, who) => call(house(), who, api.assignTask, { ...(await task(id)), careTeamId: oneOf(careTeamIds) }),
    async (id, who) =>
      call(house(), who, api.assignTask, {
        ...(await task(id)),
        careTeamId: oneOf(careTeamIds),
        practitionerId: oneOf(colleagues).id,
        priority: oneOf(['urgent', 'routine']),
      }),
    async (id, who) =>
      call(house(), who, api.completeTask, { ...(await task(id)), outcome: oneOf(['reached', 'no-reply-needed']) }),
    (id) => write(patient, id),
    (id) => write(patient, id),
    (id, who) => write(who, id),
    async (id, who) => {
      const { version } = (await call(house(), who, api.readConversation, { conversationId: id })).body
      return call(house(), who, api.closeConversation, {
        conversationId: id,
        outcome: 'answered',
        version: version ?? 1,
      })
    },
    async () => {
      const { items } = (await call(house(), practice.administrator, api.listPractitioners, {})).body
      const now = items.find((item) => item.id === shaky.id)
      return call(house(), practice.administrator, api.changePractitioner, {
        practitionerId: shaky.id,
        event: now?.status === 'suspended' ? 'restore' : 'suspend',
        version: now?.version ?? 1,
      })
    },
    async () => {
      house().clock.advance({ hours: 5 })
      await worker.runOnce()
      return { status: 200 }
    },
  ]
  const answers: number[] = []
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let count = 0; count < 15; count++) {
        answers.push((await oneOf(acts)(oneOf(conversationIds), oneOf(colleagues))).status)
      }
    }),
  )
  // 401: for a request that was under way while the clock jumped, its session was last used hours from now.
  expect([...new Set(answers)].filter((status) => ![200, 401, 403, 404, 409, 422].includes(status))).toEqual([])
  expect(answers.filter((status) => status === 200).length).toBeGreaterThan(30)
  // A message may open a task for somebody in the moment in which they are suspended: the look at who acts, a few minutes
  // later, gives it to the inbox.
  house().clock.advance({ minutes: limits.coverRecheckMinutes })
  await worker.runOnce('cover-tasks')
  await expectOneStory(practice.id)
})

/** What must hold between the rows, whatever happened. */
async function expectOneStory(practiceId: string): Promise<void> {
  const { tasks, events } = await inPractice(house(), practiceId, async (tx) => ({
    tasks: await tx
      .selectFrom('tasks')
      .innerJoin('conversations', 'conversations.id', 'tasks.conversation_id')
      .leftJoin('memberships', 'memberships.id', 'tasks.owner_id')
      .selectAll('tasks')
      .select(['conversations.care_team_id as conversation_team', 'conversations.status as conversation_status'])
      .select('memberships.status as owner_status')
      .execute(),
    events: await tx.selectFrom('task_events').selectAll().orderBy('id').execute(),
  }))
  for (const task of tasks) {
    const history = events.filter((event) => event.task_id === task.id)
    expect(history[0]?.act).toBe('open')
    expect(fold(history.slice(1).map((event) => event.act))).toBe(task.status)
    if (task.ended_at === null) {
      expect(task.care_team_id).toBe(task.conversation_team)
      expect(task.conversation_status).toBe('open')
      expect([null, 'confirmed']).toContain(task.owner_status)
    }
  }
}

/** The status that a history leads to, by the machine's own rules. */
function fold(acts: string[]): TaskStatus {
  return acts
    .filter((act) => act !== 'prioritize' && act !== 'escalate' && act !== 'cover' && act !== 'hand-back')
    .reduce<TaskStatus>((status, act) => {
      // An assigned task that is given back before it was claimed is a release for its reader, and none for the machine.
      const event = act === 'release' && status === 'requested' ? 'reassign' : (act as TaskEvent)
      return next(taskMachine, status, event)
    }, 'requested')
}
