import type pg from 'pg'
import { limits } from '../../shared/limits.ts'

/** Every connection is held by somebody who does not get on. The caller comes back. */
export class PoolHeldError extends Error {
  override name = 'PoolHeldError'
  readonly code = 'pool-held'
}

/**
 * Lends the pool's connections. Who finds them all lent waits in the pool's line, as long as the pool says; but when hardly any
 * has changed hands for `heldMs`, as behind a lock that everybody needs, more waiting is in vain and only keeps the caller. While
 * connections are being opened, as when the database is changed over, nobody is sent away for that.
 */
export function createLender(pool: pg.Pool, heldMs: number): () => Promise<pg.PoolClient> {
  const { max } = pool.options
  const lent = new Set<pg.PoolClient>()
  /** When the last few were lent, the oldest first. */
  const lentAtMs: number[] = Array.from({ length: Math.ceil(max / limits.databaseHeldShare) }, () => 0)
  pool.on('release', (_error, client) => lent.delete(client))

  const note = (client: pg.PoolClient): void => {
    lent.add(client)
    lentAtMs.push(performance.now())
    lentAtMs.shift()
  }
  const isHeld = (): boolean => lent.size >= max && (lentAtMs[0] ?? 0) < performance.now() - heldMs

  return async () => {
    const mayHaveToWait = pool.idleCount <= pool.waitingCount
    const lending = pool.connect()
    if (!mayHaveToWait) {
      const client = await lending
      note(client)
      return client
    }
    return await new Promise((resolve, reject) => {
      let isOver = false
      const look = (): void => {
        if (!isOver && isHeld()) {
          isOver = true
          reject(new PoolHeldError('every connection of the pool is held'))
        }
        if (!isOver) {
          timer = setTimeout(lookSoon, limits.databaseHeldTickMs)
        }
      }
      // A process that was busy itself reads first what the database has answered meanwhile.
      const lookSoon = (): void => void setImmediate(look)
      let timer = setTimeout(lookSoon, heldMs)
      const take = (client: pg.PoolClient): void => {
        if (isOver) {
          client.release()
          return
        }
        isOver = true
        clearTimeout(timer)
        note(client)
        resolve(client)
      }
      const giveUp = (error: unknown): void => {
        isOver = true
        clearTimeout(timer)
        reject(error)
      }
      lending.then(take, giveUp)
    })
  }
}
