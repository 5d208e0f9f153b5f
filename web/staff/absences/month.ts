/** The month before or after, 'YYYY-MM'. Pure: tested as a table. */
export function monthBeside(month: string, step: -1 | 1): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + step, 1)).toISOString().slice(0, 7)
}

/** A day so many days later, 'YYYY-MM-DD'. */
export function daysLater(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** The day of the week: 1 Monday to 7 Sunday. */
export function weekdayOf(day: string): 1 | 2 | 3 | 4 | 5 | 6 | 7 {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return (weekday === 0 ? 7 : weekday) as 1 | 2 | 3 | 4 | 5 | 6 | 7
}

/** The first day of the month as an instant that any zone puts in that month, for its name. */
export function middleOf(month: string): Date {
  return new Date(`${month}-15T12:00:00Z`)
}
