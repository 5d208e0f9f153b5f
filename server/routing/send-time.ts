import { limits } from '../../shared/limits.ts'
import { type BusinessCalendar, isOpen, NeverOpenError, nextOpening, openingsOn } from './business-hours.ts'

/** Why nothing goes out at that time, and the next time that is possible, if there is one. */
export type SendTimeRefusal = { code: 'in-the-past' | 'too-far-ahead' | 'clinic-closed'; next: Date | null }
export type SendTimeOffer = { kind: 'next-opening' | 'tomorrow'; at: Date }

const dayMs = 86_400_000

/** Whether an answer may be put off until then: a time to come, not too far on, at which the clinic is open. */
export function whyNotSendAt(calendar: BusinessCalendar, at: Date, now: Date): SendTimeRefusal | null {
  if (at <= now) {
    return { code: 'in-the-past', next: openingFrom(calendar, now, now) }
  }
  if (at > latestSendAt(now)) {
    return { code: 'too-far-ahead', next: null }
  }
  return isOpen(calendar, at) ? null : { code: 'clinic-closed', next: openingFrom(calendar, at, now) }
}

/** Times at hand: when the clinic opens next, and tomorrow when it opens, if that is another time. */
export function offerSendTimes(calendar: BusinessCalendar, now: Date): SendTimeOffer[] {
  const next = openingFrom(calendar, now, now)
  if (next === null) {
    return []
  }
  const tomorrow = openingsOn(calendar, dayAfter(calendar, now))[0]?.opensAt
  return [
    { kind: 'next-opening', at: next },
    ...(tomorrow === undefined || tomorrow.getTime() === next.getTime()
      ? []
      : [{ kind: 'tomorrow' as const, at: tomorrow }]),
  ]
}

export function latestSendAt(now: Date): Date {
  return new Date(now.getTime() + limits.sendLaterDays * dayMs)
}

/** Null when the clinic does not open any more in the time for which something may be put off. */
function openingFrom(calendar: BusinessCalendar, from: Date, now: Date): Date | null {
  try {
    const at = nextOpening(calendar, from)
    return at > latestSendAt(now) ? null : at
  } catch (error) {
    if (error instanceof NeverOpenError) {
      return null
    }
    throw error
  }
}

/** Noon of the next day of the practice's clock: every zone has one. */
function dayAfter({ timeZone }: BusinessCalendar, now: Date): Date {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
  const noon = today.add({ days: 1 }).toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from('12:00') })
  return new Date(noon.epochMilliseconds)
}
