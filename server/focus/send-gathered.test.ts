// What is promised here: who wants it gets one e-mail when their time for messages begins, with a number and nothing else; nobody
// else does, a mail server that is away is tried while the time lasts, and twice the same sweep is one e-mail.
import { type ParsedMail, simpleParser } from 'mailparser'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { anAbsence, anAbsenceForm, inHours, person } from '../absences/absences.fixture.ts'
import { practicesBy } from '../access/sweep.ts'
import { closeMailer } from '../notifications/mailer-of.ts'
import { turnIn } from '../notifications/notices.fixture.ts'
import { aWaitingMessage } from '../tasks/queue.fixture.ts'
import { aPractice, call, inPractice, type Person, type TestPractice } from '../testing/factories.ts'
import { startMailServer } from '../testing/mail-server.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { sendGathered } from './send-gathered.ts'

const server = await startMailServer()
const house = useTestHouse({ SMTP_URL: server.url, PUBLIC_URL: 'https://messages.clinic.example' })

beforeEach(() => {
  server.behaviour = 'accept'
  server.received = []
})
afterAll(async () => {
  closeMailer(house().way.house)
  await server.stop()
})

/** A time for messages of half an hour that begins in ten minutes, every day. */
async function aPlan(by: Person, changes: { gathersNotices?: boolean } = {}) {
  const local = Temporal.Instant.fromEpochMilliseconds(house().clock.now().getTime()).toZonedDateTimeISO(
    'America/Toronto',
  )
  const clockTime = (minutes: number) => local.add({ minutes }).toPlainTime().toString({ smallestUnit: 'minute' })
  const blocks = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: clockTime(10), until: clockTime(40) }))
  const { status } = await call(house(), by, api.saveMessagePlan, {
    blocks,
    version: 0,
    gathersNotices: true,
    ...changes,
  })
  expect(status).toBe(200)
}
async function sweep(): Promise<void> {
  for (const practiceId of await practicesBy('practices_with_gathered_notices')(house().worker)) {
    await sendGathered(turnIn(house(), practiceId))
  }
}
const begin = () => house().clock.advance({ minutes: 11 })
const mails = (): Promise<ParsedMail[]> => Promise.all(server.received.map(({ raw }) => simpleParser(raw)))
const row = (practice: TestPractice) =>
  inPractice(house(), practice.id, (tx) => tx.selectFrom('message_plans').selectAll().executeTakeFirstOrThrow())

test('one e-mail at the beginning: how many wait, where, and nothing else', async () => {
  const practice = await aPractice(house(), { name: 'Canary Clinic' })
  const { patient } = await aWaitingMessage(house(), practice, { subject: 'Canary rash', text: 'On my arm.' })
  await aWaitingMessage(house(), practice, { patient, subject: 'Canary again', text: 'On my leg.' })
  await aPlan(practice.nurse)
  await sweep()
  expect(server.received).toEqual([])
  begin()
  await sweep()
  await sweep()
  const [mail, ...more] = await mails()
  expect(more).toEqual([])
  expect(mail?.subject).toBe('2 messages wait for you')
  expect(mail?.text?.trim()).toBe(
    'Your time for messages begins. 2 messages wait for you.\n\nhttps://messages.clinic.example/staff',
  )
  const raw = server.received[0]?.raw ?? ''
  const secrets = ['Canary', 'rash', practice.id, practice.nurse.id, patient.id, practice.nurse.name]
  expect(secrets.filter((secret) => raw.includes(secret))).toEqual([])

  house().clock.advance({ hours: 24 })
  await sweep()
  expect((await mails()).map(({ messageId }) => messageId)).toHaveLength(2)
  expect(new Set((await mails()).map(({ messageId }) => messageId)).size).toBe(2)
})

test('in the language of whom it is for', async () => {
  const practice = await aPractice(house())
  await aWaitingMessage(house(), practice)
  await call(house(), practice.nurse, api.changeAccount, { language: 'fr' })
  await aPlan(practice.nurse)
  begin()
  await sweep()
  expect((await mails()).map(({ subject }) => subject)).toEqual(['1 message vous attend'])
})

test.each<[string, (practice: TestPractice) => Promise<unknown>]>([
  ['nobody asked for it', (practice) => aPlan(practice.nurse, { gathersNotices: false })],
  [
    'nothing waits',
    async (practice) => {
      await aPlan(practice.nurse)
      await inPractice(house(), practice.id, (tx) =>
        tx.updateTable('tasks').set({ status: 'cancelled', ended_at: house().clock.now() }).execute(),
      )
    },
  ],
  [
    'they are away',
    async (practice) => {
      await aPlan(practice.nurse)
      const times = { from: inHours(house(), 0.1), until: inHours(house(), 5) }
      await anAbsence(house(), practice.nurse, anAbsenceForm(house(), person(practice.nurse), times))
    },
  ],
])('%s: no e-mail', async (_words, arrange) => {
  const practice = await aPractice(house())
  await aWaitingMessage(house(), practice)
  await arrange(practice)
  begin()
  await sweep()
  expect(server.received).toEqual([])
})

test('a mail server that is away is tried again while the time lasts, and then left until the next', async () => {
  const practice = await aPractice(house())
  await aWaitingMessage(house(), practice)
  await aPlan(practice.nurse)
  const first = (await row(practice)).notice_at
  server.behaviour = 'busy'
  begin()
  await sweep()
  expect(await row(practice)).toMatchObject({ notice_at: first, notice_attempts: 1, notice_problem: 'server-busy' })
  server.behaviour = 'accept'
  house().clock.advance({ minutes: 15 })
  await sweep()
  expect(server.received).toHaveLength(1)
  expect(await row(practice)).toMatchObject({ notice_attempts: 0, notice_problem: null })
  expect(new Date(String((await row(practice)).notice_at)).getTime()).toBeGreaterThan(house().clock.now().getTime())
})

test('an outage that outlasts the time sends nothing afterwards', async () => {
  const practice = await aPractice(house())
  await aWaitingMessage(house(), practice)
  await aPlan(practice.nurse)
  house().clock.advance({ hours: 3 })
  await sweep()
  expect(server.received).toEqual([])
  expect(await row(practice)).toMatchObject({ gathers_notices: true, notice_attempts: 0 })
})

test('an address that was refused is told on the page, until one arrives', async () => {
  const practice = await aPractice(house())
  await aWaitingMessage(house(), practice)
  await aPlan(practice.nurse)
  server.behaviour = 'address-unknown'
  begin()
  await sweep()
  const plan = async () => (await call(house(), practice.nurse, api.readMessagePlan, {})).body
  expect(await plan()).toMatchObject({ gathersNotices: true, hasNoticeProblem: true })
  server.behaviour = 'accept'
  house().clock.advance({ hours: 24 })
  await sweep()
  expect(await plan()).toMatchObject({ hasNoticeProblem: false })
})
