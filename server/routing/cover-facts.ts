import { isSameParty, type Party } from '../../shared/absence.ts'

/** Somebody is away from `startsAt` until just before `endsAt`; `cover` answers meanwhile, or the inbox. */
export type Absence = { id: string; of: Party; startsAt: Date; endsAt: Date; cover: Party | null }

/** On which days who answers for `of`; dates are the practice's, week 1 is the one that `startsOn` is in. */
export type Rotation = {
  id: string
  of: Party
  startsOn: string
  endsOn: string | null
  weeks: number
  turns: readonly { week: number; weekday: number; practitionerId: string }[]
}

/** What decides who acts. Absences and rotations that are called off are not among them. */
export type CoverFacts = {
  timeZone: string
  absences: readonly Absence[]
  rotations: readonly Rotation[]
  /** Colleagues who work in inboxes and may act now: neither suspended nor gone. */
  actingIds: ReadonlySet<string>
  careTeams: ReadonlyMap<string, { ownerId: string; backupId: string }>
  /** The facts are whole until here; nothing is said beyond. */
  knownUntil: Date
}

export function absenceOf(facts: CoverFacts, of: Party, at: Date): Absence | undefined {
  return facts.absences.find((absence) => isSameParty(absence.of, of) && absence.startsAt <= at && at < absence.endsAt)
}

/** Whose turn it is to answer for a party on the day of an instant, if a rotation says so. */
export function turnOf(facts: CoverFacts, of: Party, at: Date): string | undefined {
  const rotations = facts.rotations.filter((rotation) => isSameParty(rotation.of, of))
  if (rotations.length === 0) {
    return undefined
  }
  const day = dayOf(facts.timeZone, at)
  const date = day.toString()
  const rotation = rotations.find(({ startsOn, endsOn }) => startsOn <= date && (endsOn === null || date <= endsOn))
  if (rotation === undefined) {
    return undefined
  }
  const week = (weeksBetween(Temporal.PlainDate.from(rotation.startsOn), day) % rotation.weeks) + 1
  return rotation.turns.find((turn) => turn.week === week && turn.weekday === day.dayOfWeek)?.practitionerId
}

/** When what these two say of a party may be different next; null when nothing is planned. */
export function nextChange(facts: CoverFacts, of: Party, at: Date): Date | null {
  const bounds = facts.absences
    .filter((absence) => isSameParty(absence.of, of))
    .flatMap(({ startsAt, endsAt }) => [startsAt, endsAt])
  const days = facts.rotations
    .filter((rotation) => isSameParty(rotation.of, of))
    .flatMap((rotation) => nextDayOf(facts.timeZone, rotation, at))
  const later = [...bounds, ...days].filter((bound) => bound > at)
  return later.length === 0 ? null : new Date(Math.min(...later.map((bound) => bound.getTime())))
}

/** The first instant of a date on the practice's clock; the day lasts 23 or 25 hours when the clocks change. */
export function startOfDate(timeZone: string, date: Temporal.PlainDate): Date {
  return new Date(date.toZonedDateTime({ timeZone }).epochMilliseconds)
}

export function dayOf(timeZone: string, at: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
}

function nextDayOf(timeZone: string, { startsOn, endsOn }: Rotation, at: Date): Date[] {
  const today = dayOf(timeZone, at)
  if (endsOn !== null && today.toString() > endsOn) {
    return []
  }
  const next = today.toString() < startsOn ? Temporal.PlainDate.from(startsOn) : today.add({ days: 1 })
  return [startOfDate(timeZone, next)]
}

/** Weeks begin on Monday. */
function weeksBetween(from: Temporal.PlainDate, to: Temporal.PlainDate): number {
  const monday = from.subtract({ days: from.dayOfWeek - 1 })
  return Math.floor(monday.until(to, { largestUnit: 'days' }).days / 7)
}
