// What is promised here: when more is asked than can be answered, who is refused hears it at once and when to come back, nothing
// of it is done, the connection stays good, and whoever writes goes before whoever searches.
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { api } from '../../../shared/api/index.ts'
import { limits } from '../../../shared/limits.ts'
import { createApp, type App } from '../../app.ts'
import { openStream, type OpenStream } from '../../live/stream.fixture.ts'
import { aWaitingMessage } from '../../tasks/queue.fixture.ts'
import { aPatient, aPractice, anyone, call, type PatientPerson, type TestPractice } from '../../testing/factories.ts'
import { useTestHouse } from '../../testing/test-house.ts'
import { uuidv7 } from '../ids.ts'
import type { AdmissionLimits } from './admission.ts'
import { bytesOf, openWire, type Wire } from './wire.fixture.ts'

const token = 'a-token-for-the-scraper'
const house = useTestHouse({ METRICS_TOKEN: token })
const opened: { app: App; wires: Wire[]; streams: OpenStream[] }[] = []

afterEach(async () => {
  for (const { app, wires, streams } of opened.splice(0)) {
    wires.forEach((wire) => wire.drop())
    streams.forEach((stream) => stream.drop())
    await app.close()
  }
})

/** One place and one who waits in each line; a place is kept for who has not sent its body yet, so that a test can hold it. */
const narrow = { atOnce: 1, atLeast: 1, slowMs: 60_000, waiting: 1, waitMs: 60_000, idleMs: 60_000 }

async function aServer(given: Partial<AdmissionLimits> = {}) {
  const app = await createApp(house().way, { first: narrow, usual: narrow, last: narrow, files: narrow, ...given })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const mine = { app, wires: [] as Wire[], streams: [] as OpenStream[] }
  opened.push(mine)
  const wire = async () => {
    const one = await openWire(port)
    mine.wires.push(one)
    return one
  }
  const metric = async (name: string) => {
    const text = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { authorization: `Bearer ${token}` } })
    return Number(new RegExp(`^${name.replaceAll(/[{}"]/g, '\\$&')} (\\d+)$`, 'm').exec(await text.text())?.[1])
  }
  return {
    port,
    wire,
    metric,
    async stream(person: { id: string; as: Record<string, string> }) {
      const stream = await openStream(port, person)
      mine.streams.push(stream)
      return stream
    },
    /** Sends a head and keeps its body: it has the place until `go`. */
    async hold(bytes: ReturnType<typeof bytesOf>) {
      const one = await wire()
      const before = await metric('threadwell_requests_total{line="first",decision="admitted"}')
      one.write(bytes.head)
      await expect
        .poll(() => metric('threadwell_requests_total{line="first",decision="admitted"}'))
        .toBeGreaterThan(before)
      return {
        go: () => {
          one.write(bytes.body)
          return one.answer()
        },
      }
    },
    /** Sends a request that waits in its line. */
    async queue(bytes: ReturnType<typeof bytesOf>, line = 'first') {
      const one = await wire()
      const waiting = `threadwell_requests{line="${line}",state="waiting"}`
      const before = await metric(waiting)
      one.write(bytes.whole)
      await expect.poll(() => metric(waiting)).toBeGreaterThan(before)
      return one
    },
    async ask(bytes: ReturnType<typeof bytesOf>) {
      const one = await wire()
      one.write(bytes.whole)
      return one.answer()
    },
  }
}

type Writer = { practice: TestPractice; patient: PatientPerson; conversationId: string }

async function aWriter(): Promise<Writer> {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const { conversationId } = await aWaitingMessage(house(), practice, { patient })
  return { practice, patient, conversationId }
}

function sendOf({ patient, conversationId }: Writer, text: string, headers: Record<string, string> = {}) {
  const input = { conversationId, messageId: uuidv7(), text, attachmentIds: [] }
  return bytesOf(api.sendMessage, patient, input, { headers })
}

async function textsOf({ patient, conversationId }: Writer): Promise<(string | null)[]> {
  const { body } = await call(house(), patient, api.readConversation, { conversationId })
  return body.messages.filter(({ kind }) => kind === 'message').map(({ text }) => text)
}

test('one is answered, one waits, the next is told when to come back; nothing of it is done, and its connection stays', async () => {
  const server = await aServer()
  const writer = await aWriter()
  const held = await server.hold(sendOf(writer, 'held'))
  const queued = await server.queue(sendOf(writer, 'waits'))

  const refused = await server.wire()
  const again = sendOf(writer, 'refused first')
  refused.write(again.whole)
  const answer = await refused.answer()
  expect(answer.status).toBe(429)
  expect(JSON.parse(answer.body)).toEqual({
    type: 'https://threadwell.example/problems/busy',
    title: 'The service is not available right now. Try again in a few minutes.',
    status: 429,
    code: 'busy',
  })
  const retryAfter = Number(/^retry-after: (\d+)$/m.exec(answer.head)?.[1])
  expect(retryAfter).toBeGreaterThanOrEqual(limits.busyRetrySeconds[0])
  expect(retryAfter).toBeLessThanOrEqual(limits.busyRetrySeconds[1])
  expect(answer.head).toMatch(/^content-type: application\/problem\+json/m)
  expect(answer.head).toMatch(/^connection: keep-alive$/im)
  expect(answer.head).not.toMatch(/^set-cookie/im)

  refused.write(sendOf(writer, 'refused', { 'accept-language': 'fr-CA,fr;q=0.9' }).whole)
  expect(JSON.parse((await refused.answer()).body).title).toMatch(/^Le service/)

  expect((await held.go()).status).toBe(200)
  expect((await queued.answer()).status).toBe(200)
  expect(await textsOf(writer)).not.toContain('refused first')
  refused.write(again.whole)
  expect((await refused.answer()).status).toBe(200)
  expect((await textsOf(writer)).slice(-3)).toEqual(['held', 'waits', 'refused first'])
  expect(await server.metric('threadwell_requests_total{line="first",decision="refused"}')).toBe(2)
})

test('while writing has to wait, reading goes on with little, searching is refused, and health and pages answer', async () => {
  const server = await aServer({ usual: { ...narrow, atOnce: 4 }, last: { ...narrow, atOnce: 4, waiting: 1 } })
  const writer = await aWriter()
  const search = () => bytesOf(api.search, writer.practice.nurse, { words: 'tablets' })
  expect((await server.ask(search())).status).toBe(200)
  const held = await server.hold(sendOf(writer, 'held'))
  const queued = await server.queue(sendOf(writer, 'waits'))

  const reading = bytesOf(api.readConversation, writer.practice.nurse, { conversationId: writer.conversationId })
  expect((await server.ask(reading)).status).toBe(200)
  for (const url of ['/healthz', '/']) {
    const wire = await server.wire()
    wire.write(`GET ${url} HTTP/1.1\r\nhost: localhost\r\n\r\n`)
    expect((await wire.answer()).status, url).not.toBe(429)
  }
  const slow = await server.wire()
  slow.write(search().head)
  await expect.poll(() => server.metric('threadwell_requests{line="last",state="inside"}')).toBe(1)
  const waiting = await server.queue(search(), 'last')
  expect((await server.ask(search())).status).toBe(429)

  expect((await held.go()).status).toBe(200)
  expect((await queued.answer()).status).toBe(200)
  // Nobody writes any more: the other places are there for searches again.
  expect((await waiting.answer()).status).toBe(200)
})

test('when writing took long a moment ago, searching makes room before anybody has to wait to write, and has its places back', async () => {
  const server = await aServer({ first: { ...narrow, slowMs: 0 }, last: { ...narrow, atOnce: 4 } })
  const writer = await aWriter()
  const search = () => bytesOf(api.search, writer.practice.nurse, { words: 'tablets' })
  const held = await server.wire()
  held.write(search().head)
  await expect.poll(() => server.metric('threadwell_requests{line="last",state="inside"}')).toBe(1)
  expect((await server.ask(search())).status).toBe(200)

  expect((await server.ask(sendOf(writer, 'takes long'))).status).toBe(200)
  const waiting = await server.queue(search(), 'last')
  expect((await waiting.answer()).status).toBe(200)
  await expect.poll(() => server.metric('threadwell_requests{line="last",state="inside"}')).toBe(1)
})

test.each([
  ['with a letter written as a number', '/%61pi/'],
  ['with the address of a host before it', 'http://localhost/api/'],
  ['with both', 'HTTP://localhost/a%70i/'],
])('an address %s stands in the same line', async (_name, beginning) => {
  const server = await aServer()
  const writer = await aWriter()
  const respelled = (text: string) => {
    const bytes = sendOf(writer, text)
    return { ...bytes, whole: bytes.whole.replace(' /api/', ` ${beginning}`) }
  }
  expect((await server.ask(respelled('it is the same call'))).status).toBe(200)
  const held = await server.hold(sendOf(writer, 'held'))
  const queued = await server.queue(sendOf(writer, 'waits'))
  expect((await server.ask(respelled('gets past nobody'))).status).toBe(429)
  expect((await held.go()).status).toBe(200)
  expect((await queued.answer()).status).toBe(200)
  expect((await textsOf(writer)).slice(-3)).toEqual(['it is the same call', 'held', 'waits'])
})

test('signing in stands where sending stands, and has places when every place for reading and searching is taken', async () => {
  const server = await aServer()
  const writer = await aWriter()
  const reading = bytesOf(api.search, writer.practice.nurse, { words: 'tablets' })
  const saving = bytesOf(api.saveRules, writer.practice.administrator, { rules: [] })
  for (const held of [reading, saving]) {
    const wire = await server.wire()
    wire.write(held.head)
  }
  await expect.poll(() => server.metric('threadwell_requests{line="usual",state="inside"}')).toBe(1)
  const password = { email: 'nobody@example.test', password: 'not the password of anybody' }
  const answer = await server.ask(bytesOf(api.signIn, anyone(house()), password))
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.status).toBeLessThan(500)
})

test('a practice that floods does not keep another out, however full its line is', async () => {
  const server = await aServer({ first: { ...narrow, waiting: 4 } })
  const [noisy, quiet] = [await aWriter(), await aWriter()]
  // Whose session it is, is learnt from an answer.
  for (const writer of [noisy, quiet]) {
    expect((await server.ask(sendOf(writer, 'before'))).status).toBe(200)
  }
  const held = await server.hold(sendOf(noisy, 'held'))
  const flood: Wire[] = []
  for (let count = 1; count <= 4; count++) {
    flood.push(await server.queue(sendOf(noisy, `flood ${count}`)))
  }
  expect((await server.ask(sendOf(noisy, 'flood 5'))).status).toBe(429)
  const wires = [await server.wire(), await server.wire()]
  wires.forEach((wire, at) => wire.write(sendOf(quiet, `quiet ${at}`).whole))
  // Its line is whole again: two of the flood had to go.
  expect(await Promise.all(flood.slice(2).map(async (wire) => (await wire.answer()).status))).toEqual([429, 429])
  expect((await held.go()).status).toBe(200)
  expect(await Promise.all([...wires, ...flood.slice(0, 2)].map(async (wire) => (await wire.answer()).status))).toEqual(
    [200, 200, 200, 200],
  )
})

test('somebody else’s cookie, or none that is true, takes no share of a practice', async () => {
  const server = await aServer({ first: { ...narrow, waiting: 2 } })
  const writer = await aWriter()
  expect((await server.ask(sendOf(writer, 'before'))).status).toBe(200)
  const held = await server.hold(sendOf(writer, 'held'))
  const forged = { ...writer.patient, as: { ...writer.patient.as, cookie: `__Host-sid=${'x'.repeat(43)}` } }
  const flood = [sendOf({ ...writer, patient: forged }, 'a'), sendOf({ ...writer, patient: forged }, 'b')]
  const wires = [await server.queue(flood[0] ?? sendOf(writer, '')), await server.queue(flood[1] ?? sendOf(writer, ''))]
  const mine = await server.wire()
  mine.write(sendOf(writer, 'mine').whole)
  expect((await wires[1]?.answer())?.status).toBe(429)
  expect((await held.go()).status).toBe(200)
  expect((await mine.answer()).status).toBe(200)
  expect((await wires[0]?.answer())?.status).toBe(401)
})

test('a proxy that asks is told whose practice an answered request was, and nobody else is', async () => {
  const server = await aServer()
  const writer = await aWriter()
  const asking = { 'tell-practice': '1' }
  const told = /^told-practice: (\S+)$/im
  const answer = await server.ask(sendOf(writer, 'asked', asking))
  expect([answer.status, told.exec(answer.head)?.[1]]).toEqual([200, writer.practice.id])
  expect((await server.ask(sendOf(writer, 'not asked'))).head).not.toMatch(told)
  const forged = { ...writer.patient, as: { ...writer.patient.as, cookie: `__Host-sid=${'x'.repeat(43)}` } }
  const refused = await server.ask(sendOf({ ...writer, patient: forged }, 'with no cookie that is true', asking))
  expect(refused.status).toBe(401)
  expect(refused.head).not.toMatch(told)
})

test('who sends its body slowly loses the place, and is answered when it has come', async () => {
  const server = await aServer({ first: { ...narrow, idleMs: 1 } })
  const writer = await aWriter()
  const slow = await server.hold(sendOf(writer, 'slow'))
  expect((await server.ask(sendOf(writer, 'quick'))).status).toBe(200)
  expect((await slow.go()).status).toBe(200)
  expect((await textsOf(writer)).slice(-2)).toEqual(['quick', 'slow'])
  await expect.poll(() => server.metric('threadwell_requests{line="first",state="inside"}')).toBe(0)
})

test('streams of changes keep no place once they are open', async () => {
  const server = await aServer()
  const { practice, patient, conversationId } = await aWriter()
  for (const person of [practice.nurse, practice.physician, patient]) {
    const stream = await server.stream(person)
    expect(stream.status).toBe(200)
    await stream.heard(1)
  }
  const answer = await server.ask(bytesOf(api.readConversation, practice.nurse, { conversationId }))
  expect(answer.status).toBe(200)
})

test('who hangs up while waiting leaves the line', async () => {
  const server = await aServer()
  const writer = await aWriter()
  const held = await server.hold(sendOf(writer, 'held'))
  const gone = await server.queue(sendOf(writer, 'gone'))
  gone.drop()
  await expect.poll(() => server.metric('threadwell_requests{line="first",state="waiting"}')).toBe(0)
  const next = await server.queue(sendOf(writer, 'next'))
  expect((await held.go()).status).toBe(200)
  expect((await next.answer()).status).toBe(200)
  expect((await textsOf(writer)).slice(-2)).toEqual(['held', 'next'])
})

test('who waits too long is told when to come back', async () => {
  const server = await aServer({ first: { ...narrow, waitMs: 1 } })
  const writer = await aWriter()
  const held = await server.hold(sendOf(writer, 'held'))
  const answer = await server.ask(sendOf(writer, 'in vain'))
  expect([answer.status, /^retry-after: \d$/m.test(answer.head)]).toEqual([429, true])
  expect((await held.go()).status).toBe(200)
})

test('refusals of other shapes: HEAD, an old version, a body that asks first, one without end, an upgrade', async () => {
  const server = await aServer({ first: { ...narrow, waiting: 0 }, usual: { ...narrow, waiting: 0 } })
  const writer = await aWriter()
  const held = await server.hold(sendOf(writer, 'held'))
  const saving = bytesOf(api.saveRules, writer.practice.administrator, { rules: [] })
  const keeps = await server.wire()
  keeps.write(saving.head)
  await expect.poll(() => server.metric('threadwell_requests{line="usual",state="inside"}')).toBe(1)

  const head = await server.wire()
  head.write('HEAD /api/account HTTP/1.1\r\nhost: localhost\r\n\r\n')
  expect(await head.answer({ isHead: true })).toMatchObject({ status: 429, body: '' })
  // No byte of a body came before the next answer.
  head.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n')
  expect((await head.answer()).status).toBe(200)

  const send = { ...writer.patient, input: { conversationId: writer.conversationId, messageId: uuidv7(), text: 'x' } }
  const old = await server.wire()
  old.write(bytesOf(api.sendMessage, send, send.input, { version: '1.0' }).whole)
  expect(await old.answer()).toMatchObject({ status: 429, head: expect.stringMatching(/^connection: close$/im) })
  await old.closed()

  const asks = await server.wire()
  asks.write(bytesOf(api.sendMessage, send, send.input, { headers: { expect: '100-continue' } }).head)
  expect((await asks.answer()).status).toBe(429)

  const endless = await server.wire()
  endless.write(
    `${sendOf(writer, 'x', { 'content-length': '', 'transfer-encoding': 'chunked' }).head.replace('content-length: \r\n', '')}4\r\nabcd\r\n`,
  )
  expect(await endless.answer()).toMatchObject({ status: 429, head: expect.stringMatching(/^connection: close$/im) })
  await endless.closed()

  const upgrade = await server.wire()
  upgrade.write(
    'GET /api/account HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\r\n',
  )
  expect((await upgrade.answer()).status).toBe(429)

  expect((await held.go()).status).toBe(200)
  // There is a place: now the same question is told to go on.
  const goesOn = await server.wire()
  const expecting = sendOf(writer, 'asked first', { expect: '100-continue' })
  goesOn.write(expecting.head)
  expect((await goesOn.answer()).status).toBe(100)
  goesOn.write(expecting.body)
  expect((await goesOn.answer()).status).toBe(200)
})
