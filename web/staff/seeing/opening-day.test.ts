import { expect, test } from 'vitest'
import { openingMinutesOfADay } from './opening-day.ts'

const day = (weekday: number, opens: string, closes: string) => ({ weekday, opens, closes })

test.each([
  [[], null],
  [[day(1, '09:00', '12:00'), day(1, '13:00', '17:00')], 420],
  [[day(1, '09:00', '17:00'), day(2, '09:00', '17:00'), day(5, '09:00', '12:30')], 480],
  [[day(1, '09:00', '12:00'), day(2, '09:00', '17:00')], 480],
])('%j: %d', (hours, minutes) => expect(openingMinutesOfADay(hours)).toBe(minutes))
