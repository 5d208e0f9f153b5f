import { limits } from '../../shared/limits.ts'
import type { NoticeProblem, NoticeStatus } from '../../shared/notice.ts'
import { announce } from '../access/announce.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import type { MailOutcome } from '../platform/mail.ts'
import { retryAfterMs } from './retry-after.ts'
import { literals } from '../platform/db.ts'

export type Notice = { id: string; patientId: string; conversationId: string; careTeamId: string }
export type Ending = { status: NoticeStatus; problem: NoticeProblem | null }

/** Writes down how one try went: the end of the notice, or when to try again. */
export async function settleNotice(
  ctx: Context,
  notice: Notice & { attempts: number },
  outcome: MailOutcome,
): Promise<void> {
  if (outcome.kind === 'accepted') {
    await endNotice(ctx, notice, { status: 'sent', problem: null })
    return
  }
  if (outcome.kind === 'refused') {
    const status = outcome.why === 'address-refused' ? 'bounced' : 'failed'
    await endNotice(ctx, notice, { status, problem: outcome.why })
    return
  }
  if (notice.attempts >= limits.noticeAttempts) {
    await endNotice(ctx, notice, { status: 'failed', problem: outcome.why })
    return
  }
  await ctx.tx
    .updateTable('notices')
    .set({ due_at: new Date(ctx.now.getTime() + retryAfterMs(notice.attempts, Math.random())), problem: outcome.why })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', notice.id)
    .where('status', 'in', literals('due'))
    // A try that outlasted its lease says nothing about the one that followed it.
    .where('attempts', '=', notice.attempts)
    .execute()
}

/** Ends a notice, with its entry in the log; a problem stands on the patient's card until a notice arrives. */
export async function endNotice(ctx: Context, notice: Notice, { status, problem }: Ending): Promise<void> {
  const hasArrived = status === 'sent'
  await Promise.all([
    ctx.tx
      .updateTable('notices')
      .set({ status, problem, ...(hasArrived && { sent_at: ctx.now }) })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', notice.id)
      .where('status', 'in', literals('due'))
      .execute(),
    (hasArrived || problem !== null) &&
      ctx.tx
        .updateTable('patients')
        .set({ notice_problem: problem })
        .where('practice_id', '=', ctx.actor.practiceId)
        .where('id', '=', notice.patientId)
        .where('notice_problem', 'is distinct from', problem)
        .execute(),
    status !== 'not-needed' &&
      recordAudit(ctx, 'notice.send', {
        object: { type: 'notice', id: notice.id },
        patients: [notice.patientId],
        outcome: problem === null ? 0 : 8,
      }),
  ])
  if (problem !== null) {
    const { conversationId: id, patientId: patient_id, careTeamId: care_team_id } = notice
    ctx.afterCommit(() => announce(ctx, { id, patient_id, care_team_id }))
  }
}
