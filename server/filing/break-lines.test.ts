/** Lines fit, break where a reader expects, and keep what was typed. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { breakLines } from './break-lines.ts'

const widthOf = (text: string) => text.length

it.each([
  ['', 10, ['']],
  ['one two', 10, ['one two']],
  ['one two three', 10, ['one two', 'three']],
  ['one\n\n two', 10, ['one', '', ' two']],
  ['one\r\ntwo', 10, ['one', 'two']],
  ['two  spaces', 20, ['two  spaces']],
  ['- a list item of words', 12, ['- a list', 'item of', 'words']],
  ['    indented', 20, ['    indented']],
  ['rendez-vous', 8, ['rendez-', 'vous']],
  ['take -5 now', 7, ['take -5', 'now']],
  ['at 17\u00A0h\u00A000 sharp', 8, ['at', '17\u00A0h\u00A000', 'sharp']],
  ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
  ['ab abcdefghij', 4, ['ab a', 'bcde', 'fghi', 'j']],
  ['ee\u0301e\u0301', 3, ['ee\u0301', 'e\u0301']],
  ['👍👍👍', 5, ['👍👍', '👍']],
])('%j within %i is %j', (text, width, lines) => {
  expect(breakLines(text, width, widthOf)).toEqual(lines)
})

it('keeps every letter in order, and goes beyond the width only for one that is wider', () => {
  const typed = fc.string({ unit: fc.constantFrom('a', 'é', '-', ' ', '\n', '👍', 'e\u0301', '\u00A0', '.') })
  fc.assert(
    fc.property(typed, fc.integer({ min: 1, max: 12 }), (text, width) => {
      const lines = breakLines(text, width, widthOf)
      expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''))
      for (const line of lines) {
        expect(widthOf(line) <= Math.max(width, 2)).toBe(true)
      }
    }),
  )
})
