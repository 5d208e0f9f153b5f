import type { ResultOf } from '../../shared/endpoint.ts'
import type { scheduledSends as api } from '../../shared/api/scheduled-sends.ts'
import { localOf } from '../absences/local-time.ts'
import type { Context } from '../access/context.ts'
import { canWriteTo } from '../access/patients.ts'
import { forbidden } from '../platform/problems.ts'
import { latestSendAt, offerSendTimes } from '../routing/send-time.ts'
import { loadCalendar } from './load-calendar.ts'

/** Times at hand to send later, for colleagues who write to patients. */
export async function listSendTimes(ctx: Context): Promise<ResultOf<typeof api.listSendTimes>> {
  if (ctx.actor.kind !== 'practitioner' || !canWriteTo(ctx.actor)) {
    throw forbidden()
  }
  const calendar = await loadCalendar(ctx)
  const local = (at: Date) => localOf(calendar.timeZone, at)
  return {
    items: offerSendTimes(calendar, ctx.now).map(({ kind, at }) => ({ kind, at, local: local(at) })),
    until: local(latestSendAt(ctx.now)),
  }
}
