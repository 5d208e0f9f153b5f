// From the code a clinic gives to a member who acts: what opens it, what voids it, and that it makes exactly one member.
import { beforeAll, expect, test } from 'vitest'
import { account as accountApi } from '../../shared/api/account.ts'
import { enrolment as api } from '../../shared/api/enrolment.ts'
import { people } from '../../shared/api/people.ts'
import { session as sessionApi } from '../../shared/api/session.ts'
import { aBrowser, type Browser } from '../testing/browser.ts'
import {
  aPatient,
  aPractice,
  aPractitioner,
  call,
  type PatientPerson,
  type TestPractice,
} from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { lockAccount } from './account.ts'
import { deploymentAudit } from './audit.fixture.ts'
import { anApp, password, withTotp } from './password-account.fixture.ts'
import { whileOthersChange } from './while-others-change.fixture.ts'

const house = useTestHouse()
let practice: TestPractice
beforeAll(async () => {
  practice = await aPractice(house())
})

let places = 0
const somewhere = () => aBrowser(house(), { ip: `10.1.${Math.floor(++places / 250)}.${places % 250}` })
let names = 0
const newEmail = () => `enrolled${++names}@example.test`

type Invited = { patient: PatientPerson; code: string; birthDate: string }

async function invited(): Promise<Invited> {
  const patient = await aPatient(house(), practice, { status: 'invited', birthDate: '1990-02-28' })
  const made = await call(house(), practice.clerk, people.invitePatient, { patientId: patient.id })
  expect(made.status).toBe(200)
  return { patient, code: made.body.code, birthDate: patient.birthDate }
}

async function open({ code, birthDate }: { code: string; birthDate?: string }, browser = somewhere()) {
  const answer = await browser.call(api.openInvitation, { code, birthDate })
  return { browser, answer, ticket: answer.body.ticket }
}

function enrol(browser: Browser, ticket: string, email = newEmail(), typed = password) {
  return browser.call(api.enrol, { ticket, email, password: typed, language: 'fr' })
}

async function finish(browser: Browser): Promise<void> {
  const started = (await browser.call(accountApi.startTotp, {})).body
  const code = anApp(house(), started.secret).code()
  expect((await browser.call(accountApi.confirmTotp, { ticket: started.ticket, code })).status).toBe(200)
}

const membershipOf = (id: string) =>
  house().way.db.transact(null, (tx) =>
    tx.selectFrom('memberships').select(['status', 'account_id']).where('id', '=', id).executeTakeFirstOrThrow(),
  )

test('a patient opens the code with their date of birth, makes an account, and acts', async () => {
  const invitation = await invited()
  const { browser, answer, ticket } = await open(invitation)
  expect(answer).toMatchObject({
    status: 200,
    body: { kind: 'patient', practice: { name: practice.name, phone: '416-555-0100' } },
  })
  expect(await enrol(browser, ticket)).toMatchObject({ status: 200, body: { next: 'set-up-second-factor' } })
  expect((await browser.call(sessionApi.readSession, {})).body.memberships).toEqual([])
  await finish(browser)
  const { body } = await browser.call(sessionApi.readSession, {})
  expect(body).toMatchObject({
    account: { language: 'fr', hasSecondFactor: true },
    memberships: [{ id: invitation.patient.id, kind: 'patient', status: 'confirmed', name: invitation.patient.name }],
  })
  const seen = await browser.call(people.readPractice, { membershipId: invitation.patient.id })
  expect(seen.status).toBe(200)
})

test('a code is read however it is typed', async () => {
  const { code, birthDate } = await invited()
  const typed = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}`
  expect((await open({ code: typed, birthDate })).answer.status).toBe(200)
})

test('every way of being wrong gets the same answer', async () => {
  const [good, used, replaced, old] = [await invited(), await invited(), await invited(), await invited()]
  const opened = await open(used)
  await enrol(opened.browser, opened.ticket)
  await call(house(), practice.clerk, people.invitePatient, { patientId: replaced.patient.id })
  await house().way.db.transact(null, (tx) =>
    tx
      .updateTable('invitations')
      .set({ expires_at: house().clock.now() })
      .where('membership_id', '=', old.patient.id)
      .execute(),
  )
  const tries = [
    { code: 'AAAAA-AAAAA', birthDate: good.birthDate },
    { code: 'no code at all', birthDate: good.birthDate },
    { code: good.code, birthDate: '1990-03-01' },
    { code: good.code },
    { code: good.code, email: 'clerk@example.test' },
    used,
    replaced,
    old,
  ].map(({ code, birthDate, email }: { code: string; birthDate?: string; email?: string }) =>
    somewhere().call(api.openInvitation, { code, birthDate, email }),
  )
  const answers = (await Promise.all(tries)).map(({ status, body }) =>
    JSON.stringify({ status, ...(body as object), instance: undefined }),
  )
  expect(new Set(answers).size).toBe(1)
  expect(answers[0]).toContain('"code":"invitation-refused"')
  expect((await open(good)).answer.status).toBe(200)
})

test('five wrong dates void the code, also when they are sent at once', async () => {
  const invitation = await invited()
  const wrong = Array.from({ length: 8 }, () => open({ ...invitation, birthDate: '1950-01-01' }))
  expect((await Promise.all(wrong)).map(({ answer }) => answer.status)).toEqual(Array(8).fill(422))
  expect((await open(invitation)).answer.status).toBe(422)
})

test('the right date is refused when wrong ones have used up the tries meanwhile', async () => {
  const invitation = await invited()
  const opened = await whileOthersChange(
    house(),
    (tx) =>
      tx.updateTable('invitations').set({ tries_left: 0 }).where('membership_id', '=', invitation.patient.id).execute(),
    () => open(invitation),
  )
  expect(opened.answer.status).toBe(422)
})

test('an invitation that somebody accepts meanwhile is closed', async () => {
  const invitation = await invited()
  const { browser, ticket } = await open(invitation)
  const answer = await whileOthersChange(
    house(),
    (tx) =>
      tx
        .updateTable('invitations')
        .set({ used_at: house().clock.now() })
        .where('membership_id', '=', invitation.patient.id)
        .execute(),
    () => enrol(browser, ticket),
  )
  expect(answer).toMatchObject({ status: 409, code: 'invitation-used' })
})

test('an account that becomes a patient here meanwhile does not become a second one', async () => {
  const { account, browser } = await withTotp(house())
  const { ticket } = await open(await invited())
  const other = await invited()
  const answer = await whileOthersChange(
    house(),
    async (tx) => {
      await lockAccount({ tx }, account.accountId)
      const set = { status: 'confirmed', account_id: account.accountId }
      await tx.updateTable('memberships').set(set).where('id', '=', other.patient.id).execute()
    },
    () => browser.call(api.acceptInvitation, { ticket }),
  )
  expect(answer).toMatchObject({ status: 409, code: 'already-a-member' })
})

test('four wrong dates do not', async () => {
  const invitation = await invited()
  for (let i = 0; i < 4; i++) {
    await open({ ...invitation, birthDate: '1950-01-01' })
  }
  expect((await open(invitation)).answer.status).toBe(200)
})

test('a code works for seven days, a ticket for half an hour', async () => {
  const [early, late] = [await invited(), await invited()]
  const { browser, ticket } = await open(early)
  house().clock.advance({ minutes: 31 })
  expect(await enrol(browser, ticket)).toMatchObject({ status: 409, code: 'ticket-expired' })
  house().clock.advance({ days: 6, hours: 23 })
  expect((await open(late)).answer.status).toBe(200)
  house().clock.advance({ minutes: 30 })
  expect((await open(late)).answer.status).toBe(422)
})

test('an invitation that ends between opening and accepting is not accepted', async () => {
  const invitation = await invited()
  house().clock.advance({ days: 6, hours: 23, minutes: 45 })
  const { browser, ticket } = await open(invitation)
  house().clock.advance({ minutes: 20 })
  expect(await enrol(browser, ticket)).toMatchObject({ status: 409, code: 'invitation-used' })
})

test('of two acceptances with two tickets exactly one makes a member, and only one account is left', async () => {
  const invitation = await invited()
  const [one, two] = [await open(invitation), await open(invitation)]
  const emails = [newEmail(), newEmail()]
  const answers = await Promise.all([
    enrol(one.browser, one.ticket, emails[0]),
    enrol(two.browser, two.ticket, emails[1]),
  ])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  expect(answers.find(({ status }) => status === 409)?.code).toBe('invitation-used')
  const winner = answers[0]?.status === 200 ? 0 : 1
  const signIns = []
  for (const email of emails) {
    signIns.push((await somewhere().call(sessionApi.signIn, { email, password })).status)
  }
  expect(signIns).toEqual(winner === 0 ? [200, 401] : [401, 200])
  expect(await membershipOf(invitation.patient.id)).toMatchObject({ status: 'confirmed' })
})

test('one ticket sent many times at once makes one member', async () => {
  const { browser, ticket } = await open(await invited())
  const answers = await Promise.all(Array.from({ length: 4 }, () => enrol(browser, ticket)))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409])
})

test('a weak password is a mistake in the form: the ticket stays good', async () => {
  const { browser, ticket } = await open(await invited())
  const weak = await enrol(browser, ticket, newEmail(), 'password')
  expect(weak).toMatchObject({ status: 422, body: { fields: [{ path: 'password', code: 'password-too-short' }] } })
  const own = await enrol(browser, ticket, 'longlastingname@example.test', 'longlastingname99')
  expect(own.body).toMatchObject({ fields: [{ code: 'password-contains-email' }] })
  expect((await enrol(browser, ticket)).status).toBe(200)
})

test('an e-mail that has an account is said to, five times at most for one invitation', async () => {
  const { account, browser: signedIn } = await withTotp(house())
  const { browser, ticket } = await open(await invited())
  for (let i = 0; i < 5; i++) {
    const answer = await enrol(browser, ticket, account.email.toUpperCase())
    expect(answer).toMatchObject({ status: 409, code: 'email-in-use' })
  }
  expect(await enrol(browser, ticket, account.email)).toMatchObject({ status: 409, code: 'invitation-used' })
  expect(await enrol(browser, ticket)).toMatchObject({ status: 409, code: 'invitation-used' })
  expect(await signedIn.call(api.acceptInvitation, { ticket })).toMatchObject({ code: 'invitation-used' })
})

test('who has an account signs in and accepts there, for one practice after the other', async () => {
  const { account, browser } = await withTotp(house())
  const elsewhere = await aPractice(house())
  await aPatient(house(), elsewhere, { account })
  const invitation = await invited()
  const { ticket } = await open(invitation, browser)
  expect(await browser.call(api.acceptInvitation, { ticket })).toMatchObject({
    status: 200,
    body: { membershipId: invitation.patient.id },
  })
  const { memberships } = (await browser.call(sessionApi.readSession, {})).body
  expect(memberships.map((m) => m.practice.name).toSorted()).toEqual([elsewhere.name, practice.name].toSorted())
})

test('one account is not made two patients of one practice, also at once', async () => {
  const { browser } = await withTotp(house())
  const tickets = [(await open(await invited())).ticket, (await open(await invited())).ticket]
  const answers = await Promise.all(tickets.map((ticket) => browser.call(api.acceptInvitation, { ticket })))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  expect(answers.find(({ status }) => status === 409)?.code).toBe('already-a-member')
})

test("a colleague's code opens with their e-mail, and they have the shorter idle limit from then on", async () => {
  const colleague = await aPractitioner(house(), practice, { role: 'nurse', status: 'invited' })
  const made = await call(house(), practice.administrator, people.invitePractitioner, {
    practitionerId: colleague.id,
    email: 'New.Nurse@example.test',
  })
  const { code } = made.body
  expect((await open({ code })).answer.status).toBe(422)
  expect((await somewhere().call(api.openInvitation, { code, email: 'other@example.test' })).status).toBe(422)
  const { browser } = await withTotp(house())
  const idle = async () => {
    const { idleAt } = (await browser.call(sessionApi.readSession, {})).body
    return Math.round((new Date(idleAt ?? 0).getTime() - house().clock.now().getTime()) / 60_000)
  }
  expect(await idle()).toBe(30)
  const opened = await browser.call(api.openInvitation, { code, email: 'new.nurse@EXAMPLE.test' })
  expect(opened.body).toMatchObject({ kind: 'practitioner' })
  expect((await browser.call(api.acceptInvitation, { ticket: opened.body.ticket })).status).toBe(200)
  expect(await idle()).toBe(15)
})

test('inviting a confirmed patient anew takes access away until the new code is used, by whichever account', async () => {
  const { account, browser: old } = await withTotp(house())
  const patient = await aPatient(house(), practice, { account })
  const read = (browser: Browser) => browser.call(people.readPractice, { membershipId: patient.id })
  expect((await read(old)).status).toBe(200)
  const made = await call(house(), practice.clerk, people.invitePatient, { patientId: patient.id })
  expect((await read(old)).status).toBe(403)
  const { browser, ticket } = await open({ code: made.body.code, birthDate: patient.birthDate })
  await enrol(browser, ticket)
  await finish(browser)
  expect((await read(browser)).status).toBe(200)
  expect((await read(old)).status).toBe(404)
})

test('a suspended colleague is refused with their next request', async () => {
  const { account, browser } = await withTotp(house())
  const nurse = await aPractitioner(house(), practice, { role: 'nurse', account })
  const read = () => browser.call(people.listPractitioners, { membershipId: nurse.id })
  expect((await read()).status).toBe(200)
  const change = { practitionerId: nurse.id, event: 'suspend' as const, version: 1 }
  expect((await call(house(), practice.administrator, people.changePractitioner, change)).status).toBe(200)
  expect((await read()).status).toBe(403)
  const { memberships } = (await browser.call(sessionApi.readSession, {})).body
  expect(memberships).toMatchObject([{ id: nurse.id, status: 'suspended' }])
})

test('opening, refusing and accepting are on record, without the code, the date or the e-mail', async () => {
  const invitation = await invited()
  const { browser, ticket } = await open(invitation)
  await open({ ...invitation, birthDate: '1950-01-01' })
  const email = newEmail()
  await enrol(browser, ticket, email)
  const { entries, text } = await deploymentAudit(house())
  expect(entries.slice(-4).map(({ act, outcome }) => `${act} ${outcome}`)).toEqual([
    'invitation.open 0',
    'invitation.refuse 4',
    'account.create 0',
    'membership.accept 0',
  ])
  expect(entries.at(-1)?.object).toEqual({ type: 'membership', id: invitation.patient.id })
  for (const secret of [email, invitation.code, invitation.birthDate, '@']) {
    expect(text).not.toContain(secret)
  }
})
