// One e-mail when somebody's time for messages begins, outside any transaction. What is being sent is leased: its due time lies
// ahead, so that a killed worker's comes up again; sent twice after a kill, it has the same Message-ID and is shown once. How it
// went moves the row on to the next beginning.
import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import { workingRoles } from '../../shared/people.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import type { Turn } from '../access/sweep.ts'
import { mailerOf } from '../notifications/mailer-of.ts'
import { retryAfterMs } from '../notifications/retry-after.ts'
import type { Mail, Mailer, MailOutcome } from '../platform/mail.ts'
import { countLeft } from './count-left.ts'
import { gatheredMail } from './gathered-mail.ts'
import { readBlocks } from './message-plan.ts'
import { datedBlocks, nextStart } from './next-block.ts'

type Taken = { row: Row; endsAt: Date; attempts: number; mail: Mail; mailer: Mailer }

/** Sends what is due in a practice, one after the other; a mail server that is away ends the round. */
export async function sendGathered({ inPractice, signal }: Turn): Promise<void> {
  while (!signal.aborted) {
    const taken = await inPractice(takeGathered)
    if (taken === 'none') {
      return
    }
    if (taken !== 'moved-on') {
      const outcome = await taken.mailer.send(taken.mail)
      await inPractice((ctx) => settleGathered(ctx, taken, outcome))
    }
  }
}

/** Takes the next that is due, for two minutes; moves on at once from what nobody needs or nobody can be told. */
async function takeGathered(ctx: Context): Promise<Taken | 'moved-on' | 'none'> {
  const mailer = mailerOf(ctx.house)
  const row = mailer?.restsUntil(ctx.now) ? undefined : await selectNext(ctx)
  if (row === undefined || row.notice_at === null) {
    return 'none'
  }
  const begun = datedBlocks(readBlocks(row.blocks), { timeZone: row.time_zone, now: row.notice_at, days: 1 })[0]
  const isOn = begun?.startsAt.getTime() === row.notice_at.getTime() && begun.endsAt > ctx.now
  const who = { practiceId: ctx.actor.practiceId, id: row.practitioner_id }
  const waiting = isOn && row.works && !row.is_away ? await countLeft(ctx, who, null) : 0
  if (begun === undefined || waiting === 0 || row.email_sealed === null || row.account_id === null) {
    return movedOn(ctx, row, row.notice_problem)
  }
  if (mailer === null) {
    return movedOn(ctx, row, 'mail-not-configured')
  }
  const attempts = row.notice_attempts + 1
  await change(ctx, row, {
    notice_due_at: new Date(ctx.now.getTime() + limits.noticeLeaseMs),
    notice_attempts: attempts,
  })
  const account = { id: row.account_id, version: row.account_version ?? 0 }
  const to = ctx.house.deployment.open('accounts.email_sealed', account, row.email_sealed)
  const language = row.language === 'fr' ? 'fr' : 'en'
  const mail = gatheredMail(
    { practitionerId: row.practitioner_id, at: row.notice_at, waiting, language, to, date: ctx.now },
    ctx.house.config,
  )
  return { row, endsAt: begun.endsAt, attempts, mail, mailer }
}

/** Writes down how one try went. A message about a time that is over is of no use: it is tried while the time lasts. */
async function settleGathered(ctx: Context, { row, endsAt, attempts }: Taken, outcome: MailOutcome): Promise<void> {
  const isCurrent = await isStillAt(ctx, row, attempts)
  if (!isCurrent) {
    return
  }
  if (outcome.kind === 'later') {
    const again = new Date(ctx.now.getTime() + retryAfterMs(attempts, Math.random()))
    if (again < endsAt && attempts < limits.noticeAttempts) {
      await change(ctx, row, { notice_due_at: again, notice_problem: outcome.why })
      return
    }
  }
  await Promise.all([
    movedOn(ctx, row, outcome.kind === 'accepted' ? null : outcome.why),
    recordAudit(ctx, 'notice.gather', {
      object: { type: 'practitioner', id: row.practitioner_id },
      outcome: outcome.kind === 'accepted' ? 0 : 8,
    }),
  ])
}

type Row = NonNullable<Awaited<ReturnType<typeof selectNext>>>

function selectNext(ctx: Context) {
  const { practiceId } = ctx.actor
  return ctx.tx
    .selectFrom('message_plans')
    .innerJoin('practices', 'practices.practice_id', 'message_plans.practice_id')
    .leftJoin('memberships', (join) =>
      join
        .onRef('memberships.practice_id', '=', 'message_plans.practice_id')
        .onRef('memberships.id', '=', 'message_plans.practitioner_id'),
    )
    .leftJoin('accounts', 'accounts.id', 'memberships.account_id')
    .select(['message_plans.practitioner_id', 'message_plans.blocks', 'practices.time_zone'])
    .select(['message_plans.notice_at', 'message_plans.notice_attempts', 'message_plans.notice_problem'])
    .select(['accounts.id as account_id', 'accounts.version as account_version', 'accounts.email_sealed'])
    .select('accounts.language')
    .select((eb) => [
      eb.and([eb('memberships.status', '=', 'confirmed'), eb('memberships.role', 'in', [...workingRoles])]).as('works'),
      sql<boolean>`exists (select from absences a where a.practice_id = ${practiceId}
        and a.practitioner_id = message_plans.practitioner_id and a.cancelled_at is null
        and a.starts_at <= ${ctx.now} and a.ends_at > ${ctx.now})`.as('is_away'),
    ])
    .where('message_plans.practice_id', '=', practiceId)
    .where('message_plans.notice_due_at', '<=', ctx.now)
    .orderBy('message_plans.notice_due_at')
    .limit(1)
    .forNoKeyUpdate('message_plans')
    .skipLocked()
    .executeTakeFirst()
}

/** A try that outlasted its lease, or a plan that was saved anew, says nothing about what came after it. */
async function isStillAt(ctx: Context, row: Row, attempts: number): Promise<boolean> {
  const now = await ctx.tx
    .selectFrom('message_plans')
    .select(['notice_at', 'notice_attempts'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('practitioner_id', '=', row.practitioner_id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return now?.notice_attempts === attempts && now.notice_at?.getTime() === row.notice_at?.getTime()
}

async function movedOn(ctx: Context, row: Row, problem: string | null): Promise<'moved-on'> {
  const next = nextStart(readBlocks(row.blocks), { timeZone: row.time_zone, after: ctx.now })
  await change(ctx, row, {
    notice_at: next,
    notice_due_at: next,
    notice_attempts: 0,
    notice_problem: problem,
  })
  return 'moved-on'
}

type Change = {
  notice_at?: Date | null
  notice_due_at?: Date | null
  notice_attempts?: number
  notice_problem?: string | null
}

function change(ctx: Context, row: Row, set: Change) {
  return ctx.tx
    .updateTable('message_plans')
    .set(set)
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('practitioner_id', '=', row.practitioner_id)
    .execute()
}
