import { sql } from 'kysely'
import type { ConversationMode } from '../../shared/conversation.ts'
import { next } from '../../shared/machine.ts'
import { scheduledMachine } from '../../shared/scheduled-send.ts'
import type { Context } from '../access/context.ts'
import { beginsBefore } from '../access/conversations.ts'
import { tellAndBlock } from '../capacity/tell-and-block.ts'
import { conflict } from '../platform/problems.ts'
import { openWords, type ScheduledRow, scheduledRows } from './scheduled-view.ts'
import { hasLeft, isBlockedSince } from './send-scheduled.ts'
import type { Sent } from './send.ts'
import { startConversation } from './start-conversation.ts'

export type StartRow = NonNullable<Awaited<ReturnType<typeof lockStart>>>

/** First messages that have not gone out, for their authors and for who works in the inbox to which they will belong. */
export function startRows(ctx: Context) {
  const { worksThere, isSeen } = beginsBefore(ctx, {
    careTeamId: sql.ref('topics.care_team_id'),
    patientId: sql.ref('scheduled_sends.patient_id'),
  })
  return scheduledRows(ctx)
    .innerJoin('topics', (join) =>
      join
        .onRef('topics.practice_id', '=', 'drafts.practice_id')
        .on('topics.id', '=', (eb) => eb.fn.coalesce('drafts.topic_id', 'scheduled_sends.block_topic_id')),
    )
    .innerJoin('practices', 'practices.practice_id', 'scheduled_sends.practice_id')
    .select(['drafts.subject_sealed', 'drafts.mode', 'drafts.reply_until', 'practices.clerk_view'])
    .select(['topics.id as topic_id', 'topics.name_en', 'topics.name_fr', isSeen.as('is_seen')])
    .where('scheduled_sends.act', '=', 'start')
    .where((eb) => eb.or([eb('scheduled_sends.author_id', '=', ctx.actor.id), worksThere]))
    .$narrowType<{ mode: ConversationMode | null; clerk_view: 'full' | 'subject' }>()
}

/** What is to tell a patient that they are blocked, and waits. */
export function findWaitingBlock(ctx: Context, patientId: string) {
  return ctx.tx
    .selectFrom('scheduled_sends')
    .select(['id', 'block_ends_at'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('patient_id', '=', patientId)
    .where('act', '=', 'start')
    .where('state', '=', 'waiting')
    .where('block_id', 'is not', null)
    .executeTakeFirst()
}

/** There is no conversation yet to be locked: who sends it or takes it back has its own row alone. */
export function lockStart(ctx: Context, id: string) {
  return startRows(ctx).where('scheduled_sends.id', '=', id).forNoKeyUpdate('scheduled_sends').executeTakeFirst()
}

export function openSubject(
  ctx: Context,
  row: Pick<StartRow, 'draft_id' | 'draft_version' | 'patient_id' | 'subject_sealed'>,
): string {
  const at = { id: row.draft_id, version: row.draft_version, patientId: row.patient_id }
  return ctx.keys.open('drafts.subject_sealed', at, row.subject_sealed)
}

/** A hint that it waits no more, to its author alone: nobody else hears of a conversation that there is not. */
export function announceStart(ctx: Context, { draft_id: draftId, author_id: authorId }: StartHint): void {
  const { practiceId } = ctx.actor
  ctx.afterCommit(() => ctx.house.live.publish({ practiceId, draftId, authorId }))
}
type StartHint = Pick<ScheduledRow, 'draft_id' | 'author_id'>

/** Begins the conversation, as its author and by the very code that begins one at once. Throws a conflict whose code says why not. */
export async function sendStart(ctx: Context, row: StartRow): Promise<Sent> {
  const state = next(scheduledMachine, row.state, 'send')
  const [isBlocked, isGone] = await Promise.all([isBlockedSince(ctx, row), hasLeft(ctx, row.patient_id)])
  if (isBlocked || isGone) {
    throw conflict(isBlocked ? 'patient-blocked' : 'patient-left')
  }
  await Promise.all([
    ctx.keys.load([row.patient_id]),
    ctx.tx
      .updateTable('scheduled_sends')
      .set({ state, ended_at: ctx.now, ended_by_id: ctx.actor.id })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', row.id)
      .execute(),
  ])
  announceStart(ctx, row)
  return begin(ctx, row)
}

/** The same click, sent twice: the first answer again. */
export async function sendStartAgain(ctx: Context, row: StartRow): Promise<Sent> {
  await ctx.keys.load([row.patient_id])
  return begin(ctx, row)
}

function begin(ctx: Context, row: StartRow): Promise<Sent> {
  if (row.block_id !== null && row.block_ends_at !== null) {
    return tellAndBlock(ctx, {
      blockId: row.block_id,
      patientId: row.patient_id,
      reason: openWords(ctx, row),
      endsAt: row.block_ends_at,
      conversationId: row.conversation_id,
      messageId: row.id,
    })
  }
  return startConversation(ctx, {
    membershipId: ctx.actor.id ?? '',
    conversationId: row.conversation_id,
    messageId: row.id,
    patientId: row.patient_id,
    topicId: row.topic_id,
    subject: openSubject(ctx, row),
    text: openWords(ctx, row),
    attachmentIds: row.attachment_ids,
    draftId: row.draft_id,
    isImportant: row.is_important,
    mode: row.mode ?? 'two-way',
    ...(row.reply_until !== null && { replyUntil: row.reply_until }),
  })
}
