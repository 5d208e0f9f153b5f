// Whatever is done to a practice's log, verification finds it, calls it by its name, and points at the first bad entry.
// The log: 30 entries, a checkpoint after 8, 16, 24 and 30, all a minute apart and long past the grace time.
import { describe, expect, it } from 'vitest'
import { arraySource } from './array-source.ts'
import type { LogRows } from './array-source.ts'
import { signCheckpoint } from './checkpoint.ts'
import { leafHash } from '../platform/transparency/merkle.ts'
import {
  at,
  copyOf,
  idOf,
  keyOf,
  origin,
  payloadOf,
  relay,
  rewrite,
  sealAll,
  sealedAt,
  sealedLog,
  witnessOf,
} from './sealed-log.fixture.ts'
import { rawPublicKey } from '../platform/transparency/signed-note.ts'
import type { Verdict } from './verify-findings.ts'
import { verifyPractice } from './verify.ts'
import type { VerifyOptions, VerifyReport } from './verify.ts'

type Tampering = [name: string, tamper: (log: LogRows) => unknown, verdict: Verdict, firstBadIndex: number | null]
const honest = sealedLog(30)
const witness = witnessOf(honest)
const exitCodes = { ok: 0, altered: 1, missing: 2, fork: 3, signature: 4, unsealed: 5, 'content-mismatch': 6 }

describe('an honest log', () => {
  it('verifies, in the table, against its witness, and in depth', async () => {
    const report = await verify(honest, { witness, deep: true, isKnown: true })
    expect(report).toMatchObject({ verdict: 'ok', exitCode: 0, firstBadIndex: null, findings: [] })
    const counts = { events: 30, leaves: 30, checkpoints: 4, witnessCheckpoints: 4, waitingForSeal: 0, contents: 30 }
    expect(report.counts).toEqual(counts)
    expect(report.verified).toEqual({ size: 30, root: honest.checkpoints.at(-1)?.root.toString('base64') })
    expect(report.lines.at(-1)).toBe('verdict: ok')
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  })

  it.each([0, 1, 2, 7, 8, 9, 31, 64])('of %i entries verifies', async (size) => {
    const log = sealedLog(size)
    expect(await verify(log, { ...(size > 0 && { witness: witnessOf(log) }) })).toMatchObject({ verdict: 'ok' })
  })

  it('verifies whatever order its events come in', async () => {
    const source = arraySource(honest)
    const events = honest.events.toSorted((a, b) => Buffer.compare(leafHash(a.payload), leafHash(b.payload)))
    const shuffled = { ...source, events: () => arraySource({ ...honest, leaves: [], events }).events() }
    expect(await verifyPractice(shuffled, options())).toMatchObject({ verdict: 'ok', counts: { events: 30 } })
  })

  it('verifies with new events that wait for their seal, 30 seconds at most', async () => {
    const log = copyOf(honest)
    log.events.push({ id: idOf(30), at: sealedAt, payload: payloadOf(30, sealedAt) })
    const waiting = await verify(log, { now: new Date(sealedAt.getTime() + 30_000) })
    expect(waiting).toMatchObject({ verdict: 'ok', counts: { waitingForSeal: 1 } })
    const overdue = await verify(log, { now: new Date(sealedAt.getTime() + 30_001) })
    expect(overdue).toMatchObject({ verdict: 'unsealed', counts: { waitingForSeal: 0 } })
    const early = await verify(log, { now: new Date(sealedAt.getTime() - 30_001) })
    expect(early).toMatchObject({ verdict: 'unsealed' })
  })

  it('verifies when a key was replaced, as long as the retired one is known', async () => {
    const log = copyOf(honest)
    log.checkpoints.splice(2, 2, ...sealAll(log, { key: keyOf(2) }).slice(2))
    const both = [keyOf(1), keyOf(2)].map((key) => rawPublicKey(key))
    expect(await verify(log, { publicKeys: both })).toMatchObject({ verdict: 'ok' })
    expect(await verify(log)).toMatchObject({ verdict: 'signature' })
  })
})

const tamperings: Tampering[] = [
  ['1 change a payload', (log) => rewrite(log, 12), 'altered', 12],
  ['2 change a leaf', (log) => (at(log.leaves, 12).leaf = leafHash(Buffer.of(1))), 'altered', 12],
  ['3 delete a sealed event', (log) => log.events.splice(12, 1), 'missing', 12],
  [
    '4 delete the last entry',
    (log) => {
      log.events.pop()
      log.leaves.pop()
    },
    'missing',
    29,
  ],
  ['5 swap two entries', (log) => swapLeaves(log, 9, 13), 'altered', 8],
  [
    '6 insert a back-dated event',
    (log) => {
      const past = new Date(sealedAt.getTime() - 900_000)
      log.events.push({ id: idOf(99), at: past, payload: payloadOf(99, past) })
    },
    'unsealed',
    null,
  ],
  ['7 enter an event a second time', (log) => log.leaves.push({ ...at(log.leaves, 12), index: 30 }), 'altered', 30],
]

const tamperingsForWitness: Tampering[] = [
  ['8 cut off the tail and its checkpoints', (log) => keepFirst(log, 16), 'missing', 16],
  [
    '9 write a second history and sign it with the stolen key',
    (log) => {
      rewrite(log, 12)
      relay(log)
      log.checkpoints = sealAll(log)
    },
    'fork',
    8,
  ],
  [
    '10 restore an old backup and go on',
    (log) => {
      keepFirst(log, 16)
      const later = sealedLog(40)
      log.events.push(...later.events.slice(16))
      log.leaves.push(...later.leaves.slice(16))
      log.checkpoints = sealAll(log)
    },
    'fork',
    16,
  ],
]

describe('the tamper suite', () => {
  it.each(tamperings)('%s', async (_name, tamper, verdict, firstBadIndex) => {
    await expectFound(tamper, {}, { verdict, firstBadIndex })
  })

  it.each(tamperingsForWitness)('%s: only a witness shows it', async (_name, tamper, verdict, firstBadIndex) => {
    expect(await verify(tampered(tamper))).toMatchObject({ verdict: 'ok' })
    await expectFound(tamper, { witness }, { verdict, firstBadIndex })
  })

  it('11 alter a message row with a valid key: only a deep verification shows it', async () => {
    const tamper = (log: LogRows): unknown => (at(log.contents, 12).stored = leafHash(Buffer.of(1)))
    expect(await verify(tampered(tamper))).toMatchObject({ verdict: 'ok' })
    const report = await expectFound(tamper, { deep: true }, { verdict: 'content-mismatch', firstBadIndex: null })
    expect(report.lines[0]).toContain(idOf(12))
  })

  it('12 drop a whole practice: the witness or the list of practices shows it', async () => {
    const tamper = (log: LogRows): void => keepFirst(log, 0)
    expect(await verify(tampered(tamper))).toMatchObject({ verdict: 'ok' })
    await expectFound(tamper, { witness }, { verdict: 'missing', firstBadIndex: 0 })
    await expectFound(tamper, { isKnown: true }, { verdict: 'missing', firstBadIndex: 0 })
  })
})

describe('other forms of the same tamperings', () => {
  const variants: Tampering[] = [
    ['a payload and its leaf are changed', (log) => void (rewrite(log, 12), relay(log)), 'altered', 8],
    ['payloads of two events are swapped', (log) => swapPayloads(log, 9, 13), 'altered', 9],
    [
      'an event and its leaf are deleted',
      (log) => void (log.events.splice(12, 1), log.leaves.splice(12, 1)),
      'missing',
      12,
    ],
    [
      'an event and its leaf are deleted, and the leaves numbered anew',
      (log) => {
        log.events.splice(12, 1)
        log.leaves.splice(12, 1)
        relay(log)
      },
      'missing',
      8,
    ],
    ['the first event is deleted', (log) => log.events.shift(), 'missing', 0],
    ['all events are deleted', (log) => (log.events = []), 'missing', 0],
    ['all rows but the checkpoints are deleted', (log) => void ((log.events = []), (log.leaves = [])), 'missing', 0],
    ['an entry is put in between, and the leaves numbered anew', (log) => insertAt(log, 12), 'altered', 8],
    [
      'a leaf is put at a taken index',
      (log) => log.leaves.push({ ...at(log.leaves, 12), eventId: idOf(99) }),
      'missing',
      12,
    ],
    ['a leaf with an event of its own is put at a taken index', (log) => addLeafAt(log, 12), 'altered', 12],
    ['an event row is copied', (log) => log.events.push({ ...at(log.events, 12) }), 'altered', 12],
    ['an entry is added without a checkpoint', (log) => addLeafAt(log, 30), 'unsealed', 30],
    ['the last checkpoint is deleted', (log) => log.checkpoints.pop(), 'unsealed', 24],
    ['a leaf is cut short', (log) => (at(log.leaves, 12).leaf = Buffer.of(1)), 'altered', 12],
    ['content is deleted', (log) => (at(log.contents, 3).stored = null), 'content-mismatch', null],
  ]
  it.each(variants)('%s', async (_name, tamper, verdict, firstBadIndex) => {
    await expectFound(tamper, { deep: true }, { verdict, firstBadIndex })
  })
})

describe('a gap in the tree', () => {
  it('is one finding: the roots behind it cannot be judged, and are not called wrong', async () => {
    const report = await verify(tampered((log) => void (log.events.splice(15, 1), log.leaves.splice(15, 1))))
    expect(report.findings).toMatchObject([{ kind: 'leaf-gone', count: 1, firstIndex: 15 }])
    expect(report.verified).toMatchObject({ size: 8 })
  })
})

describe('several kinds of damage', () => {
  it('give the verdict of the most serious, and every finding', async () => {
    const steps: [Verdict, (log: LogRows) => void][] = [
      ['unsealed', (log) => addLeafAt(log, 30)],
      ['content-mismatch', (log) => (at(log.contents, 3).stored = null)],
      ['altered', (log) => rewrite(log, 12)],
      ['missing', (log) => log.events.splice(20, 1)],
      ['signature', (log) => (at(log.checkpoints, 1).note = '')],
      ['fork', (log) => log.checkpoints.push(sealWith(8, leafHash(Buffer.of())))],
    ]
    const log = copyOf(honest)
    for (const [i, [verdict, tamper]] of steps.entries()) {
      tamper(log)
      const report = await verify(log, { deep: true })
      expect(report).toMatchObject({ verdict, exitCode: exitCodes[verdict] })
      expect(report.findings.map(({ damage }) => damage)).toEqual(
        steps
          .slice(0, i + 1)
          .map(([damage]) => damage)
          .toReversed(),
      )
    }
  })
})

async function expectFound(
  tamper: (log: LogRows) => unknown,
  more: Partial<VerifyOptions>,
  { verdict, firstBadIndex }: { verdict: Verdict; firstBadIndex: number | null },
): Promise<VerifyReport> {
  const report = await verify(tampered(tamper), more)
  expect(report).toMatchObject({ verdict, exitCode: exitCodes[verdict], firstBadIndex })
  expect(report.lines.at(-1)).toBe(`verdict: ${verdict}`)
  return report
}

function verify(log: LogRows, more: Partial<VerifyOptions> = {}): Promise<VerifyReport> {
  return verifyPractice(arraySource(log), options(more))
}

function options(more: Partial<VerifyOptions> = {}): VerifyOptions {
  const now = new Date(sealedAt.getTime() + 3_600_000)
  return { origin, publicKeys: [rawPublicKey(keyOf(1))], now, ...more }
}

function tampered(tamper: (log: LogRows) => unknown): LogRows {
  const log = copyOf(honest)
  tamper(log)
  return log
}

function swapLeaves(log: LogRows, i: number, j: number): void {
  const [a, b] = [at(log.leaves, i), at(log.leaves, j)]
  ;[a.index, b.index] = [b.index, a.index]
}

function swapPayloads(log: LogRows, i: number, j: number): void {
  const [a, b] = [at(log.events, i), at(log.events, j)]
  ;[a.payload, b.payload] = [b.payload, a.payload]
}

function keepFirst(log: LogRows, size: number): void {
  log.events.splice(size)
  log.leaves.splice(size)
  log.checkpoints = log.checkpoints.filter((checkpoint) => checkpoint.size <= size)
}

function insertAt(log: LogRows, index: number): void {
  const payload = payloadOf(99, sealedAt)
  log.events.push({ id: idOf(99), at: sealedAt, payload })
  log.leaves.splice(index, 0, { index, eventId: idOf(99), leaf: leafHash(payload) })
  relay(log)
}

/** An entry that no checkpoint covers, placed at the index. */
function addLeafAt(log: LogRows, index: number): void {
  const payload = payloadOf(99, sealedAt)
  log.events.push({ id: idOf(99), at: sealedAt, payload })
  log.leaves.push({ index, eventId: idOf(99), leaf: leafHash(payload) })
}

function sealWith(size: number, root: Buffer): LogRows['checkpoints'][number] {
  return { size, root, note: signCheckpoint({ origin, size, root }, keyOf(1)) }
}
