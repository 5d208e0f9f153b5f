// What is promised here: at every instant one responsible owner, found in at most three steps and never in a ring.
import { describe, expect, test } from 'vitest'
import type { Party } from '../../shared/absence.ts'
import { chooseResponder, chooseStandIn } from './choose-responder.ts'
import type { Absence, CoverFacts, Rotation } from './cover-facts.ts'
import { walkResponders } from './walk-responders.ts'

const timeZone = 'America/Toronto'
const local = (text: string) => new Date(Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).epochMilliseconds)
const person = (id: string): Party => ({ kind: 'practitioner', id })
const inbox = (id: string): Party => ({ kind: 'care-team', id })

let count = 0
const away = (of: Party, cover: Party | null, from = '2026-12-21T12:00', until = '2026-12-28T00:00'): Absence => ({
  id: `absence ${++count}`,
  of,
  cover,
  startsAt: local(from),
  endsAt: local(until),
})
const facts = (absences: Absence[] = [], rotations: Rotation[] = [], gone: string[] = []): CoverFacts => ({
  timeZone,
  absences,
  rotations,
  actingIds: new Set(
    ['ada', 'ben', 'cleo', 'dan', 'eve', 'owner', 'backup', 'other'].filter((id) => !gone.includes(id)),
  ),
  careTeams: new Map([
    ['nurses', { ownerId: 'owner', backupId: 'backup' }],
    ['desk', { ownerId: 'other', backupId: 'dan' }],
  ]),
  knownUntil: local('2028-01-01T00:00'),
})
const toAda = { personId: 'ada', careTeamId: 'nurses' }
const toInbox = { personId: null, careTeamId: 'nurses' }
const during = local('2026-12-22T10:00')

describe('who acts', () => {
  test.each<[string, Absence[], string[], object]>([
    ['nobody is away', [], [], { ownerId: 'ada', coveringFor: null, fallback: null, answersId: 'ada' }],
    [
      'one covers',
      [away(person('ada'), person('ben'))],
      [],
      { ownerId: 'ben', careTeamId: 'nurses', coveringFor: person('ada'), fallback: null },
    ],
    [
      'three in a row',
      [away(person('ada'), person('ben')), away(person('ben'), person('cleo')), away(person('cleo'), person('dan'))],
      [],
      { ownerId: 'dan', coveringFor: person('ada'), path: ['ada', 'ben', 'cleo', 'dan'].map(person) },
    ],
    [
      'a fourth is one too many: the inbox',
      [
        away(person('ada'), person('ben')),
        away(person('ben'), person('cleo')),
        away(person('cleo'), person('dan')),
        away(person('dan'), person('eve')),
      ],
      [],
      { ownerId: null, careTeamId: 'nurses', coveringFor: person('ada'), fallback: 'too-long', answersId: 'owner' },
    ],
    [
      'two cover each other: the inbox',
      [away(person('ada'), person('ben')), away(person('ben'), person('ada'))],
      [],
      { ownerId: null, careTeamId: 'nurses', coveringFor: person('ada'), fallback: 'ring', answersId: 'owner' },
    ],
    [
      'nobody is named: the inbox',
      [away(person('ada'), null)],
      [],
      { ownerId: null, careTeamId: 'nurses', coveringFor: person('ada'), fallback: 'nobody-named' },
    ],
    [
      'another inbox covers',
      [away(person('ada'), inbox('desk'))],
      [],
      { ownerId: null, careTeamId: 'desk', coveringFor: person('ada'), fallback: null, answersId: 'other' },
    ],
    [
      'an inbox that nobody answers for covers nobody',
      [away(person('ada'), inbox('desk')), away(person('other'), null), away(person('dan'), null)],
      [],
      { ownerId: null, careTeamId: 'nurses', fallback: 'unstaffed', answersId: 'owner' },
    ],
    [
      'who covers is suspended: the inbox',
      [away(person('ada'), person('ben'))],
      ['ben'],
      { ownerId: null, careTeamId: 'nurses', fallback: 'cannot-act', coveringFor: person('ada') },
    ],
    [
      'the addressee has left: the inbox',
      [],
      ['ada'],
      { ownerId: null, careTeamId: 'nurses', fallback: 'cannot-act', coveringFor: null, answersId: 'owner' },
    ],
    [
      'the inbox’s owner is away: who covers them answers for it',
      [away(person('owner'), person('eve'))],
      ['ada'],
      { ownerId: null, answersId: 'eve' },
    ],
    [
      'the owner is away and nobody is named: the backup answers',
      [away(person('owner'), null)],
      ['ada'],
      { ownerId: null, answersId: 'backup' },
    ],
    [
      'owner and backup are away: nobody, and it says so',
      [away(person('owner'), null), away(person('backup'), null)],
      ['ada'],
      { ownerId: null, careTeamId: 'nurses', answersId: null },
    ],
    [
      'the owner’s cover is an inbox whose owner’s cover is the first: the backup',
      [away(person('owner'), inbox('desk')), away(person('other'), inbox('nurses'))],
      ['ada'],
      { ownerId: null, answersId: 'backup' },
    ],
  ])('%s', (_words, absences, gone, expected) => {
    expect(chooseResponder(facts(absences, [], gone), toAda, during)).toMatchObject(expected)
  })

  test.each<[string, Absence[], object]>([
    ['nobody is away', [], { ownerId: null, careTeamId: 'nurses', coveringFor: null, answersId: 'owner' }],
    [
      'another inbox covers it',
      [away(inbox('nurses'), inbox('desk'))],
      { ownerId: null, careTeamId: 'desk', coveringFor: inbox('nurses') },
    ],
    [
      'a person covers it',
      [away(inbox('nurses'), person('ben'))],
      { ownerId: 'ben', careTeamId: 'nurses', coveringFor: inbox('nurses') },
    ],
    [
      'inboxes cover each other: it stays where it is',
      [away(inbox('nurses'), inbox('desk')), away(inbox('desk'), inbox('nurses'))],
      { ownerId: null, careTeamId: 'nurses', coveringFor: null, fallback: 'ring' },
    ],
  ])('of an inbox, when %s', (_words, absences, expected) => {
    expect(chooseResponder(facts(absences), toInbox, during)).toMatchObject(expected)
  })
})

describe('from when until when', () => {
  test('an absence is in force from its first instant until just before its last', () => {
    const one = away(person('ada'), person('ben'))
    const at = (date: Date) => chooseResponder(facts([one]), toAda, date)
    expect(at(new Date(one.startsAt.getTime() - 1))).toMatchObject({ ownerId: 'ada', until: one.startsAt })
    expect(at(one.startsAt)).toMatchObject({ ownerId: 'ben', until: one.endsAt, absenceId: one.id })
    expect(at(new Date(one.endsAt.getTime() - 1))).toMatchObject({ ownerId: 'ben' })
    expect(at(one.endsAt)).toMatchObject({ ownerId: 'ada', absenceId: null })
  })

  test('two absences that touch leave no moment between them', () => {
    const first = away(person('ada'), person('ben'), '2026-12-21T12:00', '2026-12-24T12:00')
    const second = away(person('ada'), person('cleo'), '2026-12-24T12:00', '2026-12-28T00:00')
    const walked = walkResponders(facts([first, second]), toAda, local('2026-12-21T00:00'), local('2026-12-29T00:00'))
    expect(walked.map(({ from, responder }) => [from, responder.ownerId])).toEqual([
      [local('2026-12-21T00:00'), 'ada'],
      [first.startsAt, 'ben'],
      [second.startsAt, 'cleo'],
      [second.endsAt, 'ada'],
    ])
  })

  test('it stands no longer than the covering person is there', () => {
    const long = away(person('ada'), person('ben'))
    const short = away(person('ben'), person('cleo'), '2026-12-23T00:00', '2026-12-24T00:00')
    expect(chooseResponder(facts([long, short]), toAda, during).until).toEqual(short.startsAt)
  })
})

describe('a rotation', () => {
  const everyWeek = (turns: [week: number, weekday: number, id: string][], more: Partial<Rotation> = {}): Rotation => ({
    id: 'rotation',
    of: inbox('nurses'),
    startsOn: '2026-10-05',
    endsOn: null,
    weeks: 1,
    turns: turns.map(([week, weekday, practitionerId]) => ({ week, weekday, practitionerId })),
    ...more,
  })
  const ownerOn = (rotation: Rotation, at: string) => chooseResponder(facts([], [rotation]), toInbox, local(at)).ownerId

  test('says whose day it is, on the practice’s clock', () => {
    const rotation = everyWeek([
      [1, 1, 'ada'],
      [1, 2, 'ben'],
    ])
    expect(ownerOn(rotation, '2026-12-21T00:00')).toBe('ada')
    expect(ownerOn(rotation, '2026-12-21T23:59:59.999')).toBe('ada')
    expect(ownerOn(rotation, '2026-12-22T00:00')).toBe('ben')
    expect(ownerOn(rotation, '2026-12-23T12:00')).toBe(null)
  })

  test('of two weeks, counts from the Monday of its first week', () => {
    const rotation = everyWeek(
      [
        [1, 1, 'ada'],
        [2, 1, 'ben'],
      ],
      { weeks: 2, startsOn: '2026-10-07' },
    )
    expect(ownerOn(rotation, '2026-10-05T12:00')).toBe(null)
    expect(ownerOn(rotation, '2026-10-12T12:00')).toBe('ben')
    expect(ownerOn(rotation, '2026-10-19T12:00')).toBe('ada')
    expect(ownerOn(rotation, '2027-01-04T12:00')).toBe('ben')
  })

  test('holds on its last day, and not on the next', () => {
    const rotation = everyWeek([[1, 1, 'ada']], { endsOn: '2026-12-21' })
    expect(ownerOn(rotation, '2026-12-21T23:59')).toBe('ada')
    expect(ownerOn(rotation, '2026-12-28T12:00')).toBe(null)
  })

  test('goes on to who covers the person whose turn it is', () => {
    const world = facts([away(person('ada'), person('ben'))], [everyWeek([[1, 2, 'ada']])])
    expect(chooseResponder(world, toInbox, during)).toMatchObject({ ownerId: 'ben', coveringFor: inbox('nurses') })
  })

  test('of a person says who answers on their days off', () => {
    const rotation = everyWeek([[1, 3, 'ben']], { of: person('ada') })
    const on = (at: string) => chooseResponder(facts([], [rotation]), toAda, local(at))
    expect(on('2026-12-22T12:00')).toMatchObject({ ownerId: 'ada', until: local('2026-12-23T00:00') })
    expect(on('2026-12-23T12:00')).toMatchObject({ ownerId: 'ben', coveringFor: person('ada'), absenceId: null })
  })

  test.each([
    ['the day of 23 hours', '2026-03-08', 23],
    ['the day of 25 hours', '2026-11-01', 25],
  ])('lasts all of %s', (_words, date, hours) => {
    const rotation = everyWeek([[1, 7, 'ada']], { startsOn: '2026-01-05' })
    const start = local(`${date}T00:00`)
    const { ownerId, until } = chooseResponder(facts([], [rotation]), toInbox, start)
    expect(ownerId).toBe('ada')
    expect((until.getTime() - start.getTime()) / 3_600_000).toBe(hours)
    expect(chooseResponder(facts([], [rotation]), toInbox, new Date(until.getTime() - 1)).ownerId).toBe('ada')
    expect(chooseResponder(facts([], [rotation]), toInbox, until).ownerId).toBe(null)
  })
})

test.each<[string, Absence[], string[], string | null]>([
  ['themselves', [], [], 'ada'],
  ['their cover', [away(person('ada'), person('ben'))], [], 'ben'],
  ['nobody, when an inbox covers', [away(person('ada'), inbox('desk'))], [], null],
  ['nobody, when they are suspended', [], ['ada'], null],
])('who stands in for a person: %s', (_words, absences, gone, expected) => {
  expect(chooseStandIn(facts(absences, [], gone), 'ada', during).id).toBe(expected)
})
