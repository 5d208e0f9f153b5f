import { limits } from '../../../shared/limits.ts'
import { isCommonPassword } from './common-passwords.ts'

/** Why a new password is refused. */
export type PasswordProblem = 'too-short' | 'too-long' | 'common' | 'contains-email'

/** What is wrong with a new password, or null: length and guessability only, no rules about kinds of characters. */
export function checkPassword(password: string, owner: { email: string }): PasswordProblem | null {
  const typed = typedPassword(password)
  if (typed === undefined) {
    return 'too-long'
  }
  if (Array.from(typed).length < limits.passwordMinimumCharacters) {
    return 'too-short'
  }
  if (containsLocalPart(typed, owner.email)) {
    return 'contains-email'
  }
  return isCommonPassword(typed) ? 'common' : null
}

/** The password as it is counted and hashed: NFC, because keyboards type one letter in two ways; undefined when too long. */
export function typedPassword(password: string): string | undefined {
  // Composing shortens a text, to a quarter at most; beyond that nothing needs to be composed to know.
  if (password.length > 8 * limits.passwordCharacters) {
    return undefined
  }
  const typed = password.normalize('NFC')
  return Array.from(typed).length > limits.passwordCharacters ? undefined : typed
}

// A shorter local part is in many words by chance.
const shortestLocalPart = 4

function containsLocalPart(password: string, email: string): boolean {
  const localPart = plain(email.slice(0, email.lastIndexOf('@'))).split('+')[0] ?? ''
  const lettersOnly = (text: string): string => text.replaceAll(/[\s._-]/g, '')
  const sought = lettersOnly(localPart)
  return sought.length >= shortestLocalPart && lettersOnly(plain(password)).includes(sought)
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
