// Crockford's base 32: codes that people read out, write down and type. No I, L, O or U.
import { randomBytes } from 'node:crypto'

/** Random characters of five bits each. */
export function randomCrockford(characters: number): string {
  // 256 is a multiple of 32, so every character is equally likely.
  return Array.from(randomBytes(characters), (byte) => alphabet.charAt(byte % 32)).join('')
}

/** What was meant by a typed code (any case, spaces and hyphens, O for 0, I and L for 1), or null when it cannot be one. */
export function readCrockford(typed: string, characters: number): string | null {
  if (typed.length > 4 * characters) {
    return null
  }
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  return code.length === characters && Array.from(code).every((letter) => alphabet.includes(letter)) ? code : null
}

/** The code in groups, joined by hyphens. */
export function inGroups(code: string, groupCharacters: number): string {
  const groups = Math.ceil(code.length / groupCharacters)
  return Array.from({ length: groups }, (_, i) => code.slice(i * groupCharacters, (i + 1) * groupCharacters)).join('-')
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
