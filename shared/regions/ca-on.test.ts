import { describe, expect, test } from 'vitest'
import { ontarioHolidays } from './ca-on-holidays.ts'
import { ontario } from './ca-on.ts'
import { regions } from './index.ts'

/** Month and day of each holiday, from published calendars. */
const published: Record<number, [string, string, string, string, string, string, string, string, string]> = {
  2024: ['01-01', '02-19', '03-29', '05-20', '07-01', '09-02', '10-14', '12-25', '12-26'],
  2025: ['01-01', '02-17', '04-18', '05-19', '07-01', '09-01', '10-13', '12-25', '12-26'],
  2026: ['01-01', '02-16', '04-03', '05-18', '07-01', '09-07', '10-12', '12-25', '12-26'],
  2027: ['01-01', '02-15', '03-26', '05-24', '07-01', '09-06', '10-11', '12-25', '12-26'],
  2028: ['01-01', '02-21', '04-14', '05-22', '07-01', '09-04', '10-09', '12-25', '12-26'],
  2029: ['01-01', '02-19', '03-30', '05-21', '07-02', '09-03', '10-08', '12-25', '12-26'],
  2030: ['01-01', '02-18', '04-19', '05-20', '07-01', '09-02', '10-14', '12-25', '12-26'],
  2031: ['01-01', '02-17', '04-11', '05-19', '07-01', '09-01', '10-13', '12-25', '12-26'],
  2032: ['01-01', '02-16', '03-26', '05-24', '07-01', '09-06', '10-11', '12-25', '12-26'],
}

const keys = Object.keys(ontario.holidayNames)

describe('ontarioHolidays', () => {
  test.each(Object.entries(published))('%s', (year, monthDays) => {
    expect(ontarioHolidays(Number(year))).toEqual(
      monthDays.map((monthDay, index) => ({ date: `${year}-${monthDay}`, key: keys[index] })),
    )
  })

  test.each([
    [1818, '1818-03-20'],
    [1943, '1943-04-23'],
    [2008, '2008-03-21'],
    [2038, '2038-04-23'],
    [2285, '2285-03-20'],
  ])('Good Friday at the edges of the computus, %i', (year, date) => {
    expect(ontarioHolidays(year).find(({ key }) => key === 'good-friday')?.date).toBe(date)
  })

  test('moves Canada Day to the second of July exactly when the first is a Sunday', () => {
    const moved = Array.from({ length: 30 }, (_, index) => 2010 + index).filter((year) =>
      ontarioHolidays(year).some(({ date, key }) => key === 'canada-day' && date.endsWith('-07-02')),
    )
    expect(moved).toEqual([2012, 2018, 2029, 2035])
  })
})

describe('phone lines', () => {
  const lines = [...ontario.urgentLines, ...ontario.supportLines]

  test('the urgent ones are 911, 811 and 988, in this order', () => {
    expect(ontario.urgentLines.map(({ tel }) => tel)).toEqual(['tel:911', 'tel:811', 'tel:988'])
  })

  test.each(lines)('$key: both languages name the number that its link dials', ({ number, tel, tty, advice }) => {
    for (const sentence of Object.values(advice)) {
      expect(sentence).toContain(number)
      expect(tty === undefined || sentence.includes(tty.number)).toBe(true)
    }
    expect(tel.replace(/^tel:\+?/, '')).toBe(number.replaceAll('-', ''))
  })

  test('no key twice', () => {
    expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length)
  })
})

test('the health number rules read their own example', () => {
  const { parse, format, example, system, acceptedSystems } = regions['ca-on'].healthNumber
  const read = parse(example)
  expect(read.ok && format(read.value)).toBe(example)
  expect(acceptedSystems).toContain(system)
})
