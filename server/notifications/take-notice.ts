import { limits } from '../../shared/limits.ts'
import type { NoticeKind } from '../../shared/notice.ts'
import type { Context } from '../access/context.ts'
import type { Mail, Mailer } from '../platform/mail.ts'
import { hasUnread } from '../access/has-unread.ts'
import { mailerOf } from './mailer-of.ts'
import { noticeMail } from './notice-mail.ts'
import { endNotice, type Ending, type Notice } from './settle-notice.ts'
import { literals } from '../platform/db.ts'

/** `attempts` counts this try too. */
export type TakenNotice = Notice & { attempts: number; mail: Mail; mailer: Mailer }

/** Takes the next notice that is due, for two minutes; settles at once what must not or cannot leave. */
export async function takeNotice(ctx: Context): Promise<TakenNotice | 'settled' | 'none'> {
  const mailer = mailerOf(ctx.house)
  const row = mailer?.restsUntil(ctx.now) ? undefined : await selectNext(ctx)
  if (row === undefined) {
    return 'none'
  }
  const notice = {
    id: row.id,
    patientId: row.patient_id,
    conversationId: row.conversation_id,
    careTeamId: row.care_team_id,
  }
  if (!row.has_unread) {
    return settled(ctx, notice, { status: 'not-needed', problem: null })
  }
  if (row.email_sealed === null) {
    return settled(ctx, notice, { status: 'no-address', problem: 'no-address' })
  }
  if (mailer === null) {
    return settled(ctx, notice, { status: 'failed', problem: 'mail-not-configured' })
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
  const at = { id: row.patient_id, version: row.version, patientId: row.patient_id }
  const to = ctx.keys.open('patients.email_sealed', at, row.email_sealed)
  const mail = noticeMail({ id: row.id, kind: row.kind, language: row.language, to, date: ctx.now }, ctx.house.config)
  return { ...notice, attempts, mail, mailer }
}

function selectNext(ctx: Context) {
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
    .select([
      'notices.id',
      'notices.patient_id',
      'notices.conversation_id',
      'notices.kind',
      'notices.attempts',
      'conversations.care_team_id',
      hasUnread.as('has_unread'),
      'patients.version',
      'patients.email_sealed',
      'patients.language',
    ])
    .where('notices.practice_id', '=', ctx.actor.practiceId)
    .where('notices.status', 'in', literals('due'))
    .where('notices.due_at', '<=', ctx.now)
    .orderBy('notices.due_at')
    .limit(1)
    .forNoKeyUpdate('notices')
    .skipLocked()
    .$narrowType<{ kind: NoticeKind; language: 'en' | 'fr' }>()
    .executeTakeFirst()
}

async function settled(ctx: Context, notice: Notice, ending: Ending): Promise<'settled'> {
  await endNotice(ctx, notice, ending)
  return 'settled'
}
