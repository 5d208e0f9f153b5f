import { limits } from '../../shared/limits.ts'
import type { NoticeKind, NoticeProblem, NoticeStatus } from '../../shared/notice.ts'
import type { Context } from '../access/context.ts'
import { endNotice } from './settle-notice.ts'

export type TakenNotice = {
  id: string
  patientId: string
  conversationId: string
  careTeamId: string
  kind: NoticeKind
  language: 'en' | 'fr'
  /** This try included. */
  attempts: number
  to: string
}

/** Takes the next notice that is due, for two minutes; settles at once what must not or cannot leave. */
export async function takeNotice(
  ctx: Context,
  { canSend }: { canSend: boolean },
): Promise<TakenNotice | 'settled' | 'none'> {
  const row = await selectNext(ctx)
  if (row === undefined) {
    return 'none'
  }
  const ending = endingOf(row, canSend)
  const notice = {
    id: row.id,
    patientId: row.patient_id,
    conversationId: row.conversation_id,
    careTeamId: row.care_team_id,
  }
  if (ending !== null) {
    await endNotice(ctx, notice, ending)
    return 'settled'
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
  const to = ctx.keys.open('patients.email_sealed', at, row.email_sealed ?? Buffer.alloc(0))
  return { ...notice, kind: row.kind, language: row.language, attempts, to }
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
      'conversations.patient_unread_since',
      'patients.version',
      'patients.email_sealed',
      'patients.language',
    ])
    .where('notices.practice_id', '=', ctx.actor.practiceId)
    .where('notices.status', '=', 'due')
    .where('notices.due_at', '<=', ctx.now)
    .orderBy('notices.due_at')
    .limit(1)
    .forUpdate('notices')
    .skipLocked()
    .$narrowType<{ kind: NoticeKind; language: 'en' | 'fr' }>()
    .executeTakeFirst()
}

function endingOf(
  row: { patient_unread_since: unknown; email_sealed: unknown },
  canSend: boolean,
): { status: NoticeStatus; problem: NoticeProblem | null } | null {
  if (row.patient_unread_since === null) {
    return { status: 'not-needed', problem: null }
  }
  if (row.email_sealed === null) {
    return { status: 'no-address', problem: 'no-address' }
  }
  return canSend ? null : { status: 'failed', problem: 'mail-not-configured' }
}
