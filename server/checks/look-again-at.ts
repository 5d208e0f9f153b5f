import { limits } from '../../shared/limits.ts'
import type { BusinessCalendar } from '../routing/business-hours.ts'
import { type CheckTime, nextCheck } from '../routing/check-times.ts'

/** When a roster is looked at next: at its next check, when somebody is to be told next, and within the hour in any case. */
export function lookAgainAt(
  calendar: BusinessCalendar,
  times: readonly CheckTime[],
  alarmAt: Date | null,
  now: Date,
): Date {
  const atLatest = now.getTime() + limits.checkLookMinutes * 60_000
  const next = nextCheck(calendar, times, now)?.dueAt.getTime() ?? atLatest
  return new Date(Math.min(atLatest, next, alarmAt?.getTime() ?? atLatest))
}
