import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { loadMobileNumber, type MobileView, viewMobileNumber } from './read-mobile-number.ts'

/** The number is written over: nobody can read it again, and e-mail alone tells of messages. Twice is once. */
export async function removeMobileNumber(ctx: Context): Promise<MobileView> {
  const row = await loadMobileNumber(ctx, true)
  const about = { object: { type: 'patient', id: row.id }, patients: [row.id] }
  if (row.version === null || row.status === 'removed') {
    await recordAudit(ctx, 'mobile-number.remove', about)
    return viewMobileNumber(ctx, row)
  }
  const version = row.version + 1
  const envelope = ctx.keys.seal('mobile_numbers.number_sealed', { id: row.id, version, patientId: row.id }, '')
  await ctx.tx
    .updateTable('mobile_numbers')
    .set({
      number_sealed: envelope,
      status: 'removed',
      choice: 'both',
      proven_at: null,
      problem: null,
      code_sealed: null,
      code_expires_at: null,
      code_due_at: null,
      code_tries_left: 0,
      version,
    })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', row.id)
    .execute()
  await recordAudit(ctx, 'mobile-number.remove', {
    ...about,
    envelopes: [{ column: 'mobile_numbers.number_sealed', row: row.id, envelope }],
  })
  return viewMobileNumber(ctx, await loadMobileNumber(ctx))
}
