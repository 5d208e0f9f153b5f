// What is promised here: a roster that could not work is refused with the field that is wrong, one that is odd says so, and of
// two who change it at once neither loses their work.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { aPractice, aPractitioner, call, inPractice, type Person, type TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aRosterForm, everyWeekday } from './checks.fixture.ts'

const house = useTestHouse()
const save = (by: Person, form: ReturnType<typeof aRosterForm>) => call(house(), by, api.saveCheckRoster, form)
const nine = { weekday: 1, at: '09:00', practitionerId: null }

test('the owner of an inbox says when it is checked; colleagues see it and do not change it', async () => {
  const practice = await aPractice(house())
  const form = aRosterForm(practice, { times: everyWeekday(practice.clerk.id).toReversed() })
  expect(await save(practice.nurse, form)).toMatchObject({
    status: 200,
    body: {
      isOn: true,
      version: 1,
      times: [
        { weekday: 1, at: '09:00', person: { id: practice.clerk.id }, warnings: [] },
        {},
        {},
        {},
        {},
        {},
        {},
        {},
        {},
        {},
      ],
    },
  })
  const { body } = await call(house(), practice.clerk, api.listCheckRosters, {})
  expect(body.items).toMatchObject([{ careTeam: { id: practice.careTeam.id }, canChange: false, graceMinutes: 30 }])
  expect((await save(practice.clerk, { ...form, version: 1 })).status).toBe(403)
})

test('whoever was overtaken is told what differs, and the same click twice is once', async () => {
  const practice = await aPractice(house())
  const form = aRosterForm(practice)
  await save(practice.administrator, form)
  expect(await save(practice.administrator, form)).toMatchObject({ status: 200, body: { version: 1 } })
  expect(await save(practice.nurse, { ...form, graceMinutes: 45 })).toMatchObject({
    status: 409,
    body: { code: 'changed-meanwhile', facts: { version: 1, fields: ['graceMinutes'] } },
  })
})

test('a time while the clinic is closed is saved with a warning, and so is someone who can no longer be asked', async () => {
  const practice = await aPractice(house())
  const times = [nine, { weekday: 1, at: '12:30', practitionerId: practice.clerk.id }]
  await save(practice.administrator, aRosterForm(practice, { times }))
  await inPractice(house(), practice.id, (tx) =>
    tx.updateTable('memberships').set({ status: 'suspended' }).where('id', '=', practice.clerk.id).execute(),
  )
  const { body } = await call(house(), practice.administrator, api.listCheckRosters, {})
  expect(body.items[0]?.times.map(({ warnings }) => warnings)).toEqual([[], ['closed', 'cannot-act']])
})

type Change = (practice: TestPractice) => Record<string, unknown> | Promise<Record<string, unknown>>
test.each<[string, Change, string, string]>([
  ['no times', () => ({ times: [] }), 'times', 'no-times'],
  ['two times too near', () => ({ times: [nine, { ...nine, at: '09:59' }] }), 'times.1.at', 'too-near'],
  ['the same time twice', () => ({ times: [nine, nine] }), 'times.1.at', 'too-near'],
  ['no time while the clinic is open', () => ({ times: [{ ...nine, weekday: 6 }] }), 'times', 'never-open'],
  [
    'somebody who works elsewhere',
    async (practice) => {
      const { id } = await aPractitioner(house(), practice, { role: 'nurse', careTeamIds: [] })
      return { times: [{ ...nine, practitionerId: id }] }
    },
    'times.0.practitionerId',
    'not-in-the-inbox',
  ],
  [
    'somebody who does not work in inboxes',
    ({ administrator }) => ({ times: [{ ...nine, practitionerId: administrator.id }] }),
    'times.0.practitionerId',
    'not-a-working-colleague',
  ],
  [
    'nobody in the inbox who can work',
    async (practice) => {
      const ids = [practice.nurse.id, practice.physician.id, practice.clerk.id]
      await inPractice(house(), practice.id, (tx) =>
        tx.updateTable('memberships').set({ status: 'suspended' }).where('id', 'in', ids).execute(),
      )
      return {}
    },
    'times',
    'no-one',
  ],
  [
    'more time than there is before the next check',
    () => ({ times: [nine, { ...nine, at: '10:30' }], graceMinutes: 46 }),
    'graceMinutes',
    'too-long-for-times',
  ],
])('a roster with %s is refused', async (_name, change, path, code) => {
  const practice = await aPractice(house())
  const form = aRosterForm(practice, await change(practice))
  expect(await save(practice.administrator, form)).toMatchObject({
    status: 422,
    body: { fields: [expect.objectContaining({ path, code })] },
  })
})

test('one that is off may be unfinished', async () => {
  const practice = await aPractice(house())
  expect((await save(practice.administrator, aRosterForm(practice, { isOn: false, times: [] }))).status).toBe(200)
})
