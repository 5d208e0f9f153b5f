import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { seeing as api } from '../../shared/api/seeing.ts'
import { limits } from '../../shared/limits.ts'
import { workingRoles } from '../../shared/people.ts'
import { type AgeBand, ageBands, waitingAges } from '../../shared/seeing.ts'
import type { Context } from '../access/context.ts'
import { careTeamReference, type PersonReference, practitionerNames } from '../access/names.ts'
import { stepsBetween } from './calendar-days.ts'
import { nobody } from './count-day.ts'
import { addCells, type Added, nothing, shownOf, timesOf } from './add-cells.ts'
import { loadExpectations } from './list-expectations.ts'
import { loadCells, loadReading, loadStates, type Looked, type ReadingRow, type StateRow } from './load-cells.ts'
import { countUnread, loadWaiting, type Waiting, type WaitingRow } from './load-now.ts'
import { loadPlace, type Place } from './load-place.ts'
import { readPeriod } from './period.ts'
import { roleLines } from './role-lines.ts'

export type Seeing = ResultOf<typeof api.readSeeing>
type Input = InputOf<typeof api.readSeeing>

export function readSeeing(ctx: Context, input: Input): Promise<Seeing> {
  return loadSeeing(ctx, input, ctx.client?.language ?? 'en')
}

/** The figures, in two flights: who looks and at what, and what is expected; then all that was counted there, and how it stands now. */
export async function loadSeeing(
  ctx: Context,
  input: Omit<Input, 'membershipId'>,
  language: 'en' | 'fr',
): Promise<Seeing> {
  const [place, staff, expected] = await Promise.all([
    loadPlace(ctx, input),
    practitionerNames(ctx),
    loadExpectations(ctx),
  ])
  const period = readPeriod(input, place.today)
  const looked: Looked = { ...place.scope, ...period, topicId: input.topicId ?? null }
  const steps = stepsBetween(period.from, period.until, period.span)
  const wanted = {
    held: expected.items.some(({ replyMinutes }) => replyMinutes !== null),
    triage: expected.items.some(({ triageMinutes }) => triageMinutes !== null),
  }
  const [cells, states, reading, waiting, unread] = await Promise.all([
    loadCells(ctx, looked, place.monthsUntil, wanted),
    loadStates(
      ctx,
      looked,
      steps.map(({ until }) => until),
    ),
    place.scope.kind === 'practice' ? loadReading(ctx, period) : [],
    loadWaiting(ctx, looked),
    countUnread(ctx, looked),
  ])
  const by = {
    all: addCells(cells, () => ''),
    step: addCells(cells, (cell) => cell.step),
    topic: addCells(cells, (cell) => cell.topic_id),
    inbox: addCells(cells, (cell) => cell.care_team_id),
    person: addCells(cells, (cell) => cell.practitioner_id),
  }
  const of = (sums: Map<string, Added>, key: string) => sums.get(key) ?? nothing()
  const waitingOf = (key: Partial<WaitingRow>) => waitingIn(waiting.find(isOf(key)))
  const withResolution = (sum: Added) => ({ ...shownOf(sum), resolution: timesOf(sum.resolution) })
  const owners = waiting.flatMap(({ owner_id: id }) => id ?? [])
  const everybody = [...new Set([...by.person.keys(), ...owners])].flatMap((id) =>
    id === nobody ? [] : (staff.get(id) ?? []),
  )
  const people = everybody.map((person) => ({
    person,
    added: of(by.person, person.id),
    now: waitingOf({ owner_id: person.id }),
  }))
  return {
    countedAt: place.countedAt,
    ...period,
    scope: place.scope.kind,
    choices: choicesOf(language, place, staff),
    total: withResolution(of(by.all, '')),
    steps: steps.map((step) => ({
      from: step.from,
      until: step.until,
      ...withResolution(of(by.step, step.key)),
      ...stateAt(states, step.until, place),
    })),
    topics: place.topics
      .map(({ id, name }) => ({ id, name, now: waitingOf({ topic_id: id }) }))
      .filter(({ id, now }) => by.topic.has(id) || now.waiting > 0)
      .map((topic) => ({ ...topic, ...shownOf(of(by.topic, topic.id)) })),
    inboxes: place.careTeams
      .map((team) => ({
        id: team.id,
        careTeam: careTeamReference(language, team),
        now: waitingOf({ care_team_id: team.id }),
      }))
      .filter(({ id, now }) => by.inbox.has(id) || now.waiting > 0)
      .map(({ id, ...inbox }) => ({ ...inbox, ...shownOf(of(by.inbox, id)) })),
    people: people.map(({ person, added, now }) => ({ person, now, ...shownOf(added) })),
    roles: roleLines(people, expected.items),
    now: {
      ...waitingOf({}),
      ages: waitingAges.map(({ key }) => ({ age: key, waiting: waitingOf({ age: key }).waiting })),
      unread,
    },
    reading: reading.map(viewReading).toSorted(byGroup),
  }
}

const keys = ['topic_id', 'care_team_id', 'owner_id', 'age'] as const
type Keys = Partial<Record<(typeof keys)[number], string | null>>

/** Each line has one key, and the total none. */
function isOf(of: Keys): (row: Keys) => boolean {
  return (row) => keys.every((key) => (row[key] ?? null) === (of[key] ?? null))
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
