// What is promised here: whoever has been through an inbox has checked it, once; a check that nobody did is told to the
// backup, then to the owner, once each, and to whoever stands in for them; and a day on which the clinic is closed has none.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { aRotation, inbox, person, anAbsence, anAbsenceForm } from '../absences/absences.fixture.ts'
import { aPatient, aPractice, aPractitioner, call, inPractice, type TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aWaitingMessage } from '../tasks/queue.fixture.ts'
import { aLook, aRoster, everyWeekday, goTo, lookAtChecks, standFor } from './checks.fixture.ts'

const house = useTestHouse()
/** A Monday far enough ahead that every test begins before it; the clock only moves on. */
let weeks = 0
function aMonday(): string {
  const first = Temporal.PlainDate.from('2027-01-11').add({ weeks: 3 * weeks++ })
  const today = Temporal.Instant.fromEpochMilliseconds(house().clock.now().getTime())
    .toZonedDateTimeISO('America/Toronto')
    .toPlainDate()
  if (Temporal.PlainDate.compare(first, today) <= 0) {
    throw new Error('the clock went past the Monday of this test')
  }
  return first.toString()
}
const at = (instant: string | null | undefined) =>
  instant == null
    ? null
    : Temporal.Instant.from(instant)
        .toZonedDateTimeISO('America/Toronto')
        .toPlainDateTime()
        .toString({ smallestUnit: 'minute' })

async function aMondayMorning(more: Record<string, unknown> = {}) {
  const monday = aMonday()
  goTo(house(), `${monday}T08:00`)
  const practice = await aPractice(house())
  await aRoster(house(), practice, more)
  return { monday, practice }
}
const kept = (practice: TestPractice) =>
  inPractice(house(), practice.id, (tx) => tx.selectFrom('checks').selectAll().orderBy('due_at').execute())

test('an inbox that was looked through at two past nine was checked then, by whom, once', async () => {
  const { monday, practice } = await aMondayMorning()
  await aWaitingMessage(house(), practice)
  goTo(house(), `${monday}T09:00:10`)
  await lookAtChecks(house())
  expect(await standFor(house(), practice.clerk, practice)).toMatchObject({
    due: { isMissed: false, person: null },
    canBeDone: true,
  })
  goTo(house(), `${monday}T09:02`)
  const answer = await aLook(house(), practice.clerk, practice)
  expect(answer).toMatchObject({ status: 200, body: { isDone: true, unseen: 0, urgent: 0, check: { due: null } } })
  goTo(house(), `${monday}T09:20`)
  await aLook(house(), practice.nurse, practice)
  const stand = await standFor(house(), practice.nurse, practice)
  expect([at(stand?.last?.doneAt), stand?.last?.by?.name, at(stand?.next?.dueAt)]).toEqual([
    `${monday}T09:02`,
    practice.clerk.name,
    `${monday}T14:30`,
  ])
  expect(await kept(practice)).toHaveLength(1)
  const list = await call(house(), practice.administrator, api.listChecks, {})
  expect(list.body.items).toMatchObject([{ state: 'done', doneBy: { id: practice.clerk.id }, told: [] }])
})

test('a row that was not shown, and an urgent message that nobody opened, keep an inbox from having been checked', async () => {
  const { monday, practice } = await aMondayMorning()
  const urgent = await aWaitingMessage(house(), practice)
  await call(house(), practice.nurse, api.assignTask, {
    taskId: urgent.taskId,
    version: urgent.version,
    careTeamId: practice.careTeam.id,
    priority: 'urgent',
  })
  goTo(house(), `${monday}T09:01`)
  const nothingShown = { careTeamId: practice.careTeam.id, taskIds: [] }
  expect((await call(house(), practice.clerk, api.checkInbox, nothingShown)).body).toMatchObject({
    isDone: false,
    unseen: 1,
    urgent: 1,
  })
  expect((await aLook(house(), practice.clerk, practice)).body).toMatchObject({ isDone: false, unseen: 0, urgent: 1 })
  expect((await standFor(house(), practice.clerk, practice))?.due).not.toBeNull()
  await call(house(), practice.clerk, api.markRead, { conversationId: urgent.conversationId, sequence: 2 })
  expect((await aLook(house(), practice.clerk, practice)).body).toMatchObject({ isDone: true, urgent: 0 })
})

test('a look half an hour before its time is the check; a minute earlier is not', async () => {
  const { monday, practice } = await aMondayMorning()
  goTo(house(), `${monday}T08:29`)
  expect((await aLook(house(), practice.nurse, practice)).body).toMatchObject({ check: { last: null } })
  goTo(house(), `${monday}T08:30:01`)
  await aLook(house(), practice.nurse, practice)
  goTo(house(), `${monday}T10:00`)
  await lookAtChecks(house())
  expect(await standFor(house(), practice.nurse, practice)).toMatchObject({ due: null, told: [] })
  expect(await kept(practice)).toHaveLength(1)
})

test('missed by half an hour: the backup is told; as long again: the owner; once each, however often it is looked at', async () => {
  const { monday, practice } = await aMondayMorning()
  goTo(house(), `${monday}T09:29`)
  await lookAtChecks(house())
  expect(await standFor(house(), practice.physician, practice)).toMatchObject({ isAlarm: false, told: [] })
  goTo(house(), `${monday}T09:30:05`)
  await Promise.all([lookAtChecks(house()), lookAtChecks(house())])
  await lookAtChecks(house())
  expect(await standFor(house(), practice.physician, practice)).toMatchObject({
    isAlarm: true,
    due: { isMissed: true },
    told: [{ id: practice.physician.id }],
  })
  expect(await standFor(house(), practice.nurse, practice)).toMatchObject({ isAlarm: false })
  goTo(house(), `${monday}T10:00:05`)
  await lookAtChecks(house())
  await lookAtChecks(house())
  expect(await standFor(house(), practice.nurse, practice)).toMatchObject({ isAlarm: true })
  const misses = await call(house(), practice.privacyOfficer, api.searchAudit, { act: 'inbox.miss-check' })
  expect(misses.body.items).toHaveLength(2)

  goTo(house(), `${monday}T10:40`)
  await aLook(house(), practice.clerk, practice)
  expect(await standFor(house(), practice.nurse, practice)).toMatchObject({ isAlarm: false, due: null, told: [] })
  const { items } = (await call(house(), practice.physician, api.listChecks, {})).body
  expect(items).toMatchObject([{ state: 'late', told: [{}, {}] }])
})

test('a worker that was away finds every check that was missed meanwhile, and tells of the last', async () => {
  const { monday, practice } = await aMondayMorning()
  const wednesday = Temporal.PlainDate.from(monday).add({ days: 2 }).toString()
  goTo(house(), `${wednesday}T10:30`)
  await lookAtChecks(house())
  const rows = await kept(practice)
  expect(rows.map((row) => [at(row.due_at.toISOString())?.slice(11), row.alarm_level])).toEqual([
    ['09:00', 0],
    ['14:30', 0],
    ['09:00', 0],
    ['14:30', 0],
    ['09:00', 2],
  ])
  expect(await standFor(house(), practice.nurse, practice)).toMatchObject({ isAlarm: true })
})

test('a closure that is entered later has no check, and none is asked for at the weekend', async () => {
  const { monday, practice } = await aMondayMorning()
  const friday = Temporal.PlainDate.from(monday).add({ days: 4 }).toString()
  goTo(house(), `${friday}T08:15`)
  await lookAtChecks(house())
  await inPractice(house(), practice.id, (tx) =>
    tx
      .insertInto('closures')
      .values({ practice_id: practice.id, closed_on: friday, name_en: 'Snow', name_fr: 'Neige' })
      .execute(),
  )
  const before = (await kept(practice)).length
  goTo(house(), `${Temporal.PlainDate.from(monday).add({ days: 6 }).toString()}T12:00`)
  await lookAtChecks(house())
  expect(await kept(practice)).toHaveLength(before)
  expect(at((await standFor(house(), practice.nurse, practice))?.next?.dueAt)).toBe(
    `${Temporal.PlainDate.from(monday).add({ days: 7 }).toString()}T09:00`,
  )
})

test('whoever is away is not asked and not told: who stands in for them is', async () => {
  const { monday, practice } = await aMondayMorning()
  const { body: roster } = await call(house(), practice.administrator, api.listCheckRosters, {})
  await aRoster(house(), practice, { times: everyWeekday(practice.clerk.id), version: roster.items[0]?.version ?? 0 })
  const other = await aPractitioner(house(), practice, { role: 'physician', name: 'Dr. Lin' })
  const away = { from: `${monday}T08:30`, until: `${monday}T20:00` }
  await anAbsence(
    house(),
    practice.administrator,
    anAbsenceForm(house(), person(practice.clerk), { ...away, cover: person(practice.nurse) }),
  )
  await anAbsence(
    house(),
    practice.administrator,
    anAbsenceForm(house(), person(practice.physician), { ...away, cover: person(other) }),
  )
  expect((await standFor(house(), practice.nurse, practice))?.next?.person?.id).toBe(practice.nurse.id)
  goTo(house(), `${monday}T09:31`)
  await lookAtChecks(house())
  expect(await standFor(house(), practice.nurse, practice)).toMatchObject({ told: [{ id: other.id }] })
  expect(await standFor(house(), other, practice)).toMatchObject({ isAlarm: true })
})

test('whose turn it is by the inbox’s rotation is asked, when nobody is named', async () => {
  const { monday, practice } = await aMondayMorning()
  await aRotation(house(), practice.administrator, inbox(practice.careTeam), [[1, 1, practice.clerk.id]], {
    startsOn: monday,
  })
  expect((await standFor(house(), practice.nurse, practice))?.next?.person?.id).toBe(practice.clerk.id)
})

test('when nobody could be told, whoever manages the practice is', async () => {
  const { monday, practice } = await aMondayMorning()
  await inPractice(house(), practice.id, (tx) =>
    tx
      .updateTable('memberships')
      .set({ status: 'suspended' })
      .where('id', 'in', [practice.nurse.id, practice.physician.id])
      .execute(),
  )
  goTo(house(), `${monday}T10:05`)
  await lookAtChecks(house())
  expect(await standFor(house(), practice.administrator, practice)).toMatchObject({ isAlarm: true, told: [] })
  expect(await standFor(house(), practice.clerk, practice)).toMatchObject({ isAlarm: false })
})

test('what was missed before a roster was turned off and on again is over', async () => {
  const { monday, practice } = await aMondayMorning()
  goTo(house(), `${monday}T09:40`)
  await lookAtChecks(house())
  await aRoster(house(), practice, { isOn: false, version: 1 })
  expect(await standFor(house(), practice.physician, practice)).toBeUndefined()
  await aRoster(house(), practice, { version: 2 })
  expect(await standFor(house(), practice.physician, practice)).toMatchObject({ due: null, told: [], isAlarm: false })
})

test('those who work in the inbox, and no one else, hear that a check is due', async () => {
  const { monday, practice } = await aMondayMorning()
  const patient = await aPatient(house(), practice)
  const heard: object[] = []
  const stop = house().way.house.live.subscribe(practice.id, undefined, {
    hear: ({ hint }) => 'careTeamId' in hint && heard.push(hint),
    reset: () => {},
  })
  goTo(house(), `${monday}T09:00:05`)
  await lookAtChecks(house())
  await expect.poll(() => heard).toHaveLength(1)
  stop()
  const toIds = [practice.nurse.id, practice.physician.id, practice.clerk.id]
  expect(heard).toEqual([
    { practiceId: practice.id, careTeamId: practice.careTeam.id, toIds: expect.arrayContaining(toIds) },
  ])
  expect(JSON.stringify(heard)).not.toContain(patient.id)
})
