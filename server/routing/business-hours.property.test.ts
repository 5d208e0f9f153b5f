import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addBusinessMinutes,
  businessMinutesBetween,
  isOpen,
  NeverOpenError,
  nextOpening,
  type BusinessCalendar,
} from './business-hours.ts'
import type { OpeningBlock } from './opening-blocks.ts'

/** Laws of business time, for any opening hours, closures and zone, around clock changes as often as not. */

function blocksOfDay(weekday: number): fc.Arbitrary<OpeningBlock[]> {
  const times = fc.uniqueArray(fc.integer({ min: 0, max: 24 * 12 - 1 }), { maxLength: 6 })
  return times.map((chosen) => {
    const sorted = chosen.toSorted((a, b) => a - b).map((fiveMinutes) => clock(fiveMinutes * 5))
    return Array.from({ length: Math.floor(sorted.length / 2) }, (_, index) => ({
      weekday,
      opens: sorted[index * 2] ?? '',
      closes: sorted[index * 2 + 1] ?? '',
    }))
  })
}

function clock(minuteOfDay: number): string {
  const hours = Math.floor(minuteOfDay / 60)
  return `${String(hours).padStart(2, '0')}:${String(minuteOfDay % 60).padStart(2, '0')}`
}

const instants = fc.oneof(
  fc.date({ min: new Date('2024-01-01'), max: new Date('2032-12-31'), noInvalidDate: true }),
  fc.date({ min: new Date('2026-03-07'), max: new Date('2026-03-10'), noInvalidDate: true }),
  fc.date({ min: new Date('2026-10-31'), max: new Date('2026-11-03'), noInvalidDate: true }),
)

const calendars: fc.Arbitrary<BusinessCalendar> = fc.record({
  timeZone: fc.constantFrom('America/Toronto', 'America/St_Johns', 'America/Regina', 'Australia/Lord_Howe'),
  blocks: fc.tuple(...[1, 2, 3, 4, 5, 6, 7].map(blocksOfDay)).map((days) => days.flat()),
  closures: fc
    .array(instants, { maxLength: 5 })
    .map((dates) => new Set(dates.map((date) => date.toISOString().slice(0, 10)))),
  region: fc.constant('ca-on' as const),
})

const someMinutes = fc.integer({ min: 0, max: 3_000 })

/** The hours may hold too little; then there is nothing to compare. */
function later(calendar: BusinessCalendar, from: Date, minutes: number): Date {
  try {
    return addBusinessMinutes(calendar, from, minutes)
  } catch (error) {
    fc.pre(!(error instanceof NeverOpenError))
    throw error
  }
}

test('the result is never before the start, and inside an opening or at its end', () => {
  fc.assert(
    fc.property(calendars, instants, someMinutes, (calendar, from, minutes) => {
      const result = later(calendar, from, minutes)
      expect(result.getTime()).toBeGreaterThanOrEqual(from.getTime())
      expect(isOpen(calendar, result) || isOpen(calendar, new Date(result.getTime() - 1))).toBe(true)
    }),
  )
})

test('adding in two steps is adding at once', () => {
  fc.assert(
    fc.property(calendars, instants, someMinutes, someMinutes, (calendar, from, first, second) => {
      const atOnce = later(calendar, from, first + second)
      expect(later(calendar, later(calendar, from, first), second)).toEqual(atOnce)
    }),
  )
})

test('a later start or more minutes never ends earlier', () => {
  fc.assert(
    fc.property(calendars, instants, instants, someMinutes, someMinutes, (calendar, one, other, few, more) => {
      const [early, late] = one < other ? [one, other] : [other, one]
      const result = later(calendar, early, few)
      expect(later(calendar, late, few).getTime()).toBeGreaterThanOrEqual(result.getTime())
      expect(later(calendar, early, few + more).getTime()).toBeGreaterThanOrEqual(result.getTime())
    }),
  )
})

test('the minutes between start and result are the minutes that were added', () => {
  fc.assert(
    fc.property(calendars, instants, someMinutes, (calendar, from, minutes) => {
      const result = later(calendar, from, minutes)
      expect(businessMinutesBetween(calendar, from, result)).toBeCloseTo(minutes, 6)
      expect(businessMinutesBetween(calendar, result, from)).toBeCloseTo(-minutes, 6)
    }),
  )
})

test('no time passes between a closed instant and the next opening', () => {
  fc.assert(
    fc.property(calendars, instants, (calendar, at) => {
      fc.pre(calendar.blocks.length > 0 && !isOpen(calendar, at))
      const opening = nextOpening(calendar, at)
      expect(isOpen(calendar, opening)).toBe(true)
      expect(businessMinutesBetween(calendar, at, opening)).toBe(0)
    }),
  )
})
