import type { Context } from '../access/context.ts'
import { readMessage, staffLimits } from '../conversations/typed-text.ts'
import { endDraft } from '../conversations/deliver.ts'
import { requireFiles } from '../conversations/hold-draft.ts'
import { findMessage } from '../conversations/message-view.ts'
import { conflict, invalid } from '../platform/problems.ts'

/** The answer that is proposed, by the rules of every message; it has an id of its own and was written with all letters read. */
export async function readProposal(
  ctx: Context,
  conversation: { last_sequence: number },
  input: { text: string; attachmentIds: string[]; messageId: string; seenSequence: number },
): Promise<string> {
  // Files go with words, which is what is approved.
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

type Drafted = { draftId?: string | undefined; attachmentIds: string[] }

/** The files that wait with the proposal, and the draft in which they are. */
export function filesOf({ draftId, attachmentIds }: Drafted): { draftId: string | null; attachmentIds: string[] } {
  if (attachmentIds.length === 0) {
    return { draftId: null, attachmentIds }
  }
  if (draftId === undefined) {
    throw invalid({ path: 'draftId', code: 'missing' })
  }
  return { draftId, attachmentIds }
}

/** The draft that became the proposal is spent; its files stay in it, and wait. */
export async function spendDraft(ctx: Context, { draftId, attachmentIds }: Drafted, patientId: string): Promise<void> {
  await endDraft(ctx, draftId, patientId)
  if (draftId !== undefined) {
    await requireFiles(ctx, { draftId, attachmentIds })
  }
}
