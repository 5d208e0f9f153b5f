import { addBusinessMinutes, type BusinessCalendar } from './business-hours.ts'

/**
 * By when the clinic says it will answer: the topic's standard, in minutes of opening, after the message was sent.
 * Seconds are dropped, so that the time a patient is told is the time the clinic is held to.
 */
export function dueAt({
  calendar,
  sentAt,
  standardMinutes,
}: {
  calendar: BusinessCalendar
  sentAt: Date
  standardMinutes: number
}): Date {
  const sentMinute = new Date(Math.floor(sentAt.getTime() / 60_000) * 60_000)
  return addBusinessMinutes(calendar, sentMinute, standardMinutes)
}
