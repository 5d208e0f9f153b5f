import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSameParty, type Party } from '../../shared/absence.ts'
import { limits } from '../../shared/limits.ts'
import { type Addressee, chooseResponder } from './choose-responder.ts'
import { absenceOf, type CoverFacts, turnOf } from './cover-facts.ts'
import { walkResponders } from './walk-responders.ts'

/** Laws of cover, for any absences, rings and gaps included, around clock changes as often as not. */

const people = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6']
const inboxes = ['i1', 'i2', 'i3']
const people$ = fc.constantFrom(...people)
const party: fc.Arbitrary<Party> = fc.oneof(
  { weight: 4, arbitrary: people$.map((id): Party => ({ kind: 'practitioner', id })) },
  { weight: 1, arbitrary: fc.constantFrom(...inboxes).map((id): Party => ({ kind: 'care-team', id })) },
)
const first = new Date('2026-02-20T00:00:00Z')
const last = new Date('2026-11-20T00:00:00Z')
/** Half of all instants lie around the two nights on which clocks change in Canada. */
const instants = fc.oneof(
  fc.date({ min: first, max: last, noInvalidDate: true }),
  fc.date({ min: new Date('2026-03-07'), max: new Date('2026-03-10'), noInvalidDate: true }),
  fc.date({ min: new Date('2026-10-31'), max: new Date('2026-11-03'), noInvalidDate: true }),
)
const absence = fc
  .record({
    id: fc.uuid(),
    of: party,
    cover: fc.option(party, { freq: 5 }),
    startsAt: instants,
    hours: fc.integer({ min: 1, max: 24 * 60 }),
  })
  .map(({ hours, ...one }) => ({ ...one, endsAt: new Date(one.startsAt.getTime() + hours * 3_600_000) }))
const date = instants.map((instant) => instant.toISOString().slice(0, 10))
const rotation = fc.record({
  id: fc.uuid(),
  of: party,
  startsOn: date,
  endsOn: fc.option(date),
  weeks: fc.integer({ min: 1, max: limits.rotationWeeks }),
  turns: fc.array(
    fc.record({
      week: fc.integer({ min: 1, max: 8 }),
      weekday: fc.integer({ min: 1, max: 7 }),
      practitionerId: people$,
    }),
    { maxLength: 20 },
  ),
})
const worlds: fc.Arbitrary<CoverFacts> = fc.record({
  timeZone: fc.constantFrom('America/Toronto', 'America/St_Johns', 'America/Regina', 'Africa/Cairo'),
  absences: fc.array(absence, { maxLength: 12 }),
  rotations: fc.array(rotation, { maxLength: 4 }),
  actingIds: fc.subarray(people).map((ids) => new Set(ids)),
  careTeams: fc
    .tuple(...inboxes.map(() => fc.shuffledSubarray(people, { minLength: 2, maxLength: 2 })))
    .map(
      (pairs) =>
        new Map(
          pairs.map(([ownerId = '', backupId = ''], index): [string, { ownerId: string; backupId: string }] => [
            inboxes[index] ?? '',
            { ownerId, backupId },
          ]),
        ),
    ),
  knownUntil: fc.constant(new Date('2027-06-01T00:00:00Z')),
})
const addressees: fc.Arbitrary<Addressee> = fc.record({
  personId: fc.option(people$),
  careTeamId: fc.constantFrom(...inboxes),
})

const isAway = (world: CoverFacts, of: Party, at: Date) => {
  const turn = turnOf(world, of, at)
  return absenceOf(world, of, at) !== undefined || (turn !== undefined && turn !== of.id)
}

test('at every instant it is a person who is there and may act, or an inbox', () => {
  fc.assert(
    fc.property(worlds, addressees, instants, (world, addressee, at) => {
      const { ownerId, careTeamId, answersId } = chooseResponder(world, addressee, at)
      expect(inboxes).toContain(careTeamId)
      if (ownerId !== null) {
        expect(answersId).toBe(ownerId)
      }
      if (answersId !== null) {
        expect(world.actingIds.has(answersId)).toBe(true)
        expect(isAway(world, { kind: 'practitioner', id: answersId }, at)).toBe(false)
      }
    }),
    { numRuns: 1_000 },
  )
})

test('while the inbox’s owner or backup is there, somebody answers, whatever else is true', () => {
  fc.assert(
    fc.property(worlds, addressees, instants, (world, addressee, at) => {
      const { ownerId, backupId } = world.careTeams.get(addressee.careTeamId) ?? { ownerId: '', backupId: '' }
      const isThere = (id: string) => world.actingIds.has(id) && !isAway(world, { kind: 'practitioner', id }, at)
      fc.pre(isThere(ownerId) || isThere(backupId))
      expect(chooseResponder(world, addressee, at).answersId).not.toBeNull()
    }),
    { numRuns: 1_000 },
  )
})

test('the way never goes twice to the same, and takes at most three steps from an addressee', () => {
  fc.assert(
    fc.property(worlds, addressees, instants, (world, addressee, at) => {
      const { path, fallback } = chooseResponder(world, addressee, at)
      expect(path.some((one, index) => path.slice(0, index).some((earlier) => isSameParty(earlier, one)))).toBe(false)
      // To the inbox in vain, and from the inbox on: each at most three.
      expect(path.length).toBeLessThanOrEqual((limits.coverHops + 1) * (fallback === null ? 1 : 2))
    }),
    { numRuns: 1_000 },
  )
})

test('it is said for whom, and only when the addressee does not act', () => {
  fc.assert(
    fc.property(worlds, addressees, instants, (world, addressee, at) => {
      const { ownerId, careTeamId, coveringFor } = chooseResponder(world, addressee, at)
      const { personId } = addressee
      const isGone =
        personId !== null &&
        !world.actingIds.has(personId) &&
        !isAway(world, { kind: 'practitioner', id: personId }, at)
      const isAddressee =
        personId === null || isGone ? ownerId === null && careTeamId === addressee.careTeamId : ownerId === personId
      expect(coveringFor === null).toBe(isAddressee)
    }),
  )
})

test('it stands until the instant it names', () => {
  fc.assert(
    fc.property(
      worlds,
      addressees,
      instants,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (world, addressee, at, part) => {
        const { until, ...decision } = chooseResponder(world, addressee, at)
        expect(until.getTime()).toBeGreaterThan(at.getTime())
        const span = until.getTime() - 1 - at.getTime()
        const { until: _until, ...later } = chooseResponder(world, addressee, new Date(at.getTime() + span * part))
        expect(later).toEqual(decision)
      },
    ),
    { numRuns: 1_000 },
  )
})

test('stretches follow each other without a gap, over days of 23, 24 and 25 hours', () => {
  fc.assert(
    fc.property(worlds, addressees, (world, addressee) => {
      const walked = walkResponders(world, addressee, first, last)
      expect(walked[0]?.from).toEqual(first)
      expect(walked.at(-1)?.until).toEqual(last)
      for (const [index, { from, until, responder }] of walked.entries()) {
        expect(until.getTime()).toBeGreaterThan(from.getTime())
        expect(walked[index + 1]?.from ?? last).toEqual(until)
        expect(chooseResponder(world, addressee, from).ownerId).toBe(responder.ownerId)
      }
    }),
    { numRuns: 50 },
  )
})
