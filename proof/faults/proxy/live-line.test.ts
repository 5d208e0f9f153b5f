// What is promised here: whatever happens to the line on which hints are heard, it is one line again afterwards, and
// everybody is told to ask again for what was missed.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { contextKey, rolePassword } from '../../../server/access/key-encryption.ts'
import { openDatabase } from '../../../server/platform/db.ts'
import { type Live, openLive } from '../../../server/platform/live.ts'
import { createLogger } from '../../../server/platform/log.ts'
import { testKek } from '../../../server/testing/cluster.ts'
import { useTestHouse } from '../../../server/testing/test-house.ts'
import { type FaultProxy, openProxy } from './proxy.ts'
import { ownCluster } from '../../../server/testing/own-cluster.ts'

const house = useTestHouse()
const practiceId = '018f0000-0000-7000-8000-000000000001'
const hint = { practiceId, conversationId: practiceId, patientId: practiceId, careTeamIds: [], practitionerIds: [] }
let proxy: FaultProxy
let live: Live
let resets: number
let heard: number

beforeEach(async () => {
  const { host, port } = ownCluster()
  const database = String(house().way.db.pool.options.database)
  proxy = await openProxy({ path: `${host}/.s.PGSQL.${port}` })
  const app = { user: 'threadwell_app', password: rolePassword(testKek, 'threadwell_app'), database }
  live = await openLive({ host: '127.0.0.1', port: proxy.port, ...app }, createLogger({ level: 'silent' }), {
    everyMs: 50,
    waitMs: 300,
  })
  resets = 0
  heard = 0
  live.subscribe(practiceId, undefined, { hear: () => heard++, reset: () => resets++ })
})

afterEach(async () => {
  await live.close()
  await proxy.close()
})

/** Lines of this database that listen. One is the house's own. */
async function listeners(): Promise<number> {
  const { host, port, user, password } = ownCluster()
  const database = String(house().way.db.pool.options.database)
  const owner = openDatabase({ host, port, user, password, database }, contextKey(testKek), { connections: 1 })
  const { rows } = await owner.pool.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity where datname = $1 and application_name = 'threadwell live'`,
    [database],
  )
  await owner.close()
  return rows[0]?.n ?? 0
}

test('while the database refuses, one attempt follows the other; afterwards there is one line', async () => {
  const before = await listeners()
  proxy.isRefusing = true
  proxy.resetAll()
  const tried = proxy.count
  await expect.poll(() => proxy.count - tried, { timeout: 30_000 }).toBeGreaterThanOrEqual(5)
  proxy.isRefusing = false
  await expect.poll(() => resets, { timeout: 30_000 }).toBe(2)
  expect(await listeners()).toBe(before)
  // Each attempt waits twice as long as the one before: a second loop beside the first would have tried at once.
  expect(proxy.count - tried).toBeLessThanOrEqual(8)
  live.publish(hint)
  await expect.poll(() => heard, { timeout: 10_000 }).toBe(1)
})

test('a line that has gone silent is found out, and hints are heard again', async () => {
  proxy.silenceAll()
  await expect.poll(() => resets, { timeout: 30_000 }).toBe(2)
  live.publish(hint)
  await expect.poll(() => heard, { timeout: 10_000 }).toBe(1)
})
