import { expect, test } from 'vitest'
import { aboutRows, rowsOf, timesOf, weekOf } from './roster-rows.ts'

const ana = { id: 'ana', kind: 'practitioner' as const, name: 'Ana', role: null }
const time = (weekday: number, at: string, person: typeof ana | null = null) => ({ weekday, at, person, warnings: [] })

test('a time on several days is one row, another person another, and what is sent is what came', () => {
  const times = [time(1, '09:00'), time(1, '12:00', ana), time(2, '09:00'), time(3, '09:00', ana)]
  let count = 0
  const rows = rowsOf(times, () => `row-${++count}`)
  expect(rows.map(({ at, weekdays, personId }) => [at, weekdays, personId])).toEqual([
    ['09:00', [1, 2], ''],
    ['09:00', [3], 'ana'],
    ['12:00', [1], 'ana'],
  ])
  const sent = timesOf(rows)
  expect(sent.times).toHaveLength(4)
  expect(sent.times[2]).toEqual({ weekday: 3, at: '09:00', practitionerId: 'ana' })
  expect(sent.keys).toEqual(['row-1', 'row-1', 'row-3', 'row-2'])
})

test('days with the same times are told together', () => {
  expect(weekOf([time(2, '12:00'), time(1, '09:00'), time(2, '09:00'), time(1, '12:00'), time(5, '09:00')])).toEqual([
    { weekdays: [1, 2], times: ['09:00', '12:00'] },
    { weekdays: [5], times: ['09:00'] },
  ])
})

test('what is wrong with a time on five days is said once, beside its row', () => {
  const keys = ['one', 'one', 'two']
  const at = (index: number) => ({ path: `times.${index}.at`, code: 'too-near' })
  const whole = { path: 'times', code: 'never-open' }
  expect(aboutRows([at(0), at(1), at(2), whole, at(9)], keys)).toEqual([
    { path: 'at.one', code: 'too-near' },
    { path: 'at.two', code: 'too-near' },
    whole,
    at(9),
  ])
})
