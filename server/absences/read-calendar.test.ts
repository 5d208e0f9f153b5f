// What is promised here: whoever plans sees, before it happens, on which day nobody would be there, and who would get a message.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { aCareTeam, aPractice, aPractitioner, call, type TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aWaitingMessage } from '../tasks/queue.fixture.ts'
import { anAbsence, anAbsenceForm, aRotation, inbox, person } from './absences.fixture.ts'

const house = useTestHouse()
const december = { from: '2026-12-10T12:00', until: '2026-12-14T09:00' }

async function calendarOf({ clerk }: TestPractice, month = '2026-12') {
  const { body } = await call(house(), clerk, api.readAbsenceCalendar, { month })
  return { ...body, day: (date: string) => body.days.find((day) => day.date === date) }
}

test('a month has its days, who is away on each, and whose turn it is', async () => {
  const practice = await aPractice(house())
  const { physician, nurse, clerk, careTeam } = practice
  const absence = await anAbsence(house(), physician, anAbsenceForm(house(), person(physician), december))
  await aRotation(house(), nurse, inbox(careTeam), [[2, 5, clerk.id]], { weeks: 2, startsOn: '2026-12-01' })
  const calendar = await calendarOf(practice)
  expect(calendar.days).toHaveLength(31)
  expect(calendar.absences).toMatchObject([{ id: absence.id, who: { name: physician.name } }])
  expect(calendar.days.filter((day) => day.absenceIds.length > 0).map(({ date }) => date)).toEqual(
    [10, 11, 12, 13, 14].map((day) => `2026-12-${day}`),
  )
  expect(calendar.days.flatMap(({ date, turns }) => turns.map((turn) => [date, turn.person.name]))).toEqual([
    ['2026-12-11', clerk.name],
    ['2026-12-25', clerk.name],
  ])
  expect([calendar.day('2026-12-10')?.isOpen, calendar.day('2026-12-12')?.isOpen]).toEqual([true, false])
  expect(calendar.day('2026-12-25')?.isOpen).toBe(false)
  expect((await calendarOf(practice, '2027-02')).days).toHaveLength(28)
})

test('a day on which the inbox has nobody is a gap, while the practice is open, and only then', async () => {
  const practice = await aPractice(house())
  const { physician, nurse } = practice
  for (const colleague of [nurse, physician]) {
    await anAbsence(house(), colleague, anAbsenceForm(house(), person(colleague), december))
  }
  const calendar = await calendarOf(practice)
  expect(
    calendar.days.flatMap(({ date, gaps }) => gaps.map((gap) => [date, gap.who.name, gap.from, gap.until])),
  ).toEqual([
    // Closed from noon to one, on Saturday and Sunday, and back at nine on Monday.
    ['2026-12-10', 'Front desk', '2026-12-10T18:00:00.000Z', '2026-12-10T22:00:00.000Z'],
    ['2026-12-11', 'Front desk', '2026-12-11T14:00:00.000Z', '2026-12-11T17:00:00.000Z'],
    ['2026-12-11', 'Front desk', '2026-12-11T18:00:00.000Z', '2026-12-11T22:00:00.000Z'],
  ])
})

test('a person with something to do and nobody in their place is a gap; with somebody, or nothing to do, none', async () => {
  const practice = await aPractice(house())
  const { physician, clerk, nurse } = practice
  const form = anAbsenceForm(house(), person(physician), december)
  await anAbsence(house(), physician, form)
  expect((await calendarOf(practice)).days.flatMap(({ gaps }) => gaps)).toEqual([])

  const { taskId, version } = await aWaitingMessage(house(), practice)
  await call(house(), nurse, api.assignTask, { taskId, version, practitionerId: physician.id })
  expect((await calendarOf(practice)).day('2026-12-11')?.gaps).toMatchObject([
    { who: { name: physician.name }, fallback: 'nobody-named', openTasks: 1 },
    { who: { name: physician.name } },
  ])
  await anAbsence(house(), physician, { ...form, cover: person(clerk), version: 1 })
  expect((await calendarOf(practice)).days.flatMap(({ gaps }) => gaps)).toEqual([])
})

test('a month that does not exist is refused', async () => {
  const practice = await aPractice(house())
  const answer = await call(house(), practice.nurse, api.readAbsenceCalendar, { month: '2026-13' })
  expect(answer).toMatchObject({ status: 422, body: { fields: [{ path: 'month', code: 'date' }] } })
})

test('who would get a message: now, and through each day, for every inbox and colleague', async () => {
  const practice = await aPractice(house())
  const { physician, nurse, clerk, careTeam } = practice
  const relief = await aPractitioner(house(), practice, { role: 'nurse', name: 'Relief Nurse' })
  const desk = await aCareTeam(house(), practice, { owner: clerk, backup: relief, nameEn: 'Relief' })
  await anAbsence(house(), nurse, anAbsenceForm(house(), inbox(careTeam), { cover: inbox(desk), ...december }))
  await anAbsence(house(), physician, anAbsenceForm(house(), person(physician), { cover: person(nurse), ...december }))
  const { body } = await call(house(), clerk, api.previewResponders, { from: '2026-12-07' })
  expect(body.items.map(({ who }) => who.name)).toEqual([
    'Front desk',
    'Relief',
    'Beatrice Okafor',
    'Dr. Noor Haddad',
    'Relief Nurse',
    'Tomas Lindqvist',
  ])
  const of = (id: string) => body.items.find(({ who }) => who.id === id)
  expect(of(careTeam.id)?.now).toMatchObject({ acts: { id: careTeam.id }, answers: { id: nurse.id }, isCovered: false })
  expect(of(careTeam.id)?.days.map((day) => day.stretches.map(({ acts }) => acts?.name))).toEqual([
    ['Front desk'],
    ['Front desk'],
    ['Front desk'],
    ['Front desk', 'Relief'],
    ['Relief'],
    ['Relief'],
    ['Relief'],
  ])
  expect(of(physician.id)?.days[3]?.stretches).toMatchObject([
    { from: '2026-12-10T14:00:00.000Z', until: '2026-12-10T17:00:00.000Z', acts: { id: physician.id } },
    { from: '2026-12-10T17:00:00.000Z', until: '2026-12-10T22:00:00.000Z', acts: { id: nurse.id }, isCovered: true },
  ])
  expect(of(physician.id)?.days[5]).toMatchObject({ isOpen: false, stretches: [{ acts: { id: nurse.id } }] })
})

test('by default it is next week', async () => {
  const practice = await aPractice(house())
  const { body } = await call(house(), practice.clerk, api.previewResponders, {})
  const from = Temporal.PlainDate.from(body.from)
  expect(from.dayOfWeek).toBe(1)
  expect(Temporal.PlainDate.from(body.today).until(from).days).toBeGreaterThan(0)
  expect(body.items[0]?.days).toHaveLength(7)
})
