// What is promised here: each kind of damage does what it says to real connections, and nothing else.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seededRandom } from '../../../bench/seeded.ts'
import { type Damage, seededDamage } from './damage.ts'
import { type FaultProxy, openProxy } from './proxy.ts'

let server: Server
let served: Socket[]
let proxy: FaultProxy

beforeEach(async () => {
  served = []
  // Sends back what it gets.
  server = createServer((socket) => {
    served.push(socket)
    socket.on('error', () => {}).pipe(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  proxy = await openProxy({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' })
})

afterEach(async () => {
  await proxy.close()
  served.forEach((socket) => socket.destroy())
  server.close()
})

/** A client that keeps what it hears: bytes, pieces with their times, and how the connection ended. */
async function openClient() {
  const socket = connect({ port: proxy.port, host: '127.0.0.1', noDelay: true })
  const heard = { bytes: 0, pieces: 0, text: '', error: '', isClosed: false }
  socket.on('data', (bytes) => {
    heard.bytes += bytes.length
    heard.pieces += 1
    heard.text += bytes.toString('latin1')
  })
  socket.on('error', (error: NodeJS.ErrnoException) => (heard.error = error.code ?? ''))
  socket.on('close', () => (heard.isClosed = true))
  await new Promise<void>((resolve) => socket.once('connect', resolve).once('close', () => resolve()))
  return { socket, heard }
}

async function damaged(damage: Damage) {
  proxy.plan = () => damage
  return openClient()
}

test('without damage, every byte passes both ways in order', async () => {
  const { socket, heard } = await openClient()
  const text = 'abcdefghij'.repeat(50_000)
  socket.end(text)
  await expect.poll(() => heard.isClosed).toBe(true)
  expect([heard.text === text, heard.error]).toEqual([true, ''])
})

test.each(['reset', 'end'] as const)('%s after n bytes: exactly n arrive', async (how) => {
  for (const afterBytes of [0, 1, 7, 999]) {
    const { socket, heard } = await damaged({ cut: { way: 'down', afterBytes, how } })
    socket.write('x'.repeat(1_000))
    await expect.poll(() => heard.isClosed).toBe(true)
    expect([heard.bytes, heard.error]).toEqual([afterBytes, how === 'reset' ? 'ECONNRESET' : ''])
  }
})

test('a cut on the way up: the server has n bytes, and both sides learn of it', async () => {
  const { socket, heard } = await damaged({ cut: { way: 'up', afterBytes: 5, how: 'reset' } })
  socket.write('x'.repeat(1_000))
  await expect.poll(() => heard.isClosed).toBe(true)
  await expect.poll(() => served[0]?.destroyed).toBe(true)
  expect(served[0]?.bytesRead).toBe(5)
})

test('silence: nothing passes any more, and neither side is told', async () => {
  const { socket, heard } = await damaged({ cut: { way: 'down', afterBytes: 4, how: 'silence' } })
  socket.write('12345678')
  await expect.poll(() => heard.bytes).toBe(4)
  socket.write('more')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect([heard.bytes, heard.isClosed, served[0]?.destroyed]).toEqual([4, false, false])
  socket.destroy()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(served[0]?.destroyed).toBe(false)
})

test('a delay holds back, and order is kept', async () => {
  const waits = [60, 0, 0]
  const { socket, heard } = await damaged({ delayMs: () => waits.shift() ?? 0 })
  const startedAt = performance.now()
  socket.write('first ')
  setTimeout(() => socket.write('second'), 20)
  await expect.poll(() => heard.text, { interval: 5 }).toBe('first second')
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(55)
})

test('split: small pieces; drip: with pauses; merge: what comes in a moment is one', async () => {
  const split = await damaged({ splitBytes: 10, dripMs: 2 })
  split.socket.write('x'.repeat(100))
  await expect.poll(() => split.heard.bytes).toBe(100)
  expect(split.heard.pieces).toBeGreaterThan(5)

  const merged = await damaged({ mergeMs: 60 })
  for (let count = 0; count < 10; count++) {
    merged.socket.write('x'.repeat(10))
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  await expect.poll(() => merged.heard.bytes).toBe(100)
  expect(merged.heard.pieces).toBeLessThan(4)
})

test('all at once: reset, silence, and refusal of new ones', async () => {
  const first = await openClient()
  proxy.resetAll()
  await expect.poll(() => first.heard.error).toBe('ECONNRESET')

  const second = await openClient()
  second.socket.write('a')
  await expect.poll(() => second.heard.bytes).toBe(1)
  proxy.silenceAll()
  second.socket.write('b')
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect([second.heard.bytes, second.heard.isClosed]).toEqual([1, false])

  proxy.isRefusing = true
  const third = await openClient()
  await expect.poll(() => third.heard.isClosed).toBe(true)
  expect(proxy.count).toBe(3)
})

test('the same seed gives the same damage, and every kind is met', () => {
  const draw = (seed: number) => {
    const random = seededRandom(seed)
    return Array.from({ length: 200 }, () => seededDamage(random, { delayMs: 200, bytes: 5_000 }))
  }
  const kinds = draw(7).map((damage) => Object.keys(damage).join(' '))
  expect(JSON.stringify(draw(7))).toBe(JSON.stringify(draw(7)))
  expect(JSON.stringify(draw(7))).not.toBe(JSON.stringify(draw(8)))
  expect(new Set(kinds)).toEqual(new Set(['', 'delayMs', 'cut', 'splitBytes dripMs', 'splitBytes mergeMs']))
  expect(new Set(draw(7).flatMap(({ cut }) => cut?.how ?? []))).toEqual(new Set(['reset', 'end', 'silence']))
})
