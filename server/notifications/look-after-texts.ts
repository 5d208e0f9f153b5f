// A gateway takes a text long before a phone has it. It is asked how that went, outside any transaction, until it is known or the
// time is over. Twice is once: a text being asked about is leased, and only what is still `sent` is ended.
import { limits } from '../../shared/limits.ts'
import type { NoticeKind } from '../../shared/notice.ts'
import { announce } from '../access/announce.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { hasUnread } from '../access/has-unread.ts'
import type { Turn } from '../access/sweep.ts'
import { literals } from '../platform/db.ts'
import type { Delivery, Texter } from '../platform/sms.ts'
import { goOnInstead, type Instead } from './go-on-instead.ts'
import { isAboutNumber, suspendNumber } from './suspend-number.ts'
import { texterOf } from './texter-of.ts'

/** Asks about the texts of a practice that are due to be asked about; a gateway that is away ends the round. */
export async function lookAfterTexts({ inPractice, signal }: Turn): Promise<void> {
  while (!signal.aborted) {
    const taken = await inPractice(takeText)
    if (taken === null) {
      return
    }
    const delivery = await taken.texter.look(taken.gatewayId, taken.at)
    await inPractice((ctx) => settleDelivery(ctx, taken, delivery))
    if (delivery.kind === 'later') {
      return
    }
  }
}

type TakenText = {
  texter: Texter
  at: Date
  id: string
  patientId: string
  conversationId: string
  careTeamId: string
  kind: NoticeKind
  instead: Instead
  gatewayId: string
  looks: number
}

async function takeText(ctx: Context): Promise<TakenText | null> {
  const texter = texterOf(ctx.house)
  if (texter === null || texter.restsUntil(ctx.now) !== null) {
    return null
  }
  const row = await ctx.tx
    .selectFrom('notices')
    .innerJoin('conversations', (join) =>
      join
        .onRef('conversations.practice_id', '=', 'notices.practice_id')
        .onRef('conversations.id', '=', 'notices.conversation_id'),
    )
    .select(['notices.id', 'notices.patient_id', 'notices.conversation_id', 'notices.kind', 'notices.instead'])
    .select(['notices.gateway_id', 'notices.looks', 'conversations.care_team_id'])
    .where('notices.practice_id', '=', ctx.actor.practiceId)
    .where('notices.look_at', '<=', ctx.now)
    .orderBy('notices.look_at')
    .limit(1)
    .forNoKeyUpdate('notices')
    .skipLocked()
    .$narrowType<{ kind: NoticeKind; instead: Instead; gateway_id: string }>()
    .executeTakeFirst()
  if (row === undefined) {
    return null
  }
  await ctx.tx
    .updateTable('notices')
    .set({ look_at: new Date(ctx.now.getTime() + limits.noticeLeaseMs) })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', row.id)
    .execute()
  return {
    texter,
    at: ctx.now,
    id: row.id,
    patientId: row.patient_id,
    conversationId: row.conversation_id,
    careTeamId: row.care_team_id,
    kind: row.kind,
    instead: row.instead,
    gatewayId: row.gateway_id,
    looks: row.looks,
  }
}

async function settleDelivery(ctx: Context, text: TakenText, delivery: Delivery): Promise<void> {
  switch (delivery.kind) {
    case 'later':
    case 'awaited': {
      const looks = text.looks + 1
      const again = looks < limits.textLooks ? new Date(ctx.now.getTime() + limits.textLookMs * 2 ** looks) : null
      await change(ctx, text, { looks, look_at: again })
      return
    }
    case 'delivered':
      await change(ctx, text, { look_at: null, delivered_at: ctx.now })
      return
    case 'lost':
      await lose(ctx, text, delivery.why)
  }
}

async function lose(ctx: Context, text: TakenText, why: Extract<Delivery, { kind: 'lost' }>['why']): Promise<void> {
  const isBounced = isAboutNumber(why)
  if (!(await change(ctx, text, { look_at: null, status: isBounced ? 'bounced' : 'failed', problem: why }))) {
    return
  }
  const { conversationId: id, patientId: patient_id, careTeamId: care_team_id } = text
  await Promise.all([
    isBounced && suspendNumber(ctx, patient_id, why),
    (await isUnread(ctx, id)) && goOnInstead(ctx, text),
    recordAudit(ctx, 'notice.lose', {
      object: { type: 'notice', id: text.id },
      patients: [patient_id],
      info: ['text'],
      outcome: 8,
    }),
  ])
  ctx.afterCommit(() => announce(ctx, { id, patient_id, care_team_id }))
}

/** Who has read meanwhile needs to be told by no other way. */
async function isUnread(ctx: Context, conversationId: string): Promise<boolean> {
  const row = await ctx.tx
    .selectFrom('conversations')
    .select(hasUnread.as('has_unread'))
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', conversationId)
    .executeTakeFirst()
  return row?.has_unread === true
}

type Change = { look_at: Date | null; looks?: number; delivered_at?: Date; status?: string; problem?: string }

/** False when somebody else has written how this text went. */
async function change(ctx: Context, text: Pick<TakenText, 'id' | 'looks'>, to: Change): Promise<boolean> {
  const row = await ctx.tx
    .updateTable('notices')
    .set(to)
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', text.id)
    .where('status', 'in', literals('sent'))
    .where('looks', '=', text.looks)
    .where('look_at', 'is not', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
