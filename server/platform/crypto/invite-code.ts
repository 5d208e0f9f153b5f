import { inGroups, randomCrockford, readCrockford } from './crockford.ts'

/** A new code of 50 bits (XXXXX-XXXXX) to print or read out. So short a code is stored by lookupHash, never by a bare hash. */
export function newInviteCode(): string {
  return inGroups(randomCrockford(characters), 5)
}

/** The ten characters meant by a typed code, for lookupHash; null when it cannot be one. */
export function normaliseInviteCode(typed: string): string | null {
  return readCrockford(typed, characters)
}

const characters = 10
