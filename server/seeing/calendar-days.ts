import type { Span } from '../../shared/seeing.ts'

/** Calendar days of a practice ('YYYY-MM-DD') and the instants between which they last. Pure: tested as a table. */
export function dayOf(at: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

/** A day's first instant, and the first instant after it: 23 to 25 hours apart. */
export function boundsOf(day: string, timeZone: string): { start: Date; end: Date } {
  const date = Temporal.PlainDate.from(day)
  const instant = (of: Temporal.PlainDate) => new Date(of.toZonedDateTime({ timeZone }).epochMilliseconds)
  return { start: instant(date), end: instant(date.add({ days: 1 })) }
}

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}

/** Whole days from one to another, both counted. */
export function daysBetween(from: string, until: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(until)).days + 1
}

/** The first day of the step that a day belongs to: itself, its Monday, or the first of its month. */
export function stepStart(day: string, span: Span): string {
  const date = Temporal.PlainDate.from(day)
  switch (span) {
    case 'day':
      return day
    case 'week':
      return date.subtract({ days: date.dayOfWeek - 1 }).toString()
    case 'month':
      return date.with({ day: 1 }).toString()
    default:
      return span satisfies never
  }
}

/** The steps from a day to another, in order; the first and the last may be cut short. */
export function stepsBetween(from: string, until: string, span: Span): { key: string; from: string; until: string }[] {
  const steps: { key: string; from: string; until: string }[] = []
  for (let day = from; day <= until;) {
    const key = stepStart(day, span)
    const last = addDays(nextStep(key, span), -1)
    const end = last < until ? last : until
    steps.push({ key, from: day, until: end })
    day = addDays(end, 1)
  }
  return steps
}

function nextStep(key: string, span: Span): string {
  const date = Temporal.PlainDate.from(key)
  return date.add(span === 'day' ? { days: 1 } : span === 'week' ? { weeks: 1 } : { months: 1 }).toString()
}

/** The first day of a day's month. */
export function monthOf(day: string): string {
  return stepStart(day, 'month')
}

type Days = { from: string; until: string }

/**
 * A time as whole months, where they are over (before `monthsUntil`, a first of a month), and the days around them. `months` names
 * the first days of the first and the last.
 */
export function partsOf({ from, until }: Days, monthsUntil: string): { months: Days | null; days: Days[] } {
  const first = from === monthOf(from) ? from : nextStep(monthOf(from), 'month')
  const end = [
    nextStep(monthOf(until), 'month') === addDays(until, 1) ? addDays(until, 1) : monthOf(until),
    monthsUntil,
  ]
    .toSorted()
    .at(0)
  if (end === undefined || first >= end) {
    return { months: null, days: [{ from, until }] }
  }
  return {
    months: { from: first, until: monthOf(addDays(end, -1)) },
    days: [
      ...(from < first ? [{ from, until: addDays(first, -1) }] : []),
      ...(end <= until ? [{ from: end, until }] : []),
    ],
  }
}
