// Promised: a connection that the database ends, or whose plans a newer version made stale, costs one transaction its work, and the
// process nothing.
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { expect, test } from 'vitest'
import { useTestHouse } from '../testing/test-house.ts'
import { isDatabaseAway } from './database-away.ts'
import { ownCluster } from '../testing/own-cluster.ts'

const house = useTestHouse()

test('a connection ended between two statements fails the transaction alone', async () => {
  const { db } = house().way
  const owner = new pg.Client(ownCluster())
  await owner.connect()
  const cut = db.transact(null, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    await owner.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    // The end of the connection arrives while nothing is asked.
    await sleep(200)
    await sql`select 1`.execute(tx)
  })
  await expect(cut).rejects.toThrow(/not queryable|terminat|ended|closed/i)
  await db.transact(null, (tx) => sql`select 1`.execute(tx))
  await owner.end()
})

test('a table that was changed under a planned statement sends one request away, and the connection with it', async () => {
  const { db } = house().way
  const pids: number[] = []
  const asked = db.transact(null, async (tx) => {
    await sql`create temporary table changed (one integer)`.execute(tx)
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    pids.push(...rows.map(({ pid }) => pid))
    await sql`select * from changed`.execute(tx)
    await sql`alter table changed add column two integer`.execute(tx)
    await sql`select * from changed`.execute(tx)
  })
  const refusal = await asked.catch((error: unknown) => error)
  expect([refusal, isDatabaseAway(refusal)]).toEqual([expect.objectContaining({ code: '0A000' }), true])
  await expect
    .poll(async () => {
      const { rows } = await db.transact(null, (tx) =>
        sql`select from pg_stat_activity where pid = any(${pids})`.execute(tx),
      )
      return rows.length
    })
    .toBe(0)
})
