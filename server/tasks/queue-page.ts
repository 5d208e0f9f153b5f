import type { SelectQueryBuilder } from 'kysely'
import { z } from 'zod'
import type { InputOf } from '../../shared/endpoint.ts'
import type { tasks as api } from '../../shared/api/tasks.ts'
import { priorities, type Priority } from '../../shared/task.ts'
import type { Context } from '../access/context.ts'
import { visibleConversations } from '../access/conversations.ts'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import type { DB } from '../platform/db-types.ts'

export type QueueInput = InputOf<typeof api.listQueue>
/** Which conversations stand on a page, each with the task it stands there for. */
export type Page = SelectQueryBuilder<DB, never, { conversation_id: string; task_id: string | null }>

const OpenCursor = z.tuple([z.enum(priorities), z.iso.datetime(), z.uuid()])
const ClosedCursor = z.tuple([z.iso.datetime(), z.uuid()])

/** The ids of one page of a queue: each walks one index from the cursor on and stops after `rows`. */
export function queuePage(ctx: Context, input: QueueInput, rows: number): Page {
  return (input.status === 'closed' ? closedPage(ctx, input, rows) : openPage(ctx, input, rows)) as Page
}

/** Where the page after this row starts. */
export function cursorAfter(
  status: QueueInput['status'],
  row: { id: string; closed_at: Date | null },
  task: { id: string; priority: Priority; due_at: Date } | null,
): string | null {
  if (status === 'closed') {
    return row.closed_at === null ? null : writeCursor([row.closed_at.toISOString(), row.id])
  }
  return task === null ? null : writeCursor([task.priority, task.due_at.toISOString(), task.id])
}

/** Urgent first, then due first: one branch for each priority, so that each reads its part of the index and no more. */
function openPage(ctx: Context, input: QueueInput, rows: number) {
  const after = readCursor(input.cursor, OpenCursor)
  const urgent = ctx.tx.selectFrom(openBranch(ctx, input, rows, 'urgent', after).as('urgent')).selectAll()
  const routine = ctx.tx.selectFrom(openBranch(ctx, input, rows, 'routine', after).as('routine')).selectAll()
  const one = input.priority ?? (after?.[0] === 'routine' ? 'routine' : undefined)
  const wanted = one === undefined ? urgent.unionAll(routine) : one === 'urgent' ? urgent : routine
  return ctx.tx
    .selectFrom(wanted.as('open'))
    .select(['conversation_id', 'task_id'])
    .orderBy('priority', 'desc')
    .orderBy('due_at')
    .orderBy('task_id')
    .limit(rows)
}

function openBranch(
  ctx: Context,
  input: QueueInput,
  rows: number,
  priority: Priority,
  after: z.output<typeof OpenCursor> | undefined,
) {
  return ctx.tx
    .selectFrom('tasks')
    .select(['conversation_id', 'id as task_id', 'priority', 'due_at'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('status', 'in', ['requested', 'accepted'])
    .where('priority', '=', priority)
    .where((eb) =>
      input.careTeamId === undefined
        ? eb.or([eb('owner_id', '=', ctx.actor.id), eb('escalated_to_id', '=', ctx.actor.id)])
        : eb('care_team_id', '=', input.careTeamId),
    )
    .$if(after?.[0] === priority, (query) =>
      query.where((eb) => eb(eb.refTuple('due_at', 'id'), '>', eb.tuple(new Date(after?.[1] ?? 0), after?.[2] ?? ''))),
    )
    .orderBy('due_at')
    .orderBy('id')
    .limit(rows)
}

/** Closed conversations of an inbox, or those that this colleague closed, newest first. */
function closedPage(ctx: Context, input: QueueInput, rows: number) {
  const after = readCursor(input.cursor, ClosedCursor)
  return visibleConversations(ctx.tx, ctx.actor, ctx.now)
    .select('conversations.id as conversation_id')
    .select((eb) =>
      eb
        .selectFrom('tasks')
        .select('tasks.id')
        .whereRef('tasks.practice_id', '=', 'conversations.practice_id')
        .whereRef('tasks.conversation_id', '=', 'conversations.id')
        .orderBy('tasks.created_at', 'desc')
        .limit(1)
        .as('task_id'),
    )
    .where('conversations.status', '=', 'closed')
    .where((eb) =>
      input.careTeamId === undefined
        ? eb('conversations.closed_by_id', '=', ctx.actor.id)
        : eb('conversations.care_team_id', '=', input.careTeamId),
    )
    .$if(after !== undefined, (query) =>
      query.where((eb) =>
        eb(
          eb.refTuple('conversations.closed_at', 'conversations.id'),
          '<',
          eb.tuple(new Date(after?.[0] ?? 0), after?.[1] ?? ''),
        ),
      ),
    )
    .orderBy('conversations.closed_at', 'desc')
    .orderBy('conversations.id', 'desc')
    .limit(rows)
}
