// What was found is marked where it stands in the message as it was written, whatever folding did to it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../shared/limits.ts'
import { foldText } from '../platform/fold-text.ts'
import { excerptOf, findMarks } from './find-marks.ts'

/** The text with its marks in brackets. */
function marked(text: string, marks: [number, number][]): string {
  return marks.reduceRight(
    (before, [start, end]) => `${before.slice(0, start)}[${before.slice(start, end)}]${before.slice(end)}`,
    text,
  )
}

test.each([
  ['Réponse', ['reponse'], '[Réponse]'],
  ['Re\u0301ponse', ['re'], '[Re\u0301]ponse'],
  ['mon cœur bat', ['coeur'], 'mon [cœur] bat'],
  ['mon cœur bat', ['oe'], 'mon c[œ]ur bat'],
  ['mon cœur bat', ['co'], 'mon [cœ]ur bat'],
  ['Straße', ['ss'], 'Stra[ß]e'],
  ['ﬁèvre', ['fie'], '[ﬁè]vre'],
  ['😀 fever 😀', ['fever'], '😀 [fever] 😀'],
  ['aaa', ['aa'], '[aa]a'],
  ['abab', ['ab', 'ba'], '[abab]'],
  ['sore throat', ['throat', 'sore'], '[sore] [throat]'],
  ['co\u00ADopérer', ['cooperer'], '[co\u00ADopérer]'],
  ['nothing', ['else'], 'nothing'],
  ['', ['else'], ''],
  ['l’été', ["l'ete"], '[l’été]'],
])('%s with %j: %s', (text, words, expected) => {
  expect(marked(text, findMarks(text, words))).toBe(expected)
})

const unit = fc.oneof(fc.constantFrom(...'aeoßœéǆ\u0301\u00ADﬁ½Σς 한痛😀'), fc.string({ unit: 'binary', maxLength: 1 }))

test('a mark always holds the word, in every text', () => {
  fc.assert(
    fc.property(fc.string({ unit }), fc.string({ unit, minLength: 1, maxLength: 3 }), (around, inside) => {
      const word = foldText(inside)
      fc.pre(word.length > 0)
      const text = `${around}${inside}${around}`
      for (const [start, end] of findMarks(text, [word])) {
        expect(foldText(text.slice(start, end))).toContain(word)
      }
      expect(findMarks(text, [word]).length > 0).toBe(foldText(text).includes(word))
    }),
  )
})

describe('an excerpt', () => {
  const long = `${'before '.repeat(60)}the zephyr blew ${'after '.repeat(60)}`.trim()

  test('of a short text is the text on one line', () => {
    expect(excerptOf('one\ntwo', [[4, 7]])).toEqual({ text: 'one two', marks: [[4, 7]] })
  })

  test('of a long one stands around the first place, between whole words', () => {
    const { text, marks } = excerptOf(long, findMarks(long, ['zephyr', 'blew']))
    expect(text).toMatch(/^… before .* the zephyr blew after .* …$/)
    expect(text.length).toBeLessThan(limits.excerptCharacters + 40)
    expect(marked(text, marks)).toContain('the [zephyr] [blew] after')
  })

  test('with nothing to mark is the beginning', () => {
    expect(excerptOf(long, []).text).toMatch(/^before .* …$/)
  })

  test('takes its last word whole', () => {
    const text = `${'word '.repeat(limits.excerptCharacters / 5 - 1)}immediately`
    expect(excerptOf(text, []).text).toBe(text)
  })

  test('of one endless word is cut between characters', () => {
    const endless = '😀'.repeat(400)
    const { text } = excerptOf(endless, [[401, 402]])
    expect(text.isWellFormed()).toBe(true)
    expect(text.length).toBeLessThan(limits.excerptCharacters + 10)
  })
})
