// No single change to a sealed log goes unseen, wherever it is made; and a verification keeps to its contract with the
// source: every reader it opened is closed, and rows out of order are the source's fault, not damage.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arraySource } from './array-source.ts'
import type { LogRows } from './array-source.ts'
import type { AuditSource } from './audit-source.ts'
import { copyOf, idOf, keyOf, origin, payloadOf, sealedAt, sealedLog } from './sealed-log.fixture.ts'
import { rawPublicKey } from '../platform/transparency/signed-note.ts'
import { verifyPractice } from './verify.ts'

const honest = sealedLog(21, { every: 4 })

/** Any number becomes a place in the array. */
const pick = <T>(items: T[], n: number): T => {
  const item = items[n % items.length]
  if (item === undefined) {
    throw new Error('no rows')
  }
  return item
}

const changes: Record<string, (log: LogRows, i: number, j: number) => void> = {
  'a bit of a payload': ({ events }, i, j) => changeBit(pick(events, i), 'payload', j),
  'a bit of a leaf': ({ leaves }, i, j) => changeBit(pick(leaves, i), 'leaf', j),
  'a bit of a root': ({ checkpoints }, i, j) => changeBit(pick(checkpoints, i), 'root', j),
  'a character of a note': ({ checkpoints }, i, j) => {
    const row = pick(checkpoints, i)
    const place = j % row.note.length
    const other = row.note[place] === 'A' ? 'B' : 'A'
    row.note = row.note.slice(0, place) + other + row.note.slice(place + 1)
  },
  "a checkpoint's size": ({ checkpoints }, i) => (pick(checkpoints, i).size += 1),
  "an event's id": ({ events }, i) => (pick(events, i).id = idOf(999)),
  "a leaf's event": ({ leaves }, i) => (pick(leaves, i).eventId = idOf(999)),
  "a leaf's index": ({ leaves }, i, j) => (pick(leaves, i).index += 1 + (j % leaves.length)),
  'an event gone': ({ events }, i) => events.splice(i % events.length, 1),
  'a leaf gone': ({ leaves }, i) => leaves.splice(i % leaves.length, 1),
  'the last checkpoint gone': ({ checkpoints }) => checkpoints.pop(),
  'an event more': ({ events }, i) => {
    const at = new Date(sealedAt.getTime() - i)
    events.push({ id: idOf(999), at, payload: payloadOf(999, at) })
  },
  'an event twice': ({ events }, i) => events.push({ ...pick(events, i) }),
  'a leaf twice': ({ leaves }, i) => leaves.push({ ...pick(leaves, i) }),
  'a leaf twice, at the end': ({ leaves }, i) => leaves.push({ ...pick(leaves, i), index: leaves.length }),
  'the events of two leaves exchanged': ({ leaves }, i, j) => exchange(leaves, 'eventId', i, j),
  'two leaves exchanged': ({ leaves }, i, j) => exchange(leaves, 'index', i, j),
  'two payloads exchanged': ({ events }, i, j) => exchange(events, 'payload', i, j),
}

describe('any single change', () => {
  it.each(Object.entries(changes))('is found: %s', async (_name, change) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), async (i, j) => {
        const log = copyOf(honest)
        change(log, i, j)
        const report = await verify(arraySource(log))
        expect(report.exitCode).toBeGreaterThan(0)
        expect(report.firstBadIndex ?? 0).toBeLessThanOrEqual(21)
      }),
      { numRuns: 40 },
    )
  })

  it('is found at the entry itself, also when every row stands in another order', async () => {
    const indexes = [...honest.events.keys()]
    const order = fc.shuffledSubarray(indexes, { minLength: indexes.length })
    await fc.assert(
      fc.asyncProperty(order, fc.constantFrom(...indexes), async (places, index) => {
        const log = copyOf(honest)
        changeBit(pick(log.events, index), 'payload', 5)
        const events = places.map((place) => pick(log.events, place))
        const source = { ...arraySource(log), events: () => each(events) }
        expect(await verify(source)).toMatchObject({ verdict: 'altered', firstBadIndex: index })
      }),
      { numRuns: 40 },
    )
  })
})

describe('a source', () => {
  it('has each of its readers closed, also when one of them breaks', async () => {
    const open = new Set<string>()
    const source = arraySource(honest)
    async function* broken(): AsyncGenerator<never> {
      yield await Promise.reject(new Error('connection lost'))
    }
    const watched: AuditSource = {
      events: () => watch('events', source.events(), open),
      leaves: () => watch('leaves', source.leaves(), open),
      checkpoints: () => watch('checkpoints', source.checkpoints(), open),
    }
    for (const reader of ['events', 'leaves', 'checkpoints'] as const) {
      await expect(verify({ ...watched, [reader]: broken })).rejects.toThrow('connection lost')
      expect([...open]).toEqual([])
    }
  })

  it('that gives checkpoints out of order is refused', async () => {
    const checkpoints = honest.checkpoints.toReversed()
    const source = { ...arraySource(honest), checkpoints: () => each(checkpoints) }
    await expect(verify(source)).rejects.toThrow('by size')
  })

  it('without content hashes cannot be verified in depth', async () => {
    const { events, leaves, checkpoints } = arraySource(honest)
    await expect(verify({ events, leaves, checkpoints }, true)).rejects.toThrow('content hashes')
  })
})

function verify(source: AuditSource, deep = false): ReturnType<typeof verifyPractice> {
  const now = new Date(sealedAt.getTime() + 3_600_000)
  return verifyPractice(source, { origin, publicKeys: [rawPublicKey(keyOf(1))], now, deep })
}

function changeBit<K extends string>(row: Record<K, Buffer>, column: K, bit: number): void {
  const bytes = Buffer.from(row[column])
  const place = Math.floor(bit / 8) % bytes.length
  bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << (bit % 8)), place)
  row[column] = bytes
}

/** Exchanges one column of two rows, never of one with itself. */
function exchange<T, K extends keyof T>(rows: T[], column: K, i: number, j: number): void {
  const one = pick(rows, i)
  const other = pick(rows, i + 1 + (j % (rows.length - 1)))
  ;[one[column], other[column]] = [other[column], one[column]]
}

async function* watch<T>(name: string, items: AsyncIterable<T>, open: Set<string>): AsyncGenerator<T> {
  open.add(name)
  try {
    yield* items
  } finally {
    open.delete(name)
  }
}

async function* each<T>(items: T[]): AsyncGenerator<T> {
  yield* items
}
