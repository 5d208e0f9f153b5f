import { limits } from '../../shared/limits.ts'
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
