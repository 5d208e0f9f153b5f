import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { seeing as api } from '../../shared/api/seeing.ts'
import { limits } from '../../shared/limits.ts'
import { workingRoles } from '../../shared/people.ts'
import { type AgeBand, ageBands, waitingAges } from '../../shared/seeing.ts'
import type { Context } from '../access/context.ts'
import { careTeamReference, type PersonReference, practitionerNames } from '../access/names.ts'
import { stepsBetween, stepStart } from './calendar-days.ts'
import { nobody } from './count-day.ts'
import {
  type Counts,
  loadCounts,
  loadKept,
  loadReading,
  loadReplyTimes,
  loadResolutionTimes,
  loadStates,
} from './load-counts.ts'
import type { Grouped, Looked, ReadingRow, StateRow, Times } from './load-counts.ts'
import { countUnread, loadWaiting, type Waiting, type WaitingRow } from './load-now.ts'
import { loadPlace, type Place } from './load-place.ts'
import { readPeriod } from './period.ts'
import { roleLines } from './role-lines.ts'

export type Seeing = ResultOf<typeof api.readSeeing>
type Input = InputOf<typeof api.readSeeing>

export function readSeeing(ctx: Context, input: Input): Promise<Seeing> {
  return loadSeeing(ctx, input, ctx.client?.language ?? 'en')
}

/** The figures, in two flights: who looks and at what; then all that was counted there, and how it stands now. */
export async function loadSeeing(
  ctx: Context,
  input: Omit<Input, 'membershipId'>,
  language: 'en' | 'fr',
): Promise<Seeing> {
  const [place, staff] = await Promise.all([loadPlace(ctx, input), practitionerNames(ctx)])
  const period = readPeriod(input, place.today)
  const looked: Looked = { ...place.scope, ...period, topicId: input.topicId ?? null }
  const steps = stepsBetween(period.from, period.until, period.span)
  const [counts, reply, resolution, kept, states, reading, waiting, unread] = await Promise.all([
    loadCounts(ctx, looked),
    loadReplyTimes(ctx, looked),
    loadResolutionTimes(ctx, looked),
    loadKept(ctx, looked),
    loadStates(
      ctx,
      looked,
      steps.map(({ until }) => until),
    ),
    place.scope.kind === 'practice' ? loadReading(ctx, period) : [],
    loadWaiting(ctx, looked),
    countUnread(ctx, looked),
  ])
  const countsOf = (of: Partial<Grouped>) => ({
    ...withoutKeys(counts.find(isOf(of))),
    reply: timesOf(reply.find(isOf(of))),
  })
  const waitingOf = (of: Partial<WaitingRow>) => waitingIn(waiting.find(isOf(of)))
  const resolutionOf = (step: string | null) => timesOf(resolution.find((row) => row.step === step))
  const people = counts.flatMap(({ practitioner_id: id }) => (id === null || id === nobody ? [] : [id]))
  const owners = waiting.flatMap(({ owner_id: id }) => (id === null || id === nobody ? [] : [id]))
  const everybody = [...new Set([...people, ...owners])].flatMap((id) => staff.get(id) ?? [])
  return {
    countedAt: place.countedAt,
    ...period,
    scope: place.scope.kind,
    choices: choicesOf(language, place, staff),
    total: { ...countsOf({}), resolution: resolutionOf(null) },
    steps: steps.map((step) => ({
      from: step.from,
      until: step.until,
      ...countsOf({ step: stepStart(step.from, period.span) }),
      resolution: resolutionOf(step.key),
      ...stateAt(states, step.until, place),
    })),
    topics: place.topics.flatMap(({ id, name }) =>
      counts.some(isOf({ topic_id: id })) || waiting.some(isOf({ topic_id: id }))
        ? [{ id, name, ...countsOf({ topic_id: id }), now: waitingOf({ topic_id: id }) }]
        : [],
    ),
    inboxes: place.careTeams.flatMap((team) =>
      counts.some(isOf({ care_team_id: team.id })) || waiting.some(isOf({ care_team_id: team.id }))
        ? [
            {
              careTeam: careTeamReference(language, team),
              ...countsOf({ care_team_id: team.id }),
              now: waitingOf({ care_team_id: team.id }),
            },
          ]
        : [],
    ),
    people: everybody.map((person) => ({
      person,
      ...countsOf({ practitioner_id: person.id }),
      now: waitingOf({ owner_id: person.id }),
    })),
    roles: roleLines(
      everybody.map((person) => ({
        person,
        counts: countsOf({ practitioner_id: person.id }),
        now: waitingOf({ owner_id: person.id }),
      })),
      kept,
    ),
    now: {
      ...waitingOf({}),
      ages: waitingAges.map(({ key }) => ({ age: key, waiting: waitingOf({ age: key }).waiting })),
      unread,
    },
    reading: reading.map(viewReading).toSorted(byGroup),
  }
}

const keys = ['step', 'topic_id', 'care_team_id', 'practitioner_id', 'owner_id', 'age'] as const
type Keys = Partial<Record<(typeof keys)[number], string | null>>

/** Each line of counts has one key, and the total none. */
function isOf(of: Keys): (row: Keys) => boolean {
  return (row) => keys.every((key) => (row[key] ?? null) === (of[key] ?? null))
}

function withoutKeys(row: (Grouped & Counts) | undefined): Counts {
  if (row === undefined) {
    return noCounts
  }
  const { step: _step, topic_id: _topic, care_team_id: _team, practitioner_id: _person, ...counts } = row
  return counts
}

const noCounts: Counts = {
  arrived: 0,
  asked: 0,
  replied: 0,
  repliedInTime: 0,
  settled: 0,
  closed: 0,
  visitsAvoided: 0,
  visitsBooked: 0,
  redirected: 0,
  sentToEmergency: 0,
  sent: 0,
  sentAfterHours: 0,
  opened: 0,
}

function timesOf(row: Times | undefined): Times {
  return { count: row?.count ?? 0, median: row?.median ?? null, p90: row?.p90 ?? null }
}

function waitingIn(row: Waiting | undefined): Waiting {
  return { waiting: row?.waiting ?? 0, late: row?.late ?? 0, oldestAt: row?.oldestAt ?? null }
}

/** A day without a row had nothing waiting, unless it has not been counted. */
function stateAt(states: StateRow[], day: string, { countedUntil }: Place) {
  if (countedUntil === null || day > countedUntil) {
    return { waiting: null, late: null, oldestAt: null }
  }
  const state = states.find((row) => row.day === day)
  return { waiting: state?.waiting ?? 0, late: state?.late ?? 0, oldestAt: state?.oldest_at ?? null }
}

/** Groups of few patients are shown without numbers. */
function viewReading({ language, age_band, patients, messages, unread }: ReadingRow): Seeing['reading'][number] {
  const isShown = patients >= limits.smallGroupPatients
  return {
    language,
    ageBand: age_band as AgeBand,
    messages: isShown ? messages : null,
    unread: isShown ? unread : null,
  }
}

function byGroup(a: Seeing['reading'][number], b: Seeing['reading'][number]): number {
  return a.language.localeCompare(b.language) || ageBands.indexOf(a.ageBand) - ageBands.indexOf(b.ageBand)
}

/** Who may choose among inboxes and colleagues chooses among those whose work they may see. */
function choicesOf(language: 'en' | 'fr', place: Place, staff: Map<string, PersonReference>): Seeing['choices'] {
  const { scope, ownedIds } = place
  const teams = place.careTeams.filter(({ id }) => scope.kind === 'practice' || ownedIds.includes(id))
  const members = new Set(teams.flatMap(({ memberIds }) => memberIds))
  return {
    topics: place.topics,
    careTeams: teams.map((team) => careTeamReference(language, team)),
    people:
      scope.kind === 'own'
        ? []
        : [...staff.values()].filter(
            ({ id, role }) =>
              members.has(id) || (scope.kind === 'practice' && workingRoles.some((working) => working === role)),
          ),
  }
}
