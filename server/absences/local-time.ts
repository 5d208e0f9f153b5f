/**
 * A time on the practice's clock as an instant, or null when there is no such date or time. One that the clocks skip in
 * spring is the moment after; of one that comes twice in autumn it is the first.
 */
export function instantOf(timeZone: string, local: string): Date | null {
  try {
    return new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).epochMilliseconds)
  } catch (error) {
    if (error instanceof RangeError) {
      return null
    }
    throw error
  }
}

/** 'YYYY-MM-DDTHH:MM' on the practice's clock. */
export function localOf(timeZone: string, at: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
}
