// What is promised here: a queue costs the same however much a practice has: two flights, and no table read from end to end.
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPatient, aPractice, call, inPractice, type PatientPerson, type TestPractice } from '../testing/factories.ts'
import { analyze, recordStatements, tablesScanned } from '../testing/statements.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aWaitingPractice } from './queue.fixture.ts'

const house = useTestHouse()
/** Tables that grow with every message or patient. The others hold what a practice sets up: tens of rows. */
const growing = [
  'conversations',
  'messages',
  'tasks',
  'task_events',
  'patients',
  'filings',
  'labelled_conversations',
  'notes',
  'presences',
  'data_keys',
]
let practice: TestPractice

beforeAll(async () => {
  practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  await fill(practice, patient)
  await analyze(house())
})

const rows = 6_000
/** Labels of a few conversations, and of many. */
const [rare, common] = [uuidv7(), uuidv7()]

/** One in ten is open, one in ten was closed by the nurse; the words are sealed once and copied. */
async function fill({ id, topic, careTeam, nurse }: TestPractice, patient: PatientPerson): Promise<void> {
  await inPractice(house(), id, async (tx, keys) => {
    await keys.load([patient.id])
    const uuid = (kind: number) =>
      sql`('00000000-0000-7000-8000-' || lpad((n * 10 + ${kind}::int)::text, 12, '0'))::uuid`
    const template = { id: uuidv7(), version: 1, patientId: patient.id }
    const sealed = keys.seal('conversations.subject_sealed', template, 'A refill, please')
    await sql`insert into conversations (practice_id, id, patient_id, topic_id, care_team_id, subject_sealed, mode, status,
        started_by_kind, started_by_id, started_at, last_sequence, last_message_id, last_message_at, last_author_kind,
        last_author_id, closed_at, closed_by_id, outcome, label_ids)
      select ${id}, ${uuid(1)}, ${patient.id}, ${topic.id}, ${careTeam.id}, ${sealed}, 'two-way',
        case when n % 10 = 0 then 'open' else 'closed' end, 'patient', ${patient.id}, now(), 1, ${uuid(2)},
        now() - n * interval '1 minute', 'patient', ${patient.id},
        case when n % 10 = 0 then null else now() - n * interval '1 minute' end,
        case n % 10 when 0 then null when 1 then ${nurse.id}::uuid else ${patient.id}::uuid end,
        case when n % 10 = 0 then null else 'answered' end,
        case when n % 2000 = 0 then array[${rare}::uuid, ${common}::uuid] when n % 5 = 0 then array[${common}::uuid] else '{}' end
      from generate_series(1, ${rows}::int) n`.execute(tx)
    await sql`insert into messages (practice_id, id, conversation_id, patient_id, sequence, kind, author_kind, author_id,
        body_sealed, request_hash, sent_at)
      select ${id}, ${uuid(2)}, ${uuid(1)}, ${patient.id}, 1, 'message', 'patient', ${patient.id}, ${sealed}, ''::bytea, now()
      from generate_series(1, ${rows}::int) n`.execute(tx)
    await sql`insert into tasks (practice_id, id, conversation_id, patient_id, kind, status, priority, care_team_id, owner_id,
        due_at, created_at, ended_at)
      select ${id}, ${uuid(3)}, ${uuid(1)}, ${patient.id}, 'respond',
        case when n % 10 = 0 then 'requested' else 'completed' end,
        case when n % 50 = 0 then 'urgent' else 'routine' end, ${careTeam.id},
        case when n % 100 = 0 then ${nurse.id}::uuid end, now() + n * interval '1 minute', now(),
        case when n % 10 = 0 then null else now() end
      from generate_series(1, ${rows}::int) n`.execute(tx)
    await sql`insert into notes (practice_id, id, conversation_id, patient_id, author_id, body_sealed, written_at)
      select ${id}, ${uuid(4)}, ${uuid(1)}, ${patient.id}, ${nurse.id}, ${sealed}, now()
      from generate_series(1, ${rows}::int) n`.execute(tx)
    await sql`insert into presences (practice_id, conversation_id, practitioner_id, is_writing, since, seen_at)
      select ${id}, ${uuid(1)}, ${nurse.id}, false, now(), now() from generate_series(1, ${rows}::int) n`.execute(tx)
    await sql`insert into filings (practice_id, id, conversation_id, patient_id, status, up_to_sequence, requested_at,
        filed_at, location, sha256)
      select ${id}, ${uuid(5)}, ${uuid(1)}, ${patient.id}, 'filed', 1, now(), now(), 'x', 'x'
      from generate_series(1, ${rows}::int) n`.execute(tx)
    await sql`insert into patients select (jsonb_populate_record(p, jsonb_build_object('id', ${uuid(6)}, 'health_number_hash', null))).*
      from patients p, generate_series(1, ${rows}::int) n where p.id = ${patient.id}`.execute(tx)
  })
}

// The copied words open at their own place alone: the requests fail after their queries, which is all that is looked at.
const urgentCursor = Buffer.from(JSON.stringify(['urgent', '2026-11-24T15:00:00.000Z', uuidv7()])).toString('base64url')
const routineCursor = Buffer.from(JSON.stringify(['routine', '2026-11-24T15:00:00.000Z', uuidv7()])).toString(
  'base64url',
)
const closedCursor = Buffer.from(JSON.stringify(['2026-11-24T15:00:00.000Z', uuidv7()])).toString('base64url')

test.each<[string, () => Parameters<typeof call<typeof api.listQueue>>[3]]>([
  ['an inbox', () => ({ careTeamId: practice.careTeam.id })],
  ['an inbox, further down', () => ({ careTeamId: practice.careTeam.id, cursor: urgentCursor })],
  ['an inbox, far down', () => ({ careTeamId: practice.careTeam.id, cursor: routineCursor })],
  ['the urgent of an inbox', () => ({ careTeamId: practice.careTeam.id, priority: 'urgent' as const })],
  ['my work', () => ({})],
  ['the closed of an inbox', () => ({ careTeamId: practice.careTeam.id, status: 'closed' as const })],
  [
    'the closed of an inbox, further down',
    () => ({ careTeamId: practice.careTeam.id, status: 'closed' as const, cursor: closedCursor }),
  ],
  ['the answered of an inbox', () => ({ careTeamId: practice.careTeam.id, status: 'answered' as const })],
  ['what I answered', () => ({ status: 'answered' as const })],
  ['what I closed', () => ({ status: 'closed' as const })],
  ...[rare, common].flatMap((labelId) =>
    (['open', 'answered', 'closed'] as const).map((status): [string, () => object] => [
      `my ${status} with a label`,
      () => ({ status, labelId }),
    ]),
  ),
  ...[rare, common].flatMap((labelId) =>
    (['open', 'answered', 'closed'] as const).map((status): [string, () => object] => [
      `the ${status} of an inbox with a label`,
      () => ({ careTeamId: practice.careTeam.id, status, labelId }),
    ]),
  ),
  [
    'the open of an inbox with a label, further down',
    () => ({ careTeamId: practice.careTeam.id, labelId: common, cursor: urgentCursor }),
  ],
  [
    'the closed of an inbox with a label, further down',
    () => ({ careTeamId: practice.careTeam.id, status: 'closed' as const, labelId: common, cursor: closedCursor }),
  ],
])('%s is read by keys', async (_words, input) => {
  const { statements } = await recordStatements(house(), () => call(house(), practice.nurse, api.listQueue, input()))
  expect(statements.some(({ text }) => text.includes('"conversations"'))).toBe(true)
  for (const statement of statements) {
    const scanned = await tablesScanned(house(), statement)
    expect(scanned.filter((table) => growing.includes(table))).toEqual([])
  }
})

test('the counts of the inboxes are read by keys', async () => {
  const { statements } = await recordStatements(house(), () => call(house(), practice.nurse, api.listInboxes, {}))
  for (const statement of statements) {
    const scanned = await tablesScanned(house(), statement)
    expect(scanned.filter((table) => growing.includes(table))).toEqual([])
  }
  expect((await call(house(), practice.nurse, api.listInboxes, {})).body).toMatchObject({
    mine: { open: rows / 100 },
    inboxes: [{ open: rows / 10, unclaimed: rows / 10 - rows / 100 }],
  })
})

test('a page leaves in two flights, and its commit', async () => {
  const { practice: small } = await aWaitingPractice(house())
  const input = { careTeamId: small.careTeam.id }
  const { flights } = await recordStatements(house(), async () => {
    expect((await call(house(), small.nurse, api.listQueue, input)).body.items).toHaveLength(1)
  })
  expect(flights).toBe(3)
  const labelled = await recordStatements(house(), () =>
    call(house(), small.nurse, api.listQueue, { ...input, labelId: uuidv7() }),
  )
  expect(labelled.flights).toBe(3)
  const inboxes = await recordStatements(house(), () => call(house(), small.nurse, api.listInboxes, {}))
  expect(inboxes.flights).toBe(2)
})
