import { limits } from '../../shared/limits.ts'
import type { NoticeChannel, NoticeKind } from '../../shared/notice.ts'
import type { Context } from '../access/context.ts'
import { uuidv7 } from '../platform/ids.ts'

export type Instead = NoticeChannel | 'call' | null

/** How long a notice is waited for where the other way could have been taken. */
export function insteadAt(now: Date, channel: NoticeChannel, instead: Instead): Date | null {
  return channel === 'text' && instead === 'email' ? new Date(now.getTime() + limits.textInsteadMs) : null
}

/** A notice could not arrive: the other way is taken at once, and where that was the last one, somebody calls. */
export async function goOnInstead(
  ctx: Context,
  notice: { patientId: string; conversationId: string; kind: NoticeKind; instead: Instead },
): Promise<void> {
  const { instead } = notice
  if (instead === null) {
    return
  }
  if (instead === 'call') {
    await callInstead(ctx, [notice.conversationId])
    return
  }
  await ctx.tx
    .insertInto('notices')
    .values({
      practice_id: ctx.actor.practiceId,
      id: uuidv7(ctx.now),
      patient_id: notice.patientId,
      conversation_id: notice.conversationId,
      kind: notice.kind,
      channel: instead,
      status: 'due',
      due_at: ctx.now,
      instead: 'call',
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** What the patient has not read is now for a colleague to tell: the ladder's last step is due. */
export async function callInstead(ctx: Context, conversationIds: string[]): Promise<void> {
  if (conversationIds.length === 0) {
    return
  }
  await ctx.tx
    .updateTable('conversations')
    .set({ unreachable_at: ctx.now })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', 'in', conversationIds)
    .where('patient_unread_since', 'is not', null)
    .where('unreachable_at', 'is', null)
    .execute()
}
