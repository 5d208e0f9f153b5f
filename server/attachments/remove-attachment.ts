import type { attachments as api } from '../../shared/api/attachments.ts'
import { attachmentMachine } from '../../shared/attachment.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { next } from '../../shared/machine.ts'
import { recordAudit } from '../access/audit.ts'
import { accessAttachment } from '../access/attachments.ts'
import type { Context } from '../access/context.ts'
import { viewAttachment } from './attachment-view.ts'

/** The state of a file, while it is received and scanned, and its name. */
export async function readAttachment(
  ctx: Context,
  input: InputOf<typeof api.readAttachment>,
): Promise<ResultOf<typeof api.readAttachment>> {
  const row = await accessAttachment(ctx, input.attachmentId, 'attachment.read')
  await recordAudit(ctx, 'attachment.read', {
    object: { type: 'attachment', id: row.id },
    patients: [row.patient_id],
    info: ['file-name'],
  })
  return viewAttachment(ctx, row)
}

/** Takes a file out of a draft; its bytes are swept once nothing needs them. */
export async function removeAttachment(
  ctx: Context,
  input: InputOf<typeof api.removeAttachment>,
): Promise<ResultOf<typeof api.removeAttachment>> {
  const row = await accessAttachment(ctx, input.attachmentId, 'attachment.remove')
  await ctx.tx
    .updateTable('attachments')
    .set({ status: next(attachmentMachine, row.status, 'remove'), due_at: ctx.now })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', row.id)
    .execute()
  await recordAudit(ctx, 'attachment.remove', {
    object: { type: 'attachment', id: row.id },
    patients: [row.patient_id],
  })
  return {}
}
