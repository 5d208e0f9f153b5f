// The first start: one practice and its administrator, once, for whoever reads the server's own output.
import { expect, test } from 'vitest'
import { account as accountApi } from '../../shared/api/account.ts'
import { people } from '../../shared/api/people.ts'
import { session as sessionApi } from '../../shared/api/session.ts'
import { setup as api } from '../../shared/api/setup.ts'
import { aBrowser } from '../testing/browser.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { deploymentAudit } from './audit.fixture.ts'
import { makeSetUpCode } from './make-set-up-code.ts'
import { anApp, password } from './password-account.fixture.ts'

const house = useTestHouse()

const form = {
  practiceName: 'Riverside Family Practice',
  practiceAddress: '4 Water Street\nAnytown ON  K0K 0K0',
  practicePhone: '613-555-0100',
  timeZone: 'America/Toronto',
  name: 'Mireille Aubin',
  email: 'mireille@example.test',
  password,
  language: 'fr' as const,
}

async function newCode(): Promise<string> {
  return (await makeSetUpCode(house().way)) ?? ''
}

test('a fresh server says that it waits for its first practice', async () => {
  expect((await aBrowser(house()).call(api.readSetup, {})).body).toEqual({ needed: true })
})

test('without the code there is no set-up, and guessing it is slowed down', async () => {
  await newCode()
  const guess = (ip: string) => aBrowser(house(), { ip }).call(api.setUp, { ...form, code: 'AAAAA-AAAAA' })
  const statuses = []
  for (let i = 0; i < 31; i++) {
    statuses.push((await guess('10.2.0.1')).status)
  }
  expect(statuses).toEqual([...Array(30).fill(403), 429])
  // The code is long enough that strangers' guessing need not keep its reader out.
  expect((await guess('10.3.0.1')).status).toBe(403)
  expect((await deploymentAudit(house())).entries.at(-1)).toMatchObject({ act: 'set-up.open', outcome: 4 })
  house().clock.advance({ minutes: 5 })
})

test('every field that is wrong is named, and the code stays good', async () => {
  const code = await newCode()
  const bad = { ...form, code, practiceName: ' ', practicePhone: 'a\nb', timeZone: 'Mars/Olympus', name: '\u202Ex' }
  const answer = await aBrowser(house()).call(api.setUp, bad)
  expect(answer.status).toBe(422)
  expect(answer.body).toMatchObject({
    fields: [
      { path: 'practiceName', code: 'empty' },
      { path: 'practicePhone', code: 'line-break' },
      { path: 'name', code: 'bidi-control' },
      { path: 'timeZone', code: 'malformed' },
    ],
  })
  const weak = await aBrowser(house()).call(api.setUp, { ...form, code, password: 'short' })
  expect(weak.body).toMatchObject({ fields: [{ path: 'password', code: 'password-too-short' }] })
})

test('a new start makes a new code, and the one in an old log opens nothing', async () => {
  const [old, code] = [await newCode(), await newCode()]
  expect((await aBrowser(house()).call(api.setUp, { ...form, code: old })).status).toBe(403)
  expect(code).not.toBe(old)
})

test('of two set-ups at once one makes the practice, and its administrator can go on', async () => {
  const code = await newCode()
  const browsers = [aBrowser(house()), aBrowser(house())]
  const answers = await Promise.all(
    browsers.map((browser, i) => browser.call(api.setUp, { ...form, email: `admin${i}@example.test`, code })),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  const winner = answers.findIndex(({ status }) => status === 200)
  const browser = browsers[winner] ?? aBrowser(house())
  expect(answers[winner]?.body).toEqual({ next: 'set-up-second-factor', factors: [] })
  const started = (await browser.call(accountApi.startTotp, {})).body
  const totp = anApp(house(), started.secret).code()
  expect((await browser.call(accountApi.confirmTotp, { ticket: started.ticket, code: totp })).status).toBe(200)
  const { memberships } = (await browser.call(sessionApi.readSession, {})).body
  expect(memberships).toMatchObject([
    { role: 'administrator', status: 'confirmed', name: form.name, practice: { name: form.practiceName } },
  ])
  const practice = await browser.call(people.readPractice, { membershipId: memberships[0]?.id ?? '' })
  expect(practice.body).toMatchObject({ name: form.practiceName, isLive: false, timeZone: 'America/Toronto' })
})

test('it happens once: there is no second code, and the first is used', async () => {
  expect((await aBrowser(house()).call(api.readSetup, {})).body).toEqual({ needed: false })
  expect(await makeSetUpCode(house().way)).toBeNull()
  const again = await aBrowser(house()).call(api.setUp, { ...form, code: 'AAAAA-AAAAA' })
  expect(again).toMatchObject({ status: 409, code: 'already-set-up' })
})
