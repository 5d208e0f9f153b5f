// A name is found however its accents, case and punctuation are typed.
import { expect, test } from 'vitest'
import { foldName, foldSearch, matchesName } from './fold-name.ts'

test.each([
  ['Élodie', 'elodie', true],
  ['Élodie', 'ELO', true],
  ['Elodie', 'Élo', true],
  ['E\u0301lodie', 'é', true],
  ['Élodie', 'odie', false],
  ["O'Brien", 'obrien', true],
  ['O’Brien', "o'bri", true],
  ['O’Brien', 'brien', true],
  ['Jean-Luc', 'luc', true],
  ['Jean-Luc', 'jean luc', true],
  ['Jean-Luc', 'luc-jean', true],
  ['Jean-Luc', 'jeanluc', false],
  ['L’Heureux', 'heureux', true],
  ['Cœur', 'coeur', true],
  ['Straße', 'STRASSE', true],
  ['Łukasz', 'luk', true],
  ['Øster', 'oster', true],
  ['İpek', 'ipek', true],
  ['Nguyễn', 'nguyen', true],
  ['Ｗａｎｇ', 'wang', true],
  ['王小明', '王', true],
  ['Singh', 'sing kaur', false],
  ['Anyone', '', true],
  ['Anyone', ' - ', true],
  ['Anyone', '%', true],
  ['Percent', '_', true],
])('%s is searched by %s: %s', (name, typed, found) => {
  expect(matchesName(foldName(name).words, foldSearch(typed))).toBe(found)
})

test('names sort by their letters alone', () => {
  const names = ['Zed', 'Éclair', 'eclaire', 'd’Arc', 'Darby', 'Ärger', 'arg']
  expect(names.toSorted((a, b) => (foldName(a).whole < foldName(b).whole ? -1 : 1))).toEqual([
    'arg',
    'Ärger',
    'Darby',
    'd’Arc',
    'Éclair',
    'eclaire',
    'Zed',
  ])
})
