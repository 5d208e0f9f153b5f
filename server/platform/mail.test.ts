// Every answer a mail server can give becomes one of three: taken, never, later; and a server that is away is left alone.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { limits } from '../../shared/limits.ts'
import { type MailBehaviour, type MailServer, startMailServer, startTarpit } from '../testing/mail-server.ts'
import { createLogger } from './log.ts'
import { type Mail, type Mailer, type MailOutcome, openMailer } from './mail.ts'

const mail: Mail = {
  to: 'ines@example.test',
  subject: 'Vous avez un message à lire',
  text: 'Vous avez un message à lire.\n\nhttps://messages.clinic.example/\n',
  languageTag: 'fr-CA',
  messageId: '<0190f7a0-0000-7000-8000-000000000001@messages.clinic.example>',
  date: new Date('2026-11-24T15:00:00.000Z'),
}
const log = createLogger({ level: 'silent' })
let server: MailServer
let mailer: Mailer

function open(url: string): Mailer {
  return openMailer({
    url,
    from: 'The Clinic <no-reply@clinic.example>',
    log,
    patience: { stepMs: 300, wholeMs: 800 },
  })
}

beforeAll(async () => {
  server = await startMailServer()
})
afterAll(() => server.stop())
beforeEach(() => {
  mailer?.close()
  server.behaviour = 'accept'
  server.received = []
  mailer = open(server.url)
})

test('a mail arrives with its subject, text and headers, and nothing about who made it', async () => {
  expect(await mailer.send(mail)).toEqual({ kind: 'accepted' })
  const [received] = server.received
  expect(received?.to).toEqual(['ines@example.test'])
  expect(received?.raw).toContain('Message-ID: <0190f7a0-0000-7000-8000-000000000001@messages.clinic.example>')
  expect(received?.raw).toContain('Auto-Submitted: auto-generated')
  expect(received?.raw).toContain('Content-Language: fr-CA')
  expect(received?.raw).toContain('Date: Tue, 24 Nov 2026 15:00:00 +0000')
  expect(received?.raw).toMatch(/^To: ines@example\.test\r$/m)
  expect(received?.raw).toContain('https://messages.clinic.example/')
  expect(received?.raw).not.toMatch(/x-mailer|text\/html/i)
})

test.each<[MailBehaviour, MailOutcome]>([
  ['busy', { kind: 'later', why: 'server-busy' }],
  ['address-unknown', { kind: 'refused', why: 'address-refused' }],
  ['content-refused', { kind: 'refused', why: 'message-refused' }],
  ['sender-refused', { kind: 'later', why: 'sender-refused' }],
  ['login-refused', { kind: 'later', why: 'login-refused' }],
  ['cut', { kind: 'later', why: 'server-unreachable' }],
])('a server that is %s', async (behaviour, outcome) => {
  server.behaviour = behaviour
  expect(await mailer.send(mail)).toEqual(outcome)
  expect(server.received).toEqual([])
})

test.each([
  ['says nothing', false, 300],
  ['answers drop by drop', true, 800],
])('a server that %s is given up after a while', async (_name, drip, afterMs) => {
  const tarpit = await startTarpit(drip)
  const slow = open(tarpit.url)
  const startedAt = performance.now()
  expect(await slow.send(mail)).toEqual({ kind: 'later', why: 'server-unreachable' })
  expect(performance.now() - startedAt).toBeGreaterThan(afterMs - 20)
  expect(performance.now() - startedAt).toBeLessThan(afterMs + 2_000)
  slow.close()
  await tarpit.stop()
})

test('a server that is down rests after five failures in a row, is tried once, and is used again when it is back', async () => {
  const at = (seconds: number) => new Date(mail.date.getTime() + seconds * 1000)
  const restSeconds = limits.mailRestMs / 1000
  await server.stop()
  for (let failure = 1; failure < limits.mailFailures; failure += 1) {
    await mailer.send(mail)
  }
  expect(mailer.restsUntil(mail.date)).toBeNull()
  await mailer.send(mail)
  expect(mailer.restsUntil(at(restSeconds - 1))).not.toBeNull()
  expect(mailer.restsUntil(at(restSeconds + 2))).toBeNull()

  await mailer.send({ ...mail, date: at(100) })
  expect(mailer.restsUntil(at(100 + restSeconds - 1))).not.toBeNull()

  await server.start()
  expect(await mailer.send({ ...mail, date: at(200) })).toEqual({ kind: 'accepted' })
  expect(mailer.restsUntil(at(200))).toBeNull()
})

test('refusals of single mails do not count against the server', async () => {
  server.behaviour = 'address-unknown'
  for (let i = 0; i <= limits.mailFailures; i += 1) {
    await mailer.send(mail)
  }
  expect(mailer.restsUntil(mail.date)).toBeNull()
})
