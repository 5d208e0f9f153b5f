// What the crawl knows of one call: which ids it names, what else a valid request holds, and what the policy says of it. A call
// of the contract that has no row here fails the run.
import { type Duty, isDutyOf } from '../../policy/duties.ts'
import type { Member } from '../../policy/facts.ts'
import { type ConversationAct, onConversationOrHead, type Verdict as Policy } from '../../policy/oracle.ts'
import type { Kind } from '../canaries.ts'
import type { CrawlFacts } from '../load-facts.ts'
import type { Caller } from '../people.ts'

export type Noun =
  | 'membership'
  | 'conversation'
  | 'message'
  | 'draft'
  | 'scheduled-send'
  | 'file'
  | 'task'
  | 'patient'
  | 'practitioner'
  | 'inbox'
  | 'topic'
  | 'reason'
  | 'absence'
  | 'view'
  | 'template'
  | 'document'
  | 'rotation'
  | 'pause'
  | 'block'
  | 'label'
  | 'consult'
  | 'session'
  | 'passkey'

/**
 * `invalid`: refused in whatever way, and nothing happens. `refused`: the same, by who knows of all that is named and is told why.
 * `open`: no policy plays a part.
 */
export type Verdict = Policy | 'invalid' | 'refused' | 'open'

/** One request in the making. */
export type At = {
  facts: CrawlFacts
  caller: Caller
  /** The confirmed member who acts. */
  who: Member
  ids: Record<string, string>
  now: Date
  /** The version that a form would send along. */
  versionOf(id: string): number
  /** A new word in a field of this request. */
  word(kind: Kind): string
  newId(): string
  /** What all words of this run begin with: a search for it finds whatever may be found. */
  prefix: string
}

export type Operation = {
  /** Things that are there, named in the path, the query or the body: the crawl swaps each. */
  ids: Record<string, Noun>
  /** The same, and left out unless swapped. */
  optional?: Record<string, Noun>
  /** Ids that the caller makes: a new one unless swapped for one that is there. */
  makes?: Record<string, Noun>
  rest?: (at: At) => Record<string, unknown>
  verdict: (at: At) => Verdict
  /** Fields that hold a list of ids. */
  lists?: readonly string[]
  /** Ids that stand within another field, which `rest` fills: {kind, id}. */
  within?: readonly string[]
  /** Sends these bytes in place of JSON. */
  bytes?: (at: At) => Buffer
}
export type Operations = Record<string, Operation>

export function duty(name: Duty): (at: At) => Verdict {
  return ({ who }) => (isDutyOf(who.part, name) ? 'allowed' : 'forbidden')
}

/** The first that is no permission. */
export function first(...verdicts: Verdict[]): Verdict {
  return verdicts.find((verdict) => verdict !== 'allowed') ?? 'allowed'
}

/**
 * Of the conversation that is named. What is not done any more in one that was put into another is refused as a conflict, where the
 * act is theirs at all.
 */
export function onNamed(at: At, act: ConversationAct, named = at.ids['conversationId']): Verdict {
  const { facts, who, now } = at
  const it = facts.conversations.find(({ practice, id }) => practice === who.practice && id === named)
  const verdict = onConversationOrHead(facts, who, act, it, now)
  return verdict === 'elsewhere' ? 'invalid' : verdict
}

type Rows = { practice: string; id: string }[]
/** Whether the practice of who acts has a row of this id. */
export function isOwn(rows: Rows, { who }: At, id: string | undefined): boolean {
  return rows.some((row) => row.practice === who.practice && row.id === id)
}

export function thereOr(otherwise: Verdict, rows: Rows, at: At, id: string | undefined): Verdict {
  return id === undefined || isOwn(rows, at, id) ? 'allowed' : otherwise
}

/** The practice's colleagues, in the shape of rows. */
export function colleagues({ facts }: At): Rows {
  return facts.members.filter(({ part }) => part !== 'patient')
}
