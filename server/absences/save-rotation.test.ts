// What is promised here: a rotation names somebody, one a day, who may act; one that leads back to whom it is for is refused.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPractice, aPractitioner, call, type Person, type TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aRotation, inbox, person } from './absences.fixture.ts'

const house = useTestHouse()

const formOf = (practice: TestPractice, more: Record<string, unknown> = {}) => ({
  rotationId: uuidv7(),
  who: inbox(practice.careTeam),
  startsOn: '2026-11-23',
  endsOn: null as string | null,
  weeks: 2,
  turns: [
    { week: 2, weekday: 1, practitionerId: practice.physician.id },
    { week: 1, weekday: 1, practitionerId: practice.nurse.id },
  ],
  version: 0,
  ...more,
})
const save = (by: Person, form: ReturnType<typeof formOf>) => call(house(), by, api.saveRotation, form)

test('a rotation is seen by colleagues, its turns in order, and is its owner’s to change', async () => {
  const practice = await aPractice(house())
  const form = formOf(practice)
  expect(await save(practice.nurse, form)).toMatchObject({
    status: 200,
    body: {
      state: 'current',
      version: 1,
      turns: [
        { week: 1, person: { name: practice.nurse.name } },
        { week: 2, person: { name: practice.physician.name } },
      ],
    },
  })
  const { body } = await call(house(), practice.clerk, api.listAbsences, {})
  expect(body.rotations).toMatchObject([{ who: { id: practice.careTeam.id }, canChange: false }])
  expect((await save(practice.physician, { ...form, weeks: 3, version: 1 })).status).toBe(403)
  const changed = await save(practice.nurse, { ...form, turns: form.turns.slice(0, 1), version: 1 })
  expect(changed.body).toMatchObject({ version: 2, turns: [{ week: 2 }] })
  expect(await save(practice.nurse, { ...form, weeks: 4, version: 1 })).toMatchObject({
    status: 409,
    body: { facts: { version: 2, fields: ['weeks', 'turns'] } },
  })
})

test.each<[string, (p: TestPractice) => Record<string, unknown>, string, string]>([
  ['names no one', () => ({ turns: [] }), 'turns', 'no-one'],
  [
    'names for a person themselves alone',
    ({ nurse }) => ({ who: person(nurse), turns: [{ week: 1, weekday: 1, practitionerId: nurse.id }] }),
    'turns',
    'no-one-else',
  ],
  [
    'names who does not work in inboxes',
    ({ administrator }) => ({ turns: [{ week: 1, weekday: 1, practitionerId: administrator.id }] }),
    'turns.0',
    'not-a-working-colleague',
  ],
  [
    'names two for one day',
    ({ nurse, physician }) => ({
      turns: [nurse, physician].map(({ id }) => ({ week: 1, weekday: 2, practitionerId: id })),
    }),
    'turns.1',
    'duplicate',
  ],
  ['has turns in a week it does not have', () => ({ weeks: 1 }), 'turns.0', 'week'],
  ['ends before it begins', () => ({ endsOn: '2026-11-22' }), 'endsOn', 'before-start'],
  ['is over', () => ({ startsOn: '2026-11-02', endsOn: '2026-11-08' }), 'endsOn', 'in-the-past'],
  ['begins on no day', () => ({ startsOn: '2026-02-30' }), 'startsOn', 'malformed'],
  ['has no weeks', () => ({ weeks: 0 }), 'weeks', 'out-of-range'],
  ['is of no inbox', ({ id }) => ({ who: inbox({ id }) }), 'who', 'not-a-working-colleague'],
])('a rotation that %s is refused', async (_words, change, path, code) => {
  const practice = await aPractice(house())
  const by = practice.administrator
  const answer = await save(by, formOf(practice, change(practice)) as ReturnType<typeof formOf>)
  expect(answer.status).toBe(422)
  expect((answer.body as unknown as { fields: object[] }).fields).toContainEqual(expect.objectContaining({ path }))
  expect(JSON.stringify(answer.body)).toContain(path === 'weeks' ? 'weeks' : code)
})

test('two for one inbox do not overlap; one after the other they may', async () => {
  const practice = await aPractice(house())
  await save(practice.nurse, formOf(practice, { endsOn: '2026-12-06' }))
  expect(await save(practice.nurse, formOf(practice, { startsOn: '2026-12-06' }))).toMatchObject({
    body: { fields: [{ path: 'startsOn', code: 'overlapping' }] },
  })
  expect((await save(practice.nurse, formOf(practice, { startsOn: '2026-12-07' }))).status).toBe(200)
})

test('two who would act for each other on one day, in patterns of different lengths, are told', async () => {
  const practice = await aPractice(house())
  const [one, other] = await Promise.all([1, 2].map(() => aPractitioner(house(), practice, { role: 'physician' })))
  const [first, second] = [one as Person, other as Person]
  await aRotation(house(), first, person(first), [[3, 2, second.id]], { weeks: 3 })
  const form = (week: number, weeks: number) =>
    formOf(practice, { who: person(second), weeks, turns: [{ week, weekday: 2, practitionerId: first.id }] })
  expect(await save(second, form(4, 7))).toMatchObject({ body: { fields: [{ path: 'turns', code: 'ring' }] } })
  expect((await save(second, form(1, 3))).status).toBe(200)
})

test('ended, it is gone from the list, and its days are free', async () => {
  const practice = await aPractice(house())
  const { id: rotationId } = (await save(practice.nurse, formOf(practice))).body
  expect((await call(house(), practice.clerk, api.cancelRotation, { rotationId, version: 1 })).status).toBe(403)
  expect((await call(house(), practice.nurse, api.cancelRotation, { rotationId, version: 2 })).status).toBe(409)
  expect((await call(house(), practice.nurse, api.cancelRotation, { rotationId, version: 1 })).body.state).toBe(
    'cancelled',
  )
  expect((await call(house(), practice.nurse, api.listAbsences, {})).body.rotations).toEqual([])
  expect((await save(practice.nurse, formOf(practice))).status).toBe(200)
})
