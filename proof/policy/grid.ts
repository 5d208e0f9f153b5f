// The space of decisions laid out in a database: for every part and relation a scene of its own, with a conversation in every
// state; two practices of it (clerks see all, clerks see topic and subject), and a third with the same ids, in which everybody
// stands to everything.
import type { Facts, Member, Standing, TaskKind } from './facts.ts'
import { staffParts } from './acting.ts'
import { layScene, placeOf, reopenDays } from './lay-scene.ts'
import { hasWaiting } from './lay-waiting.ts'
import { layTemplates, type TemplateScene } from './lay-templates.ts'
import { at, type DoneThing, everything, relations, type Scene } from './relations.ts'
import { makeRows } from './rows.ts'
import type { Rows } from './stage.ts'

export type State = {
  name: string
  closedAt: string | null
  mode: 'two-way' | 'one-way' | 'reply-until'
  until: string | null
}
const days = (count: number) => count * 24 * 60

const closings: [string, string | null][] = [
  ['open', null],
  ['closed a day ago', at(-days(1))],
  ['closed just as long ago as one may write again', at(-days(reopenDays))],
  ['closed a moment longer ago', new Date(Date.parse(at(-days(reopenDays))) - 1).toISOString()],
]
const modes: [string, State['mode'], string | null][] = [
  ['two-way', 'two-way', null],
  ['one-way', 'one-way', null],
  ['answers until later', 'reply-until', at(1)],
  ['answers until now', 'reply-until', at(0)],
  ['answers until a moment ago', 'reply-until', new Date(Date.parse(at(0)) - 1).toISOString()],
]
export const states: State[] = closings.flatMap(([closing, closedAt]) =>
  modes.map(([said, mode, until]) => ({ name: `${closing}, ${said}`, closedAt, mode, until })),
)

/** Doors are asked of every tenth state while faults are planted; the pure decisions, of all. */
export const mutantStates = 10

export type Cell = {
  relation: string
  state: State
  who: Member
  conversation: string
  patient: string
  tasks: Record<TaskKind, string>
  beside: string
  done: Record<DoneThing, string>
  files: { name: string; id: string }[]
}
export type Grid = {
  rows: Rows
  members: Member[]
  cells: Cell[]
  practices: string[]
  scenes: (Scene & { relation: string })[]
  rotations: GridRotation[]
  strays: Strays
  templates: TemplateScene[]
}
/** A patient and files whose ids only the third practice has, and a patient whom only the first has. */
export type Strays = {
  patient: string
  onlyFirst: string
  /** Conversations that were found to be nobody's, each in one practice alone, and in how many minutes theirs are answered. */
  found: { practice: string; id: string; replyWithin: number }[]
  files: { id: string; who: Member }[]
  /** Colleagues of the first practice who may not act, or not yet, or not any more. */
  standings: { id: string; standing: Standing }[]
}
export type GridRotation = { practice: string; id: string; practitioner: string | null; inboxOwner: string | null }

const nowhere = '00000000-0000-7000-8000-ffffffffffff'

export function makeGrid(wanted: readonly State[]): Grid {
  const make = makeRows()
  const ids = counter(1)
  const practices = [ids.next(), ids.next(), ids.next()]
  const [full = '', subject = '', twin = ''] = practices
  const members: Member[] = []
  const cells: Cell[] = []
  const scenes: Grid['scenes'] = []
  const rotations: GridRotation[] = []
  const people = staffParts.map((part) => ({ part, id: ids.next() }))
  const third = ids.next()
  const owner = ids.next()
  practices.forEach((practice, index) => {
    make.practice(practice, index === 1 ? 'subject' : 'full')
    people.forEach(({ part, id }) => {
      make.practitioner(practice, id)
      members.push({ id, practice, account: id, part, standing: 'confirmed' })
    })
    make.practitioner(practice, third)
    make.practitioner(practice, owner)
  })
  people.forEach(({ part, id }) => make.membership(full, id, part))
  for (const relation of relations) {
    for (const { part, id: x } of people) {
      const inboxes = { home: ids.next(), other: ids.next(), asked: ids.next() }
      const shared = { x, third, ...inboxes, topic: ids.next(), responsible: ids.next() }
      const places = wanted.map((state, index) => placeOf(ids, state, hasWaiting(relation.name, index)))
      const placed = { shared, places, owner }
      for (const practice of [full, subject]) {
        layScene(make, ids, { practice, relation, ...placed })
        const who: Member = { id: x, practice, account: x, part, standing: 'confirmed' }
        cells.push(...places.map((place) => ({ relation: relation.name, who, ...place })))
        scenes.push({ practice, relation: relation.name, ...shared })
      }
      layScene(make, ids, { practice: twin, relation: everything, ...placed })
    }
  }
  // Patients, of their own and of others' conversations: those of the scenes of somebody without any relation.
  const ofPatients = ['none', 'was put into another', 'a letter of it is answered apart']
  for (const cell of cells.filter(({ relation, who }) => ofPatients.includes(relation) && who.part === 'nurse')) {
    const as = (id: string): Member => ({
      id,
      practice: cell.who.practice,
      account: id,
      part: 'patient',
      standing: 'confirmed',
    })
    const which = cell.relation === 'none' ? '' : `, which ${cell.relation}`
    cells.push({ ...cell, relation: `is its patient${which}`, who: as(cell.patient) })
    cells.push({ ...cell, relation: `is another patient${which}`, who: as(nowhere) })
  }
  const shared = ids.next()
  practices.forEach((practice, index) => {
    // An inbox of the same id, in each practice another's.
    const inboxOwner = people[index]?.id ?? ''
    make.inbox(practice, shared, inboxOwner, third)
    const absent = { practitioner_id: null, care_team_id: shared, covering_care_team_id: null, cancelled_at: null }
    const times = { starts_at: at(-60), ends_at: at(60) }
    make.absence(practice, ids.next(), { ...absent, ...times, covering_practitioner_id: third })
    if (practice === twin) {
      return
    }
    for (const { id: practitioner } of people) {
      const id = ids.next()
      make.rotation(practice, id, { practitioner_id: practitioner, care_team_id: null })
      rotations.push({ practice, id, practitioner, inboxOwner: null })
    }
    const id = ids.next()
    make.rotation(practice, id, { practitioner_id: null, care_team_id: shared })
    rotations.push({ practice, id, practitioner: null, inboxOwner })
  })
  const strays: Strays = { patient: ids.next(), onlyFirst: ids.next(), found: [], files: [], standings: [] }
  for (const standing of ['invited', 'suspended', 'ended'] as const) {
    const id = ids.next()
    make.membership(full, id, 'nurse', standing)
    strays.standings.push({ id, standing })
  }
  // Of each practice one of the last conversations, whose topic is not the first that is found.
  const ofFull = cells.filter(({ who }) => who.practice === full && who.part !== 'patient')
  for (const [index, practice] of practices.entries()) {
    const id = ofFull.at(-1 - index)?.conversation ?? ''
    const topic = make.rows['conversations']?.find((row) => row['practice_id'] === practice && row['id'] === id)?.[
      'topic_id'
    ]
    const of = make.rows['topics']?.find((row) => row['practice_id'] === practice && row['id'] === topic)
    make.orphan(practice, ids.next(), id)
    strays.found.push({ practice, id, replyWithin: Number(of?.['reply_within_minutes']) })
  }
  make.patient(twin, strays.patient, null)
  make.patient(full, strays.onlyFirst, null)
  // A patient of the first practice under whose id there is a colleague too: by their membership they are a patient.
  make.practitioner(full, strays.onlyFirst)
  make.membership(full, strays.onlyFirst, null)
  for (const who of members.filter(({ practice }) => practice === full)) {
    const id = ids.next()
    make.file(twin, id, { patient_id: strays.patient, conversation_id: null, uploaded_by_id: who.id, status: 'clean' })
    strays.files.push({ id, who })
  }
  const templates = people.flatMap(({ id: x }) => {
    const scene = scenes.find((one) => one.x === x && one.relation === 'works in its inbox')
    return scene === undefined ? [] : [layTemplates(make, ids, scene, practices)]
  })
  layLastTasks(make, ids, practices, cells)
  return { rows: make.rows, members, cells, practices, scenes, rotations, strays, templates }
}

/** Of the first conversation the last task: what is found in the order of its ids is so by no chance. */
function layLastTasks(make: ReturnType<typeof makeRows>, ids: Ids, practices: string[], cells: Cell[]): void {
  const cell = cells.find(({ relation, who }) => relation === 'none' && who.part === 'nurse')
  const of = (practice: string) => (row: Record<string, unknown>) =>
    row['practice_id'] === practice && row['id'] === cell?.conversation
  for (const practice of practices) {
    make.task(practice, ids.next(), {
      conversation_id: cell?.conversation ?? '',
      patient_id: cell?.patient ?? '',
      kind: 'follow-up',
      status: 'requested',
      care_team_id: String(make.rows['conversations']?.find(of(practice))?.['care_team_id']),
      owner_id: null,
      escalated_to_id: null,
    })
  }
}

export type Ids = { next(): string }

/** Ids in their order, from a number on. */
export function counter(from: number): Ids {
  let count = from
  return { next: () => `00000000-0000-7000-8000-${(count++).toString(16).padStart(12, '0')}` }
}

/** The same facts by practice, with everybody who may be asked about. */
export function byPractice(facts: Facts, members: Member[]): Map<string, Facts> {
  const split = <T extends object>(all: T[], key: (one: T) => string) => Map.groupBy(all, key)
  const of = Object.fromEntries(
    (
      [
        'inboxes',
        'patients',
        'topics',
        'conversations',
        'messages',
        'tasks',
        'reasons',
        'absences',
        'drafts',
        'files',
        'splits',
        'done',
        'templates',
        'documents',
      ] as const
    ).map((noun) => [noun, split<{ practice: string }>(facts[noun], ({ practice }) => practice)]),
  )
  return new Map(
    facts.practices.map((practice) => {
      const own = Object.fromEntries(Object.entries(of).map(([noun, all]) => [noun, all.get(practice.id) ?? []]))
      const some = members.filter((member) => member.practice === practice.id)
      return [practice.id, { ...own, practices: [practice], members: some } as unknown as Facts]
    }),
  )
}
