// A slash begins a search only where a word would begin; what a text leaves open is found in the order of the text.
import { expect, test } from 'vitest'
import { firstOpen, slashAt } from './put-text.ts'

test.each([
  ['/', 1, { start: 0, end: 1 }],
  ['Hello /', 7, { start: 6, end: 7 }],
  ['Hello\n/', 7, { start: 6, end: 7 }],
  ['Hello / there', 7, { start: 6, end: 7 }],
  ['and/', 4, null],
  ['1/', 2, null],
  ['//', 2, null],
  ['Hello', 5, null],
  ['', 0, null],
  ['/ Hello', 7, null],
])('%j at %i', (text, caret, expected) => {
  expect(slashAt(text, caret)).toEqual(expected)
})

test.each([
  ['From {awayFrom} to {awayUntil}.', ['awayUntil', 'awayFrom'], { start: 5, end: 15 }],
  ['To { awayUntil }.', ['awayUntil'], { start: 3, end: 16 }],
  ['Nothing is open.', [], null],
  ['Not there.', ['awayUntil'], null],
])('%s', (text, missing, expected) => {
  expect(firstOpen(text, missing)).toEqual(expected)
})
