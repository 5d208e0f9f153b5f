/** When a practice is checked again: the next time that it is three in the morning there. */
export function nextCheckAt(timeZone: string, now: Date): Date {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone)
  const tonight = here.toPlainDate().toZonedDateTime({ timeZone, plainTime: '03:00' })
  const isOver = Temporal.ZonedDateTime.compare(tonight, here) <= 0
  const next = isOver ? here.toPlainDate().add({ days: 1 }).toZonedDateTime({ timeZone, plainTime: '03:00' }) : tonight
  return new Date(next.epochMilliseconds)
}
