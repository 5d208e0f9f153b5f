/** When something in the story happens, seen from today: so many minutes ago, or on the n-th working day before or after today. */
export type When =
  | { minutesAgo: number }
  | { workingDaysAgo: number; at: string }
  | { workingDaysAhead: number; at: string }

/** The instant of it. `at` is the practice's local time ('HH:MM'); working days are Monday to Friday. */
export function instantOf(when: When, now: Date, timeZone: string): Date {
  if ('minutesAgo' in when) {
    return new Date(now.getTime() - when.minutesAgo * 60_000)
  }
  let day = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
  const isAhead = 'workingDaysAhead' in when
  for (let left = isAhead ? when.workingDaysAhead : when.workingDaysAgo; left > 0;) {
    day = day.add({ days: isAhead ? 1 : -1 })
    left -= day.dayOfWeek <= 5 ? 1 : 0
  }
  const local = day.toPlainDateTime(Temporal.PlainTime.from(when.at))
  return new Date(local.toZonedDateTime(timeZone).epochMilliseconds)
}
