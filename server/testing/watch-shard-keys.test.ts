// Promised: a statement of the product that is not tied to one practice fails the test file that caused it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contextKey, rolePassword } from '../access/key-encryption.ts'
import { type Database, openDatabase } from '../platform/db.ts'
import { testKek } from './cluster.ts'
import { testsOwn } from './in-practice.ts'
import { useTestHouse } from './test-house.ts'
import { watchShardKeys } from './watch-shard-keys.ts'
import { ownCluster } from './own-cluster.ts'

const house = useTestHouse()
let db: Database
// A pool of its own, so that the fault planted here is not held against this file.
beforeAll(() => {
  const { host, port } = ownCluster()
  const user = 'threadwell_app'
  const database = String(house().way.db.pool.options.database)
  const place = { host, port, database, user, password: rolePassword(testKek, user) }
  db = openDatabase(place, contextKey(testKek), { connections: 1 })
})
afterAll(() => db.close())

test('is found on a connection that was already open, and not when a test asks for itself', async () => {
  const everywhere = () => db.transact(null, (tx) => tx.selectFrom('topics').select('keyword').execute())
  await everywhere()
  const watched = watchShardKeys([db.pool])
  await testsOwn.run(true, everywhere)
  await watched.check()
  await everywhere()
  await expect(watched.check()).rejects.toThrow('topics: select "keyword" from "topics"')
})
