import pg from 'pg'
import type { TestHouse } from './test-house.ts'
import { ownCluster } from './own-cluster.ts'

/** What comes of `work` while the database takes no entry into any log. */
export async function withFullLog<T>(house: TestHouse, work: () => Promise<T>): Promise<T> {
  const owner = new pg.Client({ ...ownCluster(), database: String(house.way.db.pool.options.database) })
  await owner.connect()
  try {
    await owner.query('alter table audit_events add constraint is_full check (false) not valid')
    return await work()
  } finally {
    await owner.query('alter table audit_events drop constraint is_full')
    await owner.end()
  }
}
