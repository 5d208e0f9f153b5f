// What is promised here: a view is its owner's alone, keeps what it was saved with, is sealed, and is not written over by
// an older page.
import { describe, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPatient, aPractice, call, callLoosely, inPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import type { Searcher } from './search.fixture.ts'

const house = useTestHouse()

const views = async (who: Searcher) => (await call(house(), who, api.listViews, {})).body.items
const save = (who: Searcher, input: Partial<Parameters<typeof call<typeof api.saveView>>[3]> = {}) =>
  call(house(), who, api.saveView, {
    viewId: uuidv7(),
    name: 'Tablets',
    filters: { words: 'tablets' },
    version: 0,
    ...input,
  })

test('a view comes back as it was saved, with the patient’s name, and the log says whose it was', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice, { givenName: 'Odile', familyName: 'Brume' })
  const filters = {
    words: 'zephyr pain',
    patientId: patient.id,
    topicId: practice.topic.id,
    practitionerId: practice.physician.id,
    status: 'closed' as const,
    outcome: 'redirected' as const,
    labelId: uuidv7(),
    hasAttachment: true as const,
    lastDays: 30,
  }
  const { status, body } = await save(practice.nurse, { name: ' Odile’s  pain ', filters })
  expect(status).toBe(200)
  const expected = {
    id: body.id,
    name: 'Odile’s pain',
    filters,
    patient: { id: patient.id, kind: 'patient', name: 'Odile Brume', role: null },
    version: 1,
  }
  expect(body).toEqual(expected)
  expect(await views(practice.nurse)).toEqual([expected])
  const stored = await inPractice(house(), practice.id, async (tx) => ({
    views: await tx.selectFrom('saved_views').selectAll().execute(),
    acts: await tx.selectFrom('audit_events').select('payload').orderBy('id').execute(),
  }))
  expect(JSON.stringify(stored.views.map((row) => row.view_sealed.toString('latin1')))).not.toMatch(/zephyr|Odile/)
  const entries = stored.acts
    .map(({ payload }) => payload.toString('utf8'))
    .filter((entry) => entry.includes('"act":"view.'))
  expect(entries.map((entry) => JSON.parse(entry))).toMatchObject([
    { act: 'view.save', patient: [patient.id], env: [{ column: 'saved-views.view', row: body.id }] },
    { act: 'view.list', patient: [patient.id] },
  ])
  expect(entries.join()).not.toMatch(/zephyr|Odile/)
})

test('a part of a queue is kept as a search is, beside the searches', async () => {
  const practice = await aPractice(house())
  const queue = {
    careTeamId: practice.careTeam.id,
    status: 'open' as const,
    labelId: uuidv7(),
    priority: 'urgent' as const,
  }
  const kept = await save(practice.nurse, { name: 'Urgent', filters: { queue } })
  expect(kept).toMatchObject({ status: 200, body: { filters: { words: '', queue }, patient: null } })
  const own = await save(practice.nurse, { name: 'Answered', filters: { queue: { status: 'answered' } } })
  await save(practice.nurse, { name: 'Tablets' })
  expect(await views(practice.nurse)).toMatchObject([
    { name: 'Answered', filters: { queue: { status: 'answered' } } },
    { name: 'Tablets', filters: { words: 'tablets' } },
    { name: 'Urgent', filters: { queue } },
  ])
  const { status, body } = await save(practice.nurse, {
    viewId: own.body.id,
    name: 'Answered',
    filters: { queue: { status: 'closed' } },
    version: 1,
  })
  expect([status, body]).toMatchObject([200, { filters: { queue: { status: 'closed' } }, version: 2 }])
})

test('nobody else has it, of whatever role, and nobody else changes or removes it', async () => {
  const practice = await aPractice(house())
  const viewId = (await save(practice.nurse)).body.id
  for (const who of [practice.physician, practice.clerk, (await aPractice(house())).nurse]) {
    expect(await views(who)).toEqual([])
    expect((await save(who, { viewId, version: 1 })).status).toBe(404)
    expect((await call(house(), who, api.removeView, { viewId })).status).toBe(404)
  }
  expect((await save(practice.physician, { viewId, version: 0 })).status).toBe(404)
  expect(await views(practice.nurse)).toHaveLength(1)
})

test('an older page does not write over a newer; the same click sent twice is once', async () => {
  const practice = await aPractice(house())
  const viewId = (await save(practice.nurse)).body.id
  expect((await save(practice.nurse, { viewId })).body.version).toBe(1)
  expect((await save(practice.nurse, { viewId, name: 'Pills', version: 1 })).body).toMatchObject({ version: 2 })
  expect((await save(practice.nurse, { viewId, name: 'Pills', version: 1 })).body).toMatchObject({ version: 2 })
  const { status, body } = await save(practice.nurse, { viewId, name: 'Powders', version: 1 })
  expect([status, body]).toMatchObject([409, { code: 'changed-meanwhile' }])
  expect(await views(practice.nurse)).toMatchObject([{ name: 'Pills', version: 2 }])
})

test('a removed view is gone, its row is empty, and its id is not used again', async () => {
  const practice = await aPractice(house())
  const viewId = (await save(practice.nurse)).body.id
  expect((await call(house(), practice.nurse, api.removeView, { viewId })).status).toBe(200)
  expect(await views(practice.nurse)).toEqual([])
  expect((await call(house(), practice.nurse, api.removeView, { viewId })).status).toBe(404)
  expect((await save(practice.nurse, { viewId })).status).toBe(404)
  await inPractice(house(), practice.id, async (tx, keys) => {
    const row = await tx.selectFrom('saved_views').selectAll().executeTakeFirstOrThrow()
    expect(keys.openForPractice('saved_views.view_sealed', row, row.view_sealed)).toBe('')
  })
})

test('views are in the order of their names, and end at the limit', async () => {
  const practice = await aPractice(house())
  for (const name of ['zebra', 'Éclair', 'apple']) {
    await save(practice.nurse, { name })
  }
  expect((await views(practice.nurse)).map(({ name }) => name)).toEqual(['apple', 'Éclair', 'zebra'])
  for (let number = 3; number < limits.savedViews; number++) {
    await save(practice.nurse, { name: `View ${number}` })
  }
  const { status, body } = await save(practice.nurse, { name: 'One more' })
  expect([status, body]).toMatchObject([409, { code: 'limit-reached' }])
})

test('of a record that was destroyed a view has no name any more', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  await save(practice.nurse, { filters: { words: '', patientId: patient.id } })
  await inPractice(house(), practice.id, (tx) => tx.updateTable('data_keys').set({ state: 'destroyed' }).execute())
  expect(await views(practice.nurse)).toMatchObject([{ patient: null }])
})

describe('bad input is refused by the name of its field:', () => {
  test.each<[string, object, string, string]>([
    ['no name', { name: ' ' }, 'name', 'empty'],
    ['a long name', { name: 'x'.repeat(limits.savedViewNameCharacters + 1) }, 'name', 'too-long'],
    ['a name of two lines', { name: 'a\nb' }, 'name', 'line-break'],
    ['a name there is', { name: 'Taken' }, 'name', 'already-used'],
    ['nothing to look for', { filters: {} }, 'filters', 'empty'],
    ['blank words', { filters: { words: '  ' } }, 'filters', 'empty'],
    ['one letter', { filters: { words: 'a' } }, 'filters.words', 'too-short'],
    ['no days', { filters: { lastDays: 0 } }, 'filters.lastDays', 'too-short'],
    [
      'a queue and words',
      { filters: { words: 'pain', queue: { status: 'open' } } },
      'filters.queue',
      'not-with-a-search',
    ],
    [
      'a queue and a topic',
      { filters: { topicId: uuidv7(), queue: { status: 'open' } } },
      'filters.queue',
      'not-with-a-search',
    ],
    [
      'urgent and closed',
      { filters: { queue: { status: 'closed', priority: 'urgent' } } },
      'filters.queue.priority',
      'only-for-open',
    ],
    ['no such state', { filters: { queue: { status: 'lost' } } }, 'filters.queue.status', 'malformed'],
    ['no date', { filters: { from: '2026-02-30' } }, 'filters.from', 'malformed'],
    [
      'an end before the beginning',
      { filters: { from: '2026-02-02', until: '2026-02-01' } },
      'filters.until',
      'before-from',
    ],
    ['an id of an older kind', { viewId: '018f0000-0000-4000-8000-000000000001' }, 'viewId', 'malformed'],
  ])('%s', async (_what, input, path, code) => {
    const practice = await aPractice(house())
    await save(practice.nurse, { name: 'Taken' })
    const whole = { viewId: uuidv7(), name: 'Tablets', filters: { words: 'tablets' }, version: 0, ...input }
    const { status, body } = await callLoosely(house(), practice.nurse, api.saveView, whole)
    expect([status, body]).toEqual([
      422,
      expect.objectContaining({ fields: [expect.objectContaining({ path, code })] }),
    ])
  })
})
