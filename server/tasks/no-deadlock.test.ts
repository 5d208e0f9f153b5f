// What is promised here: who writes a line that refers to a row (and so holds it, as foreign keys do) and who changes that
// row do not wait for each other in a ring. PostgreSQL would end one of them after a second, and a send would fail.
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import type { Context } from '../access/context.ts'
import { enterSystem } from '../access/enter-system.ts'
import { accessTask } from '../access/tasks.ts'
import { uuidv7 } from '../platform/ids.ts'
import { call } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aWaitingPractice } from './queue.fixture.ts'
import { recordTaskEvent } from './record-task-event.ts'

const house = useTestHouse()

/** A transaction that goes on when it is told to: `first` has run when this returns. */
async function aTransaction(practiceId: string, first: (ctx: Context) => Promise<unknown>) {
  const go = Promise.withResolvers<(ctx: Context) => Promise<unknown>>()
  const begun = Promise.withResolvers<void>()
  const ended = enterSystem(house().way, practiceId, async (ctx) => {
    await first(ctx)
    begun.resolve()
    await (
      await go.promise
    )(ctx)
  })
  ended.catch(begun.reject)
  await begun.promise
  return {
    finish: (second: (ctx: Context) => Promise<unknown>) => {
      go.resolve(second)
      return ended
    },
  }
}

/** Until the request has ended or waits for somebody's lock. */
async function settledOrWaiting(request: Promise<unknown>): Promise<void> {
  let hasEnded = false
  const end = () => (hasEnded = true)
  void request.then(end, end)
  const waiting = async () => {
    const { rows } = await house().way.db.pool.query<{
      count: number
    }>(`select count(*)::int as count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`)
    return rows[0]?.count ?? 0
  }
  while (!hasEnded && (await waiting()) === 0) {
    await wait(5)
  }
}

test('a send between two transactions that have each written a line of a task’s history', async () => {
  const { practice, patient, conversationId, taskId } = await aWaitingPractice(house())
  const writeLine = (ctx: Context) => recordTaskEvent(ctx, { taskId, conversationId, act: 'escalate' })
  const throughTheDoor = (ctx: Context) => accessTask(ctx, taskId, 'task.assign')
  const one = await aTransaction(practice.id, writeLine)
  const other = await aTransaction(practice.id, writeLine)
  const sending = call(house(), patient, api.sendMessage, {
    conversationId,
    messageId: uuidv7(),
    text: 'And one more thing.',
    attachmentIds: [],
  })
  await settledOrWaiting(sending)
  await Promise.all([one.finish(throughTheDoor), other.finish(throughTheDoor)])
  expect((await sending).status).toBe(200)
})

test('a colleague is suspended in the moment in which a late task is passed on to them', async () => {
  const { practice, taskId, version } = await aWaitingPractice(house())
  const { nurse, administrator } = practice
  await call(house(), nurse, api.acceptTask, { taskId, version })
  const { items } = (await call(house(), administrator, api.listPractitioners, {})).body
  const escalation = await aTransaction(practice.id, (ctx) => accessTask(ctx, taskId, 'task.assign'))
  const suspending = call(house(), administrator, api.changePractitioner, {
    practitionerId: nurse.id,
    event: 'suspend',
    version: items.find((item) => item.id === nurse.id)?.version ?? 0,
  })
  await settledOrWaiting(suspending)
  await escalation.finish((ctx) =>
    ctx.tx
      .updateTable('tasks')
      .where('practice_id', '=', ctx.actor.practiceId)
      .set({ escalated_to_id: nurse.id })
      .where('id', '=', taskId)
      .execute(),
  )
  expect((await suspending).status).toBe(200)
})
