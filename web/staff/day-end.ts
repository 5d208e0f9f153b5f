/** The last instant of a calendar day ('YYYY-MM-DD') in a zone, as ISO 8601: that day's midnight, less a millisecond. Pure: tested as a table. */
export function endOfDay(day: string, timeZone: string): string {
  return new Date(atClock(new Date(`${day}T00:00:00Z`).getTime() + 86_400_000, timeZone) - 1).toISOString()
}

/** The first instant of a calendar day in a zone. */
export function startOfDay(day: string, timeZone: string): string {
  return new Date(atClock(new Date(`${day}T00:00:00Z`).getTime(), timeZone)).toISOString()
}

/** The instant at which a zone's clock shows this ('YYYY-MM-DDTHH:MM'), as ISO 8601. */
export function instantOf(local: string, timeZone: string): string {
  return new Date(atClock(new Date(`${local}:00Z`).getTime(), timeZone)).toISOString()
}

/** What a zone's clock shows at an instant, 'YYYY-MM-DDTHH:MM'. */
export function localOf(at: string, timeZone: string): string {
  const instant = new Date(at).getTime()
  return new Date(instant + offsetMs(instant, timeZone)).toISOString().slice(0, 16)
}

/** When a zone's clock shows what UTC shows at `clock`. */
function atClock(clock: number, timeZone: string): number {
  // The offset is read twice: the first guess may stand on the other side of a clock change.
  const guess = clock - offsetMs(clock, timeZone)
  return clock - offsetMs(guess, timeZone)
}

/** How far a zone's clock is ahead of UTC at an instant, in milliseconds (west of Greenwich: negative). */
function offsetMs(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value)
  const clock = [number('year'), number('month') - 1, number('day'), number('hour'), number('minute'), number('second')]
  return Date.UTC(...(clock as [number, number, number, number, number, number])) - at
}

/** Today's calendar date in a zone, 'YYYY-MM-DD'. */
export function todayIn(timeZone: string, now: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now)
}

/** The next day at nine, on the clinic's clock: 'YYYY-MM-DDTHH:MM'. */
export function tomorrowMorning(timeZone: string): string {
  return `${localOf(new Date(Date.now() + 86_400_000).toISOString(), timeZone).slice(0, 10)}T09:00`
}
