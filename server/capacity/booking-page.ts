import type { Context } from '../access/context.ts'
import { conflict, invalid } from '../platform/problems.ts'

/** The words that send a patient to booking say where that is. */
export async function requireBookingPage(ctx: Context, text: string): Promise<void> {
  const { booking_url: url } = await ctx.tx
    .selectFrom('practices')
    .select('booking_url')
    .where('practice_id', '=', ctx.actor.practiceId)
    .executeTakeFirstOrThrow()
  if (url === null) {
    throw conflict('no-booking-page')
  }
  if (!text.includes(url)) {
    throw invalid({ path: 'text', code: 'without-booking-page' })
  }
}
