import type { Context } from '../access/context.ts'
import { readMessage, staffLimits } from '../conversations/typed-text.ts'
import { endDraft } from '../conversations/deliver.ts'
import { findMessage } from '../conversations/message-view.ts'
import { conflict, invalid } from '../platform/problems.ts'

/** The answer that is proposed, by the rules of every message; it has an id of its own and was written with all letters read. */
export async function readProposal(
  ctx: Context,
  conversation: { last_sequence: number },
  input: { text: string; messageId: string; seenSequence: number; draftId?: string | undefined },
): Promise<string> {
  const { text } = readMessage({ text: input.text, attachmentIds: [] }, staffLimits)
  refuseUnread(conversation, input.seenSequence)
  if ((await findMessage(ctx, input.messageId)) !== undefined) {
    throw invalid({ path: 'messageId', code: 'id-already-used' })
  }
  return text
}

/** Nobody asks about words that have changed since they read them. */
export function refuseUnread(conversation: { last_sequence: number }, seenSequence: number): void {
  if (seenSequence < conversation.last_sequence) {
    throw conflict('conversation-moved-on', { lastSequence: conversation.last_sequence })
  }
}

/** The draft that became the proposal is spent. Its files cannot wait with it. */
export async function spendDraft(ctx: Context, draftId: string | undefined, patientId: string): Promise<void> {
  if (draftId === undefined) {
    return
  }
  const file = await ctx.tx
    .selectFrom('attachments')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('draft_id', '=', draftId)
    .where('status', 'in', ['quarantined', 'clean', 'unscanned'])
    .executeTakeFirst()
  if (file !== undefined) {
    throw invalid({ path: 'draftId', code: 'files-cannot-wait' })
  }
  await endDraft(ctx, draftId, patientId)
}
