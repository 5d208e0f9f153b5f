// An administrator changes the practice; hours that cannot be, an older form and going live with nobody there are refused.
import { describe, expect, test } from 'vitest'
import { people as api } from '../../shared/api/people.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aCareTeam, anAccount, aPatient, aPractice, aPractitioner, aTopic } from '../testing/factories.ts'
import { call, callLoosely, inPractice, type TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { createPractice } from './create-practice.ts'

const house = useTestHouse()

const change = (practice: TestPractice, input: Record<string, unknown>) =>
  callLoosely(house(), practice.administrator, api.changePractice, { version: 1, ...input })

test('what is given changes, the rest stays, and everybody reads it', async () => {
  const practice = await aPractice(house())
  const answer = await call(house(), practice.administrator, api.changePractice, {
    name: '  Clinique  de l’Érable ',
    clerkView: 'subject',
    hours: [
      { weekday: 2, opens: '08:00', closes: '12:00' },
      { weekday: 1, opens: '10:00', closes: '11:00' },
    ],
    closures: [{ date: '2026-12-24', name: { en: 'Christmas Eve', fr: 'Veille de Noël' } }],
    version: 1,
  })
  expect(answer.status).toBe(200)
  expect(answer.body).toMatchObject({
    name: 'Clinique de l’Érable',
    phone: '416-555-0100',
    clerkView: 'subject',
    hours: [
      { weekday: 1, opens: '10:00', closes: '11:00' },
      { weekday: 2, opens: '08:00', closes: '12:00' },
    ],
    version: 2,
  })
  const patient = await aPatient(house(), practice)
  const read = await call(house(), patient, api.readPractice, {})
  expect(read.body).toEqual({ ...answer.body, isOpenNow: true, orphans: null, veryLate: null, room: null })
})

test('the change is on record, with the names of the fields', async () => {
  const practice = await aPractice(house())
  await change(practice, { timeZone: 'America/Winnipeg', phone: '204-555-0100' })
  const rows = await inPractice(house(), practice.id, (tx) => tx.selectFrom('audit_events').select('payload').execute())
  const entries = rows.map(({ payload }) => JSON.parse(payload.toString('utf8')) as Record<string, unknown>)
  expect(entries.filter(({ act }) => act === 'practice.change')).toMatchObject([
    { info: ['phone', 'time-zone'], object: { type: 'practice', id: practice.id, version: 2 }, outcome: 0 },
  ])
})

describe('hours and closures that cannot be', () => {
  const monday = (opens: string, closes: string) => ({ weekday: 1, opens, closes })
  const day = (date: string) => ({ date, name: { en: 'Closed', fr: 'Fermé' } })
  test.each([
    [{ hours: [monday('09:00', '12:00'), monday('11:00', '13:00')] }, [{ path: 'hours.1', code: 'hours-overlapping' }]],
    [{ hours: [monday('12:00', '09:00')] }, [{ path: 'hours.0', code: 'hours-inverted' }]],
    [{ hours: [monday('25:00', '26:00')] }, [{ path: 'hours.0', code: 'hours-time' }]],
    [
      { hours: [{ weekday: 8, opens: '09:00', closes: '10:00' }] },
      [{ path: 'hours.0.weekday', code: 'too-long', limit: 7 }],
    ],
    [
      { hours: [monday('9', '10')] },
      [
        { path: 'hours.0.opens', code: 'malformed' },
        { path: 'hours.0.closes', code: 'malformed' },
      ],
    ],
    [{ closures: [day('2026-12-24'), day('2026-12-24')] }, [{ path: 'closures.1.date', code: 'duplicate' }]],
    [{ closures: [day('2026-02-30')] }, [{ path: 'closures.0.date', code: 'malformed' }]],
    [{ timeZone: 'America/Nowhere' }, [{ path: 'timeZone', code: 'time-zone' }]],
    [
      { name: '', phone: 'none' },
      [
        { path: 'name', code: 'empty' },
        { path: 'phone', code: 'phone' },
      ],
    ],
    [{ languages: [] }, [{ path: 'languages', code: 'too-short', limit: 1 }]],
    [{ isLive: 'yes' }, [{ path: 'isLive' }]],
    [{ region: 'ca-qc' }, [{ path: 'region', code: 'unknown-field' }]],
    [{ version: '1' }, [{ path: 'version' }]],
  ])('%j', async (input, fields) => {
    const practice = await aPractice(house())
    const answer = await change(practice, input)
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-input', fields } })
    const read = await call(house(), practice.administrator, api.readPractice, {})
    expect(read.body).toMatchObject({ version: 1, name: practice.name })
  })
})

test('an older form is refused with the fields that differ by now', async () => {
  const practice = await aPractice(house())
  await change(practice, { phone: '416-555-0199' })
  const answer = await change(practice, { phone: '416-555-0101', address: '12 Maple Street, Anytown ON', version: 1 })
  expect(answer).toMatchObject({
    status: 409,
    body: { code: 'changed-meanwhile', facts: { version: 2, fields: ['phone'] } },
  })
})

test('the same change sent twice is made once', async () => {
  const practice = await aPractice(house())
  const first = await change(practice, { phone: '416-555-0199' })
  const second = await change(practice, { phone: '416-555-0199' })
  expect(second).toMatchObject({ status: 200, body: first.body as object })
})

test('two administrators at once: one is told', async () => {
  const practice = await aPractice(house())
  const answers = await Promise.all(
    ['416-555-0001', '416-555-0002', '416-555-0003'].map((phone) => change(practice, { phone })),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
})

describe('going live', () => {
  test('is refused until there are hours, an inbox with an owner and a backup, and a topic', async () => {
    const practice = await anEmptyPractice()
    const goLive = async () => {
      const { body: read } = await call(house(), practice.administrator, api.readPractice, {})
      const answer = await change(practice, { isLive: true, version: read.version })
      return { missing: read.missing, answer }
    }
    const nothing = await goLive()
    expect(nothing.missing).toEqual(['hours', 'inbox', 'topic'])
    expect(nothing.answer).toMatchObject({
      status: 409,
      body: { code: 'not-ready', facts: { missing: ['hours', 'inbox', 'topic'] } },
    })

    await change(practice, { hours: [{ weekday: 1, opens: '09:00', closes: '12:00' }] })
    const owner = await aPractitioner(house(), practice, { role: 'nurse', status: 'invited' })
    const backup = await aPractitioner(house(), practice, { role: 'clerk' })
    const inbox = await aCareTeam(house(), practice, { owner, backup })
    expect((await goLive()).missing).toEqual(['inbox-owner', 'topic'])

    await inPractice(house(), practice.id, (tx) =>
      tx.updateTable('memberships').set({ status: 'confirmed' }).where('id', '=', owner.id).execute(),
    )
    await aTopic(house(), practice, inbox, { isOpen: false })
    expect((await goLive()).missing).toEqual(['topic'])

    await aTopic(house(), practice, inbox)
    expect((await goLive()).answer).toMatchObject({ status: 200, body: { isLive: true, missing: [] } })
  })

  test('an inbox without a topic does not make up for one that has topics and nobody', async () => {
    const practice = await aPractice(house(), { isLive: false })
    const gone = await aPractitioner(house(), practice, { role: 'nurse', status: 'suspended' })
    const inbox = await aCareTeam(house(), practice, { owner: practice.nurse, backup: gone })
    await aTopic(house(), practice, inbox)
    expect(await change(practice, { isLive: true })).toMatchObject({
      status: 409,
      body: { facts: { missing: ['inbox-backup'] } },
    })
  })

  test('a live practice that lost its backup can still be changed, but not give up its hours', async () => {
    const practice = await aPractice(house())
    await inPractice(house(), practice.id, (tx) =>
      tx.updateTable('memberships').set({ status: 'suspended' }).where('id', '=', practice.physician.id).execute(),
    )
    expect(await change(practice, { phone: '416-555-0199' })).toMatchObject({
      status: 200,
      body: { missing: ['inbox-backup'] },
    })
    expect(await change(practice, { hours: [], version: 2 })).toMatchObject({
      status: 409,
      body: { code: 'not-ready', facts: { missing: ['hours'] } },
    })
    expect(await change(practice, { isLive: false, hours: [], version: 2 })).toMatchObject({
      status: 200,
      body: { isLive: false, hours: [], isOpenNow: false, nextOpeningAt: null },
    })
  })
})

/** As the set-up makes it: a practice, its key, its administrator and nothing else. */
async function anEmptyPractice(): Promise<TestPractice> {
  const [staffed, account] = await Promise.all([aPractice(house()), anAccount(house())])
  const id = uuidv7()
  const administrator = { ...account, id: uuidv7(), name: 'Adele Marchand' }
  await house().way.db.transact({ practiceId: id, actorId: id, requestId: uuidv7() }, (tx) =>
    createPractice(
      { tx, keyCache: house().way.keyCache, now: house().clock.now(), requestId: uuidv7() },
      {
        id,
        name: 'New Clinic',
        address: '1 First Street',
        phone: '416-555-0100',
        timeZone: 'America/Toronto',
        region: 'ca-on',
        languages: ['en'],
        administrator,
      },
    ),
  )
  return { ...staffed, id, name: 'New Clinic', administrator }
}
