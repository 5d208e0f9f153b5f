import { type BusinessCalendar, nextOpening, openingsOn } from './business-hours.ts'

/** When the day's work ends (this day's, or that of the next day with any), and when the clinic opens again after it. */
export function closingTime(calendar: BusinessCalendar, at: Date): { closesAt: Date; reopensAt: Date } {
  const isToday = openingsOn(calendar, at).some(({ closesAt }) => closesAt > at)
  const day = isToday ? at : nextOpening(calendar, at)
  const last = openingsOn(calendar, day).at(-1)
  const closesAt = last?.closesAt ?? day
  return { closesAt, reopensAt: nextOpening(calendar, closesAt) }
}

/** Minutes of opening of the usual working day: what "two working days" stands for. Zero when there are no hours. */
export function workingDayMinutes({ blocks }: Pick<BusinessCalendar, 'blocks'>): number {
  const days = new Set(blocks.map(({ weekday }) => weekday)).size
  const minutes = blocks.reduce((sum, { opens, closes }) => sum + minuteOf(closes) - minuteOf(opens), 0)
  return days === 0 ? 0 : minutes / days
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
