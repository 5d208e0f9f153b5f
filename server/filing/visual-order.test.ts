/** Arabic and Hebrew read as they were meant, beside Latin words and doses. */
import { expect, it } from 'vitest'
import { directionOf, visualPieces } from './visual-order.ts'

it.each([
  ['', 'ltr'],
  ['Bonjour', 'ltr'],
  ['12 سعال', 'rtl'],
  ['سعال and more', 'rtl'],
  ['In Arabic: سعال', 'ltr'],
  ['(שלום)', 'rtl'],
])('%j goes %s', (text, direction) => {
  expect(directionOf(text)).toBe(direction)
})

it.each([
  ['a line of Latin', ['a line of Latin']],
  ['', ['']],
  ['say سعال شديد now', ['say ', 'شديد', ' ', 'سعال', ' now']],
  ['سعال شديد', ['شديد', ' ', 'سعال']],
  ['خذ Advil 200 mg اليوم', ['اليوم', ' ', 'Advil 200 mg', ' ', 'خذ']],
  ['חום 38.5', ['38.5', ' ', 'חום']],
  ['שלום (בוקר)', [')בוקר(', ' ', 'שלום']],
  ['سلام ۱۲۳', ['۱', '۲', '۳', ' ', 'سلام']],
  ['سلام ٤٥', ['٤', '٥', ' ', 'سلام']],
  ['מה ?!', ['!?', ' ', 'מה']],
])('%j stands as %j, from left to right', (line, pieces) => {
  expect(visualPieces(line, directionOf(line))).toEqual(pieces)
})

it('a line of Latin in a paragraph from right to left stands in its order', () => {
  expect(visualPieces('Advil 200 mg', 'rtl')).toEqual(['Advil 200 mg'])
})

it('a line that begins with Latin keeps the direction of its paragraph', () => {
  expect(visualPieces('Advil פעמיים', 'rtl')).toEqual(['פעמיים', ' ', 'Advil'])
  expect(visualPieces('Advil פעמיים', 'ltr')).toEqual(['Advil ', 'פעמיים'])
})
