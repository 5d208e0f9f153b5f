import { describe, expect, test } from 'vitest'
import {
  englishSyllables,
  fleschKincaidGrade,
  frenchSyllables,
  gradeOf,
  kandelMolesEase,
  kandelMolesGrade,
  sentencesOf,
} from './readability.ts'

const english = {
  1: 'the be we here there file files names times phone used asked closed tried guide quite build care please',
  2: 'message doctor nurses patient allowed answered needed changes boxes table someone people trying being create quiet client minutes question special useful safely statement weekday Wednesday',
  3: 'messages appointment prescription area idea radio video devices attachment everywhere carefully library previous dangerous continue recognize',
  4: 'medication conversation emergency situation usually January continuous criticism available experience',
  5: 'individual',
}

const french = {
  1: 'le une votre vous lue ouvre langue quelque bien oui nuit août œil feuille',
  2: 'clinique fichiers reçu message messages réponse patient question urgence l’urgence créer client Noël maïs poème théâtre',
  3: 'infirmière médecin création ordonnance téléphone envoyé envoyée février oublié aujourd’hui appelez',
  4: 'médicament conversation',
}

function rows(table: Record<number, string>): [word: string, syllables: number][] {
  return Object.entries(table).flatMap(([count, words]) =>
    words.split(' ').map((word): [string, number] => [word, Number(count)]),
  )
}

test.each(rows(english))('%s has %i syllables in English', (word, count) => {
  expect(englishSyllables(word)).toBe(count)
})

test.each(rows(french))('%s a %i syllabes', (word, count) => {
  expect(frenchSyllables(word)).toBe(count)
})

describe('sentencesOf', () => {
  test.each([
    ['One. Two? Three! Four… Five', ['One.', 'Two?', 'Three!', 'Four…', 'Five']],
    ['At 5.30 and at 10:15', ['At 5.30 and at 10:15']],
    ['A line\nand another', ['A line', 'and another']],
    [' – … ', []],
  ])('%j', (text, sentences) => {
    expect(sentencesOf(text)).toEqual(sentences)
  })
})

describe('grades, worked by hand', () => {
  test('Flesch-Kincaid: 6 words and 6 syllables in one sentence', () => {
    expect(fleschKincaidGrade('The cat sat on the mat.')).toBeCloseTo(0.39 * 6 + 11.8 - 15.59, 10)
  })

  test('Kandel-Moles: 8 words and 12 syllables in two sentences', () => {
    const text = 'Appelez la clinique. Nous serons là pour vous.'
    expect(kandelMolesEase(text)).toBeCloseTo(207 - 1.015 * 4 - 73.6 * (12 / 8), 10)
  })

  test('ease becomes grade along Flesch’s table, and beyond it in the same direction', () => {
    const simple = 'Il est là.'
    const hard = 'Administration gouvernementale interministérielle.'
    expect(kandelMolesGrade(simple)).toBeLessThan(5)
    expect(kandelMolesGrade(hard)).toBeGreaterThan(17)
  })

  test('longer words and longer sentences are harder, in both languages', () => {
    expect(gradeOf('en', 'Notification of unavailability necessitates rescheduling.')).toBeGreaterThan(
      gradeOf('en', 'We are closed. Please choose a new day.'),
    )
    expect(gradeOf('fr', 'L’indisponibilité nécessite une reprogrammation.')).toBeGreaterThan(
      gradeOf('fr', 'Nous sommes fermés. Choisissez un autre jour.'),
    )
  })

  test('nothing cannot be graded', () => {
    expect(() => gradeOf('en', ' … ')).toThrow(RangeError)
  })
})
