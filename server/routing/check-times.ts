import { limits } from '../../shared/limits.ts'
import { type BusinessCalendar, isOpen } from './business-hours.ts'

/** A time on the practice's clock, week after week, and who is asked; null: whoever works in the inbox. */
export type CheckTime = { weekday: number; at: string; practitionerId: string | null }
export type CheckDue = { dueAt: Date; askedId: string | null }

/** The checks whose time comes after one instant and not after another, in order. While the practice is closed there are none. */
export function checksBetween(
  calendar: BusinessCalendar,
  times: readonly CheckTime[],
  after: Date,
  until: Date,
): CheckDue[] {
  const found: CheckDue[] = []
  const last = dayOf(calendar, until)
  for (let day = dayOf(calendar, after); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    found.push(...checksOn(calendar, times, day).filter(({ dueAt }) => after < dueAt && dueAt <= until))
  }
  return found
}

/** The first check after an instant; null when the next weeks hold none. */
export function nextCheck(calendar: BusinessCalendar, times: readonly CheckTime[], after: Date): CheckDue | null {
  const first = dayOf(calendar, after)
  for (let days = 0; times.length > 0 && days <= limits.checkAheadDays; days++) {
    const next = checksOn(calendar, times, first.add({ days })).find(({ dueAt }) => after < dueAt)
    if (next !== undefined) {
      return next
    }
  }
  return null
}

/** Whether a time of the week lies within the opening hours, holidays and closures apart. */
export function isWithinHours({ blocks }: Pick<BusinessCalendar, 'blocks'>, time: CheckTime): boolean {
  return blocks.some(({ weekday, opens, closes }) => weekday === time.weekday && opens <= time.at && time.at < closes)
}

/** A time that the clocks skip in spring is the moment after; two that fall together are one. */
function checksOn(calendar: BusinessCalendar, times: readonly CheckTime[], day: Temporal.PlainDate): CheckDue[] {
  const found = new Map<number, CheckDue>()
  for (const { weekday, at, practitionerId } of times.toSorted((one, other) => (one.at < other.at ? -1 : 1))) {
    if (weekday === day.dayOfWeek) {
      const plainTime = Temporal.PlainTime.from(at)
      const dueAt = new Date(day.toZonedDateTime({ timeZone: calendar.timeZone, plainTime }).epochMilliseconds)
      if (!found.has(dueAt.getTime()) && isOpen(calendar, dueAt)) {
        found.set(dueAt.getTime(), { dueAt, askedId: practitionerId })
      }
    }
  }
  return [...found.values()]
}

function dayOf({ timeZone }: BusinessCalendar, at: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
}
