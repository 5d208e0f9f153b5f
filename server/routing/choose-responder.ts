import { type Fallback, isSameParty, type Party } from '../../shared/absence.ts'
import { limits } from '../../shared/limits.ts'
import { absenceOf, type CoverFacts, nextChange, turnOf } from './cover-facts.ts'

/** To whom a message is: to a person of an inbox, or to the inbox. `careTeamId` is the conversation's own inbox. */
export type Addressee = { personId: string | null; careTeamId: string }

export type Responder = {
  /** The person who acts; null: those of the inbox. */
  ownerId: string | null
  careTeamId: string
  /** The addressee, when it is not they who act. */
  coveringFor: Party | null
  /** The absence in force of the addressee. */
  absenceId: string | null
  /** Everybody on the way, the addressee first. */
  path: readonly Party[]
  fallback: Fallback | null
  /** The one person who answers for it: who acts, or the inbox's owner or backup or who stands in for them; null: nobody. */
  answersId: string | null
  /** Until when this surely stands, unless somebody changes the facts. */
  until: Date
}

/**
 * Who acts on work for an addressee at an instant. An absence in force comes before a rotation; a chain takes at most
 * `limits.coverHops`, never goes twice to the same, and ends at the inbox.
 */
export function chooseResponder(facts: CoverFacts, addressee: Addressee, at: Date): Responder {
  const look = lookAround(facts, at)
  const home: Party = { kind: 'care-team', id: addressee.careTeamId }
  const asked: Party = addressee.personId === null ? home : { kind: 'practitioner', id: addressee.personId }
  const first = look.follow(asked)
  const ends = first.end !== null || asked === home ? first : fallBack(first, look.follow(home))
  // Nobody acts for a colleague who is suspended or has left: what was theirs is the inbox's.
  const to = first.end === null && first.path.length === 1 && first.fallback === 'cannot-act' ? home : asked
  const careTeamId = ends.end?.kind === 'care-team' ? ends.end.id : addressee.careTeamId
  const ownerId = ends.end?.kind === 'practitioner' ? ends.end.id : null
  const isAddressee = ends.end === null ? isSameParty(to, home) : isSameParty(ends.end, to)
  return {
    ownerId,
    careTeamId,
    coveringFor: isAddressee ? null : to,
    absenceId: absenceOf(facts, to, at)?.id ?? null,
    path: ends.path,
    fallback: ends.fallback,
    answersId: ownerId ?? look.answersFor(careTeamId),
    until: look.until(),
  }
}

/** The person who does what this one should; null when the way ends at nobody in particular. */
export function chooseStandIn(facts: CoverFacts, personId: string, at: Date): { id: string | null; until: Date } {
  const look = lookAround(facts, at)
  return { id: look.personFor(personId), until: look.until() }
}

type Way = { path: Party[]; end: Party | null; fallback: Fallback | null }

/** A way that led to nobody goes on as work for the inbox does; its reason is kept. */
function fallBack(first: Way, home: Way): Way {
  const onward = home.path.filter((party) => !first.path.some((earlier) => isSameParty(earlier, party)))
  return { path: [...first.path, ...onward], end: home.end, fallback: first.fallback }
}

/** Looks at one instant, and remembers when anything it looked at changes. */
function lookAround(facts: CoverFacts, at: Date) {
  let untilMs = facts.knownUntil.getTime()

  /** Undefined: nobody, the party acts itself. Null: it is away and nobody is named. */
  function standIn(party: Party): Party | null | undefined {
    const change = nextChange(facts, party, at)
    untilMs = Math.min(untilMs, change?.getTime() ?? untilMs)
    const absence = absenceOf(facts, party, at)
    if (absence !== undefined) {
      return absence.cover
    }
    const turn = turnOf(facts, party, at)
    return turn === undefined || turn === party.id ? undefined : { kind: 'practitioner', id: turn }
  }

  /** From a party to who stands in for it, and on. `end` is null where the way stops at nobody. */
  function follow(from: Party): Way {
    const path = [from]
    for (let party = from; ;) {
      const next = standIn(party)
      if (next === undefined) {
        return { path, ...endAt(party, path.length === 1) }
      }
      const fallback = refusal(path, next)
      if (next === null || fallback !== null) {
        return { path, end: null, fallback }
      }
      path.push(next)
      party = next
    }
  }

  /** An inbox stands in for others only when somebody answers for it. */
  function endAt(party: Party, isFirst: boolean): Omit<Way, 'path'> {
    if (party.kind === 'practitioner') {
      return facts.actingIds.has(party.id) ? { end: party, fallback: null } : { end: null, fallback: 'cannot-act' }
    }
    return isFirst || answersFor(party.id) !== null
      ? { end: party, fallback: null }
      : { end: null, fallback: 'unstaffed' }
  }

  /** An inbox's owner, or its backup, or the person who stands in for them. */
  function answersFor(careTeamId: string): string | null {
    const team = facts.careTeams.get(careTeamId)
    return team === undefined ? null : (personFor(team.ownerId) ?? personFor(team.backupId))
  }

  /** The same way among people alone: an inbox does not answer for another. */
  function personFor(id: string): string | null {
    const path: Party[] = [{ kind: 'practitioner', id }]
    for (let personId = id; ;) {
      const next = standIn({ kind: 'practitioner', id: personId })
      if (next === undefined) {
        return facts.actingIds.has(personId) ? personId : null
      }
      if (next === null || next.kind === 'care-team' || refusal(path, next) !== null) {
        return null
      }
      path.push(next)
      personId = next.id
    }
  }

  return { follow, answersFor, personFor, until: () => new Date(untilMs) }
}

function refusal(path: Party[], next: Party | null): Fallback | null {
  if (next === null) {
    return 'nobody-named'
  }
  if (path.some((earlier) => isSameParty(earlier, next))) {
    return 'ring'
  }
  return path.length > limits.coverHops ? 'too-long' : null
}
