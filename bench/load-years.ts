import pg from 'pg'
import { inPractice, type TestPractice } from '../server/testing/factories.ts'
import { seededId } from './seeded.ts'
import type { Place } from './place.ts'

export type Years = {
  conversations: number
  days: number
  patients: number
  careTeamIds: string[]
  topicIds: string[]
  people: string[]
}

/** Messages of each conversation: the patient and the clinic take turns. */
export const messagesEach = 4

/**
 * Fills a practice with conversations in the order of time, over `days` up to now, written by the database itself. One in two hundred
 * of the last month waits for an answer; one clinic message in eight is not read. The words are one envelope, copied: no figure
 * opens them, and of subjects those alone are sealed that a list can show. Audit entries are not made up. Foreign keys are not
 * checked again.
 */
export async function loadYears(place: Place, practice: TestPractice, years: Years): Promise<void> {
  const sealed = await inPractice(place.house, practice.id, async (_tx, keys) => {
    const patientId = seededId('patient', 0)
    await keys.load([patientId])
    return keys.seal(
      'messages.body_sealed',
      { id: patientId, version: 1, patientId },
      'I have two tablets left. '.repeat(12),
    )
  })
  const client = new pg.Client(place.owner)
  await client.connect()
  try {
    await fill(client, practice.id, sealed, years)
    await sealSubjects(place, client, practice.id)
    await client.query('vacuum (analyze) conversations, messages, tasks, task_events, readings, touches')
  } finally {
    await client.end()
  }
}

async function fill(client: pg.Client, practiceId: string, sealed: Buffer, years: Years): Promise<void> {
  await client.query('set session_replication_role = replica')
  await client.query(
    `create temp table made as
      select n, ('018f0000-0000-7000-8004-' || lpad(to_hex(n), 12, '0'))::uuid as id,
        ('018f0000-0000-7000-8002-' || lpad(to_hex((n * 7919) % $3), 12, '0'))::uuid as patient_id,
        ($4::uuid[])[1 + n % cardinality($4::uuid[])] as topic_id, ($5::uuid[])[1 + n % cardinality($4::uuid[]) % cardinality($5::uuid[])] as care_team_id,
        ($6::uuid[])[1 + (n / 7) % cardinality($6::uuid[])] as person_id,
        date_trunc('day', now()) - ($2 - n * $2::float8 / $1) * interval '1 day' + (8 + n % 11) * interval '1 hour' as at,
        (1 + (n * 37) % 40) * interval '1 hour' as wait,
        n % 200 = 0 and n > $1 - $1 * 30.0 / $2 as is_waiting
      from generate_series(0, $1 - 1) n`,
    [years.conversations, years.days, years.patients, years.topicIds, years.careTeamIds, years.people],
  )
  for (const statement of statements) {
    await client.query(statement, statement.includes('$2::bytea') ? [practiceId, sealed] : [practiceId])
  }
}

const listed = 3_000

/** The subjects of what is open and of the newest: what lists begin with. */
async function sealSubjects(place: Place, client: pg.Client, practiceId: string): Promise<void> {
  const { rows } = await client.query<{ id: string; patient_id: string }>(
    `select id, patient_id from conversations where practice_id = $1
    order by status = 'open' or patient_unread_since is not null desc, started_at desc limit ${listed}`,
    [practiceId],
  )
  for (let from = 0; from < rows.length; from += 200) {
    const batch = rows.slice(from, from + 200)
    const subjects = await inPractice(place.house, practiceId, async (_tx, keys) => {
      await keys.load(batch.map((row) => row.patient_id))
      return batch.map(({ id, patient_id: patientId }) =>
        keys.seal('conversations.subject_sealed', { id, version: 1, patientId }, 'A refill'),
      )
    })
    await client.query(
      `update conversations c set subject_sealed = s.subject from unnest($2::uuid[], $3::bytea[]) s (id, subject)
      where c.practice_id = $1 and c.id = s.id`,
      [practiceId, batch.map(({ id }) => id), subjects],
    )
  }
}

const message = (sequence: number) =>
  `('018f0000-0000-7000-8005-' || lpad(to_hex(n * ${messagesEach} + ${sequence}), 12, '0'))::uuid`
const task = (round: number) => `('018f0000-0000-7000-8006-' || lpad(to_hex(n * 2 + ${round}), 12, '0'))::uuid`
const event = (round: number) => `('018f0000-0000-7000-8007-' || lpad(to_hex(n * 4 + ${round}), 12, '0'))::uuid`
/** Patient, clinic, patient, clinic: what waits ends with the third. */
const sentAt = ['m.at', 'm.at + m.wait', 'm.at + m.wait * 1.5', 'm.at + m.wait * 2']

const statements = [
  `insert into conversations (practice_id, id, patient_id, topic_id, care_team_id, subject_sealed, mode, status, started_by_kind,
      started_by_id, started_at, last_sequence, last_message_id, last_message_at, last_author_kind, last_author_id,
      patient_read_sequence, patient_unread_since, closed_at, closed_by_id, outcome)
    select $1::uuid, id, patient_id, topic_id, care_team_id, $2::bytea, 'two-way', case when is_waiting then 'open' else 'closed' end, 'patient',
      patient_id, at, 4, ${message(4)}, at + wait * 2, 'practitioner', person_id, 4,
      case when n % 40 = 0 and now() - at < interval '60 days' then at + wait * 2 end,
      case when not is_waiting then at + wait * 2 end, case when not is_waiting then person_id end,
      case when not is_waiting then (array['answered', 'visit-avoided', 'answered', 'visit-booked', 'redirected'])[1 + n % 5] end
    from made m`,
  ...sentAt.map(
    (
      at,
      index,
    ) => `insert into messages (practice_id, id, conversation_id, patient_id, sequence, kind, author_kind, author_id,
      body_sealed, request_hash, sent_at)
    select $1::uuid, ${message(index + 1)}, id, patient_id, ${index + 1}, 'message',
      '${index % 2 === 0 ? 'patient' : 'practitioner'}', ${index % 2 === 0 ? 'patient_id' : 'person_id'}, $2::bytea, ''::bytea, ${at}
    from made m where ${index < 3} or not is_waiting order by n`,
  ),
  ...[0, 1].map(
    (
      round,
    ) => `insert into tasks (practice_id, id, conversation_id, patient_id, kind, status, care_team_id, due_at, created_at,
      ended_at, ended_by_id, outcome)
    select $1::uuid, ${task(round)}, id, patient_id, 'respond', case when w then 'requested' else 'completed' end, care_team_id,
      ${sentAt[round * 2]} + interval '2 days', ${sentAt[round * 2]}, case when not w then ${sentAt[round * 2 + 1]} end,
      case when not w then person_id end, case when not w then 'replied' end
    from (select *, ${round === 1} and is_waiting as w from made) m order by n`,
  ),
  ...[0, 1].map(
    (round) => `insert into task_events (practice_id, id, task_id, conversation_id, act, actor_id, at)
    select $1::uuid, ${event(round)}, ${task(round)}, id, 'accept', person_id, ${sentAt[round * 2]} + m.wait * 0.1 from made m order by n`,
  ),
  `insert into readings (practice_id, conversation_id, reader_kind, reader_id, up_to_sequence, read_at)
    select $1::uuid, id, 'patient', patient_id, 4, at + wait * 2 + interval '5 hours' from made m where n % 8 > 0`,
  `insert into touches (practice_id, at, conversation_id, practitioner_id)
    select $1::uuid, at + wait * 0.1, id, person_id from made m where now() - at < interval '400 days'
    union all select $1::uuid, at + wait, id, person_id from made m where now() - at < interval '400 days'`,
]
