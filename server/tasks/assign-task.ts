import { sql } from 'kysely'
import type { InputOf } from '../../shared/endpoint.ts'
import type { tasks as api } from '../../shared/api/tasks.ts'
import { next } from '../../shared/machine.ts'
import { taskMachine } from '../../shared/task.ts'
import { loadCover } from '../absences/load-cover.ts'
import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import { accessTask, type TaskRow } from '../access/tasks.ts'
import { moveConversation } from '../conversations/move-conversation.ts'
import { conflict, invalid, notFound } from '../platform/problems.ts'
import { type Changed, changedMeanwhile, changeTask } from './change-task.ts'
import { holdColleague } from './hold-colleague.ts'
import { putWith } from './put-with.ts'
import { recordTaskEvent } from './record-task-event.ts'
import { literals } from '../platform/db.ts'

type Input = InputOf<typeof api.assignTask>
type Inbox = { id: string; name_en: string; name_fr: string }

/**
 * Gives a task to a colleague or to an inbox, or changes its priority. Another inbox takes the conversation with it; whoever
 * acts for one who is away gets it at once.
 */
export async function assignTask(ctx: Context, input: Input): Promise<Changed> {
  if (input.practitionerId === undefined && input.careTeamId === undefined && input.priority === undefined) {
    throw invalid({ path: 'practitionerId', code: 'missing' })
  }
  const [assignee, inbox, task, staff, cover] = await Promise.all([
    input.practitionerId === undefined ? null : holdColleague(ctx, input.practitionerId),
    input.careTeamId === undefined ? null : findInbox(ctx, input.careTeamId),
    accessTask(ctx, input.taskId, 'task.assign'),
    practitionerNames(ctx),
    loadCover(ctx),
  ])
  if (assignee === undefined || inbox === undefined) {
    throw notFound()
  }
  if (assignee?.takesTasks === false) {
    throw invalid({ path: 'practitionerId', code: 'cannot-take-tasks' })
  }
  if (task.version !== input.version) {
    throw changedMeanwhile(ctx, task, staff)
  }
  const ownerId = input.practitionerId ?? (inbox === null ? task.owner_id : null)
  const isMoved = inbox !== null && inbox.id !== task.home_care_team_id
  const isReassigned = isMoved || ownerId !== task.owner_id
  const priority = input.priority ?? task.priority
  if (isMoved) {
    await moveToInbox(ctx, task, inbox)
  }
  const put = isReassigned
    ? putWith(ctx, cover, task, { personId: ownerId, careTeamId: inbox?.id ?? task.home_care_team_id })
    : null
  return changeTask(ctx, task, staff, {
    set: {
      // A task that has ended is refused here, also when only its priority was to change.
      status: isReassigned ? next(taskMachine, task.status, 'reassign') : stillOpen(task),
      priority,
      ...put?.set,
    },
    act: 'task.reassign',
    history: [
      ...(put?.history ?? []),
      ...(priority === task.priority ? [] : [{ act: 'prioritize' as const, priority }]),
    ],
  })
}

function findInbox(ctx: Context, id: string): Promise<Inbox | undefined> {
  return ctx.tx
    .selectFrom('care_teams')
    .select(['id', 'name_en', 'name_fr'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The conversation and everything still to do in it change inbox together: nobody is left a task they cannot open. */
async function moveToInbox(ctx: Context, task: TaskRow, inbox: Inbox): Promise<void> {
  const whole = await lockWhole(ctx, task.conversation_id)
  const [others] = await Promise.all([
    ctx.tx
      .updateTable('tasks')
      .set({
        care_team_id: inbox.id,
        escalation_level: 0,
        escalated_to_id: null,
        escalated_at: null,
        escalate_at: sql<Date>`due_at`,
        cover_at: ctx.now,
        version: sql<number>`version + 1`,
      })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where(
        'conversation_id',
        'in',
        whole.map(({ id }) => id),
      )
      .where('id', '<>', task.id)
      .where('status', 'in', literals('requested', 'accepted'))
      .returning(['id', 'conversation_id'])
      .execute(),
    moveConversation(ctx, task.conversation_id, inbox.id),
  ])
  await Promise.all(
    others.map(({ id, conversation_id: conversationId }) =>
      recordTaskEvent(ctx, {
        taskId: id,
        conversationId,
        act: 'reassign',
        fromId: task.care_team_id,
        toId: inbox.id,
      }),
    ),
  )
}

/** A conversation with what was put into it, locked. What was put into another goes where that goes, not by itself. */
async function lockWhole(ctx: Context, conversationId: string): Promise<{ id: string }[]> {
  const rows = await ctx.tx
    .selectFrom('conversations')
    .select(['id', 'merged_into_id'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where((eb) => eb.or([eb('id', '=', conversationId), eb('merged_into_id', '=', conversationId)]))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  if (rows.some(({ id, merged_into_id: headId }) => id === conversationId && headId !== null)) {
    throw conflict('conversation-merged')
  }
  return rows
}

function stillOpen(task: TaskRow): TaskRow['status'] {
  next(taskMachine, task.status, 'reassign')
  return task.status
}
