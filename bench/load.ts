import pg from 'pg'
import type { Keyring } from '../server/access/keyring.ts'
import { inPractice, type TestPractice } from '../server/testing/factories.ts'
import type { Place } from './place.ts'
import * as types from './row-types.ts'
import { seededId, seededRandom, seededText } from './seeded.ts'
import { columns, insertTables, push } from './write-columns.ts'

export type Load = {
  /** Conversations from this number on: loading more continues where an earlier load ended. */
  from: number
  conversations: number
  /** Even: patient and clinic take turns. */
  messagesEach: number
  patients: number
  seed?: number
  /** Of a hundred: how many await an answer, and how many of the rest are open; the others are closed. */
  awaiting?: number
  open?: number
  /** What a message says. */
  text?: (random: () => number) => string
}

/**
 * Fills a practice with conversations over the last two years, sealed as the product seals them. A batch is one
 * transaction and a column one array; the rows fit together by how they are made, so foreign keys are not checked again.
 * Audit entries are not made up. Returns messages a second.
 */
export async function loadConversations(place: Place, practice: TestPractice, load: Load): Promise<number> {
  const startedAt = performance.now()
  const batch = Math.max(1, Math.floor(2_000 / load.messagesEach))
  const end = load.from + load.conversations
  const client = new pg.Client(place.owner)
  await client.connect()
  await client.query('set session_replication_role = replica')
  let inserting: Promise<unknown> = Promise.resolve()
  for (let from = load.from; from < end; from += batch) {
    const numbers = Array.from({ length: Math.min(batch, end - from) }, (_, index) => from + index)
    const made = await inPractice(place.house, practice.id, async (_tx, keys) => {
      await keys.load(numbers.map((number) => seededId('patient', patientNumber(load, number))))
      return makeBatch(keys, practice, load, numbers)
    })
    // The database writes one batch while the next is being sealed.
    await inserting
    inserting = insertTables(client, practice.id, made)
  }
  await inserting
  const seconds = (performance.now() - startedAt) / 1000
  // As autovacuum does in its own time.
  await client.query('vacuum (analyze) conversations, messages, tasks, patients, sessions, accounts, memberships')
  await client.end()
  return (load.conversations * load.messagesEach) / seconds
}

/** Whose conversation this is. */
export function patientNumber({ patients }: Pick<Load, 'patients'>, conversation: number): number {
  return conversation % patients
}

function makeBatch(keys: Keyring, practice: TestPractice, load: Load, numbers: number[]) {
  const { awaiting = 10, open = 40, messagesEach, seed = 1, text = seededText } = load
  const nowMs = Date.now()
  const conversations = columns(types.conversations)
  const messages = columns(types.messages)
  const tasks = columns(types.tasks)
  for (const number of numbers) {
    const random = seededRandom(seed * 1_000_003 + number)
    const id = seededId('conversation', number)
    const patientId = seededId('patient', patientNumber(load, number))
    const share = random() * 100
    const isAwaiting = share < awaiting
    const isClosed = share >= awaiting + open
    const startedMs = nowMs - random() * 730 * 86_400_000 - messagesEach * 3_600_000
    const count = isAwaiting ? messagesEach - 1 : messagesEach
    for (let sequence = 1; sequence <= count; sequence++) {
      const byPatient = sequence % 2 === 1
      const messageId = seededId('message', number * messagesEach + sequence)
      push(messages, {
        id: messageId,
        conversation_id: id,
        patient_id: patientId,
        sequence,
        kind: 'message',
        author_kind: byPatient ? 'patient' : 'practitioner',
        author_id: byPatient ? patientId : practice.nurse.id,
        body_sealed: keys.seal('messages.body_sealed', { id: messageId, version: 1, patientId }, text(random)),
        request_hash: noRequest,
        sent_at: new Date(startedMs + sequence * 3_600_000),
      })
    }
    const lastAt = new Date(startedMs + count * 3_600_000)
    push(conversations, {
      id,
      patient_id: patientId,
      topic_id: practice.topic.id,
      care_team_id: practice.careTeam.id,
      subject_sealed: keys.seal('conversations.subject_sealed', { id, version: 1, patientId }, 'A question'),
      mode: 'two-way',
      status: isClosed ? 'closed' : 'open',
      started_by_kind: 'patient',
      started_by_id: patientId,
      started_at: new Date(startedMs),
      last_sequence: count,
      last_message_id: seededId('message', number * messagesEach + count),
      last_message_at: lastAt,
      last_author_kind: isAwaiting ? 'patient' : 'practitioner',
      last_author_id: isAwaiting ? patientId : practice.nurse.id,
      has_attachment: false,
      patient_read_sequence: count,
      staff_read_sequence: isAwaiting ? count - 1 : count,
      closed_at: isClosed ? lastAt : null,
      closed_by_id: isClosed ? practice.nurse.id : null,
      outcome: isClosed ? 'answered' : null,
      filed_sequence: 0,
    })
    push(tasks, {
      id: seededId('task', number),
      conversation_id: id,
      patient_id: patientId,
      kind: 'respond',
      status: isAwaiting ? 'requested' : 'completed',
      priority: 'routine',
      care_team_id: practice.careTeam.id,
      // Due later than the bench lasts: escalating thousands of late tasks is another figure.
      due_at: new Date(nowMs + 86_400_000 + random() * 7 * 86_400_000),
      created_at: lastAt,
      ended_at: isAwaiting ? null : lastAt,
      outcome: isAwaiting ? null : 'replied',
    })
  }
  return { conversations, messages, tasks }
}

const noRequest = Buffer.alloc(32)
