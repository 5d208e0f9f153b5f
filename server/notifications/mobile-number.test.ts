// What is promised here: texts go to a number once its owner has typed the code that came there, and to no other; who asks for
// codes, or guesses them, is soon stopped; and a number that was taken away is gone.
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { aPatient, aPractice, call, inPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { sendDueTexts } from './notices.fixture.ts'
import { aNumber, aTextingPractice, codeFor, proveNumber, startGateway } from './texts.fixture.ts'

const { gateway, env, stop } = await startGateway()
const house = useTestHouse(env)
const without = useTestHouse()

beforeEach(() => {
  Object.assign(gateway, { behaviour: 'accept', delivery: 'queued', received: [] })
})
afterAll(stop)

async function aPerson(options: Parameters<typeof aPatient>[2] = {}) {
  const practice = await aTextingPractice(house())
  return { practice, patient: await aPatient(house(), practice, options) }
}

const rowOf = (practiceId: string) =>
  inPractice(house(), practiceId, (tx) => tx.selectFrom('mobile_numbers').selectAll().executeTakeFirstOrThrow())

test('a number is given, proven by the code that came there, chosen for, and taken away', async () => {
  const { practice, patient } = await aPerson({ language: 'fr' })
  expect((await call(house(), patient, api.readMobileNumber, {})).body).toEqual({
    isOffered: true,
    hasAddress: true,
    choice: 'email',
    number: null,
  })
  const saved = await call(house(), patient, api.saveMobileNumber, { number: '(416) 555-0123' })
  expect(saved.body.number).toMatchObject({ ending: '0123', state: 'unproven', problem: null })
  expect(saved.body.number?.codeExpiresAt).not.toBeNull()
  await sendDueTexts(house())
  expect(gateway.received).toMatchObject([{ to: '+14165550123' }])
  expect(gateway.received[0]?.text).toMatch(/^\d{6} est votre code\./)
  expect(await call(house(), patient, api.chooseNotices, { choice: 'text' })).toMatchObject({
    status: 409,
    body: { code: 'number-not-proven' },
  })

  const code = codeFor(gateway, '+14165550123')
  const proven = await call(house(), patient, api.proveMobileNumber, { code: `${code.slice(0, 3)} ${code.slice(3)}` })
  expect(proven.body).toMatchObject({ result: 'proven', number: { state: 'proven', codeExpiresAt: null } })
  expect((await call(house(), patient, api.chooseNotices, { choice: 'both' })).body.choice).toBe('both')
  expect((await call(house(), patient, api.proveMobileNumber, { code })).body.result).toBe('code-expired')

  expect((await call(house(), patient, api.removeMobileNumber, {})).body).toMatchObject({
    choice: 'email',
    number: null,
  })
  expect((await call(house(), patient, api.removeMobileNumber, {})).body.number).toBeNull()
  expect(await rowOf(practice.id)).toMatchObject({ status: 'removed', code_sealed: null, proven_at: null })
})

test('number and code are sealed, and stand in no entry of the log', async () => {
  const { practice, patient } = await aPerson()
  const number = aNumber()
  await call(house(), patient, api.saveMobileNumber, { number })
  const row = await rowOf(practice.id)
  expect(JSON.stringify(row)).not.toContain(number.slice(-7))
  await sendDueTexts(house())
  const code = codeFor(gateway, number)
  expect(row.code_sealed?.includes(code)).toBe(false)
  await call(house(), patient, api.proveMobileNumber, { code })
  const entries = await inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('audit_events').select('payload').execute(),
  )
  const payloads = entries.map(({ payload }) => payload.toString())
  expect(payloads.filter((text) => /"act":"mobile-number\.(?:save|send-code|prove)"/.test(text))).toHaveLength(3)
  expect(payloads.filter((text) => text.includes(number.slice(-7)) || text.includes(code))).toEqual([])
})

describe('a code', () => {
  test('that is wrong counts, and after a few the right one is void too', async () => {
    const { patient } = await aPerson()
    const number = aNumber()
    await call(house(), patient, api.saveMobileNumber, { number })
    await sendDueTexts(house())
    const code = codeFor(gateway, number)
    const wrong = code === '000000' ? '000001' : '000000'
    const results = []
    for (let n = 0; n < limits.mobileCodeTries; n++) {
      results.push((await call(house(), patient, api.proveMobileNumber, { code: wrong })).body.result)
    }
    expect(results).toEqual(Array.from({ length: limits.mobileCodeTries }, () => 'wrong-code'))
    const last = await call(house(), patient, api.proveMobileNumber, { code })
    expect(last.body).toMatchObject({ result: 'code-expired', number: { state: 'unproven', codeExpiresAt: null } })
  })

  test('works for ten minutes', async () => {
    const { patient } = await aPerson()
    const number = aNumber()
    await call(house(), patient, api.saveMobileNumber, { number })
    await sendDueTexts(house())
    house().clock.advance({ minutes: limits.mobileCodeMinutes })
    const late = await call(house(), patient, api.proveMobileNumber, { code: codeFor(gateway, number) })
    expect(late.body.result).toBe('code-expired')
  })

  test('is somebody’s own: another patient’s proves nothing', async () => {
    const { practice, patient } = await aPerson()
    const other = await aPatient(house(), practice)
    const [mine, theirs] = [aNumber(), aNumber()]
    await call(house(), patient, api.saveMobileNumber, { number: mine })
    await call(house(), other, api.saveMobileNumber, { number: theirs })
    await sendDueTexts(house())
    const [code, foreign] = [codeFor(gateway, mine), codeFor(gateway, theirs)]
    expect(
      code === foreign || (await call(house(), patient, api.proveMobileNumber, { code: foreign })).body.result,
    ).toBe(code === foreign || 'wrong-code')
  })

  test('goes to a number so often in an hour, whoever asks, at whatever clinic', async () => {
    const number = aNumber()
    const statuses = []
    for (let n = 0; n <= limits.mobileCodesANumber; n++) {
      const { patient } = await aPerson()
      statuses.push((await call(house(), patient, api.saveMobileNumber, { number })).status)
    }
    expect(statuses).toEqual([...Array.from({ length: limits.mobileCodesANumber }, () => 200), 429])
    house().clock.advance({ hours: 1 })
    const { patient } = await aPerson()
    expect((await call(house(), patient, api.saveMobileNumber, { number })).status).toBe(200)
  })

  test('is asked for so often by one account, for whatever number', async () => {
    const { patient } = await aPerson()
    const statuses = []
    for (let n = 0; n <= limits.mobileCodesAnAccount; n++) {
      statuses.push((await call(house(), patient, api.saveMobileNumber, { number: aNumber() })).status)
    }
    expect(statuses).toEqual([...Array.from({ length: limits.mobileCodesAnAccount }, () => 200), 429])
  })

  test('that a gateway does not take is tried again while it works, and the page is told why', async () => {
    const { patient } = await aPerson()
    gateway.behaviour = 'broken'
    await call(house(), patient, api.saveMobileNumber, { number: aNumber() })
    for (let minute = 0; minute < limits.mobileCodeMinutes + 2; minute++) {
      await sendDueTexts(house())
      house().clock.advance({ minutes: 1 })
    }
    await sendDueTexts(house())
    expect((await call(house(), patient, api.readMobileNumber, {})).body.number).toMatchObject({
      state: 'unproven',
      problem: 'gateway-unreachable',
      codeExpiresAt: null,
    })
    gateway.behaviour = 'accept'
    house().clock.advance({ hours: 1 })
    await sendDueTexts(house())
    expect(gateway.received).toEqual([])
  })

  test('that the number does not take says so', async () => {
    const { patient } = await aPerson()
    gateway.behaviour = 'not-a-mobile'
    await call(house(), patient, api.saveMobileNumber, { number: aNumber() })
    await sendDueTexts(house())
    expect((await call(house(), patient, api.readMobileNumber, {})).body.number).toMatchObject({
      state: 'suspended',
      problem: 'number-refused',
    })
  })
})

test('another number takes the place of the one before at once, and is unproven', async () => {
  const { patient } = await aPerson()
  await proveNumber(house(), gateway, patient, { choice: 'text' })
  const { body } = await call(house(), patient, api.saveMobileNumber, { number: aNumber() })
  expect(body).toMatchObject({ choice: 'text', number: { state: 'unproven' } })
})

test.each([
  ['555-0123', 'phone'],
  ['876-555-0123', 'phone-abroad'],
])('%s is refused by name', async (number, code) => {
  const { patient } = await aPerson()
  expect(await call(house(), patient, api.saveMobileNumber, { number })).toMatchObject({
    status: 422,
    body: { fields: [{ path: 'number', code }] },
  })
})

test('nobody is offered texts without a gateway, nor where the practice offers none', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const elsewhere = await aTextingPractice(without())
  const other = await aPatient(without(), elsewhere)
  for (const [at, who] of [
    [house(), patient],
    [without(), other],
  ] as const) {
    expect((await call(at, who, api.readMobileNumber, {})).body.isOffered).toBe(false)
    expect(await call(at, who, api.saveMobileNumber, { number: aNumber() })).toMatchObject({
      status: 409,
      body: { code: 'texts-not-offered' },
    })
  }
})
