import { limits } from '../../../shared/limits.ts'
import { inGroups, randomCrockford, readCrockford } from './crockford.ts'
import { sha256 } from './token.ts'

/** Ten new codes of 80 bits (XXXX-XXXX-XXXX-XXXX), to be shown once; only their hashes are stored. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: limits.recoveryCodes }, () => inGroups(randomCrockford(characters), 4))
}

/** The 32 bytes stored and searched for a typed code, or null when it cannot be one. 80 random bits need no slow hash. */
export function recoveryCodeHash(typed: string): Buffer | null {
  const code = readCrockford(typed, characters)
  return code === null ? null : sha256(`threadwell/v1/recovery-code\0${code}`)
}

const characters = 16
