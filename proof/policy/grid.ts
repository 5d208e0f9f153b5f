// The space of decisions laid out in a database: for every part and relation a scene of its own, with a conversation in every
// state; two practices of it (clerks see all, clerks see topic and subject), and a third with the same ids, in which everybody
// stands to everything.
import type { Facts, Member } from './facts.ts'
import { staffParts } from './acting.ts'
import { type Relation, at, everything, relations, type Scene } from './relations.ts'
import { makeRows } from './rows.ts'
import type { Rows } from './stage.ts'

export type State = {
  name: string
  closedAt: string | null
  mode: 'two-way' | 'one-way' | 'reply-until'
  until: string | null
}
const reopenDays = 3
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

export type Cell = {
  relation: string
  state: State
  who: Member
  conversation: string
  patient: string
  tasks: Record<'respond' | 'contact-patient', string>
  files: { name: string; id: string }[]
}
export type Grid = {
  rows: Rows
  members: Member[]
  cells: Cell[]
  practices: string[]
  scenes: Scene[]
  rotations: GridRotation[]
  strays: Strays
}
/** A patient and files whose ids only the third practice has, and a patient whom only the first has. */
export type Strays = {
  patient: string
  onlyFirst: string
  /** Conversations that were found to be nobody's: by the first practice, and by the third alone. */
  found: string
  foundElsewhere: string
  files: { id: string; who: Member }[]
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
  const scenes: Scene[] = []
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
      const shared = { x, third, home: ids.next(), other: ids.next(), topic: ids.next(), responsible: ids.next() }
      const places = wanted.map((state) => placeOf(ids, state))
      const placed = { shared, places, owner }
      for (const practice of [full, subject]) {
        lay(make, ids, { practice, relation, ...placed })
        const who: Member = { id: x, practice, account: x, part, standing: 'confirmed' }
        cells.push(...places.map((place) => ({ relation: relation.name, who, ...place })))
        scenes.push({ practice, ...shared })
      }
      lay(make, ids, { practice: twin, relation: everything, ...placed })
    }
  }
  // Patients, of their own and of others' conversations: those of the scenes of somebody without any relation.
  for (const cell of cells.filter(({ relation, who }) => relation === 'none' && who.part === 'nurse')) {
    const as = (id: string): Member => ({
      id,
      practice: cell.who.practice,
      account: id,
      part: 'patient',
      standing: 'confirmed',
    })
    cells.push({ ...cell, relation: 'is its patient', who: as(cell.patient) })
    cells.push({ ...cell, relation: 'is another patient', who: as(nowhere) })
  }
  for (const practice of [full, subject]) {
    const scene = scenes.find((one) => one.practice === practice && one.x === people[2]?.id)
    for (const [practitioner, inboxOwner] of [
      ...people.map(({ id }) => [id, null] as const),
      [null, scene?.x ?? ''] as const,
    ]) {
      const id = ids.next()
      const inbox = scene?.home ?? ''
      make.rotation(practice, id, { practitioner_id: practitioner, care_team_id: practitioner === null ? inbox : null })
      rotations.push({ practice, id, practitioner, inboxOwner })
    }
  }
  const [found = '', foundElsewhere = ''] = cells.map(({ conversation }) => conversation)
  const strays: Strays = { patient: ids.next(), onlyFirst: ids.next(), found, foundElsewhere, files: [] }
  make.orphan(full, ids.next(), found)
  make.orphan(twin, ids.next(), foundElsewhere)
  make.patient(twin, strays.patient, null)
  make.patient(full, strays.onlyFirst, null)
  for (const who of members.filter(({ practice }) => practice === full)) {
    const id = ids.next()
    make.file(twin, id, { patient_id: strays.patient, conversation_id: null, uploaded_by_id: who.id, status: 'clean' })
    strays.files.push({ id, who })
  }
  return { rows: make.rows, members, cells, practices, scenes, rotations, strays }
}

type Laying = {
  practice: string
  relation: Relation
  shared: Omit<Scene, 'practice'> & { topic: string }
  places: ReturnType<typeof placeOf>[]
  owner: string
}

function lay(make: ReturnType<typeof makeRows>, ids: Ids, { practice, relation, shared, places, owner }: Laying): void {
  const { x, third, home, other, topic, responsible } = shared
  const scene: Scene = { practice, ...shared }
  make.practitioner(practice, responsible)
  make.inbox(practice, home, x, third)
  make.inbox(practice, other, owner, third)
  make.topic(practice, topic, home, reopenDays)
  relation.once?.(make, ids, scene)
  for (const { conversation, patient, otherPatient, state, tasks, files } of places) {
    make.patient(practice, patient, relation.usual === undefined ? null : scene[relation.usual])
    make.patient(practice, otherPatient, null)
    make.conversation(practice, conversation, {
      patient_id: patient,
      topic_id: topic,
      care_team_id: home,
      mode: state.mode,
      reply_until: state.until,
      closed_at: state.closedAt,
      responsible_id: relation.responsible === 'nobody' ? null : relation.responsible === 'x' ? x : responsible,
      merged_into_id: null,
    })
    for (const kind of ['respond', 'contact-patient'] as const) {
      const ended = { status: 'completed', care_team_id: home, owner_id: null, escalated_to_id: null } as const
      make.task(practice, tasks[kind], { conversation_id: conversation, patient_id: patient, kind, ...ended })
    }
    const [sent, taken, own, others] = files.map(({ id }) => id)
    const clean = { patient_id: patient, status: 'clean' } as const
    make.file(practice, sent ?? '', { ...clean, conversation_id: conversation, uploaded_by_id: x })
    make.file(practice, taken ?? '', { ...clean, conversation_id: conversation, uploaded_by_id: x, status: 'removed' })
    make.file(practice, own ?? '', { ...clean, conversation_id: null, uploaded_by_id: x })
    make.file(practice, others ?? '', { ...clean, conversation_id: null, uploaded_by_id: third })
    relation.each?.(make, ids, scene, { conversation, patient, otherPatient })
  }
}

function placeOf(ids: Ids, state: State) {
  return {
    state,
    conversation: ids.next(),
    patient: ids.next(),
    otherPatient: ids.next(),
    tasks: { respond: ids.next(), 'contact-patient': ids.next() },
    files: ['sent', 'taken back', 'in their draft', 'in another’s draft'].map((name) => ({ name, id: ids.next() })),
  }
}

type Ids = { next(): string }

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
