// Random clinics with people away: rings, gaps, overlaps and people who left among them, around clock changes as often as not.
import fc from 'fast-check'
import type { Party } from '../../shared/absence.ts'
import type { CoverFacts } from '../../server/routing/cover-facts.ts'

const people = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6']
const inboxes = ['i1', 'i2', 'i3']
const person = fc.constantFrom(...people)
const party: fc.Arbitrary<Party> = fc.oneof(
  { weight: 4, arbitrary: person.map((id): Party => ({ kind: 'practitioner', id })) },
  { weight: 1, arbitrary: fc.constantFrom(...inboxes).map((id): Party => ({ kind: 'care-team', id })) },
)
const between = (from: string, to: string) => fc.date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
/** Most things are near each other, so that they meet; some at the nights on which clocks change, some far off. */
const instant = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.integer({ min: 0, max: 28 }).map((halfDays) => new Date(Date.UTC(2026, 2, 2, halfDays * 12))),
  },
  { weight: 2, arbitrary: between('2026-03-07T00:00:00Z', '2026-03-10T00:00:00Z') },
  { weight: 1, arbitrary: between('2026-10-31T00:00:00Z', '2026-11-03T00:00:00Z') },
  { weight: 1, arbitrary: between('2026-02-20T00:00:00Z', '2026-11-20T00:00:00Z') },
)
const absence = fc
  .record({
    id: fc.uuid(),
    of: party,
    cover: fc.option(party, { freq: 6 }),
    startsAt: instant,
    hours: fc.oneof(fc.integer({ min: 1, max: 24 * 20 }), fc.constantFrom(12, 24)),
  })
  .map(({ hours, ...one }) => ({ ...one, endsAt: new Date(one.startsAt.getTime() + hours * 3_600_000) }))
const date = instant.map((one) => one.toISOString().slice(0, 10))
const rotation = fc.record({
  id: fc.uuid(),
  of: party,
  startsOn: date,
  endsOn: fc.option(date),
  weeks: fc.integer({ min: 1, max: 8 }),
  turns: fc.array(
    fc.record({
      week: fc.integer({ min: 1, max: 8 }),
      weekday: fc.integer({ min: 1, max: 7 }),
      practitionerId: person,
    }),
    { maxLength: 30 },
  ),
})
const facts: fc.Arbitrary<CoverFacts> = fc.record({
  timeZone: fc.constantFrom('America/Toronto', 'America/St_Johns', 'America/Regina', 'Africa/Cairo'),
  absences: fc.array(absence, { maxLength: 10 }),
  rotations: fc.array(rotation, { maxLength: 3 }),
  actingIds: fc.subarray(people, { minLength: 2 }).map((ids) => new Set(ids)),
  /** Now and then an inbox is not known any more. */
  careTeams: fc
    .tuple(...inboxes.map(() => fc.shuffledSubarray(people, { minLength: 2, maxLength: 2 })))
    .map(
      (pairs) =>
        new Map(
          pairs
            .map(([ownerId = '', backupId = ''], index): [string, { ownerId: string; backupId: string }] => [
              inboxes[index] ?? '',
              { ownerId, backupId },
            ])
            .slice(pairs[0]?.[0] === 'p6' ? 1 : 0),
        ),
    ),
  knownUntil: fc.constant(new Date('2027-06-01T00:00:00Z')),
})

type Edge = 'none' | 'start' | 'end' | 'before-end' | 'first-day' | 'last-day'
/** Once for all edges, as often for none. */
const edges: Edge[] = ['none', 'none', 'start', 'end', 'before-end', 'first-day', 'last-day']

export type CoverWorld = {
  facts: CoverFacts
  addressee: { personId: string | null; careTeamId: string }
  at: Date
  /** Instead of the first absence: all of those at its very edges. */
  edge: Edge
  person: string
}

export const coverWorlds: fc.Arbitrary<CoverWorld> = fc
  .record({
    facts,
    addressee: fc.record({ personId: fc.option(person), careTeamId: fc.constantFrom(...inboxes) }),
    at: instant,
    edge: fc.constantFrom(...edges),
    person,
    chain: fc.option(fc.integer({ min: 2, max: people.length - 1 }), { freq: 2 }),
  })
  .map(({ chain, ...world }) => (chain === null ? world : asChain(world, chain)))
  .map((world) => ({ ...world, at: edgeOf(world) }))
  .map(onItsDay)

/** One after the other is away for the next: ways that are as long as one may be, and longer. */
function asChain(world: CoverWorld, steps: number): CoverWorld {
  const away = people.slice(0, steps).map((id, index) => ({
    id: `chain ${index}`,
    of: { kind: 'practitioner', id } as const,
    cover: { kind: 'practitioner', id: people[index + 1] ?? '' } as const,
    startsAt: new Date('2026-02-01T00:00:00Z'),
    endsAt: new Date('2026-12-01T00:00:00Z'),
  }))
  const [first = ''] = people
  const facts = { ...world.facts, absences: [...away, ...world.facts.absences] }
  return { ...world, facts, person: first, addressee: { ...world.addressee, personId: first } }
}

/** On the first or the last day of a rotation, whoever it is of is asked for, and has a turn. */
function onItsDay(world: CoverWorld): CoverWorld {
  const { facts, edge, addressee } = world
  const [first, ...others] = facts.rotations
  const day = edge === 'first-day' ? first?.startsOn : edge === 'last-day' ? first?.endsOn : null
  if (first === undefined || day === null || day === undefined) {
    return world
  }
  const at = new Date(`${day}T16:00:00Z`)
  const weekday = ((at.getUTCDay() + 6) % 7) + 1
  const turns = first.turns.map((turn) => ({ ...turn, weekday }))
  const asked = first.of.kind === 'practitioner' ? { person: first.of.id, personId: first.of.id } : null
  return {
    ...world,
    at,
    facts: { ...facts, absences: facts.absences.slice(0, 1), rotations: [{ ...first, turns }, ...others] },
    person: asked?.person ?? world.person,
    addressee:
      asked === null ? { personId: null, careTeamId: first.of.id } : { ...addressee, personId: asked.personId },
  }
}

function edgeOf({ facts: { absences }, at, edge }: CoverWorld): Date {
  const [one] = absences
  if (one === undefined || edge === 'none') {
    return at
  }
  if (edge === 'first-day' || edge === 'last-day') {
    return at
  }
  return edge === 'start' ? one.startsAt : new Date(one.endsAt.getTime() - (edge === 'end' ? 0 : 1))
}
