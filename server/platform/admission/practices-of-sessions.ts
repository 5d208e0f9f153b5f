import { hash } from 'node:crypto'
import { limits } from '../../../shared/limits.ts'

/**
 * Which practice a session was last found to act in, learnt from requests that were let in. Only for being fair between practices:
 * nobody is let see anything for what stands here. A cookie that was never found true is of no practice, however often it comes.
 */
export type PracticesOfSessions = {
  groupOf(token: string | undefined): string
  learn(token: string | undefined, practiceId: string): void
}

export function createPracticesOfSessions(most = limits.admissionSessions): PracticesOfSessions {
  const known = new Map<string, string>()
  return {
    groupOf: (token) => (token === undefined ? 'nobody' : (known.get(keyOf(token)) ?? 'unknown')),
    learn(token, practiceId) {
      if (token === undefined) {
        return
      }
      const key = keyOf(token)
      if (known.get(key) === practiceId) {
        return
      }
      known.delete(key)
      known.set(key, practiceId)
      if (known.size > most) {
        known.delete(known.keys().next().value ?? '')
      }
    },
  }
}

function keyOf(token: string): string {
  return hash('sha256', token, 'base64url')
}
