// What is promised here: an open task is with who is to act on it, for whom is not forgotten, and a claim is kept.
import { expect, test } from 'vitest'
import type { Party } from '../../shared/absence.ts'
import type { CoverFacts } from '../routing/cover-facts.ts'
import { type CoveredTask, planCover } from './plan-cover.ts'

const now = new Date('2026-11-24T15:00:00Z')
const later = new Date('2026-11-30T05:00:00Z')
const person = (id: string): Party => ({ kind: 'practitioner', id })
const inbox = (id: string): Party => ({ kind: 'care-team', id })

const facts = (away: [of: Party, cover: Party | null][] = [], gone: string[] = []): CoverFacts => ({
  timeZone: 'America/Toronto',
  absences: away.map(([of, cover], index) => ({
    id: String(index),
    of,
    cover,
    startsAt: new Date('2026-11-24T12:00:00Z'),
    endsAt: later,
  })),
  rotations: [],
  actingIds: new Set(['ada', 'ben', 'cleo', 'owner', 'backup'].filter((id) => !gone.includes(id))),
  careTeams: new Map([
    ['nurses', { ownerId: 'owner', backupId: 'backup' }],
    ['desk', { ownerId: 'owner', backupId: 'backup' }],
  ]),
  knownUntil: new Date('2027-01-01T00:00:00Z'),
})
const task = (more: Partial<CoveredTask> = {}): CoveredTask => ({
  status: 'requested',
  owner_id: null,
  care_team_id: 'nurses',
  home_care_team_id: 'nurses',
  covering_for_id: null,
  covering_for_care_team_id: null,
  escalated_to_id: null,
  ...more,
})
const adaAwayBen = facts([[person('ada'), person('ben')]])
const adaAwayDesk = facts([[person('ada'), inbox('desk')]])
const inBensHands = { owner_id: 'ben', covering_for_id: 'ada' }
const atDesk = { care_team_id: 'desk', covering_for_id: 'ada' }

test.each<[string, CoverFacts, Partial<CoveredTask>, object | null]>([
  ['nobody’s, in its inbox, stays', facts(), {}, null],
  ['a person’s who is there stays', facts(), { owner_id: 'ada', status: 'accepted' }, null],
  ['goes to who covers', adaAwayBen, { owner_id: 'ada', status: 'accepted' }, { ...inBensHands, act: 'cover' }],
  ['is with who covers, and stays', adaAwayBen, inBensHands, null],
  ['is claimed by who covers, and stays', adaAwayBen, { ...inBensHands, status: 'accepted' }, null],
  [
    'returns, also when it was claimed',
    facts(),
    { ...inBensHands, status: 'accepted' },
    { owner_id: 'ada', covering_for_id: null, act: 'hand-back' },
  ],
  ['was taken by another for themselves: stays', adaAwayBen, { owner_id: 'cleo', status: 'accepted' }, null],
  [
    'goes on to the next in the chain',
    facts([
      [person('ada'), person('ben')],
      [person('ben'), person('cleo')],
    ]),
    inBensHands,
    {
      owner_id: 'cleo',
      covering_for_id: 'ada',
      act: 'cover',
    },
  ],
  ['goes to the covering inbox', adaAwayDesk, { owner_id: 'ada' }, { ...atDesk, owner_id: null, act: 'cover' }],
  ['is claimed there, and stays', adaAwayDesk, { ...atDesk, owner_id: 'cleo', status: 'accepted' }, null],
  [
    'is claimed there by one who left since: anybody’s there',
    facts([[person('ada'), inbox('desk')]], ['cleo']),
    { ...atDesk, owner_id: 'cleo', status: 'accepted' },
    { ...atDesk, owner_id: null, act: 'cover' },
  ],
  [
    'returns from the covering inbox',
    facts(),
    atDesk,
    { owner_id: 'ada', care_team_id: 'nurses', covering_for_id: null, act: 'hand-back' },
  ],
  [
    'nobody is named: to its own inbox, for her',
    facts([[person('ada'), null]]),
    { owner_id: 'ada' },
    {
      owner_id: null,
      care_team_id: 'nurses',
      covering_for_id: 'ada',
      act: 'cover',
    },
  ],
  [
    'an inbox is covered by another',
    facts([[inbox('nurses'), inbox('desk')]]),
    {},
    { owner_id: null, care_team_id: 'desk', covering_for_care_team_id: 'nurses', act: 'cover' },
  ],
  [
    'and has it back',
    facts(),
    { care_team_id: 'desk', covering_for_care_team_id: 'nurses' },
    { owner_id: null, care_team_id: 'nurses', covering_for_care_team_id: null, act: 'hand-back' },
  ],
  [
    'whose it was has left: to the inbox for good',
    facts([], ['ada']),
    inBensHands,
    { owner_id: null, covering_for_id: null, act: 'release' },
  ],
  [
    'who covers was suspended: to the inbox, still for her',
    facts([[person('ada'), person('ben')]], ['ben']),
    inBensHands,
    { owner_id: null, covering_for_id: 'ada', act: 'cover' },
  ],
])('a task that %s', (_words, world, more, expected) => {
  const { move } = planCover(world, task(more), now)
  if (expected === null) {
    expect(move).toBeNull()
  } else {
    expect(move).toMatchObject(expected)
  }
})

test('who was told that it is late is away now: another is told', () => {
  expect(planCover(adaAwayBen, task({ escalated_to_id: 'ada' }), now)).toMatchObject({ move: null, tellAgain: true })
  expect(planCover(adaAwayBen, task({ escalated_to_id: 'ben' }), now)).toMatchObject({ tellAgain: false })
})

test('it is looked at again when who acts may change, and when who was told may leave', () => {
  expect(planCover(adaAwayBen, task({ owner_id: 'ben', covering_for_id: 'ada' }), now).lookAgainAt).toEqual(later)
  expect(planCover(adaAwayBen, task({ escalated_to_id: 'ada' }), now).lookAgainAt).toEqual(later)
})
