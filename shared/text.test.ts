import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from './limits.ts'
import { cleanLine, cleanText, countCharacters, countWords, type TextProblem } from './text.ts'

const kept: [name: string, typed: string, text: string][] = [
  ['plain words', 'My knee hurts.', 'My knee hurts.'],
  ['Windows line ends', 'one\r\ntwo', 'one\ntwo'],
  ['old Mac line ends', 'one\rtwo', 'one\ntwo'],
  ['Unicode line and paragraph separators', 'one\u2028two\u2029three', 'one\ntwo\nthree'],
  ['space at the end of lines and of the text', 'one  \ntwo\t\n\n ', 'one\ntwo'],
  ['blank lines at the start', '\n \n  one', '  one'],
  ['blank lines in the middle', 'one\n\n\ntwo', 'one\n\n\ntwo'],
  ['a tab', 'a\tb', 'a\tb'],
  ['a decomposed accent', 'e\u0301te\u0301', 'été'],
  ['a byte order mark at the end', 'one\uFEFF', 'one'],
  ['a family emoji, held by joiners', '👩‍👩‍👧', '👩‍👩‍👧'],
  ['Persian with a non-joiner', 'می\u200Cخواهم', 'می\u200Cخواهم'],
  ['right-to-left text with its marks', '\u200Fשלום, 5 mg', '\u200Fשלום, 5 mg'],
  ['a capital I with a dot and a sharp s', 'İß', 'İß'],
  ['Hebrew with vowel and chant marks', 'בְּרֵאשִׁ֖ית', 'בְּרֵאשִׁ֖ית'.normalize('NFC')],
  ['markup and percent codes, which are only text', '<b>%00</b> \\u0000', '<b>%00</b> \\u0000'],
]

const refused: [name: string, typed: string, problem: TextProblem][] = [
  ['nothing', '', 'empty'],
  ['white space alone', ' \n\t\u00A0\u3000', 'empty'],
  ['joiners and fillers alone', '\u200B\u200D\u2060\u3164\u2800\u00AD', 'empty'],
  ['NUL', 'a\0b', 'nul'],
  ['a high surrogate alone', 'a\uD83D', 'lone-surrogate'],
  ['a low surrogate alone', '\uDC69b', 'lone-surrogate'],
  ['a right-to-left override', 'gpj.\u202Eexe', 'bidi-control'],
  ['an embedding', '\u202Aa', 'bidi-control'],
  ['an isolate', 'a\u2066b\u2069', 'bidi-control'],
  ['a terminal escape', '\u001B[31mred', 'control'],
  ['a backspace', 'a\bb', 'control'],
  ['a form feed', 'a\fb', 'control'],
  ['delete', 'a\u007Fb', 'control'],
  ['a C1 control', 'a\u0085b', 'control'],
  ['a letter under a thousand marks', `a${'\u0310'.repeat(1_000)}`, 'combining-marks'],
]

const spaces = fc.constantFrom(' ', '  ', '\n', '\r\n', '\r', '\t', '\u2028', '\u00A0', '\uFEFF', '\u0301')

describe('cleanText', () => {
  test.each(kept)('keeps %s', (_name, typed, text) => {
    expect(cleanText(typed)).toEqual({ ok: true, text })
  })

  test.each(refused)('refuses %s', (_name, typed, problem) => {
    expect(cleanText(typed)).toEqual({ ok: false, problem })
  })

  test('allows as many marks on a letter as the limit, and not one more', () => {
    const marks = '\u0310'.repeat(limits.combiningMarksInARow)
    expect(cleanText(`x${marks}`).ok).toBe(true)
    expect(cleanText(`x${marks}\u0310`)).toEqual({ ok: false, problem: 'combining-marks' })
  })

  test('changes nothing in a text that is already clean, and counts it the same', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), spaces)), (pieces) => {
        const typed = pieces.join('')
        const once = cleanText(typed)
        fc.pre(once.ok)
        expect(cleanText(once.text)).toEqual(once)
        expect(countCharacters(typed)).toBe(countCharacters(once.text))
        expect(countWords(typed)).toBe(countWords(once.text))
      }),
    )
  })

  test('keeps nothing that it ought to refuse, whatever UTF-16 comes', () => {
    const units = fc.array(fc.oneof(fc.integer({ min: 0, max: 0xff_ff }), fc.integer({ min: 0, max: 0x20 })))
    fc.assert(
      fc.property(units, (codes) => {
        const cleaned = cleanText(String.fromCharCode(...codes))
        fc.pre(cleaned.ok)
        expect(cleaned.text.isWellFormed()).toBe(true)
        expect(cleaned.text).not.toMatch(/[^\P{Cc}\t\n]|[\u202A-\u202E\u2066-\u2069]/u)
        expect(cleaned.text).toBe(cleaned.text.normalize('NFC').trimEnd())
      }),
      { maxSkipsPerRun: 1_000 },
    )
  })

  test('answers at once on a hundred thousand characters of anything', () => {
    const startedAt = performance.now()
    for (const piece of [' ', '\n', 'a\u0301', '👩‍', 'x \n', '\r', '<']) {
      cleanText(`${piece.repeat(100_000 / piece.length)}x`)
      cleanLine(`${piece.repeat(100_000 / piece.length)}x`)
    }
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })
})

describe('cleanLine', () => {
  test('keeps one line, with single spaces', () => {
    expect(cleanLine('  Renewal \t of\u00A0my  puffer ')).toEqual({ ok: true, text: 'Renewal of my puffer' })
  })

  test.each([
    ['a line break inside', 'Subject\r\nBcc: someone', 'line-break'],
    ['nothing', '  ', 'empty'],
    ['an override', 'Anne\u202E', 'bidi-control'],
  ])('refuses %s', (_name, typed, problem) => {
    expect(cleanLine(typed)).toEqual({ ok: false, problem })
  })

  test('allows a line break at the end, as a paste often brings', () => {
    expect(cleanLine('Renewal\n')).toEqual({ ok: true, text: 'Renewal' })
  })
})

describe('counting', () => {
  test.each([
    ['', 0],
    ['abc', 3],
    ['été', 3],
    ['e\u0301te\u0301', 3],
    ['a\r\nb', 3],
    ['👍', 1],
    ['abc   ', 3],
  ])('%j has %i characters', (text, characters) => {
    expect(countCharacters(text)).toBe(characters)
  })

  test.each([
    ['', 0],
    ['one', 1],
    [' one  two\nthree ', 3],
    ['I take 5 mg – twice', 5],
    ["Renouveler l'ordonnance d’avril", 3],
    ['« Bonjour » !', 1],
    ['rendez-vous', 1],
    ['120/80', 1],
    ['👍 👍', 0],
  ])('%j has %i words', (text, words) => {
    expect(countWords(text)).toBe(words)
  })
})
