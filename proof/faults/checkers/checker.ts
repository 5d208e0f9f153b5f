import type { TestHouse } from '../../../server/testing/test-house.ts'
import type { Caller } from '../stage/client.ts'
import type { Ledger } from '../stage/ledger.ts'

/** Everything a checker may look at, once nothing is under way any more. */
export type Evidence = {
  house: TestHouse
  /** As the superuser, past every policy. */
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  ledger: Ledger
  /** The practices that are checked; of others in the same database nothing is said. */
  practiceIds: string[]
  /** A patient or a practitioner by the id of their membership, to look as they would. */
  people: Map<string, Caller>
  /** What the mail server has accepted, where there was one. */
  mails?: { raw: string }[]
  /** What the gateway for texts has taken, by its own ids, where there was one. */
  texts?: { id: string }[]
  /** When the worker last began to do all that was due: what has become due since is not asked for. Without, it is now. */
  drainedAt?: Date
  /** The sealed files of a practice, where an object store keeps them; without, the folder is looked at. */
  blobNames?: (practiceId: string) => Promise<string[]>
}

/** Says what does not hold: a sentence each, with ids alone. None is what is wanted. */
export type Checker = (evidence: Evidence) => Promise<string[]>

/** Enough to see what is wrong; a thousand lines say no more. */
export function firstFew(violations: string[], what: string): string[] {
  const shown = 10
  return violations.length <= shown
    ? violations
    : [...violations.slice(0, shown), `… and ${violations.length - shown} more: ${what}`]
}
