import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { TestHouse } from './test-house.ts'
import { ownCluster } from './own-cluster.ts'

/** Nobody reads this table until it is lifted: those who come to it go on together. */
export async function aBarrier(house: TestHouse, table: 'messages' | 'consults') {
  const owner = new pg.Client({ ...ownCluster(), database: String(house.way.db.pool.options.database) })
  await owner.connect()
  await owner.query('begin')
  await owner.query(`lock table ${table} in access exclusive mode`)
  const waiting = async () => {
    const { rows } = await owner.query<{ count: number }>(`select count(*)::int as count from pg_locks
      where not granted and (database = (select oid from pg_database where datname = current_database()) or database is null)`)
    return rows[0]?.count ?? 0
  }
  return {
    /** Until so many transactions wait, or the request has ended. */
    async untilWaiting(count: number, request: Promise<unknown> = new Promise(() => {})): Promise<void> {
      let hasEnded = false
      const end = () => (hasEnded = true)
      void request.then(end, end)
      while (!hasEnded && (await waiting()) < count) {
        await wait(5)
      }
    },
    async lift(): Promise<void> {
      await owner.query('commit')
      await owner.end()
    },
  }
}
