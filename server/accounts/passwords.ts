import { TooBusyError } from '../platform/crypto/bounded-queue.ts'
import { checkPassword } from '../platform/crypto/check-password.ts'
import { hashPassword, verifyPassword } from '../platform/crypto/password.ts'
import { busy, type FieldProblem, invalid } from '../platform/problems.ts'
import { limits } from '../../shared/limits.ts'

/** Whether the typed password is the stored one; the same work when nothing is stored. 503 when too many are waiting. */
export function passwordMatches(stored: string | null, typed: string): Promise<boolean> {
  return orBusy(() => verifyPassword(stored, typed))
}

/** The hash to store for a new password; 422 names `path` when it is too short, too long or easy to guess. */
export async function newPasswordHash(
  typed: string,
  owner: { email: string },
  path: 'password' | 'newPassword',
): Promise<string> {
  const problem = checkPassword(typed, owner)
  if (problem !== null) {
    throw invalid({ path, ...described(problem) })
  }
  return orBusy(() => hashPassword(typed))
}

/** The hash of a password that has just been shown to be right, at the present cost. */
export function rehash(typed: string): Promise<string> {
  return orBusy(() => hashPassword(typed))
}

function described(problem: NonNullable<ReturnType<typeof checkPassword>>): Omit<FieldProblem, 'path'> {
  switch (problem) {
    case 'too-short':
      return { code: 'password-too-short', limit: limits.passwordMinimumCharacters }
    case 'too-long':
      return { code: 'password-too-long', limit: limits.passwordCharacters }
    case 'common':
      return { code: 'password-common' }
    case 'contains-email':
      return { code: 'password-contains-email' }
  }
}

async function orBusy<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof TooBusyError ? busy() : error
  }
}
