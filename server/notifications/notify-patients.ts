// What has been written to a patient becomes a notice. Twice is once: the column that made it due is cleared in the
// transaction that inserts the notice, and a conversation has one notice on its way at most.
import { limits } from '../../shared/limits.ts'
import type { NoticeKind, NoticeProblem, NoticeStatus } from '../../shared/notice.ts'
import type { Context } from '../access/context.ts'
import { hasUnread } from '../access/has-unread.ts'
import type { Turn } from '../access/sweep.ts'
import { uuidv7 } from '../platform/ids.ts'

/** Makes the notices that are due in a practice; who has read meanwhile gets none. */
export async function notifyPatients(turn: Turn): Promise<void> {
  let claimed: number = limits.sweepRows
  while (claimed === limits.sweepRows && !turn.signal.aborted) {
    claimed = await turn.inPractice(claimDue)
  }
}

async function claimDue(ctx: Context): Promise<number> {
  const due = await selectDue(ctx)
  if (due.length === 0) {
    return 0
  }
  const notices = due.filter((row) => row.has_unread).map((row) => noticeFor(ctx, row))
  const unreachable = notices.filter(({ problem }) => problem === 'no-address').map((notice) => notice.patient_id)
  await Promise.all([
    ctx.tx
      .updateTable('conversations')
      .set({ notify_due_at: null })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where(
        'id',
        'in',
        due.map(({ id }) => id),
      )
      .execute(),
    notices.length > 0 &&
      ctx.tx
        .insertInto('notices')
        .values(notices)
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    unreachable.length > 0 &&
      ctx.tx
        .updateTable('patients')
        .set({ notice_problem: 'no-address' satisfies NoticeProblem })
        .where('practice_id', '=', ctx.actor.practiceId)
        .where('id', 'in', unreachable)
        .execute(),
  ])
  return due.length
}

function selectDue(ctx: Context) {
  return ctx.tx
    .selectFrom('conversations')
    .innerJoin('patients', (join) =>
      join
        .onRef('patients.practice_id', '=', 'conversations.practice_id')
        .onRef('patients.id', '=', 'conversations.patient_id'),
    )
    .select((eb) => [
      'conversations.id',
      'conversations.patient_id',
      hasUnread.as('has_unread'),
      'conversations.reminded_at',
      'patients.notice_problem',
      eb('patients.email_sealed', 'is not', null).as('has_address'),
    ])
    .where('conversations.practice_id', '=', ctx.actor.practiceId)
    .where('conversations.notify_due_at', '<=', ctx.now)
    .orderBy('conversations.notify_due_at')
    .limit(limits.sweepRows)
    .forNoKeyUpdate('conversations')
    .skipLocked()
    .execute()
}

function noticeFor(ctx: Context, row: Awaited<ReturnType<typeof selectDue>>[number]) {
  const kind: NoticeKind = row.reminded_at === null ? 'new-message' : 'reminder'
  return {
    practice_id: ctx.actor.practiceId,
    id: uuidv7(ctx.now),
    patient_id: row.patient_id,
    conversation_id: row.id,
    kind,
    channel: 'email',
    due_at: ctx.now,
    ...standing(kind, row),
  }
}

/** An address that was refused is tried again by reminders alone: mail to dead addresses makes servers refuse the rest. */
function standing(
  kind: NoticeKind,
  row: { has_address: unknown; notice_problem: string | null },
): { status: NoticeStatus; problem: NoticeProblem | null } {
  if (row.has_address !== true) {
    return { status: 'no-address', problem: 'no-address' }
  }
  return kind === 'new-message' && row.notice_problem === 'address-refused'
    ? { status: 'bounced', problem: 'address-refused' }
    : { status: 'due', problem: null }
}
