import { limits } from '../../shared/limits.ts'
import { foldText } from '../platform/fold-text.ts'
import { invalid } from '../platform/problems.ts'

/**
 * The words of a search as segments have them. One of them has to be long enough to mean something; a character of a
 * script without letters is a word by itself. Nothing in them is a sign: a star is a star.
 */
export function readWords(typed: string, path = 'words'): string[] {
  if (!typed.isWellFormed()) {
    throw invalid({ path, code: 'lone-surrogate' })
  }
  const words = [...new Set(foldText(typed).split(/[\s\p{Cc}]+/u))].filter((word) => word !== '')
  if (words.length === 0) {
    throw invalid({ path, code: 'empty' })
  }
  if (words.length > limits.searchWords) {
    throw invalid({ path, code: 'too-many-words', limit: limits.searchWords })
  }
  if (!words.some(isLongEnough)) {
    throw invalid({ path, code: 'too-short', limit: limits.searchLetters })
  }
  return words
}

function isLongEnough(word: string): boolean {
  return (
    Array.from(word).length >= limits.searchLetters || /[\p{Ideographic}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}]/u.test(word)
  )
}
