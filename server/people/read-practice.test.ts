// Everybody of a practice may know its hours and whether it is open; staff also see what it lacks to go live.
import { expect, test } from 'vitest'
import { people as api } from '../../shared/api/people.ts'
import { aPatient, aPractice, call } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'

const house = useTestHouse()

test('a patient reads the hours, the holidays of this year and the next, and when it opens again', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const answer = await call(house(), patient, api.readPractice, {})
  expect(answer.status).toBe(200)
  expect(answer.body).toMatchObject({
    id: practice.id,
    timeZone: 'America/Toronto',
    isLive: true,
    // A Tuesday, ten in the morning: the next opening is after lunch.
    isOpenNow: true,
    nextOpeningAt: '2026-11-24T18:00:00.000Z',
    missing: [],
    scanner: 'missing',
  })
  expect(answer.body.hours).toHaveLength(10)
  expect(answer.body.hours[0]).toEqual({ weekday: 1, opens: '09:00', closes: '12:00' })
  expect(answer.body.holidays).toHaveLength(18)
  expect(answer.body.holidays).toContainEqual({ date: '2026-12-25', key: 'christmas-day' })
  expect(answer.body.holidays).toContainEqual({ date: '2027-02-15', key: 'family-day' })
})

test('on a holiday it is closed, and opens on the next working day', async () => {
  const practice = await aPractice(house())
  // To 25 December 2026, a Friday; the 26th is a holiday too, and the 28th a Monday.
  house().clock.advance({ days: 31 })
  const answer = await call(house(), practice.clerk, api.readPractice, {})
  house().clock.advance({ days: -31 })
  expect(answer.body).toMatchObject({ isOpenNow: false, nextOpeningAt: '2026-12-28T14:00:00.000Z' })
})

test('what is missing is told to staff, not to patients', async () => {
  const practice = await aPractice(house(), { isLive: false, topic: { isOpen: false } })
  const patient = await aPatient(house(), practice)
  const [forStaff, forPatient] = await Promise.all([
    call(house(), practice.nurse, api.readPractice, {}),
    call(house(), patient, api.readPractice, {}),
  ])
  expect(forStaff.body.missing).toEqual(['topic'])
  expect(forPatient.body.missing).toEqual([])
})
