import { sql } from 'kysely'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import { announce } from '../access/announce.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessConversation, type ConversationRow } from '../access/conversations.ts'
import { conflict, invalid } from '../platform/problems.ts'
import { dueAt as expectedReply } from '../routing/expected-reply.ts'
import { firstLookAt } from '../routing/renew-expectation.ts'
import { splitResponse } from '../tasks/split-response.ts'
import { loadCalendar } from './load-calendar.ts'
import { findWaiting } from './scheduled-view.ts'

type Input = InputOf<typeof api.splitConversation>
type Result = ResultOf<typeof api.splitConversation>
type Row = NonNullable<ConversationRow>

/**
 * Answers some messages of the patient in a conversation of their own, in the same inbox. No message moves: each stands where
 * it was written and is read in both. The client makes the id: twice is once.
 */
export async function splitConversation(ctx: Context, input: Input): Promise<Result> {
  const original = await accessConversation(ctx, input.conversationId, 'conversation.merge')
  const patients = [original.patient_id]
  const earlier = await findSplit(ctx, input.newId)
  if (earlier !== undefined && earlier.original_id === original.id) {
    await recordAudit(ctx, 'conversation.split', {
      object: { type: 'conversation', id: original.id, version: original.version },
      patients,
      info: ['repeat'],
    })
    return { version: original.version, newVersion: earlier.version }
  }
  if (original.version !== input.version) {
    throw conflict('changed-meanwhile', { version: original.version, lastSequence: original.last_sequence })
  }
  await refuseUnfit(ctx, original)
  const [topic, calendar, written] = await Promise.all([
    findTopic(ctx, input.topicId),
    loadCalendar(ctx),
    selectWritten(ctx, original.id),
  ])
  if (topic === undefined) {
    throw invalid({ path: 'topicId', code: 'not-found' })
  }
  const { moved, oldest, newest, isAnyLeft } = choose(input.messageIds, written)

  const envelope = await insertPart(ctx, original, input, newest)
  await ctx.tx
    .insertInto('splits')
    .values({
      practice_id: ctx.actor.practiceId,
      conversation_id: input.newId,
      original_id: original.id,
      split_at: ctx.now,
      split_by_id: ctx.actor.id ?? '',
    })
    .execute()
  const dueAt = expectedReply({ calendar, sentAt: oldest.sent_at, standardMinutes: topic.reply_within_minutes })
  const expectAt = firstLookAt({ calendar, standardMinutes: topic.reply_within_minutes, toldAt: dueAt })
  const part = { id: input.newId, patient_id: original.patient_id, care_team_id: original.care_team_id }
  await Promise.all([
    ctx.tx
      .insertInto('split_messages')
      .values(
        moved.map(({ id }) => ({
          practice_id: ctx.actor.practiceId,
          message_id: id,
          conversation_id: input.newId,
        })),
      )
      .execute(),
    splitResponse(ctx, original, part, { since: oldest.sent_at, dueAt, expectAt, isAnyLeft }),
    ctx.tx
      .updateTable('conversations')
      .set({ version: sql<number>`version + 1` })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', original.id)
      .execute(),
    recordAudit(ctx, 'conversation.split', {
      object: { type: 'conversation', id: original.id, version: original.version + 1 },
      patients,
    }),
    recordAudit(ctx, 'conversation.split', {
      object: { type: 'conversation', id: input.newId, version: 1 },
      patients,
      envelopes: [{ column: 'conversations.subject_sealed', row: input.newId, envelope }],
    }),
  ])
  ctx.afterCommit(() => [original, part].forEach((one) => announce(ctx, one)))
  return { version: original.version + 1, newVersion: 1 }
}

/** Each reason has a code of its own, so that the page says what to do about it. */
async function refuseUnfit(ctx: Context, original: Row): Promise<void> {
  if (original.merged_into_id !== null) {
    throw conflict('already-merged')
  }
  if (original.status === 'closed') {
    throw conflict('split-closed')
  }
  if (original.mode !== 'two-way') {
    throw conflict('split-one-way')
  }
  const waiting = await findWaiting(ctx, original.id)
  if (waiting !== undefined) {
    throw conflict('answer-waiting', { sendAt: waiting.send_at.toISOString() })
  }
}

function findSplit(ctx: Context, newId: string) {
  return ctx.tx
    .selectFrom('splits')
    .innerJoin('conversations', (join) =>
      join
        .onRef('conversations.practice_id', '=', 'splits.practice_id')
        .onRef('conversations.id', '=', 'splits.conversation_id'),
    )
    .select(['splits.original_id', 'conversations.version'])
    .where('splits.practice_id', '=', ctx.actor.practiceId)
    .where('splits.conversation_id', '=', newId)
    .executeTakeFirst()
}

function findTopic(ctx: Context, id: string) {
  return ctx.tx
    .selectFrom('topics')
    .select('reply_within_minutes')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

type Written = Awaited<ReturnType<typeof selectWritten>>[number]

/** What the patient wrote here, oldest first: whether it is answered elsewhere, and whether a colleague has written since. */
function selectWritten(ctx: Context, conversationId: string) {
  return ctx.tx
    .selectFrom('messages')
    .leftJoin('split_messages', (join) =>
      join
        .onRef('split_messages.practice_id', '=', 'messages.practice_id')
        .onRef('split_messages.message_id', '=', 'messages.id'),
    )
    .select(['messages.id', 'messages.sent_at', 'messages.retracted_at', 'split_messages.conversation_id as split_id'])
    .select(
      sql<boolean>`exists (select from messages later where later.practice_id = messages.practice_id
        and later.conversation_id = messages.conversation_id and later.sequence > messages.sequence
        and later.author_kind = 'practitioner')`.as('is_answered'),
    )
    .where('messages.practice_id', '=', ctx.actor.practiceId)
    .where('messages.conversation_id', '=', conversationId)
    .where('messages.kind', '=', 'message')
    .where('messages.author_kind', '=', 'patient')
    .orderBy('messages.sequence')
    .execute()
}

/** Some of the patient's messages and not all: one stays, so that neither of the two is about nothing. */
function choose(ids: readonly string[], written: readonly Written[]) {
  const moved = written.filter(({ id }) => ids.includes(id))
  const [oldest, newest] = [moved[0], moved.at(-1)]
  if (oldest === undefined || newest === undefined || moved.length < new Set(ids).size) {
    throw invalid({ path: 'messageIds', code: 'not-found' })
  }
  if (moved.some(({ split_id }) => split_id !== null)) {
    throw conflict('already-split')
  }
  const left = written.filter(({ id, split_id }) => split_id === null && !ids.includes(id))
  if (left.length === 0) {
    throw invalid({ path: 'messageIds', code: 'nothing-left' })
  }
  const isAnyLeft = left.some(({ is_answered, retracted_at }) => !is_answered && retracted_at === null)
  return { moved, oldest, newest, isAnyLeft }
}

/** Its newest message is the newest of those, for lists; what is numbered in it is what is written in it from now on. */
async function insertPart(ctx: Context, original: Row, input: Input, newest: Written): Promise<Buffer> {
  const place = { id: input.newId, version: 1, patientId: original.patient_id }
  const envelope = ctx.keys.seal('conversations.subject_sealed', place, input.subject)
  const inserted = await ctx.tx
    .insertInto('conversations')
    .values({
      practice_id: ctx.actor.practiceId,
      id: input.newId,
      patient_id: original.patient_id,
      topic_id: input.topicId,
      care_team_id: original.care_team_id,
      responsible_id: original.responsible_id,
      subject_sealed: envelope,
      mode: 'two-way',
      status: 'open',
      started_by_kind: 'practitioner',
      started_by_id: ctx.actor.id ?? '',
      started_at: ctx.now,
      last_message_id: newest.id,
      last_message_at: newest.sent_at,
      last_author_kind: 'patient',
      last_author_id: original.patient_id,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted === undefined) {
    throw invalid({ path: 'newId', code: 'id-already-used' })
  }
  return envelope
}
