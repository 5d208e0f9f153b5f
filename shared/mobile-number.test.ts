import { expect, test } from 'vitest'
import { endOfNumber, readMobileNumber } from './mobile-number.ts'

test.each([
  ['416-555-0123', '+14165550123'],
  ['(416) 555 0123', '+14165550123'],
  ['+1 416.555.0123', '+14165550123'],
  ['1 416 555 0123', '+14165550123'],
  [' ４１６５５５０１２３ ', '+14165550123'],
  ['514‑555‑0199', '+15145550199'],
  ['212/555/0188', '+12125550188'],
])('%s is a number', (typed, number) => {
  expect(readMobileNumber(typed)).toEqual({ ok: true, number })
})

test.each([
  ['', 'phone'],
  ['555-0123', 'phone'],
  ['416-555-0123 ext. 4', 'phone'],
  ['416-555-01234', 'phone'],
  ['116-555-0123', 'phone'],
  ['416-155-0123', 'phone'],
  ['911-555-0123', 'phone'],
  ['416-911-0123', 'phone'],
  ['call me', 'phone'],
  ['+49 171 1234567', 'phone-abroad'],
  ['876-555-0123', 'phone-abroad'],
  ['+1 809 555 0123', 'phone-abroad'],
  ['900-555-0123', 'phone-abroad'],
  ['800-555-0123', 'phone-abroad'],
])('%s is none: %s', (typed, problem) => {
  expect(readMobileNumber(typed)).toEqual({ ok: false, problem })
})

test('of a number its last four digits are shown', () => {
  expect(endOfNumber('+14165550123')).toBe('0123')
})
