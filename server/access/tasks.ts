import { sql } from 'kysely'
import { workingRoles } from '../../shared/people.ts'
import type { DeferralReason, Priority, TaskKind, TaskStatus } from '../../shared/task.ts'
import { literals } from '../platform/db.ts'
import { forbidden, notFound } from '../platform/problems.ts'
import type { Actor, Context } from './context.ts'
import { isRestricted, type Permitted, visibleConversations } from './conversations.ts'

export type TaskAction = 'task.list' | 'task.accept' | 'task.release' | 'task.assign' | 'task.complete'

/** The facts that a decision needs, loaded with the row. */
export type TaskFacts = { kind: TaskKind; clerk_view: 'full' | 'subject' }

/** Whether this actor may do this to a task they can see; `null` for lists, which are of no single task. Pure: tested as a table. */
export function can(actor: Actor, action: TaskAction, facts: TaskFacts | null): boolean {
  switch (actor.kind) {
    case 'patient':
      return false
    case 'practitioner':
      return workingRoles.includes(actor.role) && practitionerCan(actor, action, facts)
    case 'system':
      return true
  }
}

function practitionerCan(actor: Actor, action: TaskAction, facts: TaskFacts | null): boolean {
  switch (action) {
    case 'task.list':
    case 'task.accept':
    case 'task.release':
    case 'task.assign':
      return true
    case 'task.complete':
      // Whoever sees topic and subject alone cannot say that a message needs no answer; they may telephone.
      return facts === null || facts.kind === 'contact-patient' || !isRestricted(actor, facts)
  }
}

export type TaskRow = NonNullable<Awaited<ReturnType<typeof lockTask>>>

/** The door: 404 when the actor may not know of its conversation, 403 when they may not do this. Conversation, then task, are locked. */
export async function accessTask<A extends TaskAction>(
  ctx: Context,
  id: string,
  action: A,
): Promise<Permitted<TaskRow, A>> {
  const [conversation, row] = await Promise.all([lockConversation(ctx, id), lockTask(ctx, id)])
  if (conversation === undefined || row === undefined) {
    throw notFound()
  }
  if (!can(ctx.actor, action, row)) {
    throw forbidden()
  }
  return row as Permitted<TaskRow, A>
}

/** A task is seen by whoever sees its conversation. */
function lockConversation(ctx: Context, taskId: string) {
  return visibleConversations(ctx.tx, ctx.actor, ctx.now)
    .select('conversations.id')
    .where('conversations.id', '=', (eb) =>
      eb
        .selectFrom('tasks as this_one')
        .select('this_one.conversation_id')
        .where('this_one.practice_id', '=', ctx.actor.practiceId)
        .where('this_one.id', '=', taskId),
    )
    .forNoKeyUpdate('conversations')
    .executeTakeFirst()
}

/** The inbox that is to do it: it was asked, or it is the conversation's. */
export const homeOfTask = sql<string>`coalesce(tasks.for_care_team_id, conversations.care_team_id)`

/** A statement of its own, after the conversation's lock: it sees what the holder of that lock has committed. */
function lockTask(ctx: Context, id: string) {
  return taskRows(ctx).where('tasks.id', '=', id).executeTakeFirst()
}

/** What is open in conversations that one may give away, and in what was put into them. Their conversations are locked. */
export async function openTasksOf(
  ctx: Context,
  conversations: readonly Permitted<{ id: string }, 'task.assign'>[],
): Promise<Permitted<TaskRow, 'task.assign'>[]> {
  const ids = conversations.map(({ id }) => id)
  const rows = await taskRows(ctx)
    .where((eb) =>
      eb.or([
        eb('conversations.id', '=', eb.fn.any(eb.val(ids))),
        eb('conversations.merged_into_id', '=', eb.fn.any(eb.val(ids))),
      ]),
    )
    .where('tasks.status', 'in', literals('requested', 'accepted'))
    .orderBy('tasks.id')
    .execute()
  return rows as Permitted<TaskRow, 'task.assign'>[]
}

function taskRows(ctx: Context) {
  return ctx.tx
    .selectFrom('tasks')
    .innerJoin('care_teams', (join) =>
      join.onRef('care_teams.practice_id', '=', 'tasks.practice_id').onRef('care_teams.id', '=', 'tasks.care_team_id'),
    )
    .innerJoin('practices', 'practices.practice_id', 'tasks.practice_id')
    .innerJoin('conversations', (join) =>
      join
        .onRef('conversations.practice_id', '=', 'tasks.practice_id')
        .onRef('conversations.id', '=', 'tasks.conversation_id'),
    )
    .selectAll('tasks')
    .select(['care_teams.name_en', 'care_teams.name_fr', 'practices.clerk_view'])
    .select(['conversations.care_team_id as conversation_care_team_id', 'conversations.last_sequence'])
    .select(homeOfTask.as('home_care_team_id'))
    .select('conversations.merged_into_id')
    .where('tasks.practice_id', '=', ctx.actor.practiceId)
    .forNoKeyUpdate('tasks')
    .$narrowType<{
      kind: TaskKind
      status: TaskStatus
      priority: Priority
      clerk_view: 'full' | 'subject'
      deferral_reason: DeferralReason | null
    }>()
}
