import { limits } from '../../shared/limits.ts'
import { regions } from '../../shared/regions/index.ts'
import type { RegionCode } from '../../shared/regions/region.ts'
import { checkOpeningBlocks, type OpeningBlock } from './opening-blocks.ts'

/**
 * When a practice is open. Its hours are on its own clock, so that a day may last 23 or 25 hours; business minutes are
 * minutes that really pass while it is open.
 */
export type BusinessCalendar = {
  /** IANA name, such as 'America/Toronto'. */
  readonly timeZone: string
  readonly blocks: readonly OpeningBlock[]
  /** Dates ('YYYY-MM-DD') on which this practice is closed, beside the holidays. */
  readonly closures: ReadonlySet<string>
  /** Whose statutory holidays the practice keeps. */
  readonly region: RegionCode
}

/** No opening hours, or too few of them, within `limits.calendarSearchDays`. */
export class NeverOpenError extends Error {
  readonly code = 'never_open'

  constructor() {
    super(`The opening hours hold no such time within ${limits.calendarSearchDays} days.`)
    this.name = 'NeverOpenError'
  }
}

/**
 * The instant when that many minutes of opening have passed since `from`. From outside the hours, counting begins at
 * the next opening. A count that ends with the day ends at closing time, not at the next opening.
 */
export function addBusinessMinutes(calendar: BusinessCalendar, from: Date, minutes: number): Date {
  if (!(minutes >= 0)) {
    throw new RangeError(`Business minutes must be zero or more, not ${minutes}.`)
  }
  let remainingMs = minutes * msPerMinute
  for (const opening of openings(calendar, from, limits.calendarSearchDays)) {
    const startMs = Math.max(opening.opensMs, from.getTime())
    const availableMs = opening.closesMs - startMs
    if (availableMs >= remainingMs) {
      return new Date(startMs + remainingMs)
    }
    remainingMs -= Math.max(availableMs, 0)
  }
  throw new NeverOpenError()
}

/** The latest instant from which that many minutes of opening pass until `to`; further back than the calendar is looked at: where that begins. */
export function businessMinutesBefore(calendar: BusinessCalendar, to: Date, minutes: number): Date {
  let remainingMs = minutes * msPerMinute
  const startsAt = new Date(to.getTime() - limits.calendarBackDays * msPerDay)
  for (const { opensMs, closesMs } of openingsBack(calendar, to, limits.calendarBackDays)) {
    const endMs = Math.min(closesMs, to.getTime())
    const availableMs = endMs - opensMs
    if (availableMs >= remainingMs) {
      return new Date(endMs - remainingMs)
    }
    remainingMs -= Math.max(availableMs, 0)
  }
  return startsAt
}

/** Minutes of opening between two instants, fractions included; negative when `to` comes first. */
export function businessMinutesBetween(calendar: BusinessCalendar, from: Date, to: Date): number {
  if (to < from) {
    return -businessMinutesBetween(calendar, to, from)
  }
  const days = Math.ceil((to.getTime() - from.getTime()) / msPerDay)
  if (!(days <= limits.calendarSpanDays)) {
    throw new RangeError(`Business time is added up over ${limits.calendarSpanDays} days at most.`)
  }
  let totalMs = 0
  // One day more, because 24 hours from the eve of a 23-hour day end on the day after it.
  for (const { opensMs, closesMs } of openings(calendar, from, days + 1)) {
    totalMs += Math.max(Math.min(closesMs, to.getTime()) - Math.max(opensMs, from.getTime()), 0)
  }
  return totalMs / msPerMinute
}

/** Whether the practice is open at an instant: from the minute it opens until just before it closes. */
export function isOpen(calendar: BusinessCalendar, at: Date): boolean {
  return openings(calendar, at, 0).some(({ opensMs, closesMs }) => opensMs <= at.getTime() && at.getTime() < closesMs)
}

/** The first instant, `at` or later, when the practice opens its doors; while it is open, the opening after that. */
export function nextOpening(calendar: BusinessCalendar, at: Date): Date {
  const next = openings(calendar, at, limits.calendarSearchDays).find(({ opensMs }) => opensMs >= at.getTime())
  if (!next) {
    throw new NeverOpenError()
  }
  return new Date(next.opensMs)
}

/** When the practice is open on the day of an instant. */
export function openingsOn(calendar: BusinessCalendar, at: Date): { opensAt: Date; closesAt: Date }[] {
  return [...openings(calendar, at, 0)].map(({ opensMs, closesMs }) => ({
    opensAt: new Date(opensMs),
    closesAt: new Date(closesMs),
  }))
}

const msPerMinute = 60_000
const msPerDay = 86_400_000

type Opening = { opensMs: number; closesMs: number }

/** The openings of the day of `from` and of the days after it, in order, none touching the next. */
function* openings(calendar: BusinessCalendar, from: Date, days: number): Generator<Opening, void, undefined> {
  const openingsOfDay = openDays(calendar)
  const firstDay = dayOf(calendar, from)
  for (let offset = 0; offset <= days; offset += 1) {
    yield* openingsOfDay(firstDay.add({ days: offset }))
  }
}

/** The openings of the day of `to` that begin before it, and of the days before that, the last one first. */
function* openingsBack(calendar: BusinessCalendar, to: Date, days: number): Generator<Opening, void, undefined> {
  const openingsOfDay = openDays(calendar)
  const lastDay = dayOf(calendar, to)
  for (let offset = 0; offset <= days; offset += 1) {
    const ofDay = openingsOfDay(lastDay.subtract({ days: offset })).toReversed()
    yield* ofDay.filter(({ opensMs }) => opensMs < to.getTime())
  }
}

function dayOf({ timeZone }: BusinessCalendar, at: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
}

type OpenDays = (date: Temporal.PlainDate) => readonly Opening[]
/** Every message asks for the same few days of the same hours; hours that were read again have the same words. */
const known = new Map<string, OpenDays>()

/** When one practice is open on a date. Throws `OpeningBlocksError`. */
function openDays(calendar: BusinessCalendar): OpenDays {
  const hours = JSON.stringify([calendar.timeZone, calendar.region, calendar.blocks])
  const hoursOn = known.get(hours) ?? rememberDays(calendar)
  if (known.size >= limits.rememberedCalendars && !known.has(hours)) {
    known.clear()
  }
  known.set(hours, hoursOn)
  return (date) => (calendar.closures.size > 0 && calendar.closures.has(date.toString()) ? [] : hoursOn(date))
}

/** The openings of a date but for the practice's own closures, worked out once. */
function rememberDays({ timeZone, region, blocks }: BusinessCalendar): OpenDays {
  checkOpeningBlocks(blocks)
  const days = new Map<string, readonly Opening[]>()
  return (date) => {
    const iso = date.toString()
    const found = days.get(iso) ?? (isHoliday(region, date) ? [] : openingsOnDate({ timeZone, blocks }, date))
    if (days.size >= limits.rememberedDays) {
      days.clear()
    }
    days.set(iso, found)
    return found
  }
}

function isHoliday(region: RegionCode, day: Temporal.PlainDate): boolean {
  return regions[region].holidays(day.year).some(({ date }) => date === day.toString())
}

/** Blocks of one date as instants. Touching blocks are one opening; a block inside a skipped hour is none. */
function openingsOnDate(
  { blocks, timeZone }: Pick<BusinessCalendar, 'blocks' | 'timeZone'>,
  date: Temporal.PlainDate,
): Opening[] {
  const instantOf = (time: string) =>
    date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds
  const merged: Opening[] = []
  const ofDay = blocks.filter(({ weekday }) => weekday === date.dayOfWeek)
  for (const { opens, closes } of ofDay.toSorted((a, b) => (a.opens < b.opens ? -1 : 1))) {
    const opening = { opensMs: instantOf(opens), closesMs: instantOf(closes) }
    const previous = merged.at(-1)
    if (opening.opensMs >= opening.closesMs) {
      continue
    }
    if (previous && opening.opensMs <= previous.closesMs) {
      previous.closesMs = Math.max(previous.closesMs, opening.closesMs)
    } else {
      merged.push(opening)
    }
  }
  return merged
}
