// What is promised here: figures cost the same however much a practice has written: no table that grows is read from end to end.
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { figures } from '../../shared/seeing.ts'
import { enterSystem } from '../access/enter-system.ts'
import { aPatient, aPractice, call, inPractice, type TestPractice } from '../testing/factories.ts'
import { analyze, recordStatements, tablesScanned } from '../testing/statements.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { countReading } from './count-reading.ts'
import { loadDayFacts } from './day-facts.ts'

const house = useTestHouse()
const growing = [
  'conversations',
  'messages',
  'tasks',
  'task_events',
  'touches',
  'readings',
  'patients',
  'data_keys',
  'seen_days',
]
const rows = 6_000
let practice: TestPractice

/** Two years of work up to now, one conversation in sixty open. */
beforeAll(async () => {
  practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const { id, topic, careTeam, nurse } = practice
  const now = house().clock.now()
  await inPractice(house(), id, async (tx, keys) => {
    await keys.load([patient.id])
    const uuid = (kind: number) =>
      sql`('00000000-0000-7000-8000-' || lpad((n * 10 + ${kind}::int)::text, 12, '0'))::uuid`
    const at = sql`(${now}::timestamptz - n * interval '3 hours')`
    const isOpen = sql`n % 60 = 0`
    const sealed = keys.seal('conversations.subject_sealed', { id, version: 1, patientId: patient.id }, 'A refill')
    await sql`insert into conversations (practice_id, id, patient_id, topic_id, care_team_id, subject_sealed, mode, status,
        started_by_kind, started_by_id, started_at, last_sequence, last_message_at, last_author_kind, last_author_id,
        closed_at, closed_by_id, outcome, patient_unread_since)
      select ${id}, ${uuid(1)}, ${patient.id}, ${topic.id}, ${careTeam.id}, ${sealed}, 'two-way',
        case when ${isOpen} then 'open' else 'closed' end, 'patient', ${patient.id}, ${at}, 1, ${at}, 'practitioner',
        ${nurse.id}, case when not ${isOpen} then ${at} end, case when not ${isOpen} then ${nurse.id}::uuid end,
        case when not ${isOpen} then 'answered' end, case when n % 100 = 0 then ${at} end
      from generate_series(1, ${rows}::int) n`.execute(tx)
    await sql`insert into messages (practice_id, id, conversation_id, patient_id, sequence, kind, author_kind, author_id,
        body_sealed, request_hash, sent_at)
      select ${id}, ${uuid(2)}, ${uuid(1)}, ${patient.id}, 1, 'message', 'practitioner', ${nurse.id}, ${sealed}, ''::bytea, ${at}
      from generate_series(1, ${rows}::int) n`.execute(tx)
    await sql`insert into tasks (practice_id, id, conversation_id, patient_id, kind, status, care_team_id, owner_id, due_at,
        created_at, ended_at, ended_by_id, outcome)
      select ${id}, ${uuid(3)}, ${uuid(1)}, ${patient.id}, 'respond', case when ${isOpen} then 'requested' else 'completed' end,
        ${careTeam.id}, ${nurse.id}, ${at}, ${at}, case when not ${isOpen} then ${at} end,
        case when not ${isOpen} then ${nurse.id}::uuid end, case when not ${isOpen} then 'replied' end
      from generate_series(1, ${rows}::int) n`.execute(tx)
    await sql`insert into task_events (practice_id, id, task_id, conversation_id, act, actor_id, at)
      select ${id}, ${uuid(4)}, ${uuid(3)}, ${uuid(1)}, 'accept', ${nurse.id}, ${at}
      from generate_series(1, ${rows}::int) n`.execute(tx)
    await sql`insert into touches (practice_id, at, conversation_id, practitioner_id)
      select ${id}, ${at}, ${uuid(1)}, ${nurse.id} from generate_series(1, ${rows}::int) n`.execute(tx)
    await sql`insert into readings (practice_id, conversation_id, reader_kind, reader_id, up_to_sequence, read_at)
      select ${id}, ${uuid(1)}, 'patient', ${patient.id}, 1, ${at} from generate_series(1, ${rows}::int) n`.execute(tx)
    await sql`insert into patients select (jsonb_populate_record(p, jsonb_build_object('id', ${uuid(6)}, 'health_number_hash', null))).*
      from patients p, generate_series(1, ${rows}::int) n where p.id = ${patient.id}`.execute(tx)
  })
  await enterSystem(house().worker, id, (ctx) =>
    sql`insert into seen_days (practice_id, day, topic_id, care_team_id, practitioner_id, arrived, asked, replied,
        replied_in_time, settled, closed, visits_avoided, visits_booked, redirected, sent_to_emergency, sent, sent_after_hours,
        opened, reply_minutes, held_minutes, triage_minutes, resolution_minutes, waiting, late, oldest_at)
      select ${id}, ${now}::date - n / 10, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, ${careTeam.id}, ${nurse.id},
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, '{5,60}', '{5}', '{5}', '{5}', 1, 1, ${now}
      from generate_series(1, ${rows}::int) n`.execute(ctx.tx),
  )
  await analyze(house())
})

async function expectKeysAlone(request: () => Promise<unknown>, least: number): Promise<void> {
  const { statements } = await recordStatements(house(), request)
  expect(statements.length).toBeGreaterThanOrEqual(least)
  for (const statement of statements) {
    const scanned = await tablesScanned(house(), statement)
    expect([scanned.filter((table) => growing.includes(table)), statement.text]).toEqual([[], statement.text])
  }
}

test('the figures are read by keys', () =>
  expectKeysAlone(async () => {
    const { body } = await call(house(), practice.administrator, api.readSeeing, {})
    expect(body.total.replied).toBeGreaterThan(200)
    expect(body.now.waiting).toBe(rows / 60)
  }, 10))

// The copied words open at their own place alone: the requests fail after their queries, which is all that is looked at.
test.each(figures)('the list behind %s is read by keys', (figure) =>
  expectKeysAlone(() => call(house(), practice.nurse, api.listSeen, { figure }), 5),
)

test('a day and a month are counted by keys', async () => {
  const now = house().clock.now()
  const start = new Date(now.getTime() - 86_400_000)
  // Asked as the worker asks, through the way that is looked at.
  const asSystem = (work: Parameters<typeof enterSystem<unknown>>[2]) => () =>
    enterSystem(house().way, practice.id, work)
  await expectKeysAlone(
    asSystem((ctx) => loadDayFacts(ctx, { start, end: now, openings: [] })),
    6,
  )
  await expectKeysAlone(
    () =>
      asSystem((ctx) =>
        countReading(ctx, { month: '2026-11-01', until: now, timeZone: 'America/Toronto', today: '2026-11-24' }),
      )().catch(() => {}),
    1,
  )
})
