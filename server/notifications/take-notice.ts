import { limits } from '../../shared/limits.ts'
import type { NoticeChannel, NoticeKind } from '../../shared/notice.ts'
import type { Context } from '../access/context.ts'
import type { MailOutcome } from '../platform/mail.ts'
import type { TextOutcome } from '../platform/sms.ts'
import { hasUnread } from '../access/has-unread.ts'
import { mailerOf } from './mailer-of.ts'
import { noticeMail } from './notice-mail.ts'
import { endNotice, type Ending, type Notice } from './settle-notice.ts'
import { noticeText } from './text-words.ts'
import { texterOf } from './texter-of.ts'
import { literals } from '../platform/db.ts'
import { usableNumber } from './usable-number.ts'

/** `attempts` counts this try too. */
export type TakenNotice = Notice & { attempts: number; send: () => Promise<MailOutcome | TextOutcome> }

/** Takes the next notice that is due by one way, for two minutes; settles at once what must not or cannot leave. */
export async function takeNotice(ctx: Context, channel: NoticeChannel): Promise<TakenNotice | 'settled' | 'none'> {
  const server = channel === 'email' ? mailerOf(ctx.house) : texterOf(ctx.house)
  const isResting = server?.restsUntil(ctx.now) != null
  const row = await selectNext(ctx, { channel, isResting })
  if (row === undefined) {
    return 'none'
  }
  const notice: Notice = {
    id: row.id,
    patientId: row.patient_id,
    conversationId: row.conversation_id,
    careTeamId: row.care_team_id,
    kind: row.kind,
    channel,
    instead: row.instead,
  }
  if (!row.has_unread) {
    return settled(ctx, notice, { status: 'not-needed', problem: null })
  }
  const ending = channel === 'email' ? whyNotByMail(ctx, row) : whyNotByText(ctx, row, isResting)
  if (ending !== null) {
    return settled(ctx, notice, ending)
  }
  const attempts = row.attempts + 1
  await Promise.all([
    ctx.keys.load([row.patient_id]),
    ctx.tx
      .updateTable('notices')
      .set({ due_at: new Date(ctx.now.getTime() + limits.noticeLeaseMs), attempts })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', row.id)
      .execute(),
  ])
  const send = channel === 'email' ? byMail(ctx, row) : byText(ctx, row)
  return { ...notice, attempts, send }
}

type Row = NonNullable<Awaited<ReturnType<typeof selectNext>>>

function whyNotByMail(ctx: Context, row: Row): Ending | null {
  if (row.email_sealed === null) {
    return { status: 'no-address', problem: 'no-address' }
  }
  return mailerOf(ctx.house) === null ? { status: 'failed', problem: 'mail-not-configured' } : null
}

/** A gateway that is away is not waited for where an e-mail can go. */
function whyNotByText(ctx: Context, row: Row, isResting: boolean): Ending | null {
  if (texterOf(ctx.house) === null || !row.offers_texts) {
    return { status: 'failed', problem: 'texts-not-configured' }
  }
  if (row.number_sealed === null || !row.has_number) {
    return { status: 'failed', problem: 'no-number' }
  }
  const wasTried = isResting || row.attempts > 0
  return wasTried && row.instead_at !== null && row.instead_at <= ctx.now
    ? { status: 'failed', problem: 'gateway-unreachable' }
    : null
}

function byMail(ctx: Context, row: Row): TakenNotice['send'] {
  const mailer = mailerOf(ctx.house)
  if (mailer === null || row.email_sealed === null) {
    throw new Error('an e-mail that is taken has a server and an address')
  }
  const at = { id: row.patient_id, version: row.version, patientId: row.patient_id }
  const to = ctx.keys.open('patients.email_sealed', at, row.email_sealed)
  const { id, kind, language } = row
  return () => mailer.send(noticeMail({ id, kind, language, to, date: ctx.now }, ctx.house.config))
}

function byText(ctx: Context, row: Row): TakenNotice['send'] {
  const texter = texterOf(ctx.house)
  if (texter === null || row.number_sealed === null || row.number_version === null) {
    throw new Error('a text that is taken has a gateway and a number')
  }
  const at = { id: row.patient_id, version: row.number_version, patientId: row.patient_id }
  const to = ctx.keys.open('mobile_numbers.number_sealed', at, row.number_sealed)
  return () => texter.send({ to, text: noticeText(row), date: ctx.now })
}

/** While its server rests, only what is not waited for any longer. */
function selectNext(ctx: Context, { channel, isResting }: { channel: NoticeChannel; isResting: boolean }) {
  return ctx.tx
    .selectFrom('notices')
    .innerJoin('patients', (join) =>
      join.onRef('patients.practice_id', '=', 'notices.practice_id').onRef('patients.id', '=', 'notices.patient_id'),
    )
    .innerJoin('conversations', (join) =>
      join
        .onRef('conversations.practice_id', '=', 'notices.practice_id')
        .onRef('conversations.id', '=', 'notices.conversation_id'),
    )
    .innerJoin('practices', 'practices.practice_id', 'notices.practice_id')
    .leftJoin('mobile_numbers', (join) =>
      join
        .onRef('mobile_numbers.practice_id', '=', 'notices.practice_id')
        .onRef('mobile_numbers.id', '=', 'notices.patient_id'),
    )
    .select([
      'notices.id',
      'notices.patient_id',
      'notices.conversation_id',
      'notices.kind',
      'notices.instead',
      'notices.instead_at',
      'notices.attempts',
      'conversations.care_team_id',
      hasUnread.as('has_unread'),
      'patients.version',
      'patients.email_sealed',
      'patients.language',
      'practices.offers_texts',
      'mobile_numbers.number_sealed',
      'mobile_numbers.version as number_version',
      usableNumber(ctx).as('has_number'),
    ])
    .where('notices.practice_id', '=', ctx.actor.practiceId)
    .where('notices.status', 'in', literals('due'))
    .where('notices.channel', '=', channel)
    .where('notices.due_at', '<=', ctx.now)
    .$if(isResting, (query) => query.where('notices.instead_at', '<=', ctx.now))
    .orderBy('notices.due_at')
    .limit(1)
    .forNoKeyUpdate('notices')
    .skipLocked()
    .$narrowType<{ kind: NoticeKind; language: 'en' | 'fr'; instead: Notice['instead'] }>()
    .executeTakeFirst()
}

async function settled(ctx: Context, notice: Notice, ending: Ending): Promise<'settled'> {
  await endNotice(ctx, notice, ending)
  return 'settled'
}
