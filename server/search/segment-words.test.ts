// Promised: a file is passed over only when none of its lines has what is looked for.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { uuidv7 } from '../platform/ids.ts'
import { foldText } from '../platform/fold-text.ts'
import { hitOf } from './hit.ts'
import { scanLines, writeLine } from './segment-lines.ts'
import { addWords, mayHold, readWords, runsIn, writeWords } from './segment-words.ts'

const at = new Date('2026-11-23T14:00:00Z')
const lineOf = (text: string, subject = '') => writeLine({ hit: hitOf(uuidv7(at), at), subject, text })

function written(...lines: string[]): Buffer {
  const words = new Set<string>()
  addWords(words, lines)
  return writeWords(words)
}

test('each word stands there once, whatever stands around it, and nothing of time or id', () => {
  const lines = [lineOf('Tablets, tablets; (tablets) – été!', 'B12'), lineOf("L'été 2026")]
  expect(written(...lines).toString()).toBe('2026\nb12\nete\nl\ntablets')
})

test.each([
  [['tablets'], true],
  [['blet'], true],
  [['tablets', 'b12'], true],
  [['well-being'], true],
  [['being.'], true],
  [['...'], true],
  [['xylophone'], false],
  [['tablets', 'xylophone'], false],
  [['well-born'], false],
  [['tabletswell'], false],
])('what may have %j', (words, isThere) => {
  expect(mayHold(written(lineOf('Tablets for well-being.', 'B12')), runsIn(words))).toBe(isThere)
})

test('whatever a line is found by, its file is not passed over', () => {
  const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[a-cé1. -]{1,12}$/))
  fc.assert(
    fc.property(fc.array(text, { minLength: 1 }), fc.nat(), fc.nat(), (texts, from, length) => {
      const lines = texts.map((one) => lineOf(one))
      const wanted = foldText(texts[0] ?? '')
        .split(/[\s\p{Cc}]+/u)
        .map((word) => [...word].slice(from % 8, (from % 8) + 1 + (length % 6)).join(''))
        .filter((word) => word !== '')
      const isFound =
        scanLines(
          Buffer.from(lines.join('')),
          wanted.map((word) => Buffer.from(word)),
          'all',
        ).length > 0
      return !isFound || mayHold(written(...lines), runsIn(wanted))
    }),
  )
})

test('words that were written are read again, and go on', () => {
  const words = readWords(written(lineOf('one two')))
  addWords(words, [lineOf('three')])
  expect([...words].toSorted()).toEqual(['one', 'three', 'two'])
})
