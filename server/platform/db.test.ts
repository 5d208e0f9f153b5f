// Promised: a connection that the database ends costs one transaction its work, and the process nothing.
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { useTestHouse } from '../testing/test-house.ts'

const house = useTestHouse()

test('a connection ended between two statements fails the transaction alone', async () => {
  const { db } = house().way
  const owner = new pg.Client(inject('cluster'))
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
