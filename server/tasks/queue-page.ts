import { type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { InputOf } from '../../shared/endpoint.ts'
import type { tasks as api } from '../../shared/api/tasks.ts'
import { priorities, type Priority } from '../../shared/task.ts'
import type { Context } from '../access/context.ts'
import { visibleConversations } from '../access/conversations.ts'
import { hasLabel } from '../conversations/has-label.ts'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import type { DB, Tasks } from '../platform/db-types.ts'

export type QueueInput = InputOf<typeof api.listQueue>
type Nullable<T> = { [K in keyof T]: T[K] | null }
/** The conversations of a page, each with the task it stands there for: one without an open task with its last, if it had any. */
export type Page = SelectQueryBuilder<
  DB,
  never,
  { conversation_id: string } & Nullable<Record<'task_id' | 'task_status' | 'task_care_team_id', string>> & {
      task_version: number | null
      task_outcome: string | null
    } & Nullable<
      Pick<
        Selectable<Tasks>,
        | 'kind'
        | 'priority'
        | 'owner_id'
        | 'covering_for_id'
        | 'escalated_to_id'
        | 'due_at'
        | 'created_at'
        | 'attempts'
        | 'note_id'
        | 'last_attempt'
        | 'deferred_until'
        | 'deferral_reason'
        | 'deferred_by_id'
      >
    >
>
/** Renamed where a conversation has a column of that name. */
const columns = [
  'tasks.id as task_id',
  'tasks.status as task_status',
  'tasks.care_team_id as task_care_team_id',
  'tasks.version as task_version',
  'tasks.outcome as task_outcome',
  'tasks.kind',
  'tasks.priority',
  'tasks.owner_id',
  'tasks.covering_for_id',
  'tasks.escalated_to_id',
  'tasks.due_at',
  'tasks.created_at',
  'tasks.attempts',
  'tasks.note_id',
  'tasks.last_attempt',
  'tasks.deferred_until',
  'tasks.deferral_reason',
  'tasks.deferred_by_id',
] as const

const OpenCursor = z.tuple([z.enum(priorities), z.iso.datetime(), z.uuid()])
const ConversationCursor = z.tuple([z.iso.datetime(), z.uuid()])

/** One page of a queue: it walks one index from the cursor on and stops after `rows`. */
export function queuePage(ctx: Context, input: QueueInput, rows: number): Page {
  const page = input.status === 'open' ? openPage(ctx, input, rows) : conversationPage(ctx, input, rows, input.status)
  return page as unknown as Page
}

/** Where the page after this row starts. */
export function cursorAfter(
  status: QueueInput['status'],
  row: { id: string; closed_at: Date | null; last_message_at: Date },
  task: { id: string; priority: Priority; due_at: Date } | null,
): string | null {
  if (status !== 'open') {
    const at = status === 'closed' ? (row.closed_at ?? row.last_message_at) : row.last_message_at
    return writeCursor([at.toISOString(), row.id])
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
    .selectAll()
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
  return (
    ctx.tx
      .selectFrom('tasks')
      .select(['tasks.conversation_id', ...columns])
      .where('practice_id', '=', ctx.actor.practiceId)
      // Words, not parameters, so that a plan made once for all knows the partial index.
      .where(sql<boolean>`tasks.status in ('requested', 'accepted')`)
      .where('priority', '=', priority)
      .where((eb) =>
        input.careTeamId === undefined
          ? eb.or([eb('owner_id', '=', ctx.actor.id), eb('escalated_to_id', '=', ctx.actor.id)])
          : eb('care_team_id', '=', input.careTeamId),
      )
      .$if(input.labelId !== undefined, (query) => query.where(hasLabel('tasks.conversation_id', input.labelId ?? '')))
      .$if(after?.[0] === priority, (query) =>
        query.where((eb) =>
          eb(eb.refTuple('due_at', 'id'), '>', eb.tuple(new Date(after?.[1] ?? 0), after?.[2] ?? '')),
        ),
      )
      .orderBy('due_at')
      .orderBy('id')
      .limit(rows)
  )
}

/** Conversations without an open task, newest first: those of an inbox, or those that this colleague closed or answered last. */
function conversationPage(ctx: Context, input: QueueInput, rows: number, status: 'answered' | 'closed') {
  const after = readCursor(input.cursor, ConversationCursor)
  const at = status === 'closed' ? ('conversations.closed_at' as const) : ('conversations.last_message_at' as const)
  const isMine = (status === 'closed' ? isClosedBy : isAnsweredBy)(ctx.actor.id)
  return visibleConversations(ctx.tx, ctx.actor, ctx.now)
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('tasks')
          .selectAll()
          .whereRef('tasks.practice_id', '=', 'conversations.practice_id')
          .whereRef('tasks.conversation_id', '=', 'conversations.id')
          .orderBy('tasks.created_at', 'desc')
          .limit(1)
          .as('tasks'),
      (join) => join.onTrue(),
    )
    .select(['conversations.id as conversation_id', ...columns])
    .where(status === 'closed' ? isClosed : isAnswered)
    .where((eb) => (input.careTeamId === undefined ? isMine : eb('conversations.care_team_id', '=', input.careTeamId)))
    .$if(input.labelId !== undefined, (query) => query.where(hasLabel('conversations.id', input.labelId ?? '')))
    .$if(after !== undefined, (query) =>
      query.where((eb) =>
        eb(eb.refTuple(at, 'conversations.id'), '<', eb.tuple(new Date(after?.[0] ?? 0), after?.[1] ?? '')),
      ),
    )
    .orderBy(at, 'desc')
    .orderBy('conversations.id', 'desc')
    .limit(rows)
}

/** What was put into another conversation is shown there. */
const isOnItsOwn = sql`conversations.merged_into_id is null`
const isClosed = sql<boolean>`(conversations.status = 'closed' and ${isOnItsOwn})`
const isClosedBy = (id: string | null) => sql<boolean>`conversations.closed_by_id = ${id}`
const isAnsweredBy = (id: string | null) =>
  sql<boolean>`conversations.last_author_kind = 'practitioner' and conversations.last_author_id = ${id}`
/** Open, and nobody has anything to do in it: it waits to be closed. */
const isAnswered = sql<boolean>`conversations.status = 'open' and ${isOnItsOwn} and not exists (select from tasks as waiting
  where waiting.practice_id = conversations.practice_id and waiting.conversation_id = conversations.id
    and waiting.status in ('requested', 'accepted'))`
