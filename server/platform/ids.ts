import assert from 'node:assert/strict'
import { fewRandomBytes } from './crypto/random.ts'

/**
 * A new UUIDv7 (RFC 9562), greater than every one this process made before.
 *
 * The 12 bits after the time are a counter with a random start (RFC 9562, 6.2, method 1). When the clock stands still,
 * goes back, or the counter is full, the time in the id runs ahead of the clock, so that order never breaks.
 */
export function uuidv7(now: Date = new Date()): string {
  const nowMs = now.getTime()
  assert(nowMs >= 0 && nowMs <= latestMs, 'a UUIDv7 holds a time of 48 bits')
  if (nowMs > last.ms) {
    last = { ms: nowMs, counter: randomStart() }
  } else if (last.counter < counterMax) {
    last = { ms: last.ms, counter: last.counter + 1 }
  } else {
    last = { ms: last.ms + 1, counter: randomStart() }
  }
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(last.ms, 0, 6)
  bytes.writeUInt16BE(0x7000 | last.counter, 6)
  fewRandomBytes(8).copy(bytes, 8)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
  return bytesToUuid(bytes)
}

/** Not after any id that was made at this time or later. */
export function firstIdAt(at: Date): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(at.getTime(), 0, 6)
  bytes.writeUInt16BE(0x7000, 6)
  bytes.writeUInt8(0x80, 8)
  return bytesToUuid(bytes)
}

/** When an id was made: the time of whoever made it. */
export function timeOfId(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16))
}

/** Whether the value is a UUIDv7 in its one written form: lower case, with hyphens. */
export function isUuidv7(value: unknown): value is string {
  return typeof value === 'string' && uuidv7Form.test(value)
}

/** The 16 bytes of a UUID of any version. */
export function uuidToBytes(uuid: string): Buffer {
  assert(uuidForm.test(uuid), 'not a UUID')
  return Buffer.from(uuid.replaceAll('-', ''), 'hex')
}

/** The written form, lower case, of a UUID's 16 bytes. */
export function bytesToUuid(bytes: Uint8Array): string {
  assert(bytes.length === 16, 'a UUID has 16 bytes')
  const hex = Buffer.from(bytes).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

const latestMs = 2 ** 48 - 1
const counterMax = 0xfff
const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const uuidv7Form = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const before = { ms: -1, counter: counterMax }
let last = before
/** For a clock that begins anew: ids follow it again, and are no longer greater than all before. No running server may do this. */
export function startIdsAnew(): void {
  last = before
}

/** The top bit stays free, so that at least 2,048 ids fit in one millisecond. */
function randomStart(): number {
  return fewRandomBytes(2).readUInt16BE() & 0x7ff
}
