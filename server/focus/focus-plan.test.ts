// What is promised here: the next one costs the same however much a practice has: no table that grows is read from end to end.
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPatient, aPractice, call, inPractice, type TestPractice } from '../testing/factories.ts'
import { analyze, recordStatements, tablesScanned } from '../testing/statements.ts'
import { useTestHouse } from '../testing/test-house.ts'

const house = useTestHouse()
const growing = ['conversations', 'messages', 'tasks', 'task_events', 'patients', 'presences', 'touches']
const rows = 6_000
let practice: TestPractice

/** One in ten is open, and one of those in ten is the nurse's; a colleague once looked at each. */
beforeAll(async () => {
  practice = await aPractice(house())
  const { id, topic, careTeam, nurse, physician } = practice
  const patient = await aPatient(house(), practice)
  await inPractice(house(), id, async (tx, keys) => {
    await keys.load([patient.id])
    const uuid = (kind: number) =>
      sql`('00000000-0000-7000-8000-' || lpad((n * 10 + ${kind}::int)::text, 12, '0'))::uuid`
    const sealed = keys.seal(
      'conversations.subject_sealed',
      { id: uuidv7(), version: 1, patientId: patient.id },
      'A refill',
    )
    const all = sql`generate_series(1, ${rows}::int) n`
    await sql`insert into conversations (practice_id, id, patient_id, topic_id, care_team_id, subject_sealed, mode, status,
        started_by_kind, started_by_id, started_at, last_sequence, last_message_at, last_author_kind, last_author_id)
      select ${id}, ${uuid(1)}, ${patient.id}, ${topic.id}, ${careTeam.id}, ${sealed}, 'two-way', 'open', 'patient',
        ${patient.id}, now(), 0, now(), 'patient', ${patient.id} from ${all}`.execute(tx)
    await sql`insert into tasks (practice_id, id, conversation_id, patient_id, kind, status, priority, care_team_id, owner_id,
        due_at, created_at, ended_at, ended_by_id)
      select ${id}, ${uuid(3)}, ${uuid(1)}, ${patient.id}, 'respond',
        case when n % 10 = 0 then 'requested' else 'completed' end, case when n % 50 = 0 then 'urgent' else 'routine' end,
        ${careTeam.id}, case when n % 100 = 0 then ${nurse.id}::uuid end, now() + n * interval '1 minute',
        now() - interval '1 day', case when n % 10 = 0 then null else now() - n * interval '1 hour' end,
        case when n % 10 = 0 then null else ${nurse.id}::uuid end from ${all}`.execute(tx)
    await sql`insert into task_events (practice_id, id, task_id, conversation_id, act, actor_id, at)
      select ${id}, ${uuid(4)}, ${uuid(3)}, ${uuid(1)}, 'open', ${nurse.id}, now() - interval '1 day' from ${all}`.execute(
      tx,
    )
    await sql`insert into presences (practice_id, conversation_id, practitioner_id, is_writing, since, seen_at)
      select ${id}, ${uuid(1)}, ${physician.id}, false, now() - interval '1 day', now() - interval '1 day' from ${all}`.execute(
      tx,
    )
    await sql`insert into touches (practice_id, at, conversation_id, practitioner_id)
      select ${id}, now() - n * interval '1 hour', ${uuid(1)}, ${nurse.id} from ${all}`.execute(tx)
  })
  await analyze(house())
})

test.each([
  ['the next one', (since: string) => call(house(), practice.nurse, api.takeNext, { since })],
  ['what was done in a round', (since: string) => call(house(), practice.nurse, api.readRound, { since })],
])('%s is read by keys', async (_words, ask) => {
  const since = house().clock.now().toISOString()
  const { statements } = await recordStatements(house(), async () => {
    expect((await ask(since)).status).toBe(200)
  })
  expect(statements.some(({ text }) => text.includes('tasks') || text.includes('task_events'))).toBe(true)
  for (const statement of statements) {
    const scanned = await tablesScanned(house(), statement)
    expect(scanned.filter((table) => growing.includes(table))).toEqual([])
  }
})
