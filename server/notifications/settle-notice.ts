import { limits } from '../../shared/limits.ts'
import type { NoticeChannel, NoticeKind, NoticeProblem, NoticeStatus, TextProblem } from '../../shared/notice.ts'
import { announce } from '../access/announce.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import type { MailOutcome } from '../platform/mail.ts'
import type { TextOutcome } from '../platform/sms.ts'
import { goOnInstead, type Instead } from './go-on-instead.ts'
import { retryAfterMs } from './retry-after.ts'
import { literals } from '../platform/db.ts'
import { isAboutNumber, suspendNumber } from './suspend-number.ts'

export type Notice = {
  id: string
  patientId: string
  conversationId: string
  careTeamId: string
  kind: NoticeKind
  channel: NoticeChannel
  instead: Instead
}
export type Ending = { status: NoticeStatus; problem: NoticeProblem | TextProblem | null; gatewayId?: string }

/** Writes down how one try went: the end of the notice, or when to try again. */
export async function settleNotice(
  ctx: Context,
  notice: Notice & { attempts: number },
  outcome: MailOutcome | TextOutcome,
): Promise<void> {
  if (outcome.kind === 'accepted') {
    const taken = 'gatewayId' in outcome ? { gatewayId: outcome.gatewayId } : {}
    await endNotice(ctx, notice, { status: 'sent', problem: null, ...taken })
    return
  }
  if (outcome.kind === 'refused') {
    const isUnknown = outcome.why === 'address-refused' || isAboutNumber(outcome.why)
    await endNotice(ctx, notice, { status: isUnknown ? 'bounced' : 'failed', problem: outcome.why })
    return
  }
  if (notice.attempts >= limits.noticeAttempts) {
    await endNotice(ctx, notice, { status: 'failed', problem: outcome.why })
    return
  }
  await ctx.tx
    .updateTable('notices')
    .set((eb) => ({
      // Where the other way is open, no further than until it is taken; `least` passes over what is null.
      due_at: eb.fn<Date>('least', [
        eb.val(new Date(ctx.now.getTime() + retryAfterMs(notice.attempts, Math.random()))),
        'instead_at',
      ]),
      problem: outcome.why,
    }))
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', notice.id)
    .where('status', 'in', literals('due'))
    // A try that outlasted its lease says nothing about the one that followed it.
    .where('attempts', '=', notice.attempts)
    .execute()
}

/** Ends a notice, with its entry in the log; where it did not arrive, what is done instead begins in the same transaction. */
export async function endNotice(ctx: Context, notice: Notice, ending: Ending): Promise<void> {
  const { status, problem, gatewayId } = ending
  const hasArrived = status === 'sent'
  const ended = await ctx.tx
    .updateTable('notices')
    .set({
      status,
      problem,
      ...(hasArrived && { sent_at: ctx.now }),
      ...(gatewayId !== undefined && {
        gateway_id: gatewayId,
        look_at: new Date(ctx.now.getTime() + limits.textLookMs),
      }),
    })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', notice.id)
    .where('status', 'in', literals('due'))
    .returning('id')
    .executeTakeFirst()
  await Promise.all([
    notice.channel === 'email' ? noteOnCard(ctx, notice, ending) : noteOnNumber(ctx, notice, ending),
    status !== 'not-needed' &&
      recordAudit(ctx, 'notice.send', {
        object: { type: 'notice', id: notice.id },
        patients: [notice.patientId],
        ...(notice.channel === 'text' && { info: ['text'] }),
        outcome: problem === null ? 0 : 8,
      }),
    problem !== null && ended !== undefined && goOnInstead(ctx, notice),
  ])
  if (problem !== null) {
    const { conversationId: id, patientId: patient_id, careTeamId: care_team_id } = notice
    ctx.afterCommit(() => announce(ctx, { id, patient_id, care_team_id }))
  }
}

/** A problem with e-mail stands on the patient's card until one arrives. */
async function noteOnCard(ctx: Context, notice: Notice, { status, problem }: Ending): Promise<void> {
  if (status !== 'sent' && problem === null) {
    return
  }
  await ctx.tx
    .updateTable('patients')
    .set({ notice_problem: problem })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', notice.patientId)
    .where('notice_problem', 'is distinct from', problem)
    .execute()
}

/** Nothing more goes to a number that was refused; who is told by text is told without an address. */
async function noteOnNumber(ctx: Context, notice: Notice, { status, problem }: Ending): Promise<void> {
  if (problem !== null && isAboutNumber(problem)) {
    await suspendNumber(ctx, notice.patientId, problem)
    return
  }
  if (status === 'sent') {
    await ctx.tx
      .updateTable('patients')
      .set({ notice_problem: null })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', notice.patientId)
      .where('notice_problem', '=', 'no-address')
      .execute()
  }
}
