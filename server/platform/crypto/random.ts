import { randomFillSync } from 'node:crypto'

/**
 * The next random bytes of the system's generator, a few at a time: asking it costs the same for two as for thousands. For
 * what stands open beside what it makes unique (ids, nonces), never for a key or a token. The caller copies what it keeps.
 */
export function fewRandomBytes(count: number): Buffer {
  if (pool.used + count > pool.bytes.length) {
    randomFillSync(pool.bytes)
    pool.used = 0
  }
  const taken = pool.bytes.subarray(pool.used, pool.used + count)
  pool.used += count
  return taken
}

const pool = { bytes: Buffer.alloc(4_096), used: 4_096 }
