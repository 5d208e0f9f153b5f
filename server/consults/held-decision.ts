import type { SendAct } from '../../shared/scheduled-send.ts'
import { practitionerNames } from '../access/names.ts'
import type { Context } from '../access/context.ts'
import { forbidden, notFound } from '../platform/problems.ts'
import { findConsult } from './consult-rows.ts'
import { refuseDecided, refuseUnreadLetters } from './decide-consult.ts'
import { isDecider, openProposal } from './view-consult.ts'

type Held = { conversationId: string; consultId: string; text: string; seenSequence: number }

/**
 * A decision that waits to go out: until then the question stays open, with whose it is. That the words are those which were
 * proposed makes it an approval. The caller holds the conversation's lock.
 */
export async function readHeldDecision(
  ctx: Context,
  { conversationId, consultId, text, seenSequence }: Held,
): Promise<{ act: SendAct; messageId: string }> {
  const [consult, staff] = await Promise.all([findConsult(ctx, conversationId, consultId), practitionerNames(ctx)])
  if (consult === undefined) {
    throw notFound()
  }
  if (!isDecider(ctx, consult)) {
    throw forbidden()
  }
  const act = openProposal(ctx, consult) === text ? 'approval' : 'edit'
  refuseDecided(consult, staff, act === 'approval' ? 'approve' : 'edit')
  await refuseUnreadLetters(ctx, consult, seenSequence)
  return { act, messageId: consult.message_id }
}
