// From a message of the clinic to the patient's phone: by the way they chose, by the other one where that fails, and by a call
// where none is left. The gateway is a fake one, written from the published contract; the mail server is a real one.
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { createLogger } from '../platform/log.ts'
import { schedule } from '../schedule.ts'
import { call, inPractice, type TestPractice } from '../testing/factories.ts'
import { startMailServer } from '../testing/mail-server.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { startWorker } from '../worker.ts'
import { closeMailer } from './mailer-of.ts'
import {
  canaries,
  lookAfterDueTexts,
  makeNotices,
  noticesOf,
  problemOf,
  sendDueNotices,
  sendDueTexts,
  turnIn,
} from './notices.fixture.ts'
import { aTextingPractice, anUnreadTexter, remind, startGateway } from './texts.fixture.ts'
import { takeNotice } from './take-notice.ts'

const mail = await startMailServer()
const { gateway, env, stop } = await startGateway()
const house = useTestHouse({ SMTP_URL: mail.url, ...env })

beforeEach(() => {
  Object.assign(gateway, { behaviour: 'accept', delivery: 'queued', received: [], calls: 0, looks: 0 })
  Object.assign(mail, { behaviour: 'accept', received: [] })
})
afterAll(async () => {
  closeMailer(house().way.house)
  await mail.stop()
  await stop()
})

async function runSweeps() {
  await makeNotices(house())
  await sendDueTexts(house())
  await lookAfterDueTexts(house())
  await sendDueNotices(house())
}
const textsTo = (number: string) => gateway.received.filter(({ to }) => to === number).map(({ text }) => text)
const mailsTo = (email: string) => mail.received.filter(({ to }) => to.includes(email)).length
const told = async (practice: TestPractice) =>
  (await noticesOf(house(), practice.id)).map(({ kind, channel, status }) => `${kind} by ${channel}: ${status}`)

async function contactTasks(practice: TestPractice): Promise<number> {
  const worker = startWorker(
    house().worker,
    schedule.filter(({ name }) => name === 'escalate-unread'),
    createLogger({ level: 'silent' }),
  )
  await worker.runOnce()
  await worker.stop()
  const rows = await inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('tasks').select('id').where('kind', '=', 'contact-patient').execute(),
  )
  return rows.length
}

describe('by the way they chose', () => {
  test.each([
    ['en', 'You have a new message. Sign in at the usual place to read it.'],
    ['fr', 'Vous avez un nouveau message. Ouvrez votre session comme à votre habitude pour le lire.'],
  ] as const)('a text in the language %s, and no e-mail', async (language, words) => {
    const { practice, patient, number } = await anUnreadTexter(house(), gateway, { choice: 'text', language })
    await runSweeps()
    await runSweeps()
    expect(textsTo(number)).toEqual([words])
    expect(mailsTo(patient.email)).toBe(0)
    expect(await told(practice)).toEqual(['new-message by text: sent'])
  })

  test('both, each once', async () => {
    const { practice, patient, number } = await anUnreadTexter(house(), gateway, { choice: 'both' })
    await runSweeps()
    await runSweeps()
    expect([textsTo(number).length, mailsTo(patient.email)]).toEqual([1, 1])
    expect((await told(practice)).toSorted()).toEqual(['new-message by email: sent', 'new-message by text: sent'])
  })

  test.each([
    ['email', ['email', 'email', 'text']],
    ['text', ['text', 'text', 'email']],
  ] as const)('%s: the first reminder the same way, the second by the other', async (choice, ways) => {
    const { practice, conversationId } = await anUnreadTexter(house(), gateway, { choice })
    await runSweeps()
    await remind(house(), practice.id, conversationId)
    await runSweeps()
    await remind(house(), practice.id, conversationId)
    await runSweeps()
    expect((await noticesOf(house(), practice.id)).map(({ channel }) => channel)).toEqual(ways)
  })

  test('without an address by text alone, and the card has nothing to complain of', async () => {
    const { practice, patient, number } = await anUnreadTexter(house(), gateway, { email: null })
    await runSweeps()
    expect(textsTo(number)).toHaveLength(1)
    expect(await problemOf(house(), practice, patient)).toBeNull()
  })

  test('no name, no clinic, no subject, no words and no address of the web', async () => {
    const { practice, patient, conversationId } = await anUnreadTexter(house(), gateway, { choice: 'text' })
    await runSweeps()
    const all = JSON.stringify(gateway.received)
    const secrets = [...Object.values(canaries), practice.name, practice.id, patient.id, conversationId, 'http']
    expect(secrets.filter((secret) => all.includes(secret))).toEqual([])
  })

  test('by e-mail once the practice offers texts no more, or the proof is a year old', async () => {
    const one = await anUnreadTexter(house(), gateway, { choice: 'text' })
    const { body } = await call(house(), one.practice.administrator, api.readPractice, {})
    await call(house(), one.practice.administrator, api.changePractice, { offersTexts: false, version: body.version })
    const other = await anUnreadTexter(house(), gateway, { choice: 'text' })
    await inPractice(house(), other.practice.id, (tx) =>
      tx
        .updateTable('mobile_numbers')
        .set({ proven_at: new Date(house().clock.now().getTime() - (limits.mobileProofDays + 1) * 86_400_000) })
        .execute(),
    )
    await runSweeps()
    for (const { practice, patient, number } of [one, other]) {
      expect(await told(practice)).toEqual(['new-message by email: sent'])
      expect([textsTo(number).length, mailsTo(patient.email)]).toEqual([0, 1])
    }
  })
})

describe('once', () => {
  test('however often the sweeps run, also at once', async () => {
    const practice = await aTextingPractice(house())
    const people = []
    for (let n = 0; n < 6; n++) {
      people.push(await anUnreadTexter(house(), gateway, { practice, choice: 'text' }))
    }
    gateway.received = []
    await Promise.all([makeNotices(house()), makeNotices(house())])
    await Promise.all([sendDueTexts(house()), sendDueTexts(house()), sendDueTexts(house())])
    await runSweeps()
    expect(gateway.received.map(({ to }) => to).toSorted()).toEqual(people.map(({ number }) => number).toSorted())
  })

  test('a worker killed after the gateway took the text sends it again: rather twice than never', async () => {
    const { practice, number } = await anUnreadTexter(house(), gateway, { choice: 'text' })
    await makeNotices(house())
    const taken = await turnIn(house(), practice.id).inPractice((ctx) => takeNotice(ctx, 'text'))
    if (typeof taken === 'string') {
      throw new Error('there is a notice to take')
    }
    await taken.send()
    await runSweeps()
    expect(textsTo(number)).toHaveLength(1)
    house().clock.advance({ minutes: 2 })
    await runSweeps()
    expect(textsTo(number)).toHaveLength(2)
    expect(await noticesOf(house(), practice.id)).toMatchObject([{ status: 'sent', attempts: 2 }])
  })

  test('not at all when the patient has read before it left', async () => {
    const { practice, patient, conversationId } = await anUnreadTexter(house(), gateway, { choice: 'text' })
    await makeNotices(house())
    await call(house(), patient, api.markRead, { conversationId, sequence: 1 })
    await runSweeps()
    expect(await told(practice)).toEqual(['new-message by text: not-needed'])
    expect(gateway.received).toEqual([])
  })
})

describe('where a text does not arrive', () => {
  test.each([
    ['opted-out', 'opted-out'],
    ['not-a-mobile', 'number-refused'],
  ] as const)('%s: an e-mail leaves at once, and nothing more goes to the number', async (behaviour, problem) => {
    const { practice, patient, conversationId } = await anUnreadTexter(house(), gateway, { choice: 'text' })
    gateway.behaviour = behaviour
    await runSweeps()
    expect(await told(practice)).toEqual(['new-message by text: bounced', 'new-message by email: sent'])
    expect(mailsTo(patient.email)).toBe(1)
    const { body } = await call(house(), patient, api.readMobileNumber, {})
    expect(body.number).toMatchObject({ state: 'suspended', problem })
    const { nurse } = practice
    expect((await call(house(), nurse, api.readPatient, { patientId: patient.id })).body.textsStopped).toBe(problem)
    const seen = await call(house(), nurse, api.readConversation, { conversationId })
    expect(seen.body.work?.patient.textsStopped).toBe(problem)

    gateway.behaviour = 'accept'
    await remind(house(), practice.id, conversationId)
    await runSweeps()
    expect(gateway.received).toEqual([])
    expect(mailsTo(patient.email)).toBe(2)
  })

  test('taken, and lost on the way: the same', async () => {
    const { practice, patient } = await anUnreadTexter(house(), gateway, { choice: 'text' })
    await runSweeps()
    gateway.delivery = 'undelivered'
    house().clock.advance({ minutes: 1 })
    await runSweeps()
    expect(await told(practice)).toEqual(['new-message by text: bounced', 'new-message by email: sent'])
    expect((await call(house(), patient, api.readMobileNumber, {})).body.number?.problem).toBe('not-delivered')
  })

  test('without another way somebody is asked to call, at once', async () => {
    const { practice, patient, conversationId } = await anUnreadTexter(house(), gateway, { email: null })
    gateway.behaviour = 'opted-out'
    await runSweeps()
    expect(await contactTasks(practice)).toBe(1)
    await call(house(), patient, api.markRead, { conversationId, sequence: 1 })
    const row = await inPractice(house(), practice.id, (tx) =>
      tx
        .selectFrom('conversations')
        .select('unreachable_at')
        .where('id', '=', conversationId)
        .executeTakeFirstOrThrow(),
    )
    expect(row.unreachable_at).toBeNull()
  })

  test('as the second reminder: somebody is asked to call, and no third e-mail is sent', async () => {
    const { practice, patient, conversationId } = await anUnreadTexter(house(), gateway, { choice: 'email' })
    await runSweeps()
    await remind(house(), practice.id, conversationId)
    await runSweeps()
    gateway.behaviour = 'not-a-mobile'
    await remind(house(), practice.id, conversationId)
    expect(await contactTasks(practice)).toBe(0)
    await runSweeps()
    expect(mailsTo(patient.email)).toBe(2)
    expect(await contactTasks(practice)).toBe(1)
    expect(await contactTasks(practice)).toBe(1)
  })

  test('an e-mail that is refused is told by text instead, and by a call after that', async () => {
    const { practice, number } = await anUnreadTexter(house(), gateway, { choice: 'email' })
    mail.behaviour = 'address-unknown'
    await runSweeps()
    await runSweeps()
    expect(textsTo(number)).toHaveLength(1)
    gateway.delivery = 'undelivered'
    house().clock.advance({ minutes: 1 })
    await runSweeps()
    expect(await contactTasks(practice)).toBe(1)
  })

  test('lost for a reason that is the gateway’s: the number stays', async () => {
    const { practice, patient } = await anUnreadTexter(house(), gateway, { choice: 'text' })
    await runSweeps()
    gateway.delivery = 'filtered'
    house().clock.advance({ minutes: 1 })
    await runSweeps()
    expect(await told(practice)).toEqual(['new-message by text: failed', 'new-message by email: sent'])
    expect((await call(house(), patient, api.readMobileNumber, {})).body.number?.state).toBe('proven')
  })
})

test.each(['broken', 'login-refused', 'sender-refused'] as const)(
  'a gateway that is %s for an hour: nobody with an address waits longer than the limit, and nobody without is forgotten',
  async (behaviour) => {
    const practice = await aTextingPractice(house())
    const withAddress = await anUnreadTexter(house(), gateway, { practice, choice: 'text' })
    const without = await anUnreadTexter(house(), gateway, { practice, email: null })
    gateway.behaviour = behaviour
    gateway.calls = 0
    for (let minute = 0; minute < 60; minute += 2) {
      if (minute > limits.textInsteadMs / 60_000 + 2) {
        expect(mailsTo(withAddress.patient.email)).toBe(1)
      }
      await runSweeps()
      house().clock.advance({ minutes: 2 })
    }
    expect(gateway.calls).toBeLessThan(2 * 30)
    gateway.behaviour = 'accept'
    house().clock.advance({ hours: 2 })
    await runSweeps()
    expect([textsTo(without.number).length, textsTo(withAddress.number).length]).toEqual([1, 0])
    expect((await call(house(), withAddress.patient, api.readMobileNumber, {})).body.number?.state).toBe('proven')
  },
)

describe('how it went', () => {
  test('is asked less and less often, and then no more', async () => {
    const { practice } = await anUnreadTexter(house(), gateway, { choice: 'text' })
    await runSweeps()
    for (let hour = 0; hour < 60; hour++) {
      house().clock.advance({ hours: 1 })
      await lookAfterDueTexts(house())
    }
    expect(await noticesOf(house(), practice.id)).toMatchObject([
      { status: 'sent', looks: limits.textLooks, look_at: null, delivered_at: null },
    ])
  })

  test('stands beside the conversation for the clinic, and the log has each end without a number', async () => {
    const { practice, conversationId, number } = await anUnreadTexter(house(), gateway, { choice: 'text' })
    await runSweeps()
    const notices = async () => (await call(house(), practice.nurse, api.listNotices, { conversationId })).body.items
    expect(await notices()).toMatchObject([{ kind: 'new-message', channel: 'text', ending: 'sent', problem: null }])
    gateway.delivery = 'delivered'
    house().clock.advance({ minutes: 1 })
    await runSweeps()
    expect(await notices()).toMatchObject([{ ending: 'delivered' }])
    await remind(house(), practice.id, conversationId)
    gateway.behaviour = 'opted-out'
    await runSweeps()
    expect(await notices()).toMatchObject([
      { kind: 'reminder', channel: 'email', ending: 'sent' },
      { kind: 'reminder', channel: 'text', ending: 'failed', problem: 'opted-out' },
      { ending: 'delivered' },
    ])
    const entries = await inPractice(house(), practice.id, (tx) =>
      tx.selectFrom('audit_events').select('payload').where('practice_id', '=', practice.id).execute(),
    )
    const payloads = entries.map(({ payload }) => payload.toString())
    expect(payloads.filter((text) => text.includes('"act":"notice.send"'))).toHaveLength(3)
    expect(payloads.filter((text) => text.includes('"act":"mobile-number.suspend"'))).toHaveLength(1)
    expect(payloads.filter((text) => text.includes(number) || text.includes(number.slice(-7)))).toEqual([])
  })
})
