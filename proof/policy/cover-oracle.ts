// Who acts for whom while somebody is away, a second time, from the words it was agreed in: "X is away; whoever is named answers
// meanwhile, for three steps at most and never in a ring; an absence comes before a rotation; in the end it is the work of the
// conversation's own inbox, for which its owner answers, or its backup." Dates are counted here without the server's calendar.
import type { Fallback, Party } from '../../shared/absence.ts'
import type { CoverFacts } from '../../server/routing/cover-facts.ts'

export type Expected = {
  ownerId: string | null
  careTeamId: string
  coveringFor: Party | null
  absenceId: string | null
  path: readonly Party[]
  fallback: Fallback | null
  answersId: string | null
}
type Addressee = { personId: string | null; careTeamId: string }
type Trail = { visited: Party[]; arrived: Party | null; why: Fallback | null }

const stepsAtMost = 3
const key = ({ kind, id }: Party) => `${kind}/${id}`
const dayMs = 86_400_000

export function whoActs(facts: CoverFacts, addressee: Addressee, at: Date): Expected {
  const inbox: Party = { kind: 'care-team', id: addressee.careTeamId }
  const asked: Party = addressee.personId === null ? inbox : { kind: 'practitioner', id: addressee.personId }
  const own = trail(facts, asked, at)
  let way = own
  if (own.arrived === null && addressee.personId !== null) {
    const onward = trail(facts, inbox, at)
    const met = new Set(own.visited.map(key))
    way = {
      visited: own.visited.concat(onward.visited.filter((party) => !met.has(key(party)))),
      arrived: onward.arrived,
      why: own.why ?? onward.why,
    }
  }
  // A colleague who has left, and whom nobody was to cover: there is nobody for whom it would be done.
  const hasLeft = own.arrived === null && own.visited.length === 1 && own.why === 'cannot-act'
  const meant = hasLeft ? inbox : asked
  const doer = way.arrived ?? inbox
  const careTeamId = way.arrived?.kind === 'care-team' ? way.arrived.id : addressee.careTeamId
  const ownerId = way.arrived?.kind === 'practitioner' ? way.arrived.id : null
  return {
    ownerId,
    careTeamId,
    coveringFor: key(doer) === key(meant) ? null : meant,
    absenceId: absence(facts, meant, at)?.id ?? null,
    path: way.visited,
    fallback: way.why,
    answersId: ownerId ?? whoAnswersFor(facts, careTeamId, at),
  }
}

/** The one person for an inbox: its owner or whoever of people stands in for them; else the same of its backup. */
export function whoAnswersFor(facts: CoverFacts, careTeamId: string, at: Date): string | null {
  const team = facts.careTeams.get(careTeamId)
  return team === undefined
    ? null
    : (personInsteadOf(facts, team.ownerId, at) ?? personInsteadOf(facts, team.backupId, at))
}

export function personInsteadOf(facts: CoverFacts, id: string, at: Date): string | null {
  const go = (person: string, before: readonly string[]): string | null => {
    const instead = standsIn(facts, { kind: 'practitioner', id: person }, at)
    if (instead === 'itself') {
      return facts.actingIds.has(person) ? person : null
    }
    const isWayOut = instead === 'nobody' || instead.kind === 'care-team'
    const seen = [...before, person]
    return isWayOut || seen.includes(instead.id) || seen.length > stepsAtMost ? null : go(instead.id, seen)
  }
  return go(id, [])
}

function trail(facts: CoverFacts, from: Party, at: Date): Trail {
  const go = (party: Party, before: readonly Party[]): Trail => {
    const visited = [...before, party]
    const stop = (why: Fallback): Trail => ({ visited, arrived: null, why })
    const instead = standsIn(facts, party, at)
    if (instead === 'itself') {
      if (party.kind === 'practitioner' && !facts.actingIds.has(party.id)) {
        return stop('cannot-act')
      }
      const isLentInbox = party.kind === 'care-team' && before.length > 0
      return isLentInbox && whoAnswersFor(facts, party.id, at) === null
        ? stop('unstaffed')
        : { visited, arrived: party, why: null }
    }
    if (instead === 'nobody') {
      return stop('nobody-named')
    }
    if (visited.some((earlier) => key(earlier) === key(instead))) {
      return stop('ring')
    }
    return visited.length > stepsAtMost ? stop('too-long') : go(instead, visited)
  }
  return go(from, [])
}

function standsIn(facts: CoverFacts, party: Party, at: Date): Party | 'itself' | 'nobody' {
  const away = absence(facts, party, at)
  if (away !== undefined) {
    return away.cover ?? 'nobody'
  }
  const onDuty = turn(facts, party, at)
  return onDuty === null || onDuty === party.id ? 'itself' : { kind: 'practitioner', id: onDuty }
}

/** Where several are in force, the first that is listed. */
function absence(facts: CoverFacts, party: Party, at: Date) {
  return facts.absences.find(
    ({ of, startsAt, endsAt }) =>
      key(of) === key(party) && startsAt.getTime() <= at.getTime() && at.getTime() < endsAt.getTime(),
  )
}

function turn(facts: CoverFacts, party: Party, at: Date): string | null {
  const today = localDate(facts.timeZone, at)
  const rotation = facts.rotations.find(
    ({ of, startsOn, endsOn }) => key(of) === key(party) && today >= startsOn && (endsOn === null || today <= endsOn),
  )
  if (rotation === undefined) {
    return null
  }
  const weeksIn = (mondayOf(today) - mondayOf(rotation.startsOn)) / (7 * dayMs)
  const week = (weeksIn % rotation.weeks) + 1
  const weekday = ((dayNumber(today) / dayMs + 3) % 7) + 1
  return rotation.turns.find((one) => one.week === week && one.weekday === weekday)?.practitionerId ?? null
}

const calendars = new Map<string, Intl.DateTimeFormat>()

export function localDate(timeZone: string, at: Date): string {
  const form = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const
  const calendar = calendars.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', form)
  calendars.set(timeZone, calendar)
  return calendar.format(at)
}

/** Midnight of a date as if it were on no clock, so that days are of one length. 1970-01-01 was a Thursday. */
function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`)
}

function mondayOf(date: string): number {
  const weekday = (dayNumber(date) / dayMs + 3) % 7
  return dayNumber(date) - weekday * dayMs
}
