// What is promised here: a calendar that any program reads, whose times stay at the hour of the clock when the clocks change.
import { expect, test } from 'vitest'
import { calendarText } from './calendar-text.ts'
import { datedBlocks, type MessageBlock, wrongBlock } from './next-block.ts'

const now = new Date('2026-10-30T16:00:00Z')
const block = (weekday: number, from: string, until: string): MessageBlock => ({ weekday, from, until })
const dated = (blocks: MessageBlock[], days: number, at = now) =>
  datedBlocks(blocks, { timeZone: 'America/Toronto', now: at, days }).map(({ startsAt, endsAt }) => [
    startsAt.toISOString().slice(0, 16),
    endsAt.toISOString().slice(0, 16),
  ])

test('nine in the morning is nine in the morning on both sides of the change in autumn', () => {
  expect(dated([block(5, '09:00', '10:00'), block(1, '09:00', '09:30')], 11)).toEqual([
    ['2026-11-02T14:00', '2026-11-02T14:30'],
    ['2026-11-06T14:00', '2026-11-06T15:00'],
    ['2026-11-09T14:00', '2026-11-09T14:30'],
  ])
})

test('a time that is skipped in spring is the moment after, and the one that comes twice is the first', () => {
  expect(dated([block(7, '02:30', '04:00')], 1, new Date('2027-03-14T05:30:00Z'))).toEqual([
    ['2027-03-14T07:30', '2027-03-14T08:00'],
  ])
  expect(dated([block(7, '01:30', '03:00')], 1, new Date('2026-11-01T04:30:00Z'))).toEqual([
    ['2026-11-01T05:30', '2026-11-01T08:00'],
  ])
})

test('the one that is on is the first, and what is over is left out', () => {
  expect(dated([block(5, '11:30', '12:30'), block(5, '08:00', '09:00')], 1)).toEqual([
    ['2026-10-30T15:30', '2026-10-30T16:30'],
  ])
})

test.each([
  ['none', [], null],
  ['one after the other', [block(1, '09:00', '10:00'), block(1, '10:00', '11:00')], null],
  ['the same hours on two days', [block(1, '09:00', '10:00'), block(2, '09:00', '10:00')], null],
  ['ends before it begins', [block(1, '10:00', '09:00')], { index: 0, code: 'inverted' }],
  ['no time at all', [block(1, '09:00', '09:00')], { index: 0, code: 'inverted' }],
  ['two at once', [block(1, '09:00', '10:00'), block(1, '09:59', '11:00')], { index: 1, code: 'overlapping' }],
])('blocks: %s', (_words, blocks, wrong) => {
  expect(wrongBlock(blocks)).toEqual(wrong)
})

test('lines end and fold as RFC 5545 says, letters stay whole, and signs are escaped', () => {
  const event = {
    day: '2026-11-02',
    startsAt: new Date('2026-11-02T14:00:00Z'),
    endsAt: new Date('2026-11-02T14:30:00Z'),
  }
  const text = calendarText([{ ...event, summary: `Réponses; à, ${'é'.repeat(60)}` }], {
    name: 'Mes heures',
    now,
    feedId: 'a1',
  })
  const lines = text.split('\r\n')
  expect(lines.at(-1)).toBe('')
  expect(lines.every((line) => Buffer.byteLength(line) <= 75 && !line.includes('\n'))).toBe(true)
  const unfolded = text.replaceAll('\r\n ', '').split('\r\n')
  expect(unfolded).toContain(`SUMMARY:Réponses\\; à\\, ${'é'.repeat(60)}`)
  expect(unfolded).toContain('DTSTART:20261102T140000Z')
  expect(unfolded).toContain('DTEND:20261102T143000Z')
  expect(unfolded).toContain('UID:20261102T140000Z-a1@threadwell')
  expect(unfolded.filter((line) => line.startsWith('BEGIN:'))).toEqual(['BEGIN:VCALENDAR', 'BEGIN:VEVENT'])
})
