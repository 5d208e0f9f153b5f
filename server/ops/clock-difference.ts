import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Way } from '../access/enter.ts'

/**
 * Milliseconds by which the database's clock is ahead of this process's, at least: what the way there took is given to the clocks.
 * 0: nothing says that they differ.
 */
export async function clockDifferenceMs({ db, clock }: Pick<Way, 'db' | 'clock'>): Promise<number> {
  const before = clock()
  const { rows } = await db.transact(null, (tx) => sql<{ now: Date }>`select clock_timestamp() as now`.execute(tx))
  return aheadMs({ before, database: rows[0]?.now ?? before, after: clock() })
}

/** Between two looks at one clock there was one look at the other: it should lie between them. */
export function aheadMs({ before, database, after }: { before: Date; database: Date; after: Date }): number {
  const [from, to, at] = [before.getTime(), after.getTime(), database.getTime()]
  return at < from ? at - from : Math.max(0, at - to)
}

export function isClockRight(differenceMs: number): boolean {
  return Math.abs(differenceMs) <= limits.clockDifferenceMs
}

/** The worker's own look, for whoever reads its log: each line says it again for as long as it is so. Writes nothing. */
export async function compareClocks(way: Way): Promise<void> {
  const differenceMs = await clockDifferenceMs(way)
  if (!isClockRight(differenceMs)) {
    way.house.log.error({ databaseAheadMs: differenceMs }, 'the clocks of server and database differ')
  }
}
