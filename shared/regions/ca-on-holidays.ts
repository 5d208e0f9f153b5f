import type { Holiday } from './region.ts'

/**
 * The nine public holidays of Ontario's Employment Standards Act, 2000, s. 1(1), of a Gregorian year, in order.
 *
 * Dates stand as they fall, with one exception that is law and not custom: when 1 July is a Sunday, Canada Day is
 * 2 July (Legislation Act, 2006, s. 88(4); Holidays Act (Canada), s. 2(2)). A day off in lieu of a Christmas or a New
 * Year on a week-end is a matter between employer and staff, and the civic holiday in August is not statutory: a
 * practice that closes on such a day adds it to its closures.
 */
export function ontarioHolidays(year: number): readonly Holiday[] {
  const firstOfJuly = utcDay(year, 7, 1)
  return [
    { date: isoDate(utcDay(year, 1, 1)), key: 'new-year' },
    { date: isoDate(nthMonday(year, 2, 3)), key: 'family-day' },
    { date: isoDate(plusDays(easterSunday(year), -2)), key: 'good-friday' },
    { date: isoDate(mondayOnOrBefore(utcDay(year, 5, 24))), key: 'victoria-day' },
    { date: isoDate(isSunday(firstOfJuly) ? plusDays(firstOfJuly, 1) : firstOfJuly), key: 'canada-day' },
    { date: isoDate(nthMonday(year, 9, 1)), key: 'labour-day' },
    { date: isoDate(nthMonday(year, 10, 2)), key: 'thanksgiving' },
    { date: isoDate(utcDay(year, 12, 25)), key: 'christmas-day' },
    { date: isoDate(utcDay(year, 12, 26)), key: 'boxing-day' },
  ]
}

/** Calendar dates are held as midnight UTC: no zone, no clock change. */
function utcDay(year: number, month: number, day: number): Date {
  return new Date(Date.UTC(year, month - 1, day))
}

function plusDays(date: Date, days: number): Date {
  return new Date(date.getTime() + days * 86_400_000)
}

function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10)
}

function isSunday(date: Date): boolean {
  return date.getUTCDay() === 0
}

function nthMonday(year: number, month: number, nth: number): Date {
  return mondayOnOrBefore(utcDay(year, month, nth * 7))
}

function mondayOnOrBefore(date: Date): Date {
  return plusDays(date, -((date.getUTCDay() + 6) % 7))
}

/** The Gregorian computus in its anonymous form (Meeus, Astronomical Algorithms, chapter 8). */
function easterSunday(year: number): Date {
  const century = Math.floor(year / 100)
  const yearOfCentury = year % 100
  const moonCycle = year % 19
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * moonCycle + century - Math.floor(century / 4) - moonShift + 15) % 30
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7
  const correction = Math.floor((moonCycle + 11 * epact + 22 * toSunday) / 451)
  const daysAfterMarch21 = epact + toSunday - 7 * correction + 1
  return plusDays(utcDay(year, 3, 21), daysAfterMarch21)
}
