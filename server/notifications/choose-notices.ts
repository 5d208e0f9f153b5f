import type { mobileNumber as api } from '../../shared/api/mobile-number.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { conflict } from '../platform/problems.ts'
import { loadMobileNumber, type MobileView, viewMobileNumber } from './read-mobile-number.ts'

/** E-mail, text, or both. Without a number that is known to be theirs there is nothing to choose. */
export async function chooseNotices(ctx: Context, input: InputOf<typeof api.chooseNotices>): Promise<MobileView> {
  const row = await loadMobileNumber(ctx, true)
  if (viewMobileNumber(ctx, row).number?.state !== 'proven') {
    throw conflict('number-not-proven')
  }
  await ctx.tx
    .updateTable('mobile_numbers')
    .set({ choice: input.choice })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', row.id)
    .execute()
  await recordAudit(ctx, 'mobile-number.choose', {
    object: { type: 'patient', id: row.id },
    patients: [row.id],
    info: [input.choice],
  })
  return viewMobileNumber(ctx, await loadMobileNumber(ctx))
}
