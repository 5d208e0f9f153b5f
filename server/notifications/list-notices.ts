import type { mobileNumber as api } from '../../shared/api/mobile-number.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import type { NoticeChannel, NoticeEnding, NoticeKind, NoticeStatus } from '../../shared/notice.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessConversation } from '../access/conversations.ts'
import { timeOfId } from '../platform/ids.ts'
import { forbidden } from '../platform/problems.ts'

/** What was tried to tell the patient, and how it ended, for whoever works on the conversation. */
export async function listNotices(
  ctx: Context,
  input: InputOf<typeof api.listNotices>,
): Promise<ResultOf<typeof api.listNotices>> {
  const conversation = await accessConversation(ctx, input.conversationId, 'conversation.read')
  if (ctx.actor.kind === 'patient') {
    throw forbidden()
  }
  const [rows] = await Promise.all([
    ctx.tx
      .selectFrom('notices')
      .select(['id', 'kind', 'channel', 'status', 'problem', 'sent_at', 'delivered_at'])
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('conversation_id', '=', conversation.id)
      .orderBy('id', 'desc')
      .limit(limits.noticesShown)
      .$narrowType<{ kind: NoticeKind; channel: NoticeChannel; status: NoticeStatus }>()
      .execute(),
    recordAudit(ctx, 'notice.list', {
      object: { type: 'conversation', id: conversation.id },
      patients: [conversation.patient_id],
      info: ['list'],
    }),
  ])
  return {
    items: rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      channel: row.channel,
      ending: endingOf(row.status, row.delivered_at !== null),
      problem: row.problem,
      madeAt: timeOfId(row.id),
      endedAt: row.delivered_at ?? row.sent_at,
    })),
  }
}

function endingOf(status: NoticeStatus, isDelivered: boolean): NoticeEnding {
  switch (status) {
    case 'due':
      return 'on-its-way'
    case 'sent':
      return isDelivered ? 'delivered' : 'sent'
    case 'bounced':
    case 'failed':
    case 'no-address':
      return 'failed'
    case 'not-needed':
      return 'not-needed'
  }
}
