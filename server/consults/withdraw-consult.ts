import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { consults as api } from '../../shared/api/consults.ts'
import { consultMachine } from '../../shared/consult.ts'
import { next } from '../../shared/machine.ts'
import { loadCover } from '../absences/load-cover.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessConversation } from '../access/conversations.ts'
import { practitionerNames } from '../access/names.ts'
import { findWaiting } from '../conversations/scheduled-view.ts'
import { conflict, forbidden, notFound } from '../platform/problems.ts'
import { holdColleague } from '../tasks/hold-colleague.ts'
import { findConsult } from './consult-rows.ts'
import { giveTaskBack } from './give-task.ts'
import { giveFilesBack } from './proposed-files.ts'
import { openProposal, viewOne } from './view-consult.ts'

/** Takes back one's own question before it is decided; what is to be done comes back with it. Twice is once. */
export async function withdrawConsult(
  ctx: Context,
  input: InputOf<typeof api.withdrawConsult>,
): Promise<ResultOf<typeof api.withdrawConsult>> {
  if (ctx.actor.kind !== 'practitioner') {
    throw forbidden()
  }
  await holdColleague(ctx, ctx.actor.id)
  const conversation = await accessConversation(ctx, input.conversationId, 'message.send')
  const [consult, staff, cover] = await Promise.all([
    findConsult(ctx, conversation.id, input.consultId),
    practitionerNames(ctx),
    loadCover(ctx),
  ])
  if (consult === undefined) {
    throw notFound()
  }
  if (consult.asked_by_id !== ctx.actor.id) {
    throw forbidden()
  }
  if (consult.status !== 'withdrawn') {
    if (!consult.is_open) {
      const by = consult.decided_by_id === null ? undefined : staff.get(consult.decided_by_id)
      throw conflict('already-decided', { status: consult.status, by: by ?? null })
    }
    const waiting = await findWaiting(ctx, conversation.id)
    if (waiting !== undefined) {
      throw conflict('answer-waiting', { sendAt: waiting.send_at.toISOString() })
    }
    await ctx.tx
      .updateTable('consults')
      .set({
        status: next(consultMachine, consult.status, 'withdraw'),
        decided_at: ctx.now,
        decided_by_id: ctx.actor.id,
      })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', consult.id)
      .execute()
    await Promise.all([
      giveTaskBack(ctx, consult, { cover, staff }),
      giveFilesBack(ctx, consult, openProposal(ctx, consult)),
    ])
  }
  await recordAudit(ctx, 'consult.withdraw', {
    object: { type: 'consult', id: consult.id },
    patients: [consult.patient_id],
    info: consult.status === 'withdrawn' ? ['repeat'] : [],
  })
  const row = await findConsult(ctx, conversation.id, consult.id)
  return { consult: await viewOne(ctx, row ?? consult, staff) }
}
