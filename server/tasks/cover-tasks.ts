import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import { next } from '../../shared/machine.ts'
import { taskMachine, type TaskStatus } from '../../shared/task.ts'
import { loadCover } from '../absences/load-cover.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { sweepRows, type Turn } from '../access/sweep.ts'
import { homeOfTask } from '../access/tasks.ts'
import { literals } from '../platform/db.ts'
import { announceTask } from './announce-task.ts'
import { clockSoon } from './look-at-clocks.ts'
import { lookAgainAt } from './open-task.ts'
import { type CoverPlan, planCover } from './plan-cover.ts'
import { recordTaskEvent } from './record-task-event.ts'

/**
 * What is to be done by somebody who is away goes to who acts for them, and returns when they are back. Twice is once: a
 * task says when to look at it again, and one that is with the right person stays there.
 */
export async function coverTasks(turn: Turn): Promise<void> {
  await sweepPlaced(turn)
  await sweepRows(turn, { list: listMisplaced, act: place })
}

/** Goes on while all of a batch was where it belongs: after an outage, or a change of everybody's day, there are many. */
async function sweepPlaced(turn: Turn): Promise<void> {
  let placed: number = limits.sweepRows
  while (placed === limits.sweepRows && !turn.signal.aborted) {
    placed = await turn.inPractice(async (ctx) => (await lookAtDue(ctx, null)).placed)
  }
}

async function listMisplaced(ctx: Context, after: string | null): Promise<string[]> {
  return (await lookAtDue(ctx, after)).misplaced
}

/** Most of what is due is where it belongs: when to look again is written for all of it at once, and the rest is told. */
async function lookAtDue(ctx: Context, after: string | null): Promise<{ placed: number; misplaced: string[] }> {
  const [due, cover] = await Promise.all([
    selectDue(ctx)
      .$if(after !== null, (query) => query.where('tasks.id', '>', after ?? ''))
      .orderBy('tasks.id')
      .limit(limits.sweepRows)
      .execute(),
    loadCover(ctx),
  ])
  const planned = due.map((task) => ({ ...task, plan: planCover(cover, task, ctx.now) }))
  const isPlaced = ({ plan }: { plan: CoverPlan }) => plan.move === null && !plan.tellAgain
  const misplaced = planned.filter((task) => !isPlaced(task)).map(({ id }) => id)
  return { placed: await postpone(ctx, planned.filter(isPlaced)), misplaced }
}

function selectDue(ctx: Context) {
  return (
    ctx.tx
      .selectFrom('tasks')
      .innerJoin('conversations', (join) =>
        join
          .onRef('conversations.practice_id', '=', 'tasks.practice_id')
          .onRef('conversations.id', '=', 'tasks.conversation_id'),
      )
      .selectAll('tasks')
      .select(homeOfTask.as('home_care_team_id'))
      // As it is written: the database may count finer than we do.
      .select(sql<string>`tasks.cover_at::text`.as('cover_was'))
      .where('tasks.practice_id', '=', ctx.actor.practiceId)
      .where('tasks.status', 'in', literals('requested', 'accepted'))
      .where('tasks.cover_at', '<=', ctx.now)
      .$narrowType<{ status: TaskStatus }>()
  )
}
type DueTask = Awaited<ReturnType<ReturnType<typeof selectDue>['executeTakeFirstOrThrow']>>

/**
 * Unless somebody changed the task, or asked to look again, meanwhile: then it is due still. It waits for nobody, so that two
 * who write many tasks cannot wait for each other.
 */
async function postpone(ctx: Context, tasks: (DueTask & { plan: CoverPlan })[]): Promise<number> {
  if (tasks.length === 0) {
    return 0
  }
  const { rows } = await sql`
    with placed as (select * from unnest(${tasks.map(({ id }) => id)}::uuid[],
        ${tasks.map(({ version }) => version)}::integer[], ${tasks.map((task) => task.cover_was)}::timestamptz[],
        ${tasks.map(({ plan }) => lookAgainAt(ctx.now, plan.lookAgainAt))}::timestamptz[]) as t (id, version, was, until)),
      free as (select tasks.id, placed.until from tasks join placed on placed.id = tasks.id
        where tasks.practice_id = ${ctx.actor.practiceId} and tasks.version = placed.version and tasks.cover_at = placed.was
        for no key update of tasks skip locked)
    update tasks set cover_at = free.until from free
    where tasks.practice_id = ${ctx.actor.practiceId} and tasks.id = free.id
    returning tasks.id`.execute(ctx.tx)
  return rows.length
}

async function place(ctx: Context, id: string): Promise<void> {
  const [task, cover] = await Promise.all([
    selectDue(ctx)
      .where('tasks.id', '=', id)
      // Also the conversation: the line in the history refers to it. Whatever somebody else has in hand is left for the next run.
      .forNoKeyUpdate(['conversations', 'tasks'])
      .skipLocked()
      .executeTakeFirst(),
    loadCover(ctx),
  ])
  if (task !== undefined) {
    await move(ctx, task, planCover(cover, task, ctx.now))
  }
}

async function move(ctx: Context, task: DueTask, plan: CoverPlan): Promise<void> {
  const { act, ...to } = plan.move ?? { act: null }
  const version = task.version + 1
  const after = { ...task, ...to, ...(plan.tellAgain && { escalated_to_id: null }) }
  await Promise.all([
    ctx.tx
      .updateTable('tasks')
      .set({
        ...to,
        ...(act !== null && { status: next(taskMachine, task.status, 'reassign') }),
        ...tellAnew(ctx, task, plan, after.care_team_id !== task.care_team_id),
        cover_at: lookAgainAt(ctx.now, plan.lookAgainAt),
        expect_at: clockSoon(ctx),
        version,
      })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', task.id)
      .execute(),
    act !== null &&
      recordTaskEvent(ctx, {
        taskId: task.id,
        conversationId: task.conversation_id,
        act,
        fromId: task.owner_id ?? task.care_team_id,
        toId: after.owner_id ?? after.care_team_id,
      }),
    recordAudit(ctx, `task.${act ?? 'cover'}`, {
      object: { type: 'task', id: task.id, version },
      patients: [task.patient_id],
      ...(after.covering_for_id !== null && { onBehalfOf: after.covering_for_id }),
    }),
  ])
  announceTask(ctx, task, after)
}

/** In another inbox other people are to be told that it is late; and again, where whoever was told is away now. */
function tellAnew(ctx: Context, task: DueTask, plan: CoverPlan, isElsewhere: boolean) {
  if (isElsewhere) {
    return { escalation_level: 0, escalated_to_id: null, escalated_at: null, escalate_at: task.due_at }
  }
  // What the administrators know they go on knowing; somebody of the inbox is told beside them.
  const level = task.escalation_level === 3 ? 3 : Math.max(task.escalation_level - 1, 0)
  return plan.tellAgain ? { escalated_to_id: null, escalation_level: level, escalate_at: ctx.now } : {}
}
