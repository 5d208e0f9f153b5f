import { limits } from '../../shared/limits.ts'
import type { House } from '../access/context.ts'
import { cleanLine, countCharacters } from '../../shared/text.ts'
import { invalid } from '../platform/problems.ts'

/** The name a person gives a passkey, cleaned; 422 says what is wrong with it. */
export function readPasskeyName(typed: string): string {
  const line = cleanLine(typed)
  if (!line.ok) {
    throw invalid({ path: 'name', code: line.problem })
  }
  if (countCharacters(line.text) > limits.passkeyNameCharacters) {
    throw invalid({ path: 'name', code: 'too-long', limit: limits.passkeyNameCharacters })
  }
  return line.text
}

/** A kept name, opened; one that the worker has not sealed yet is as it stands. */
export function passkeyName(
  house: House,
  row: { id: string; version: number; name: string; name_sealed: Buffer | null },
): string {
  return row.name_sealed === null ? row.name : house.deployment.open('passkeys.name_sealed', row, row.name_sealed)
}
