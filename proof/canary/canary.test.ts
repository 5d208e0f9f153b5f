// What is promised here: the crawl finds what it is there to find, one planted fault for each way in which each proof can fail;
// and its quick selection, over every call of the contract, finds nothing. A call without a row in operations/ fails.
import { expect, test } from 'vitest'
import { makeCanaries } from './canaries.ts'
import { makeSearch } from './search.ts'
import { runCanary } from './run.ts'
import { selfTest } from './self-test.ts'
import { kolmogorovSmirnov, probabilityOf } from './timing.ts'

test('every planted fault is found, and nothing where nothing is planted', async () => {
  const missed = (await selfTest('planted')).filter(({ isFound }) => !isFound)
  expect(missed.map(({ plant }) => plant)).toEqual([])
}, 300_000)

test('the quick selection finds nothing', async () => {
  const report = await runCanary({ seed: 'quick', isQuick: true })
  const told = report.found.map(({ what, replay }) => `${what}\n${replay}`)
  expect(told).toEqual([])
  expect(report.probes).toBeGreaterThan(1_500)
  expect(report.looks.c).toBeGreaterThan(50)
}, 300_000)

const owner = { practice: 'A', kind: 'note', patient: 'p', at: 'c', says: 'a note' } as const

test.each([
  ['as it is', (word: string) => Buffer.from(`{"text":"${word}"}`)],
  ['as it is', (word: string) => Buffer.from(word.toUpperCase())],
  ['UTF-16', (word: string) => Buffer.from(word, 'utf16le')],
  ['UTF-16', (word: string) => Buffer.from(word, 'utf16le').swap16()],
  ['hexadecimal', (word: string) => Buffer.from(Buffer.from(word).toString('hex').toUpperCase())],
  ['percent-encoded', (word: string) => Buffer.from(word.replaceAll(/./g, (letter) => `%${hex(letter)}`))],
  ['escaped as JSON', (word: string) => Buffer.from(word.replaceAll(/./g, (letter) => `\\u00${hex(letter)}`))],
  ['escaped as HTML', (word: string) => Buffer.from(word.replaceAll(/./g, (letter) => `&#x${hex(letter)};`))],
  ...[0, 1, 2, 3, 4].map(
    (before) => ['base64', (word: string) => Buffer.from(base64(`${'.'.repeat(before)}${word}, it says`))] as const,
  ),
] as const)('a word is found %s', (form, write) => {
  const canaries = makeCanaries('forms')
  const word = canaries.word(owner)
  const bytes = Buffer.concat([Buffer.from('before '), write(word), Buffer.from(' behind')])
  expect(makeSearch(canaries)(bytes)).toEqual([{ owner, form, word }])
})

test('a word that is cut is still known by its beginning, and told from none', () => {
  const canaries = makeCanaries('forms')
  const search = makeSearch(canaries)
  const word = canaries.word(owner)
  expect(search(Buffer.from(`${word.slice(0, 14)}\u0000`))).toEqual([{ owner, form: 'as it is, cut', word }])
  expect(search(Buffer.from(word.slice(0, 9)))).toMatchObject([{ owner: undefined }])
  expect(search(Buffer.from(word.slice(1, 8)))).toEqual([])
})

test('the same times are told from other times', () => {
  const even = Array.from({ length: 300 }, (_, index) => (index * 7919) % 300)
  const turned = even.toReversed()
  const later = even.map((time) => time + 60)
  expect(probabilityOf(kolmogorovSmirnov(even, turned), 300, 300)).toBe(1)
  expect(kolmogorovSmirnov(even, later)).toBeCloseTo(0.2)
  expect(probabilityOf(kolmogorovSmirnov(even, later), 300, 300)).toBeLessThan(0.000_1)
  // From the tables: at 5 %, two samples of 100 differ by 0.192.
  expect(probabilityOf(0.192, 100, 100)).toBeCloseTo(0.05, 1)
})

function hex(letter: string): string {
  return letter.charCodeAt(0).toString(16)
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
