// The privacy officer finds every act by whoever did it, whom it was about, what it was and when; and is on record for looking.
import { beforeAll, describe, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPatient, aPractice, call, inPractice, type PatientPerson, type TestPractice } from '../testing/factories.ts'
import { analyze, recordStatements, tablesScanned } from '../testing/statements.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { asIntruder, seal } from './database-log.fixture.ts'
import { aGrant, aLocum } from './grants.fixture.ts'

const house = useTestHouse()

type Story = { practice: TestPractice; ines: PatientPerson; omar: PatientPerson; conversationId: string }

/** Two patients write; the nurse reads both, a locum one of them for a stated reason; the clerk is refused a change. */
async function aStory(): Promise<Story> {
  const practice = await aPractice(house())
  const [ines, omar] = await Promise.all([
    aPatient(house(), practice, { givenName: 'Ines', familyName: 'Fairweather' }),
    aPatient(house(), practice, { givenName: 'Omar', familyName: 'Castellan' }),
  ])
  const conversationId = uuidv7()
  for (const [patient, id] of [
    [ines, conversationId],
    [omar, uuidv7()],
  ] as const) {
    const words = { subject: 'A rash', text: 'It itches.', attachmentIds: [] }
    await call(house(), patient, api.startConversation, {
      conversationId: id,
      messageId: uuidv7(),
      topicId: practice.topic.id,
      ...words,
    })
    await call(house(), practice.nurse, api.readConversation, { conversationId: id })
  }
  const locum = await aLocum(house(), practice)
  await aGrant(house(), practice, ines, { by: locum, reason: 'She called about her results.' })
  await call(house(), locum, api.readConversation, { conversationId })
  await call(house(), practice.clerk, api.changePractice, { phone: '416-555-0199', version: 1 })
  return { practice, ines, omar, conversationId }
}

const search = (practice: TestPractice, input: Record<string, unknown> = {}) =>
  call(house(), practice.privacyOfficer, api.searchAudit, input)

describe.each(['before it is sealed', 'after it is sealed'])('%s, an act', (when) => {
  let story: Story
  beforeAll(async () => {
    story = await aStory()
    if (when.startsWith('after')) {
      await seal(house(), story.practice.id)
    }
  })

  test('is listed with names, newest first', async () => {
    const { practice, ines } = story
    const { status, body } = await search(practice, { until: lastOf(practice) })
    expect(status).toBe(200)
    expect(body.items.map(({ act }) => act)).toEqual([
      'practice.change',
      'conversation.read',
      'access.grant',
      'conversation.read',
      'conversation.start',
      'conversation.read',
      'conversation.start',
      'practice.create',
    ])
    expect(body.items[0]).toMatchObject({ outcome: 4, actor: { name: 'Beatrice Okafor', role: 'clerk' }, patients: [] })
    expect(body.items[1]).toMatchObject({
      actor: { name: 'Dr. Ida Locum', kind: 'practitioner', role: 'physician' },
      patients: [{ id: ines.id, name: 'Ines Fairweather' }],
      patientCount: 1,
      object: { type: 'conversation', id: story.conversationId },
      reason: 'She called about her results.',
      isSealed: when.startsWith('after'),
    })
    expect(body.items[4]?.actor).toMatchObject({ kind: 'patient', name: 'Omar Castellan' })
  })

  test('is found by patient, by actor, by act, by its flag, and by all of them together', async () => {
    const { practice, ines, omar } = story
    const acts = async (input: Record<string, unknown>) =>
      (await search(practice, { until: lastOf(practice), ...input })).body.items.map(({ act }) => act)
    expect(await acts({ patientId: omar.id })).toEqual(['conversation.read', 'conversation.start'])
    expect(await acts({ actorId: practice.nurse.id })).toEqual(['conversation.read', 'conversation.read'])
    expect(await acts({ actorId: omar.id })).toEqual(['conversation.read', 'conversation.start'])
    expect(await acts({ act: 'conversation.start' })).toEqual(['conversation.start', 'conversation.start'])
    expect(await acts({ flagged: 'true' })).toEqual(['conversation.read', 'access.grant'])
    expect(await acts({ patientId: ines.id, actorId: practice.nurse.id, act: 'conversation.read' })).toHaveLength(1)
    expect(await acts({ patientId: omar.id, flagged: 'true' })).toEqual([])
    expect(await acts({ patientId: uuidv7() })).toEqual([])
    expect(await acts({ act: 'kind' })).toEqual([])
  })

  test('comes on one page of several, each once', async () => {
    const { practice } = story
    const until = lastOf(practice)
    const whole = (await search(practice, { until })).body.items.map(({ id }) => id)
    for (const limit of [1, 3, 50]) {
      const ids: string[] = []
      let cursor: string | undefined
      do {
        const { body } = await search(practice, { until, limit, cursor })
        ids.push(...body.items.map(({ id }) => id))
        cursor = body.nextCursor ?? undefined
      } while (cursor !== undefined)
      expect(ids).toEqual(whole)
    }
    expect(whole).toHaveLength(8)
  })

  test('is found by its time', async () => {
    const { practice } = story
    const items = (await search(practice, { until: lastOf(practice) })).body.items
    const [third, fifth] = [items[2]?.at ?? '', items[4]?.at ?? '']
    const between = (await search(practice, { from: fifth, until: third })).body.items
    expect(between.map(({ id }) => id)).toEqual(items.slice(2, 5).map(({ id }) => id))
    expect((await search(practice, { until: '1970-01-01T00:00:00Z' })).body.items).toEqual([])
    expect((await search(practice, { from: '2100-01-01T00:00:00Z' })).body.items).toEqual([])
  })

  const lasts = new Map<string, string>()
  /** The story's end: each search adds an act of its own after it. */
  function lastOf({ id }: TestPractice): string {
    const known = lasts.get(id)
    if (known === undefined) {
      throw new Error('the first test sets it')
    }
    return known
  }
  beforeAll(async () => {
    const { body } = await search(story.practice)
    lasts.set(story.practice.id, body.items[0]?.at ?? '')
  })
})

test('the search is itself an act, with every patient whose name it opened', async () => {
  const { practice, ines, omar } = await aStory()
  await search(practice)
  const { body } = await search(practice, { act: 'audit.search' })
  expect(body.items).toMatchObject([{ actor: { name: 'Yves Tremblay' }, patientCount: 2 }])
  expect(body.items[0]?.patients.map(({ id }) => id).sort()).toEqual([ines.id, omar.id].sort())
})

test('a row that names many patients counts them, and shows the one that is looked for', async () => {
  const practice = await aPractice(house())
  const patients: PatientPerson[] = []
  for (let i = 0; i < 6; i++) {
    patients.push(await aPatient(house(), practice))
  }
  await call(house(), practice.nurse, api.listPatients, {})
  const last = patients.at(-1)
  const { body } = await search(practice, { patientId: last?.id, act: 'patient.list' })
  expect(body.items).toMatchObject([{ patientCount: 6, patients: [{ id: last?.id }, {}, {}] }])
})

test('what is no entry of ours is shown as unreadable, not hidden', async () => {
  const practice = await aPractice(house())
  await asIntruder(house(), (db) =>
    db.query("insert into audit_events (practice_id, payload) values ($1, '{}')", [practice.id]),
  )
  const { body } = await search(practice)
  expect(body.items.map(({ act }) => act)).toEqual(['unreadable', 'practice.create'])
})

test('another practice’s log is not seen', async () => {
  const { practice, ines } = await aStory()
  const other = await aPractice(house())
  const { body } = await search(other, { patientId: ines.id })
  expect(body.items).toEqual([])
  expect((await search(other)).body.items.every(({ object }) => object?.id !== practice.id)).toBe(true)
})

test.each([
  ['cursor', 'x'],
  ['patientId', 'x'],
  ['from', 'yesterday'],
])('%s must be one', async (field, value) => {
  const { practice } = await aStory()
  expect(await search(practice, { [field]: value })).toMatchObject({ status: 422, body: { fields: [{ path: field }] } })
})

test('however long the log is, no search reads it from end to end', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  await asIntruder(house(), async (db) => {
    await db.query(
      `insert into audit_events (practice_id, payload)
       select $1, convert_to('{"_v":1,"act":"' || case when n % 100 = 0 then 'rare' else 'usual' end || '.act","actor":{"kind":"system"},"at":"2026-11-24T15:00:00.000000Z","info":[],"outcome":0,"patient":["' || $2 || '"],"req":"r","rule":"system"}', 'UTF8')
       from generate_series(1, 6000) n`,
      [practice.id, patient.id],
    )
  })
  await seal(house(), practice.id)
  await analyze(house())
  const growing = ['audit_events', 'audit_leaves', 'audit_terms']
  for (const input of [
    {},
    { patientId: patient.id },
    { act: 'rare.act' },
    { patientId: patient.id, act: 'rare.act' },
  ]) {
    const { statements } = await recordStatements(house(), () => search(practice, input))
    for (const statement of statements) {
      expect((await tablesScanned(house(), statement)).filter((table) => growing.includes(table))).toEqual([])
    }
    // What waits for its seal is found from the newest boundary on: an index can be read from end to end as well.
    const waiting = statements.find(({ text }) => text.includes('boundary'))
    const { rows } = await house().way.db.pool.query<{ 'QUERY PLAN': string }>(
      `explain (generic_plan) ${waiting?.text}`,
    )
    const plan = rows.map((row) => row['QUERY PLAN'].trim())
    const walk = plan.findIndex((line) => line.includes('audit_events_sealing'))
    expect(plan[walk + 1]).toMatch(/^Index Cond: .*xid >=/)
  }
  expect((await search(practice, { patientId: patient.id, act: 'rare.act', limit: 50 })).body.items).toHaveLength(50)
  expect(
    await inPractice(house(), practice.id, (tx) => tx.selectFrom('audit_leaves').select('index').execute()),
  ).toHaveLength(6001)
})
