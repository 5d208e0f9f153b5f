import type { Language } from '../shared/locales/index.ts'
import { countWords } from '../shared/text.ts'

/** The school grade at which a text reads well, by the formula of its language. */
export function gradeOf(language: Language, text: string): number {
  return language === 'fr' ? kandelMolesGrade(text) : fleschKincaidGrade(text)
}

/** Flesch-Kincaid grade of an English text (Kincaid et al., 1975). */
export function fleschKincaidGrade(text: string): number {
  const { wordsPerSentence, syllablesPerWord } = measure(text, englishSyllables)
  return 0.39 * wordsPerSentence + 11.8 * syllablesPerWord - 15.59
}

/** Reading ease of a French text, 0 to 100 and easier as it rises: Flesch's scale fitted to French (Kandel and Moles, 1958). */
export function kandelMolesEase(text: string): number {
  const { wordsPerSentence, syllablesPerWord } = measure(text, frenchSyllables)
  return 207 - 1.015 * wordsPerSentence - 73.6 * syllablesPerWord
}

/** The Kandel-Moles ease of a French text as a school grade, along Flesch's own table of ease and grade. */
export function kandelMolesGrade(text: string): number {
  const ease = kandelMolesEase(text)
  const upper = easeToGrade.findIndex((point) => point.ease <= ease)
  const after = Math.max(upper === -1 ? easeToGrade.length - 1 : upper, 1)
  const [from, to] = [easeToGrade[after - 1], easeToGrade[after]]
  if (!from || !to) {
    throw new RangeError('The table of ease and grade has two points or more.')
  }
  return from.grade + ((from.ease - ease) / (from.ease - to.ease)) * (to.grade - from.grade)
}

/** Sentences of a text: they end with . ! ? or … before a space, or with the line. */
export function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?…])\s+|\n+/u).filter((sentence) => countWords(sentence) > 0)
}

/** Flesch's bands (90-100 is grade 5, … 0-30 is college graduate), by their middles. */
const easeToGrade = [
  { ease: 95, grade: 5 },
  { ease: 85, grade: 6 },
  { ease: 75, grade: 7 },
  { ease: 65, grade: 8.5 },
  { ease: 55, grade: 11 },
  { ease: 40, grade: 14 },
  { ease: 15, grade: 17 },
]

function measure(text: string, syllablesOf: (word: string) => number) {
  const words = text.split(/[\s\p{Pd}/]+/u).filter((piece) => countWords(piece) > 0)
  if (words.length === 0) {
    throw new RangeError('There are no words to read.')
  }
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0)
  return { wordsPerSentence: words.length / sentencesOf(text).length, syllablesPerWord: syllables / words.length }
}

/** Spoken syllables of an English word by its spelling: right for most words, one off for some. */
export function englishSyllables(word: string): number {
  return syllables(word.toLowerCase().replaceAll(/[^a-z]/g, ''), /[aeiouy]+/g, englishAdjustments)
}

/** Spoken syllables of a French word by its spelling: a mute « e » at the end does not count. */
export function frenchSyllables(word: string): number {
  const letters = word
    .toLowerCase()
    .normalize('NFC')
    .replaceAll(/[^\p{L}]/gu, '')
  return syllables(letters, /[aeiouyàâäéèêëîïôöùûüÿœæ]+/g, frenchAdjustments)
}

type Adjustment = readonly [pattern: RegExp, syllables: number]

function syllables(letters: string, vowelGroup: RegExp, adjustments: readonly Adjustment[]): number {
  let count = letters.match(vowelGroup)?.length ?? 0
  for (const [pattern, change] of adjustments) {
    count += (letters.match(pattern)?.length ?? 0) * change
  }
  return Math.max(count, 1)
}

/** What spelling and speech make different in English, beside one syllable for each group of vowels. */
const englishAdjustments: readonly Adjustment[] = [
  // Silent: time, file; but not table.
  [/[^aeiouyl]e$|[aeiouy]le$/g, -1],
  // Silent: asked, answered; but not waited, needed.
  [/[^aeiouytd]ed$/g, -1],
  // Silent: times, files; but not changes, boxes, devices.
  [/[^aeiouyszxcghl]es$|[aeiouy]les$/g, -1],
  // Silent inside: statement, careful, safely, someone, everywhere, Wednesday.
  [/[aeiouy][^aeiouyl]+e(?:ments?|ful|fully|less|ly)$|^some|^every|^caregiv|^wednes/g, -1],
  // Two sounds: area, radio, medium, quiet, client; but not special, question, patient, friend.
  [/(?<![tcsg])i(?:a|o|um|e[tn](?!d))|sci(?=e)|^crea|[dr]ea$/g, 1],
  // Two sounds: trying, video, manual, continuous; but not language, quality.
  [/[aeiouy]ing|eo(?![pu])|[^qg]ua|uou/g, 1],
  // A sound without a vowel: criticism.
  [/sm$/g, 1],
]

/** What spelling and speech make different in French. */
const frenchAdjustments: readonly Adjustment[] = [
  // Mute: clinique, langue, messages.
  [/(?<=[^aeiouyàâéèêëîïôûü])es?$|(?<=[gq])ues?$/g, -1],
  // Two sounds: création, théâtre, poème, Noël, maïs; but not infirmière.
  [/é[aàâeoôu](?!s?$)|éa$|[aou][éèïüë]/g, 1],
  // Two sounds: envoyé, payer.
  [/[aou]y(?=[aeiouéèêo])/g, 1],
  // Two sounds: oublié, février, client.
  [/[bcdfgptv][lr]i(?=[aeoé])|^cli(?=e)/g, 1],
]
