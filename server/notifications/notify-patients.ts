// What has been written to a patient becomes a notice. Twice is once: the column that made it due is cleared in the
// transaction that inserts the notice, and a conversation has one notice on its way at most by each way.
import { type Insertable, sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { NoticeChannel, NoticeChoice, NoticeKind, NoticeProblem, NoticeStatus } from '../../shared/notice.ts'
import type { Context } from '../access/context.ts'
import { hasUnread } from '../access/has-unread.ts'
import type { Turn } from '../access/sweep.ts'
import type { Notices } from '../platform/db-types.ts'
import { uuidv7 } from '../platform/ids.ts'
import { callInstead, insteadAt } from './go-on-instead.ts'
import { planNotices, type NoticeStep, type PlannedNotice } from './plan-notices.ts'
import { usableNumber } from './usable-number.ts'

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
  const unread = due.filter((row) => row.has_unread)
  const notices = unread.flatMap((row) => noticesFor(ctx, row))
  const untold = unread.filter((row) => planFor(row).length === 0)
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
    untold.length > 0 &&
      ctx.tx
        .updateTable('patients')
        .set({ notice_problem: 'no-address' satisfies NoticeProblem })
        .where('practice_id', '=', ctx.actor.practiceId)
        .where(
          'id',
          'in',
          untold.map((row) => row.patient_id),
        )
        .execute(),
  ])
  // Who was told by text alone and cannot be any more is called at once.
  await callInstead(
    ctx,
    untold.filter((row) => row.had_number).map(({ id }) => id),
  )
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
    .innerJoin('practices', 'practices.practice_id', 'conversations.practice_id')
    .leftJoin('mobile_numbers', (join) =>
      join
        .onRef('mobile_numbers.practice_id', '=', 'conversations.practice_id')
        .onRef('mobile_numbers.id', '=', 'conversations.patient_id'),
    )
    .select((eb) => [
      'conversations.id',
      'conversations.patient_id',
      hasUnread.as('has_unread'),
      'conversations.reminded_at',
      'conversations.reminded_again_at',
      'patients.notice_problem',
      'mobile_numbers.choice',
      eb('patients.email_sealed', 'is not', null).as('has_address'),
      usableNumber(ctx).as('has_number'),
      sql<boolean>`mobile_numbers.proven_at is not null and mobile_numbers.status <> 'removed'`.as('had_number'),
    ])
    .where('conversations.practice_id', '=', ctx.actor.practiceId)
    .where('conversations.notify_due_at', '<=', ctx.now)
    .orderBy('conversations.notify_due_at')
    .limit(limits.sweepRows)
    .forNoKeyUpdate('conversations')
    .skipLocked()
    .$narrowType<{ choice: NoticeChoice | null; has_address: boolean }>()
    .execute()
}

type Due = Awaited<ReturnType<typeof selectDue>>[number]

function stepOf(row: Due): NoticeStep {
  if (row.reminded_at === null) {
    return 'new-message'
  }
  return row.reminded_again_at === null ? 'reminder' : 'second-reminder'
}

/** An address that was refused is left alone where there is a number. */
function planFor(row: Due): PlannedNotice[] {
  const { choice, has_number: hasNumber, notice_problem: problem } = row
  const hasAddress = row.has_address && !(hasNumber && problem === 'address-refused')
  return planNotices({ step: stepOf(row), choice: choice ?? 'email', hasAddress, hasNumber })
}

function noticesFor(ctx: Context, row: Due): Insertable<Notices>[] {
  const kind: NoticeKind = row.reminded_at === null ? 'new-message' : 'reminder'
  const planned = planFor(row)
  const notice = {
    practice_id: ctx.actor.practiceId,
    patient_id: row.patient_id,
    conversation_id: row.id,
    kind,
    due_at: ctx.now,
  }
  if (planned.length === 0) {
    return [{ ...notice, id: uuidv7(ctx.now), channel: 'email', status: 'no-address', problem: 'no-address' }]
  }
  return planned.map(({ channel, instead }) => ({
    ...notice,
    id: uuidv7(ctx.now),
    channel,
    instead,
    instead_at: insteadAt(ctx.now, channel, instead),
    ...standing(channel, kind, row),
  }))
}

/** An address that was refused is tried again by reminders alone: mail to dead addresses makes servers refuse the rest. */
function standing(
  channel: NoticeChannel,
  kind: NoticeKind,
  row: { notice_problem: string | null },
): { status: NoticeStatus; problem: NoticeProblem | null } {
  return channel === 'email' && kind === 'new-message' && row.notice_problem === 'address-refused'
    ? { status: 'bounced', problem: 'address-refused' }
    : { status: 'due', problem: null }
}
