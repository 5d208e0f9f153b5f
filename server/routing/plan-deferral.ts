import { limits } from '../../shared/limits.ts'
import { addBusinessMinutes, type BusinessCalendar, NeverOpenError } from './business-hours.ts'
import { firstLookAt } from './renew-expectation.ts'

export type Deferral = {
  calendar: BusinessCalendar
  until: Date
  now: Date
  isUrgent: boolean
  /** What the patient was told; null where no answer is owed. */
  promise: { toldAt: Date; renewals: number; standardMinutes: number } | null
  /** Whoever puts it off agrees that the patient is told a later time. */
  tellsPatient: boolean
}
export type DeferralPlan =
  | { refused: { path: 'until' | 'tellsPatient'; code: string; limit?: number } }
  /** What the patient is told now, and when to look again whether that holds; null when nothing changes for them. */
  | { refused: null; renewal: { tell: Date; lookAgainAt: Date | null } | null }

/**
 * Whether a task may wait so long. What the patient was told is never moved in silence: a wait that ends before it changes
 * nothing for them; a longer one tells them a later time at once, if whoever puts it off agrees, if it is not urgent, and if
 * they have not been told too often already. Then it is to be answered, or given to somebody who can.
 */
export function planDeferral(deferral: Deferral): DeferralPlan {
  const { until, now, promise } = deferral
  if (until <= now) {
    return refuse('until', 'in-the-past')
  }
  if (until.getTime() > now.getTime() + limits.deferralDays * 86_400_000) {
    return refuse('until', 'too-far', limits.deferralDays)
  }
  if (promise === null || until < promise.toldAt) {
    return { refused: null, renewal: null }
  }
  if (deferral.isUrgent) {
    return refuse('until', 'urgent-past-promise')
  }
  if (promise.renewals >= limits.expectationRenewals) {
    return refuse('until', 'told-too-often')
  }
  return deferral.tellsPatient ? laterPromise(deferral, promise) : refuse('tellsPatient', 'past-promise')
}

/** As much time after the wait as an answer is given when its time is about to pass. */
function laterPromise({ calendar, until }: Deferral, promise: NonNullable<Deferral['promise']>): DeferralPlan {
  const { standardMinutes, renewals } = promise
  try {
    const tell = addBusinessMinutes(calendar, until, Math.min(standardMinutes, limits.expectationExtraMinutes))
    const isLast = renewals + 1 >= limits.expectationRenewals
    const lookAgainAt = isLast ? null : firstLookAt({ calendar, standardMinutes, toldAt: tell })
    return { refused: null, renewal: { tell, lookAgainAt } }
  } catch (error) {
    if (!(error instanceof NeverOpenError)) {
      throw error
    }
    return refuse('until', 'no-hours')
  }
}

function refuse(path: 'until' | 'tellsPatient', code: string, limit?: number): DeferralPlan {
  return { refused: { path, code, ...(limit !== undefined && { limit }) } }
}
