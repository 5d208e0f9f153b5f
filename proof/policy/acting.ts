// Who acts, and what the product says to them: as the routes would enter it, without the request around it.
import type { Context } from '../../server/access/context.ts'
import type { Actor, PatientActor, PractitionerActor } from '../../server/access/context.ts'
import type { Tx } from '../../server/platform/db.ts'
import { Problem } from '../../server/platform/problems.ts'
import type { Together } from '../../server/platform/together.ts'
import type { Member, Part, Standing } from './facts.ts'
import type { Verdict } from './oracle.ts'
import type { Product } from './product.ts'

/** How somebody comes: not at all signed in, half signed in, as somebody they are not, or as a member of some standing. */
export const entries = [
  'signed-out',
  'password-only',
  'not-theirs',
  'invited',
  'suspended',
  'ended',
  'confirmed',
] as const
export type Entry = (typeof entries)[number]
/** `elsewhere`: known of, and done in the conversation into which it was put. */
export type Answer = Verdict | 'elsewhere' | 'signed-out' | 'second-factor-needed'

export const staffParts: readonly Exclude<Part, 'patient'>[] = [
  'physician',
  'nurse-practitioner',
  'nurse',
  'clerk',
  'administrator',
  'privacy-officer',
]
const times = { stepped_up_at: null, idle_at: new Date(0), ends_at: new Date(0) }

/** The member whom the product finds behind a request, or what it answers instead. */
export function enter(product: Product, who: Pick<Member, 'id' | 'practice' | 'part'>, entry: Entry): Actor | Answer {
  type Found = NonNullable<Parameters<Product['authenticate']['actorOf']>[0]>
  const isMember = entry !== 'not-theirs'
  const membership = {
    session_id: 's',
    account_id: 'a',
    strength: 'full',
    method: 'totp',
    language: 'en',
    ...times,
    membership_id: isMember ? who.id : null,
    practice_id: isMember ? who.practice : null,
    kind: isMember ? (who.part === 'patient' ? 'patient' : 'practitioner') : null,
    role: isMember && who.part !== 'patient' ? who.part : null,
    status: isMember ? standingOf(entry) : null,
  } satisfies Found['membership']
  const session = {
    sessionId: 's',
    accountId: 'a',
    method: 'totp',
    language: 'en',
    steppedUpAt: null,
    strength: entry === 'password-only' ? 'password' : 'full',
    idleAt: new Date(0),
    endsAt: new Date(0),
  } satisfies Found['session']
  try {
    return product.authenticate.actorOf(entry === 'signed-out' ? null : { session, membership })
  } catch (error) {
    return answerOf(error)
  }
}

/** The same by the policy: nobody gets past the door of the house but a confirmed member. */
export function expectedAtEntry(entry: Entry): Answer {
  switch (entry) {
    case 'signed-out':
      return 'signed-out'
    case 'password-only':
      return 'second-factor-needed'
    case 'not-theirs':
      return 'hidden'
    case 'invited':
    case 'suspended':
    case 'ended':
      return 'forbidden'
    case 'confirmed':
      return 'allowed'
  }
}

function standingOf(entry: Entry): Standing {
  return entry === 'invited' || entry === 'suspended' || entry === 'ended' ? entry : 'confirmed'
}

export function actorFor(who: Pick<Member, 'id' | 'practice' | 'part'>): PatientActor | PractitionerActor {
  const common = { id: who.id, practiceId: who.practice, accountId: 'a', sessionId: 's' }
  return who.part === 'patient' ? { kind: 'patient', ...common } : { kind: 'practitioner', ...common, role: who.part }
}

/** What a door answers: its refusals are words of the policy; everything else, and another row than was asked for, is a fault. */
export async function answerAt(door: () => Promise<unknown>, row?: string): Promise<Answer> {
  let through: unknown
  try {
    through = await door()
  } catch (error) {
    return answerOf(error)
  }
  const { id } = (through ?? {}) as { id?: string }
  if (row !== undefined && id !== row) {
    throw new Error(`a door to ${row} leads to ${id}`)
  }
  return 'allowed'
}

function answerOf(error: unknown): Answer {
  if (error instanceof Problem) {
    if (error.code === 'second-factor-needed') {
      return 'second-factor-needed'
    }
    if (error.code === 'conversation-merged') {
      return 'elsewhere'
    }
    // Known of, and not done while a version names it.
    if (error.code === 'document-in-use') {
      return 'forbidden'
    }
    const known: Record<number, Answer> = { 401: 'signed-out', 403: 'forbidden', 404: 'hidden' }
    const answer = known[error.status]
    if (answer !== undefined) {
      return answer
    }
  }
  throw error
}

/**
 * A context for a door. Keys are only asked for here, not opened: no decision hangs on them, and whose were asked for is
 * looked at (a door that lets somebody through hands the key along).
 */
export function contextFor(tx: Tx, actor: Actor, now: Date): { ctx: Context; keysOf: Set<string> } {
  const keysOf = new Set<string>()
  const keys = { load: async (ids: string[]) => ids.forEach((id) => keysOf.add(id)) }
  return { ctx: { tx, actor, now, keys } as unknown as Context, keysOf }
}

const asksAtMost = 1_000

/** Questions of one turn leave in one statement, and those of different copies of the product never share a text. */
export function gathering(tx: Tx, copy: string): Tx {
  type Ask = Parameters<Together['ask']>
  type Waiting = { question: Ask[0]; asks: Ask[1][]; rows: Promise<Map<number, object[]>> }
  const { ask: askAtOnce, change } = tx.together
  const waiting = new Map<string, Waiting>()
  const open = (question: Ask[0]): Waiting => {
    const asks: Ask[1][] = []
    const rows = new Promise<void>((resolve) => setImmediate(resolve)).then(async () => {
      if (waiting.get(question.name)?.asks === asks) {
        waiting.delete(question.name)
      }
      const found = await askAtOnce({ ...question, name: `${question.name}${copy}` }, ...asks)
      return Map.groupBy(found as { n: number }[], ({ n }) => Number(n))
    })
    const fresh = { question, asks, rows }
    waiting.set(question.name, fresh)
    return fresh
  }
  const ask = async (question: Ask[0], ...asks: Ask[1][]) => {
    const known = waiting.get(question.name)
    const one = known === undefined || known.asks.length >= asksAtMost ? open(question) : known
    const from = one.asks.length
    one.asks.push(...asks)
    const rows = await one.rows
    const found = asks.map((_, at) => rows.get(from + at + 1) ?? [])
    if (found.some(({ length }) => length > 1)) {
      throw new Error(`${question.name} has several answers`)
    }
    return found.flat()
  }
  return Object.assign(tx, { together: { ask: ask as Together['ask'], change } })
}
