import { sql } from 'kysely'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import { conversationMachine, type ConversationStatus } from '../../shared/conversation.ts'
import { mayDo, next } from '../../shared/machine.ts'
import { announce } from '../access/announce.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessConversation, isWithinWindow, type Permitted } from '../access/conversations.ts'
import { requestFiling } from '../filing/request-filing.ts'
import { conflict } from '../platform/problems.ts'
import { cancelTasks } from '../tasks/cancel-tasks.ts'
import { findWaiting } from './scheduled-view.ts'

/** Ends a conversation with its outcome, ends what was still to do in it, and asks for its filing in the same act. */
export async function closeConversation(
  ctx: Context,
  input: InputOf<typeof api.closeConversation>,
): Promise<ResultOf<typeof api.closeConversation>> {
  const conversation = await accessConversation(ctx, input.conversationId, 'conversation.close')
  if (conversation.version !== input.version) {
    throw conflict('changed-meanwhile', { version: conversation.version, lastSequence: conversation.last_sequence })
  }
  return closeAccessed(ctx, conversation, input.outcome)
}

type Closable = Permitted<
  {
    id: string
    patient_id: string
    care_team_id: string
    status: ConversationStatus
    version: number
    last_sequence: number
    label_ids: string[]
  },
  'conversation.close'
>

/** The same for whoever has asked the door before another act of theirs ended their access: a reply ends that of a person assigned. */
export async function closeAccessed(
  ctx: Context,
  conversation: Closable,
  outcome: InputOf<typeof api.closeConversation>['outcome'],
): Promise<{ version: number }> {
  const status = next(conversationMachine, conversation.status, 'close')
  const waiting = await findWaiting(ctx, conversation.id)
  if (waiting !== undefined) {
    throw conflict('answer-waiting', { sendAt: waiting.send_at.toISOString() })
  }
  const whole = [conversation, ...(await lockParts(ctx, conversation.id))]
  await Promise.all(whole.map((one) => closeOne(ctx, one, { status, outcome })))
  await fileOriginal(ctx, conversation.id)
  ctx.afterCommit(() => whole.forEach((one) => announce(ctx, one)))
  return { version: conversation.version + 1 }
}

type Row = Pick<Closable, 'id' | 'patient_id' | 'care_team_id' | 'version' | 'last_sequence' | 'label_ids'>

/** What was put into it ends with it, and each goes into the chart with its own messages. */
function lockParts(ctx: Context, headId: string): Promise<Row[]> {
  return ctx.tx
    .selectFrom('conversations')
    .select(['id', 'patient_id', 'care_team_id', 'version', 'last_sequence', 'label_ids'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('merged_into_id', '=', headId)
    .where('status', '=', 'open')
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
}

/** What was answered here may have been asked elsewhere: the chart has the question no later than the answer. */
async function fileOriginal(ctx: Context, conversationId: string): Promise<void> {
  const original = await ctx.tx
    .selectFrom('splits')
    .innerJoin('conversations', (join) =>
      join
        .onRef('conversations.practice_id', '=', 'splits.practice_id')
        .onRef('conversations.id', '=', 'splits.original_id'),
    )
    .select(['conversations.id', 'conversations.patient_id', 'conversations.last_sequence', 'conversations.label_ids'])
    .where('splits.practice_id', '=', ctx.actor.practiceId)
    .where('splits.conversation_id', '=', conversationId)
    .executeTakeFirst()
  if (original !== undefined) {
    await requestFiling(ctx, original)
  }
}

async function closeOne(
  ctx: Context,
  row: Row,
  to: { status: ConversationStatus; outcome: InputOf<typeof api.closeConversation>['outcome'] },
): Promise<void> {
  const version = row.version + 1
  await Promise.all([
    ctx.tx
      .updateTable('conversations')
      .set({ ...to, closed_at: ctx.now, closed_by_id: ctx.actor.id, version })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', row.id)
      .execute(),
    cancelTasks(ctx, row.id),
    requestFiling(ctx, row),
    recordAudit(ctx, 'conversation.close', {
      object: { type: 'conversation', id: row.id, version },
      patients: [row.patient_id],
    }),
  ])
}

/** Opens a closed conversation again, within the topic's days. */
export async function reopenConversation(
  ctx: Context,
  input: InputOf<typeof api.reopenConversation>,
): Promise<ResultOf<typeof api.reopenConversation>> {
  const conversation = await accessConversation(ctx, input.conversationId, 'conversation.reopen')
  if (mayDo(conversationMachine, conversation.status, 'reopen') && !isWithinWindow(conversation, ctx.now)) {
    throw conflict('too-old-to-reopen')
  }
  const status = next(conversationMachine, conversation.status, 'reopen')
  const row = await ctx.tx
    .updateTable('conversations')
    .set({ status, outcome: null, closed_at: null, closed_by_id: null, version: sql<number>`version + 1` })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', conversation.id)
    .returning('version')
    .executeTakeFirstOrThrow()
  await recordAudit(ctx, 'conversation.reopen', {
    object: { type: 'conversation', id: conversation.id, version: row.version },
    patients: [conversation.patient_id],
  })
  ctx.afterCommit(() => announce(ctx, conversation))
  return { version: row.version }
}
