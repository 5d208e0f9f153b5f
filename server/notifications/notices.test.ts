// From a message of the clinic to the patient's mailbox, with a real mail server that accepts, refuses and goes away.
import { type ParsedMail, simpleParser } from 'mailparser'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPractice, call, inPractice } from '../testing/factories.ts'
import { startMailServer } from '../testing/mail-server.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { closeMailer } from './mailer-of.ts'
import {
  anUnreadMessage,
  canaries,
  makeNotices,
  noticesOf,
  problemOf,
  sendDueNotices,
  turnIn,
  writeTo,
} from './notices.fixture.ts'
import { takeNotice } from './take-notice.ts'

const server = await startMailServer()
const house = useTestHouse({ SMTP_URL: server.url, PUBLIC_URL: 'https://messages.clinic.example' })
const mute = useTestHouse()

beforeEach(() => {
  server.behaviour = 'accept'
  server.received = []
})
afterAll(async () => {
  closeMailer(house().way.house)
  await server.stop()
})

async function runSweeps() {
  await makeNotices(house())
  await sendDueNotices(house())
}
const mailTo = async (email: string): Promise<ParsedMail[]> =>
  Promise.all(server.received.filter(({ to }) => to.includes(email)).map(({ raw }) => simpleParser(raw)))

describe('what arrives', () => {
  test.each([
    ['en', 'You have a new message from your clinic', 'You have a new message from your clinic.'],
    ['fr', 'Vous avez un nouveau message de votre clinique', 'Vous avez un nouveau message de votre clinique.'],
  ] as const)('in the language %s: one sentence and one link', async (language, subject, sentence) => {
    const { practice, patient } = await anUnreadMessage(house(), { language })
    await runSweeps()
    const [mail, ...more] = await mailTo(patient.email)
    expect(more).toEqual([])
    expect(mail?.subject).toBe(subject)
    expect(mail?.text?.trim()).toBe(`${sentence}\n\nhttps://messages.clinic.example/`)
    expect(mail?.html).toBe(false)
    expect(await noticesOf(house(), practice.id)).toMatchObject([{ kind: 'new-message', status: 'sent', attempts: 1 }])
  })

  test('no name, no clinic, no subject, no words, no id of a person or conversation', async () => {
    const { practice, patient, conversationId } = await anUnreadMessage(house())
    await runSweeps()
    const raw = server.received.map((mail) => mail.raw).join('\n')
    const [mail] = await mailTo(patient.email)
    expect(mail?.subject).toBeDefined()
    const all = `${raw}\n${mail?.subject}\n${mail?.text}`
    const secrets = [...Object.values(canaries), practice.id, patient.id, patient.accountId, conversationId]
    expect(secrets.filter((secret) => all.includes(secret))).toEqual([])
    expect(secrets.filter((secret) => all.includes(Buffer.from(secret).toString('base64').slice(0, -4)))).toEqual([])
  })

  test('a reminder says that a message is waiting', async () => {
    const { practice, patient, conversationId } = await anUnreadMessage(house())
    await runSweeps()
    await remind(practice.id, conversationId)
    await runSweeps()
    expect((await mailTo(patient.email)).map(({ subject }) => subject)).toEqual([
      'You have a new message from your clinic',
      'A message from your clinic is waiting for you',
    ])
    expect((await noticesOf(house(), practice.id)).map(({ kind }) => kind)).toEqual(['new-message', 'reminder'])
  })
})

describe('once', () => {
  test('however often the sweeps run, also at once', async () => {
    const practice = await aPractice(house())
    const people = await Promise.all(
      Array.from({ length: 12 }, (_, i) => anUnreadMessage(house(), { practice, email: `p${i}@once.example.test` })),
    )
    await Promise.all([makeNotices(house()), makeNotices(house())])
    await Promise.all([sendDueNotices(house()), sendDueNotices(house()), sendDueNotices(house())])
    await runSweeps()
    expect(server.received.flatMap(({ to }) => to).toSorted()).toEqual(
      people.map((_, i) => `p${i}@once.example.test`).toSorted(),
    )
    expect((await noticesOf(house(), practice.id)).every(({ status }) => status === 'sent')).toBe(true)
  })

  test('two messages before the first notice left are one notice', async () => {
    server.behaviour = 'busy'
    const { practice, patient, conversationId } = await anUnreadMessage(house())
    await runSweeps()
    await call(house(), practice.nurse, api.sendMessage, {
      conversationId,
      messageId: uuidv7(),
      text: 'One more thing.',
      attachmentIds: [],
    })
    await runSweeps()
    server.behaviour = 'accept'
    house().clock.advance({ minutes: 2 })
    await runSweeps()
    expect(await mailTo(patient.email)).toHaveLength(1)
    expect(await noticesOf(house(), practice.id)).toHaveLength(1)
  })

  test('a worker killed after the server took the mail sends it again, under the same Message-ID', async () => {
    const { practice, patient } = await anUnreadMessage(house())
    await makeNotices(house())
    const taken = await turnIn(house(), practice.id).inPractice((ctx) => takeNotice(ctx, 'email'))
    if (typeof taken === 'string') {
      throw new Error('there is a notice to take')
    }
    await taken.send()

    await runSweeps()
    expect(await mailTo(patient.email)).toHaveLength(1)
    house().clock.advance({ minutes: 2 })
    await runSweeps()
    const mails = await mailTo(patient.email)
    expect(mails).toHaveLength(2)
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1)
    expect(await noticesOf(house(), practice.id)).toMatchObject([{ status: 'sent', attempts: 2 }])
  })
})

describe('not at all', () => {
  test('when the patient has read before the notice was made', async () => {
    const { practice, patient, conversationId } = await anUnreadMessage(house())
    await call(house(), patient, api.markRead, { conversationId, sequence: 1 })
    await runSweeps()
    expect(server.received).toEqual([])
    expect(await noticesOf(house(), practice.id)).toEqual([])
  })

  test('when the patient has read while the mail server was busy', async () => {
    server.behaviour = 'busy'
    const { practice, patient, conversationId } = await anUnreadMessage(house())
    await runSweeps()
    await call(house(), patient, api.markRead, { conversationId, sequence: 1 })
    server.behaviour = 'accept'
    house().clock.advance({ minutes: 2 })
    await runSweeps()
    expect(await mailTo(patient.email)).toEqual([])
    expect(await noticesOf(house(), practice.id)).toMatchObject([{ status: 'not-needed' }])
  })

  test('without an address, and the card says so', async () => {
    const { practice, patient } = await anUnreadMessage(house(), { email: null })
    await runSweeps()
    expect(await noticesOf(house(), practice.id)).toMatchObject([{ status: 'no-address', problem: 'no-address' }])
    expect(await problemOf(house(), practice, patient)).toBe('no-address')
  })

  test('without a mail server, and the card says so', async () => {
    const { practice, patient } = await anUnreadMessage(mute())
    await makeNotices(mute())
    await sendDueNotices(mute())
    expect(await noticesOf(mute(), practice.id)).toMatchObject([{ status: 'failed', problem: 'mail-not-configured' }])
    expect(await problemOf(mute(), practice, patient)).toBe('mail-not-configured')
  })
})

describe('a mail server that refuses', () => {
  test('an address for good: the card says so, new messages leave it alone, and a reminder tries once more', async () => {
    server.behaviour = 'address-unknown'
    const { practice, patient, conversationId } = await anUnreadMessage(house())
    await runSweeps()
    expect(await noticesOf(house(), practice.id)).toMatchObject([{ status: 'bounced', problem: 'address-refused' }])
    expect(await problemOf(house(), practice, patient)).toBe('address-refused')

    server.behaviour = 'accept'
    await writeTo(house(), practice, patient)
    await runSweeps()
    expect(await mailTo(patient.email)).toEqual([])

    await remind(practice.id, conversationId)
    await runSweeps()
    expect(await mailTo(patient.email)).toHaveLength(1)
    expect(await problemOf(house(), practice, patient)).toBeNull()
  })

  test('the mail for good: it is not tried again', async () => {
    server.behaviour = 'content-refused'
    const { practice, patient } = await anUnreadMessage(house())
    await runSweeps()
    house().clock.advance({ hours: 3 })
    server.behaviour = 'accept'
    await runSweeps()
    expect(await mailTo(patient.email)).toEqual([])
    expect(await noticesOf(house(), practice.id)).toMatchObject([{ status: 'failed', problem: 'message-refused' }])
    expect(await problemOf(house(), practice, patient)).toBe('message-refused')
  })

  test('for now: it is tried again, later each time, and given up at the limit', async () => {
    server.behaviour = 'busy'
    const { practice, patient } = await anUnreadMessage(house())
    await makeNotices(house())
    const pauses: number[] = []
    for (let attempt = 1; attempt <= limits.noticeAttempts; attempt += 1) {
      await sendDueNotices(house())
      const [notice] = await noticesOf(house(), practice.id)
      expect(notice?.attempts).toBe(attempt)
      pauses.push((notice?.due_at.getTime() ?? 0) - house().clock.now().getTime())
      house().clock.advance({ minutes: 80 })
    }
    expect(pauses[0]).toBeGreaterThan(limits.noticeRetryMs * 0.7)
    expect(pauses[0]).toBeLessThan(limits.noticeRetryMs * 1.3)
    expect(Math.max(...pauses)).toBeLessThan(limits.noticeRetryMaxMs * 1.3)
    expect(await noticesOf(house(), practice.id)).toMatchObject([{ status: 'failed', problem: 'server-busy' }])
    expect(await problemOf(house(), practice, patient)).toBe('server-busy')
  })
})

test('a mail server that is away for hours loses no notice, and is not knocked at by each of them', async () => {
  const practice = await aPractice(house())
  const people = await Promise.all(
    Array.from({ length: 20 }, (_, i) => anUnreadMessage(house(), { practice, email: `p${i}@away.example.test` })),
  )
  await server.stop()
  for (let minute = 0; minute < 6 * 60; minute += 5) {
    await runSweeps()
    house().clock.advance({ minutes: 5 })
  }
  const tries = (await noticesOf(house(), practice.id)).reduce((sum, { attempts }) => sum + attempts, 0)
  expect(tries).toBeLessThan(2 * (6 * 12))
  expect((await noticesOf(house(), practice.id)).every(({ status }) => status === 'due')).toBe(true)

  await server.start()
  house().clock.advance({ hours: 2 })
  await runSweeps()
  expect(server.received.flatMap(({ to }) => to).toSorted()).toEqual(
    people.map((_, i) => `p${i}@away.example.test`).toSorted(),
  )
  expect((await noticesOf(house(), practice.id)).every(({ status }) => status === 'sent')).toBe(true)
})

test('each end of a notice is in the log, without an address', async () => {
  const { practice, patient } = await anUnreadMessage(house())
  await runSweeps()
  const entries = await inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('audit_events').select('payload').where('practice_id', '=', practice.id).execute(),
  )
  const payloads = entries.map(({ payload }) => payload.toString())
  expect(payloads.filter((text) => text.includes('"act":"notice.send"'))).toHaveLength(1)
  expect(payloads.filter((text) => text.includes(patient.email))).toEqual([])
})

/** What the sweep of unread messages does to a conversation after the topic's time. */
async function remind(practiceId: string, conversationId: string): Promise<void> {
  const now = house().clock.now()
  await inPractice(house(), practiceId, (tx) =>
    tx
      .updateTable('conversations')
      .set({ reminded_at: now, notify_due_at: now })
      .where('practice_id', '=', practiceId)
      .where('id', '=', conversationId)
      .execute(),
  )
}
