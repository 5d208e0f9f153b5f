import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { scheduledSends as api } from '../../shared/api/scheduled-sends.ts'
import { next } from '../../shared/machine.ts'
import { scheduledMachine } from '../../shared/scheduled-send.ts'
import { announce } from '../access/announce.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessAgain } from '../access/conversations.ts'
import { conflict, forbidden, notFound } from '../platform/problems.ts'
import { giveWordsBack } from './hold-draft.ts'
import type { ScheduledRow } from './scheduled-view.ts'
import { lockScheduled } from './send-scheduled.ts'

/**
 * Takes an answer back before it goes out; its words are its author's draft again. Whoever may answer may do it: what should
 * not go out must not wait for one person. Of sending and taking back exactly one happens, by the lock of the conversation.
 */
export async function cancelScheduledSend(
  ctx: Context,
  input: InputOf<typeof api.cancelScheduledSend>,
): Promise<ResultOf<typeof api.cancelScheduledSend>> {
  const conversation = await accessAgain(ctx, input.conversationId, 'message.send', { scheduledId: input.messageId })
  if (ctx.actor.kind !== 'practitioner') {
    throw forbidden()
  }
  const row = await lockScheduled(ctx, conversation.id, input.messageId)
  if (row === undefined) {
    throw notFound()
  }
  await endScheduled(ctx, row)
  ctx.afterCommit(() => announce(ctx, conversation, row.author_id))
  return {}
}

/** The caller holds its row. What has gone out stays; what was taken back by the same person stays so. */
export async function endScheduled(ctx: Context, row: ScheduledRow): Promise<void> {
  if (row.state === 'sent') {
    throw conflict('already-sent')
  }
  const isRepeat = row.state === 'cancelled' && row.ended_by_id === ctx.actor.id
  if (!isRepeat) {
    const state = next(scheduledMachine, row.state, 'cancel')
    await ctx.tx
      .updateTable('scheduled_sends')
      .set({ state, ended_at: ctx.now, ended_by_id: ctx.actor.id })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', row.id)
      .execute()
  }
  if (row.state === 'waiting') {
    await giveWordsBack(ctx, row)
  }
  await recordAudit(ctx, 'message.unschedule', {
    object: { type: 'message', id: row.id },
    patients: [row.patient_id],
    info: ['message', ...(isRepeat ? ['repeat'] : [])],
  })
}
