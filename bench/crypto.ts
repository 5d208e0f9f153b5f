import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto'
import { type Key, openText, type Place, seal } from '../server/platform/crypto/envelope.ts'
import type { Bench } from './bench.ts'
import { type Figure, median } from './figures.ts'

const contentBytes = 1_000

/** Sealing and opening a thousand bytes, held against bare AES-256-GCM of the same bytes by the same library. */
export const crypto: Bench = async (how) => {
  const key: Key = { no: 1, bytes: randomBytes(32) }
  const place: Place = { practiceId: randomUUID(), table: 1, column: 1, rowId: randomUUID(), rowVersion: 1 }
  const content = 'x'.repeat(contentBytes)
  const envelope = seal(key, place, content)
  const bare = bareSeal(key.bytes, content)
  const times = { seal: [], bareSeal: [], open: [], bareOpen: [] } as Record<string, number[]>
  const measure = (name: string, act: () => unknown) => times[name]?.push(microseconds(act, how.seconds * 100))
  // Once before it counts: the first calls are compiled.
  for (let round = 0; round <= how.rounds; round++) {
    if (round === 1) {
      Object.values(times).forEach((list) => list.splice(0))
    }
    measure('seal', () => seal(key, place, content))
    measure('bareSeal', () => bareSeal(key.bytes, content))
    measure('open', () => openText(key, place, envelope))
    measure('bareOpen', () => bareOpen(key.bytes, bare))
  }
  return [figureOf('seal', times['seal'], times['bareSeal']), figureOf('open', times['open'], times['bareOpen'])]
}

/** Time for one call: the higher the ratio, the more the envelope costs beyond its cipher. */
function figureOf(act: string, ours: number[] = [], limits: number[] = []): Figure {
  const ratios = ours.map((value, at) => value / (limits[at] ?? Number.NaN))
  return {
    figure: `crypto, ${act} ${contentBytes} bytes`,
    value: median(ours),
    unit: 'µs',
    limit: median(limits),
    ratio: median(ratios),
    note: 'against bare AES-256-GCM',
  }
}

function microseconds(act: () => unknown, forMs: number): number {
  const startedAt = performance.now()
  let calls = 0
  while (performance.now() - startedAt < forMs) {
    for (let count = 0; count < 100; count++) {
      act()
    }
    calls += 100
  }
  return ((performance.now() - startedAt) * 1_000) / calls
}

type Bare = { iv: Buffer; text: Buffer; tag: Buffer }

function bareSeal(key: Buffer, content: string): Bare {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const text = Buffer.concat([cipher.update(content, 'utf8'), cipher.final()])
  return { iv, text, tag: cipher.getAuthTag() }
}

function bareOpen(key: Buffer, { iv, text, tag }: Bare): string {
  const decipher = createDecipheriv('aes-256-gcm', key, iv)
  decipher.setAuthTag(tag)
  return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
}
