import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { ConversationMode, ConversationStatus } from '../../shared/conversation.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { visibleConversations } from '../access/conversations.ts'
import { patientReference, practitionerNames } from '../access/names.ts'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import { forbidden } from '../platform/problems.ts'
import { hasUnread, hasUnreadPart } from '../access/has-unread.ts'
import { openBody } from './message-view.ts'
import { firstWords } from './first-words.ts'
import { lastAuthor, type Summary, viewHead } from './summary-view.ts'
import { literals } from '../platform/db.ts'

const Cursor = z.tuple([z.iso.datetime(), z.uuid()])

/** The patient's own conversations, those first in which something was written last. One flight of queries, whatever their number. */
export async function listConversations(
  ctx: Context,
  input: InputOf<typeof api.listConversations>,
): Promise<ResultOf<typeof api.listConversations>> {
  if (ctx.actor.kind !== 'patient') {
    throw forbidden()
  }
  const size = input.limit ?? limits.pageRows
  const [rows, unread, staff] = await Promise.all([
    selectPage(ctx, size, readCursor(input.cursor, Cursor)),
    countUnread(ctx),
    practitionerNames(ctx),
    ctx.keys.load([ctx.actor.id]),
  ])
  await recordAudit(ctx, 'conversation.list', { patients: [ctx.actor.id], info: ['list'] })
  const shown = rows.slice(0, size)
  const last = shown.at(-1)
  return {
    items: shown.map((row) => viewSummary(ctx, row, staff)),
    nextCursor:
      rows.length > size && last !== undefined
        ? writeCursor([last.newest_message_at.toISOString(), last.newest_id])
        : null,
    unread,
  }
}

type Row = Awaited<ReturnType<typeof selectPage>>[number]

function viewSummary(ctx: Context, row: Row, staff: Awaited<ReturnType<typeof practitionerNames>>): Summary {
  const patient = patientReference(ctx, { ...row, id: row.patient_id, version: row.patient_version })
  const last = {
    last_message_at: row.newest_message_at,
    last_author_kind: row.newest_author_kind,
    last_author_id: row.newest_author_id,
  }
  const person = (id: string | null) => (id === null ? null : (staff.get(id) ?? null))
  const task =
    row.task_status === null || row.due_at === null
      ? null
      : {
          status: row.task_status,
          due_at: row.expected_at ?? row.due_at,
          owner: person(row.owner_id),
          coveringFor: person(row.covering_for_id),
        }
  return {
    ...viewHead(ctx, { ...row, ...last }, task, ctx.client?.language ?? 'en'),
    lastLine:
      row.last_body === null || row.last_retracted_at !== null ? '' : firstWords(openBody(ctx, lastMessage(row))),
    lastAuthor: lastAuthor(last, patient, staff),
    isUnread: row.has_unread,
    hasAttachment: row.has_attachment,
  }
}

function lastMessage(row: Row) {
  const id = row.newest_message_id ?? ''
  return { id, patient_id: row.patient_id, body_sealed: row.last_body ?? Buffer.alloc(0) }
}

/** What was put into another conversation is read there, and brings it up. */
function selectPage(ctx: Context, size: number, after: [string, string] | undefined) {
  return visibleConversations(ctx.tx, ctx.actor, ctx.now)
    .innerJoin(selectNewest(ctx, size, after).as('newest'), 'newest.head_id', 'conversations.id')
    .innerJoin('topics', (join) =>
      join
        .onRef('topics.practice_id', '=', 'conversations.practice_id')
        .onRef('topics.id', '=', 'conversations.topic_id'),
    )
    .innerJoin('care_teams', (join) =>
      join
        .onRef('care_teams.practice_id', '=', 'conversations.practice_id')
        .onRef('care_teams.id', '=', 'conversations.care_team_id'),
    )
    .innerJoin('patients', (join) =>
      join
        .onRef('patients.practice_id', '=', 'conversations.practice_id')
        .onRef('patients.id', '=', 'conversations.patient_id'),
    )
    .leftJoin('messages', (join) =>
      join
        .onRef('messages.practice_id', '=', 'conversations.practice_id')
        .onRef('messages.id', '=', 'newest.last_message_id'),
    )
    .leftJoin('tasks', (join) =>
      join
        .onRef('tasks.practice_id', '=', 'conversations.practice_id')
        .onRef('tasks.conversation_id', '=', 'conversations.id')
        .on('tasks.kind', '=', 'respond')
        .on('tasks.status', 'in', literals('requested', 'accepted')),
    )
    .selectAll('conversations')
    .select([
      'topics.name_en as topic_en',
      'topics.name_fr as topic_fr',
      'care_teams.name_en as care_team_en',
      'care_teams.name_fr as care_team_fr',
      'patients.version as patient_version',
      'patients.family_name_sealed',
      'patients.given_name_sealed',
      'newest.id as newest_id',
      'newest.last_message_id as newest_message_id',
      'newest.last_message_at as newest_message_at',
      'newest.last_author_kind as newest_author_kind',
      'newest.last_author_id as newest_author_id',
      'messages.body_sealed as last_body',
      'messages.retracted_at as last_retracted_at',
      'tasks.status as task_status',
      'tasks.due_at',
      'tasks.expected_at',
      sql<boolean>`(${hasUnread} or ${hasUnreadPart})`.as('has_unread'),
      'tasks.owner_id',
      'tasks.covering_for_id',
    ])
    .$narrowType<{ status: ConversationStatus; mode: ConversationMode }>()
    .orderBy('newest.last_message_at', 'desc')
    .orderBy('newest.id', 'desc')
    .execute()
}

/**
 * Of each conversation and what was put into it, the one that was written in last. It walks the patient's conversations from the
 * newest on and stops after a page: each asks by a key whether another of the same head is newer.
 */
function selectNewest(ctx: Context, size: number, after: [string, string] | undefined) {
  // A "case", since row-level security keeps a "coalesce" from being looked up in an index: it may leak what it is given.
  const headId = sql<string>`case when newest.merged_into_id is null then newest.id else newest.merged_into_id end`
  // A value, not an "exists": that would be joined, with all that was ever put together in the practice.
  const noneIsNewer = (isOfTheSame: RawBuilder<boolean>) =>
    sql<boolean>`(select true from conversations other where other.practice_id = newest.practice_id
      and ${isOfTheSame} and (other.last_message_at, other.id) > (newest.last_message_at, newest.id) limit 1) is null`
  return ctx.tx
    .selectFrom('conversations as newest')
    .select(['newest.id', 'newest.last_message_id', 'newest.last_message_at'])
    .select(['newest.last_author_kind', 'newest.last_author_id', headId.as('head_id')])
    .where('newest.practice_id', '=', ctx.actor.practiceId)
    .where('newest.patient_id', '=', ctx.actor.id)
    .where(noneIsNewer(sql`other.merged_into_id = ${headId}`))
    .where(noneIsNewer(sql`other.id = newest.merged_into_id`))
    .$if(after !== undefined, (query) =>
      query.where((eb) =>
        eb(
          eb.refTuple('newest.last_message_at', 'newest.id'),
          '<',
          eb.tuple(new Date(after?.[0] ?? 0), after?.[1] ?? ''),
        ),
      ),
    )
    .orderBy('newest.last_message_at', 'desc')
    .orderBy('newest.id', 'desc')
    .limit(size + 1)
}

/** Bounded by one patient's conversations; no message is looked at. */
async function countUnread(ctx: Context): Promise<number> {
  const row = await visibleConversations(ctx.tx, ctx.actor, ctx.now)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('conversations.merged_into_id', 'is', null)
    .where(sql<boolean>`(${hasUnread} or ${hasUnreadPart})`)
    .executeTakeFirst()
  return row?.count ?? 0
}
