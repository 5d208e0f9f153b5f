import { type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import type { search as api } from '../../shared/api/search.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import type { Context } from '../access/context.ts'
import { visibleConversations } from '../access/conversations.ts'
import { hasLabel } from '../conversations/has-label.ts'
import type { DB, Messages } from '../platform/db-types.ts'

export type SearchInput = InputOf<typeof api.search>
/** The last row of the page before: its instant and its id. */
export type After = [at: string, id: string] | undefined
/** Where a page's rows are found: a conversation, and the message that stands for it. */
export type PageRow = { conversation_id: string; message_id: string | null; at: Date }

/** Of these messages those that the actor may see and that meet every condition, newest first. */
export function messagePage(ctx: Context, input: SearchInput, ids: readonly string[], after: After, count: number) {
  const visible = visibleConversations(ctx.tx, ctx.actor, ctx.now)
    .innerJoin(messagesById(ctx.actor.practiceId, ids), (join) =>
      join
        .onRef('messages.practice_id', '=', 'conversations.practice_id')
        .onRef('messages.conversation_id', '=', 'conversations.id'),
    )
    // Of a withdrawn first message the conversation's subject is still there to be found.
    .where((eb) => eb.or([eb('messages.retracted_at', 'is', null), eb('messages.sequence', '=', 1)]))
    .where(isReadable(ctx.actor.practiceId))
  return conversationConditions(visible, input)
    .$if(input.practitionerId !== undefined, (query) =>
      query.where('messages.author_id', '=', input.practitionerId ?? ''),
    )
    .$if(input.from !== undefined, (query) => query.where('messages.sent_at', '>=', input.from ?? ctx.now))
    .$if(input.until !== undefined, (query) => query.where('messages.sent_at', '<=', input.until ?? ctx.now))
    .$if(input.hasAttachment === true, (query) =>
      query.where(
        sql<boolean>`exists (select from attachments where attachments.practice_id = messages.practice_id
          and attachments.conversation_id = messages.conversation_id and attachments.message_id = messages.id)`,
      ),
    )
    .$if(after !== undefined, (query) =>
      query.where((eb) =>
        eb(eb.refTuple('messages.sent_at', 'messages.id'), '<', eb.tuple(new Date(after?.[0] ?? 0), after?.[1] ?? '')),
      ),
    )
    .select(['conversations.id as conversation_id', 'messages.id as message_id', 'messages.sent_at as at'])
    .orderBy('messages.sent_at', 'desc')
    .orderBy('messages.id', 'desc')
    .limit(count)
}

/** One after the other by their key, however many: thousands of ids look to the planner like a reason to read the whole table. */
function messagesById(practiceId: string, ids: readonly string[]) {
  return sql<Selectable<Messages>>`(select one.* from unnest(${ids}::uuid[]) as hit (id) cross join lateral (
    select * from messages where messages.practice_id = ${practiceId} and messages.id = hit.id offset 0) one)`.as(
    'messages',
  )
}

/** Conversations that meet every condition, those with the newest message first. */
export function conversationPage(ctx: Context, input: SearchInput, after: After, count: number) {
  const visible = visibleConversations(ctx.tx, ctx.actor, ctx.now).where(isReadable(ctx.actor.practiceId))
  return conversationConditions(visible, input)
    .$if(input.practitionerId !== undefined, (query) => query.where(tookPart(input.practitionerId ?? '')))
    .$if(input.from !== undefined, (query) => query.where('conversations.last_message_at', '>=', input.from ?? ctx.now))
    .$if(input.until !== undefined, (query) =>
      query.where('conversations.last_message_at', '<=', input.until ?? ctx.now),
    )
    .$if(input.hasAttachment === true, (query) => query.where('conversations.has_attachment', '=', true))
    .$if(after !== undefined, (query) =>
      query.where((eb) =>
        eb(
          eb.refTuple('conversations.last_message_at', 'conversations.id'),
          '<',
          eb.tuple(new Date(after?.[0] ?? 0), after?.[1] ?? ''),
        ),
      ),
    )
    .select([
      'conversations.id as conversation_id',
      'conversations.last_message_id as message_id',
      'conversations.last_message_at as at',
    ])
    .orderBy('conversations.last_message_at', 'desc')
    .orderBy('conversations.id', 'desc')
    .limit(count)
}

type Visible<T extends keyof DB> = SelectQueryBuilder<DB, 'conversations' | T, object>

function conversationConditions<T extends keyof DB>(visible: Visible<T>, input: SearchInput): Visible<T> {
  const conditions = [
    ['patient_id', input.patientId],
    ['topic_id', input.topicId],
    ['status', input.status],
    ['outcome', input.outcome],
  ] as const
  return conditions.reduce(
    (query, [column, value]) =>
      value === undefined ? query : query.where(sql<boolean>`${sql.ref(`conversations.${column}`)} = ${value}`),
    input.labelId === undefined ? visible : visible.where(hasLabel('conversations.id', input.labelId)),
  )
}

/** Nothing is found of a record that was destroyed. Asked for once, and not of every row: there are few. */
function isReadable(practiceId: string) {
  return sql<boolean>`conversations.patient_id not in (select gone.patient_id from data_keys gone
    where gone.practice_id = ${practiceId} and gone.state = 'destroyed' and not exists (select from data_keys kept
      where kept.practice_id = gone.practice_id and kept.patient_id = gone.patient_id and kept.state = 'active'))`
}

function tookPart(practitionerId: string) {
  return sql<boolean>`(conversations.last_author_id = ${practitionerId} or conversations.closed_by_id = ${practitionerId}
    or exists (select from tasks where tasks.practice_id = conversations.practice_id
      and tasks.conversation_id = conversations.id and tasks.status in ('requested', 'accepted')
      and tasks.owner_id = ${practitionerId}))`
}
