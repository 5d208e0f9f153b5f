import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { startFakeClamd, type FakeClamd } from '../testing/fake-clamd.ts'
import { scanWithClamd } from './clamd.ts'

// A file is called clean only when the scanner said so, whatever else happens on the way.

let clamd: FakeClamd | undefined

afterEach(async () => {
  await clamd?.stop()
  clamd = undefined
})

async function* chunks(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    yield Buffer.from(part)
  }
}

test('a file without a known signature is clean, and every byte reached the scanner', async () => {
  clamd = await startFakeClamd({ signature: 'harmful' })
  const file = Buffer.alloc(3_000_000, 'harmless ')
  const parts = Array.from({ length: 30 }, (_, i) => file.subarray(i * 100_000, (i + 1) * 100_000))
  expect(await scanWithClamd(clamd.address, chunks('', ...parts, ''))).toBe('clean')
  expect(clamd.received().equals(file)).toBe(true)
})

test('a signature that lies across two chunks is found', async () => {
  clamd = await startFakeClamd({ signature: 'harmful' })
  expect(await scanWithClamd(clamd.address, chunks('some harm', 'ful bytes'))).toEqual({ infected: true })
})

test('a file over the scanner’s own limit is not called clean, and the rest of it is not sent', async () => {
  clamd = await startFakeClamd({ streamMaxBytes: 1_000_000 })
  let sent = 0
  async function* endless() {
    for (; sent < 2_000; sent += 1) {
      yield Buffer.alloc(100_000)
    }
  }
  expect(await scanWithClamd(clamd.address, endless())).toEqual({ unavailable: 'over-scanner-limit' })
  expect(sent).toBeLessThan(200)
})

test.for([
  ['an error', 'Can not allocate memory ERROR\0', 'bad-answer'],
  ['an OK that is not about the stream', 'OK\0', 'bad-answer'],
  ['an OK after other words', 'warning, stream: OK\0', 'bad-answer'],
  ['an endless line', 'stream: '.padEnd(5_000, 'x'), 'bad-answer'],
  ['half an answer', 'stream: O', 'unreachable'],
  ['nothing before hanging up', '', 'unreachable'],
] as const)('%s is no answer', async ([, say, unavailable]) => {
  clamd = await startFakeClamd({ say })
  expect(await scanWithClamd(clamd.address, chunks('some bytes'))).toEqual({ unavailable })
})

test('a scanner that does not answer in time is away', async () => {
  clamd = await startFakeClamd({ mute: true })
  expect(await scanWithClamd(clamd.address, chunks('some bytes'), 100)).toEqual({ unavailable: 'timeout' })
})

test('nobody listening is away, by port and by socket path', async () => {
  clamd = await startFakeClamd({})
  const { address } = clamd
  await clamd.stop()
  clamd = undefined
  expect(await scanWithClamd(address, chunks('some bytes'))).toEqual({ unavailable: 'unreachable' })
  expect(await scanWithClamd({ socketPath: '/nowhere/clamd.ctl' }, chunks('some bytes'))).toEqual({
    unavailable: 'unreachable',
  })
})

test('a scanner that goes away in the middle is away', async () => {
  clamd = await startFakeClamd({})
  const { stop, address } = clamd
  clamd = undefined
  async function* interrupted() {
    yield Buffer.alloc(100_000)
    await pause(50)
    await stop()
    yield Buffer.alloc(100_000)
    await pause(50)
    yield Buffer.alloc(100_000)
  }
  expect(await scanWithClamd(address, interrupted())).toEqual({ unavailable: 'unreachable' })
})

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.alloc(10)
  throw new Error('the file does not open')
}

test('a file that cannot be read is the caller’s error, not the scanner’s', async () => {
  clamd = await startFakeClamd({})
  await expect(scanWithClamd(clamd.address, broken())).rejects.toThrow('the file does not open')
})
