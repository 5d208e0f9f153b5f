// One scene as rows: how somebody stands to conversations, and the conversations in every state.
import type { Ids, State } from './grid.ts'
import { layAllWaiting, layWaiting, waitingFiles } from './lay-waiting.ts'
import { doneThings, everything, type Place, type Relation, type Scene } from './relations.ts'
import type { makeRows } from './rows.ts'

export const reopenDays = 3

type Laying = {
  practice: string
  relation: Relation
  shared: Omit<Scene, 'practice'> & { topic: string; asked: string }
  places: ReturnType<typeof placeOf>[]
  owner: string
}

/** One scene in one practice: its inboxes and people once, and a conversation in every state. */
export function layScene(
  make: ReturnType<typeof makeRows>,
  ids: Ids,
  { practice, relation, shared, places, owner }: Laying,
): void {
  const { x, third, home, other, topic, responsible, asked } = shared
  const scene: Scene = { practice, ...shared }
  make.practitioner(practice, responsible)
  make.inbox(practice, home, x, third)
  make.inbox(practice, other, owner, third)
  make.topic(practice, topic, home, reopenDays)
  make.inbox(practice, asked, owner, third)
  relation.once?.(make, ids, scene)
  for (const place of places) {
    const { conversation, patient, otherPatient, state, tasks, files } = place
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
      merged_into_id: relation.beside === 'head' ? place.beside : null,
    })
    layBeside(make, scene, relation, { topic, ...place })
    for (const kind of ['respond', 'contact-patient', 'follow-up'] as const) {
      const ended = { status: 'completed', care_team_id: home, owner_id: null, escalated_to_id: null } as const
      make.task(practice, tasks[kind], { conversation_id: conversation, patient_id: patient, kind, ...ended })
    }
    const [sent, taken, own, others, apart] = files.map(({ id }) => id)
    const clean = { patient_id: patient, status: 'clean' } as const
    const letter = (name: 'stays' | 'apart') => ({ conversation_id: conversation, message_id: place.letters[name] })
    make.file(practice, sent ?? '', { ...clean, ...letter('stays'), uploaded_by_id: x })
    make.file(practice, apart ?? '', { ...clean, ...letter('apart'), uploaded_by_id: patient })
    make.file(practice, taken ?? '', { ...clean, conversation_id: conversation, uploaded_by_id: x, status: 'removed' })
    make.file(practice, own ?? '', { ...clean, conversation_id: null, uploaded_by_id: x })
    make.file(practice, others ?? '', { ...clean, conversation_id: null, uploaded_by_id: third })
    relation.each?.(make, ids, scene, place)
  }
  const [first] = places
  if (first?.hasWaiting) {
    const lay = relation === everything ? layAllWaiting : layWaiting
    lay(make, { ...scene, topic, asked }, first)
  }
}

export function placeOf(ids: Ids, state: State, isWaiting: boolean) {
  const names = isWaiting ? [...ownFiles, ...waitingFiles] : ownFiles
  return {
    state,
    hasWaiting: isWaiting,
    conversation: ids.next(),
    patient: ids.next(),
    otherPatient: ids.next(),
    beside: ids.next(),
    letters: { stays: ids.next(), apart: ids.next() },
    done: Object.fromEntries(doneThings.map((thing) => [thing, ids.next()])) as Place['done'],
    tasks: { respond: ids.next(), 'contact-patient': ids.next(), 'follow-up': ids.next() },
    files: names.map((name) => ({ name, id: ids.next() })),
  }
}

const ownFiles = ['sent', 'taken back', 'in their draft', 'in another’s draft', 'sent with the other letter'] as const

/** Letters of each conversation, and its patient's other one, which is in the other inbox. */
function layBeside(
  make: ReturnType<typeof makeRows>,
  { practice, other }: Scene,
  { beside: what }: Relation,
  { topic, conversation, patient, beside, letters }: Place & { topic: string },
): void {
  make.conversation(practice, beside, {
    patient_id: patient,
    topic_id: topic,
    care_team_id: other,
    mode: 'two-way',
    reply_until: null,
    closed_at: null,
    responsible_id: null,
    merged_into_id: what === 'part' ? conversation : null,
  })
  for (const letter of Object.values(letters)) {
    make.message(practice, letter, { conversation_id: conversation, patient_id: patient, author_id: patient })
  }
  if (what === 'answers a letter of it') {
    make.split(practice, beside, conversation, [letters.apart])
  } else if (what === 'its letters are answered here') {
    make.split(practice, conversation, beside, [])
  }
}
