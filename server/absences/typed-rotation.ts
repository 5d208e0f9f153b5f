import { isSameParty, type Party } from '../../shared/absence.ts'
import type { absences as api } from '../../shared/api/absences.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { type Fields, readFields } from '../people/typed-fields.ts'
import { type CoverFacts, dayOf, startOfDate } from '../routing/cover-facts.ts'
import { walkResponders } from '../routing/walk-responders.ts'

type Input = InputOf<typeof api.saveRotation>
export type TypedRotation = Pick<Input, 'who' | 'startsOn' | 'endsOn' | 'weeks' | 'turns'>
type Around = { cover: CoverFacts; current: { who: { kind: string; id: string } } | null; now: Date }

/** A rotation as it was typed, its turns in order, or every field that cannot be so. */
export function readRotation(input: Input, around: Around): TypedRotation {
  return readFields((fields) => {
    const { who, startsOn, endsOn, weeks } = input
    const turns = input.turns.toSorted((one, other) => one.week - other.week || one.weekday - other.weekday)
    const rotation = { who, startsOn, endsOn, weeks, turns }
    refuseWho(fields, who, around)
    const areTurnsWell = refuseTurns(fields, input, around.cover)
    if (refuseDates(fields, rotation, around) && areTurnsWell && refuseOverlap(fields, input, around)) {
      refuseRing(fields, input.rotationId, rotation, around)
    }
    return rotation
  })
}

function refuseWho(fields: Fields, who: Party, { cover, current }: Around): void {
  const isKnown = who.kind === 'care-team' ? cover.careTeams.has(who.id) : cover.actingIds.has(who.id)
  if (current !== null && (current.who.kind !== who.kind || current.who.id !== who.id)) {
    fields.refuse('who', 'cannot-change')
  } else if (!isKnown) {
    fields.refuse('who', 'not-a-working-colleague')
  }
}

/** By their places in what was sent. */
function refuseTurns(fields: Fields, { who, weeks, turns }: Input, cover: CoverFacts): boolean {
  let isWell = true
  const refuse = (path: string, code: string) => {
    isWell = false
    fields.refuse(path, code)
  }
  if (turns.length === 0) {
    refuse('turns', 'no-one')
  } else if (who.kind === 'practitioner' && turns.every(({ practitionerId }) => practitionerId === who.id)) {
    refuse('turns', 'no-one-else')
  }
  for (const [index, turn] of turns.entries()) {
    if (turn.week > weeks) {
      refuse(`turns.${index}`, 'week')
    } else if (turns.slice(0, index).some((other) => other.week === turn.week && other.weekday === turn.weekday)) {
      refuse(`turns.${index}`, 'duplicate')
    } else if (!cover.actingIds.has(turn.practitionerId)) {
      refuse(`turns.${index}`, 'not-a-working-colleague')
    }
  }
  return isWell
}

function refuseDates(fields: Fields, { startsOn, endsOn }: TypedRotation, { cover, now }: Around): boolean {
  if (endsOn !== null && endsOn < startsOn) {
    fields.refuse('endsOn', 'before-start')
    return false
  }
  if (endsOn !== null && endsOn < dayOf(cover.timeZone, now).toString()) {
    fields.refuse('endsOn', 'in-the-past')
    return false
  }
  return true
}

function refuseOverlap(fields: Fields, { rotationId, who, startsOn, endsOn }: Input, { cover }: Around): boolean {
  const overlaps = cover.rotations.some(
    (other) =>
      other.id !== rotationId &&
      isSameParty(other.of, who) &&
      (endsOn === null || other.startsOn <= endsOn) &&
      (other.endsOn === null || startsOn <= other.endsOn),
  )
  if (overlaps) {
    fields.refuse('startsOn', 'overlapping')
  }
  return !overlaps
}

/** No day on which whose turn it is has the one who is asked for as theirs: over as many weeks as two patterns can take to meet. */
function refuseRing(fields: Fields, id: string, rotation: TypedRotation, { cover, now }: Around): void {
  const { who, startsOn, endsOn } = rotation
  const today = dayOf(cover.timeZone, now)
  const first = Temporal.PlainDate.from(startsOn)
  const from = Temporal.PlainDate.compare(first, today) > 0 ? first : today
  const lastOfPattern = from.add({ weeks: limits.rotationWeeks * (limits.rotationWeeks - 1) })
  const last = endsOn === null || endsOn > lastOfPattern.toString() ? lastOfPattern : Temporal.PlainDate.from(endsOn)
  const planned = { ...cover, rotations: [...cover.rotations.filter((o) => o.id !== id), { id, of: who, ...rotation }] }
  const addressee =
    who.kind === 'care-team' ? { personId: null, careTeamId: who.id } : { personId: who.id, careTeamId: '' }
  const span = [from, last.add({ days: 1 })].map((date) => startOfDate(cover.timeZone, date))
  const walked = walkResponders(planned, addressee, span[0] ?? now, span[1] ?? now)
  if (walked.some(({ responder }) => responder.fallback === 'ring')) {
    fields.refuse('turns', 'ring')
  }
}
