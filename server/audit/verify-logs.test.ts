// Every log is verified once a day without anybody asking, and what was found is kept.
import { describe, expect, test } from 'vitest'
import { aPractice, inPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { act, asIntruder } from './database-log.fixture.ts'
import { goOnFrom, isDue, verifyLogs } from './verify-logs.ts'

const house = useTestHouse()

const verifications = (id: string) =>
  inPractice(house(), id, (tx) =>
    tx.selectFrom('audit_verifications').select(['since', 'size', 'verdict']).orderBy('id').execute(),
  )

test('every day from where it was well the day before, and the whole log when it was not', async () => {
  const { id } = await aPractice(house())
  await verifyLogs(house().worker)
  await verifyLogs(house().worker)
  expect(await verifications(id)).toEqual([{ since: 0, size: 1, verdict: 'ok' }])

  await act(house().way.db, id)
  house().clock.advance({ days: 2 })
  await verifyLogs(house().worker)
  expect((await verifications(id)).at(-1)).toEqual({ since: 1, size: 2, verdict: 'ok' })

  await asIntruder(house(), (db) =>
    db.query(
      'delete from audit_events where practice_id = $1 and id = (select min(id::text)::uuid from audit_events where practice_id = $1)',
      [id],
    ),
  )
  house().clock.advance({ days: 2 })
  await verifyLogs(house().worker)
  expect((await verifications(id)).at(-1)).toMatchObject({ since: 2, verdict: 'ok' })
  house().clock.advance({ days: 7 })
  await verifyLogs(house().worker)
  expect((await verifications(id)).at(-1)).toEqual({ since: 0, size: 2, verdict: 'missing' })
  house().clock.advance({ days: 2 })
  await verifyLogs(house().worker)
  expect((await verifications(id)).at(-1)).toMatchObject({ since: 0, verdict: 'missing' })
})

describe('when', () => {
  const at = (time: string) => new Date(`2026-11-24T${time}-05:00`)
  const verifiedAt = at('02:00:00')
  const later = (hours: number) => new Date(verifiedAt.getTime() + hours * 3_600_000)
  test.each([
    ['an hour later', 1, false],
    ['at noon', 10, false],
    ['at ten at night', 20, false],
    ['at half past midnight', 22.5, false],
    ['at one in the morning', 23, true],
    ['at four in the morning', 26, true],
    ['at noon of the next day', 34, false],
    ['a day and a half later, at any hour', 36, true],
  ])('%s', (_name, hours, due) => {
    expect(isDue({ verifiedAt, timeZone: 'America/Toronto' }, later(hours))).toBe(due)
  })

  const wholeAt = at('02:00:00')
  test.each([
    ['a day after the whole log was', 'ok', wholeAt, 1, 40],
    ['a week after the whole log was', 'ok', wholeAt, 7, 0],
    ['after something was found', 'unsealed', wholeAt, 1, 0],
    ['when the whole log never was', 'ok', null, 1, 0],
  ])('it goes on: %s', (_name, verdict, whole, days, from) => {
    expect(goOnFrom({ size: 40, verdict, wholeAt: whole }, later(days * 24))).toBe(from)
  })
})
