import type { Keyring } from '../../server/access/keyring.ts'
import { limits } from '../../shared/limits.ts'
import { seededId, seededText } from '../seeded.ts'
import { columns, type Columns, push } from '../write-columns.ts'
import type { PlannedConversation, Turn } from './history.ts'
import type { LoadedPractice } from './people.ts'
import * as types from '../row-types.ts'

/** More than the longest conversation has of anything. */
const each = 64
const hour = 3_600_000
const day = 24 * hour

export const messageId = (conversation: number, turn: number): string =>
  seededId('message', conversation * each + turn + 1)

/** What these conversations leave behind, sealed as the product seals it. The patients' keys must be loaded. */
export function conversationRows(
  keys: Keyring,
  loaded: LoadedPractice,
  planned: PlannedConversation[],
  endsAt: Date,
): Record<string, Columns> {
  const rows = Object.fromEntries(Object.entries(types).map(([table, of]) => [table, columns(of)])) as Rows
  for (const conversation of planned) {
    pushConversation(rows, keys, loaded, conversation, endsAt.getTime())
  }
  return rows
}

type Rows = Record<keyof typeof types, Columns>
type Whose = { id: string; patientId: string; personId: string; careTeamId: string }

function pushConversation(
  rows: Rows,
  keys: Keyring,
  loaded: LoadedPractice,
  planned: PlannedConversation,
  endsAt: number,
): void {
  const { draw, turns } = planned
  const number = loaded.first + planned.number
  const topic = planned.topic % loaded.topicIds.length
  const whose = {
    id: seededId('conversation', number),
    patientId: seededId('patient', loaded.first + planned.patient),
    personId: loaded.people[planned.person % loaded.people.length]?.id ?? loaded.practice.nurse.id,
    careTeamId: loaded.careTeamIds[topic % loaded.careTeamIds.length] ?? loaded.practice.careTeam.id,
  }
  turns.forEach((turn, index) => {
    pushMessage(rows, keys, whose, { turn, index, number, draw })
    if (turn.byPatient) {
      pushTask(rows, whose, { turn, index, number, answeredAt: turns[index + 1]?.at ?? null })
      pushFiles(rows, keys, whose, { turn, index, number })
    } else {
      pushNotice(rows, whose, { turn, index, number })
    }
    pushReading(rows, whose, { turn, index, endsAt })
  })
  pushHead(rows, keys, whose, planned, { number, topicId: loaded.topicIds[topic] ?? loaded.practice.topic.id })
  if (draw() < 0.05) {
    pushNote(rows, keys, whose, { number, at: turns[0]?.at ?? 0, text: seededText(draw) })
  }
  if (planned.closedAt !== null) {
    pushFiling(rows, whose, { number, upTo: turns.length, at: planned.closedAt })
  }
}

type Of = { turn: Turn; index: number; number: number }

function pushMessage(
  rows: Rows,
  keys: Keyring,
  { id, patientId, personId }: Whose,
  { turn, index, number, draw }: Of & { draw: () => number },
): void {
  const row = messageId(number, index)
  push(rows.messages, {
    id: row,
    conversation_id: id,
    patient_id: patientId,
    sequence: index + 1,
    kind: 'message',
    author_kind: turn.byPatient ? 'patient' : 'practitioner',
    author_id: turn.byPatient ? patientId : personId,
    body_sealed: keys.seal(
      'messages.body_sealed',
      { id: row, version: 1, patientId },
      seededText(draw, { median: 320, spread: 0.9 }),
    ),
    request_hash: noRequest,
    sent_at: new Date(turn.at),
  })
}

/** To answer: asked for when the patient wrote, taken when somebody read it, done when they answered. */
function pushTask(
  rows: Rows,
  { id, patientId, personId, careTeamId }: Whose,
  { turn, index, number, answeredAt }: Of & { answeredAt: number | null },
): void {
  const task = seededId('task', number * each + index)
  const status = answeredAt !== null ? 'completed' : turn.readAt !== null ? 'accepted' : 'requested'
  push(rows.tasks, {
    id: task,
    conversation_id: id,
    patient_id: patientId,
    kind: 'respond',
    status,
    priority: (number + index) % 25 === 0 ? 'urgent' : 'routine',
    care_team_id: careTeamId,
    owner_id: status === 'requested' ? null : personId,
    due_at: new Date(turn.at + 2 * day),
    created_at: new Date(turn.at),
    ended_at: answeredAt === null ? null : new Date(answeredAt),
    ended_by_id: answeredAt === null ? null : personId,
    outcome: answeredAt === null ? null : 'replied',
  })
  const acts = [
    ['open', turn.at, null],
    ['accept', turn.readAt, personId],
    ['complete', answeredAt, personId],
  ] as const
  acts.forEach(([act, at, by], step) => {
    if (at !== null) {
      push(rows.task_events, {
        id: timedId(at, seededId('taskEvent', (number * each + index) * 3 + step)),
        task_id: task,
        conversation_id: id,
        act,
        actor_id: by,
        at: new Date(at),
      })
    }
  })
}

/** The rows of files alone: the sealed files lie beside the database, and no row names one that is not there. */
function pushFiles(rows: Rows, keys: Keyring, { id, patientId }: Whose, { turn, index, number }: Of): void {
  for (let file = 0; file < turn.files; file++) {
    const row = seededId('attachment', (number * each + index) * 2 + file)
    const at = { id: row, version: 1, patientId }
    push(rows.attachments, {
      id: row,
      patient_id: patientId,
      conversation_id: id,
      message_id: messageId(number, index),
      uploaded_by_kind: 'patient',
      uploaded_by_id: patientId,
      status: 'clean',
      file_name_sealed: keys.seal('attachments.file_name_sealed', at, 'IMG_2041.jpeg'),
      media_type: 'image/jpeg',
      kind: 'image',
      size_bytes: 2_200_000,
      sha256_sealed: keys.seal('attachments.sha256_sealed', at, noRequest),
      blob_sha256: noRequest,
      blob_bytes: 2_201_000,
      data_key_number: keys.attachmentKey(patientId, row).dataKeyNumber,
      created_at: new Date(turn.at),
    })
  }
}

function pushNotice(rows: Rows, { id, patientId }: Whose, { turn, index, number }: Of): void {
  push(rows.notices, {
    id: seededId('notice', number * each + index),
    patient_id: patientId,
    conversation_id: id,
    kind: 'new-message',
    channel: 'email',
    status: 'sent',
    due_at: new Date(turn.at),
    attempts: 1,
    sent_at: new Date(turn.at),
  })
}

/** Whoever reads it: the patient, or the colleague who then answers and opens it a second time for that. */
function pushReading(
  rows: Rows,
  { id, patientId, personId }: Whose,
  { turn, index, endsAt }: Pick<Of, 'turn' | 'index'> & { endsAt: number },
): void {
  const { readAt, byPatient } = turn
  if (readAt === null) {
    return
  }
  push(rows.readings, {
    conversation_id: id,
    reader_kind: byPatient ? 'practitioner' : 'patient',
    reader_id: byPatient ? personId : patientId,
    up_to_sequence: index + 1,
    read_at: new Date(readAt),
  })
  // Older ones are swept.
  if (byPatient && readAt > endsAt - limits.touchDays * day) {
    for (const at of [readAt, Math.min(endsAt, readAt + hour)]) {
      push(rows.touches, { at: new Date(at), conversation_id: id, practitioner_id: personId })
    }
  }
}

function pushHead(
  rows: Rows,
  keys: Keyring,
  { id, patientId, personId, careTeamId }: Whose,
  { turns, closedAt }: PlannedConversation,
  { number, topicId }: { number: number; topicId: string },
): void {
  const last = turns.at(-1)
  const lastAt = new Date(last?.at ?? 0)
  const isPatients = last?.byPatient === true
  const readBy = (patients: boolean) =>
    turns.findLastIndex((turn) => turn.byPatient !== patients && turn.readAt !== null) + 1
  push(rows.conversations, {
    id,
    patient_id: patientId,
    topic_id: topicId,
    care_team_id: careTeamId,
    subject_sealed: keys.seal('conversations.subject_sealed', { id, version: 1, patientId }, 'A question'),
    mode: 'two-way',
    status: closedAt === null ? 'open' : 'closed',
    started_by_kind: 'patient',
    started_by_id: patientId,
    started_at: new Date(turns[0]?.at ?? 0),
    last_sequence: turns.length,
    last_message_id: messageId(number, turns.length - 1),
    last_message_at: lastAt,
    last_author_kind: isPatients ? 'patient' : 'practitioner',
    last_author_id: isPatients ? patientId : personId,
    has_attachment: turns.some(({ files }) => files > 0),
    patient_read_sequence: readBy(true),
    patient_unread_since: !isPatients && last?.readAt === null ? lastAt : null,
    // Whoever answers has read what they answer.
    staff_read_sequence: isPatients ? (last.readAt === null ? turns.length - 1 : turns.length) : turns.length,
    closed_at: closedAt === null ? null : new Date(closedAt),
    closed_by_id: closedAt === null ? null : personId,
    outcome: closedAt === null ? null : outcomes[number % outcomes.length],
    filed_sequence: closedAt === null ? 0 : turns.length,
  })
}

function pushNote(
  rows: Rows,
  keys: Keyring,
  { id, patientId, personId }: Whose,
  { number, at, text }: { number: number; at: number; text: string },
): void {
  const row = seededId('note', number)
  push(rows.notes, {
    id: row,
    conversation_id: id,
    patient_id: patientId,
    author_id: personId,
    body_sealed: keys.seal('notes.body_sealed', { id: row, version: 1, patientId }, text),
    written_at: new Date(at),
  })
}

function pushFiling(
  rows: Rows,
  { id, patientId, personId }: Whose,
  { number, upTo, at }: { number: number; upTo: number; at: number },
): void {
  push(rows.filings, {
    id: seededId('filing', number),
    conversation_id: id,
    patient_id: patientId,
    status: 'filed',
    up_to_sequence: upTo,
    requested_by_id: personId,
    requested_at: new Date(at),
    filed_at: new Date(at),
    location: `${new Date(at).toISOString().slice(0, 10)}/${id}`,
    sha256: '0'.repeat(64),
  })
}

const outcomes = ['answered', 'visit-avoided', 'answered', 'visit-booked', 'redirected']
const noRequest = Buffer.alloc(32)

/** In the order of time, as the product's are: what happened in the last hours is found by the id. */
function timedId(at: number, seeded: string): string {
  const time = Math.floor(at).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}${seeded.slice(13)}`
}
