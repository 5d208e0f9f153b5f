// Promised: nobody waits long behind connections that are all held, and nobody is sent away while connections are being opened.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { isDatabaseAway } from './database-away.ts'
import { createLender, PoolHeldError } from './lend-connection.ts'
import { ownCluster } from '../testing/own-cluster.ts'

const heldMs = 20

function aPool(options: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({ ...ownCluster(), max: 4, connectionTimeoutMillis: 30_000, ...options })
  onTestFinished(() => pool.end())
  return pool
}

test('who comes while every connection is held is told so, and is served once one is back', async () => {
  const lend = createLender(aPool(), heldMs)
  const held = await Promise.all([lend(), lend(), lend(), lend()])
  const refusals = await Promise.all([1, 2, 3].map(() => lend().catch((error: unknown) => error)))
  expect(refusals.map((refusal) => [refusal instanceof PoolHeldError, isDatabaseAway(refusal)])).toEqual(
    Array.from({ length: 3 }, () => [true, true]),
  )
  held.pop()?.release()
  // Those who were sent away take none: it is lent again and again.
  for (let times = 0; times < 3; times++) {
    const client = await lend()
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    client.release()
  }
  held.forEach((client) => client.release())
})

test('who waits while a connection is being opened is not sent away', async () => {
  const { host, port } = ownCluster()
  const open = Promise.withResolvers<void>()
  let opened = 0
  // The first line goes through at once, the others when the test lets them.
  const between = createServer(async (near) => {
    if (++opened > 1) {
      await open.promise
    }
    const far = connect({ path: join(host, `.s.PGSQL.${port}`) })
    near.on('error', () => far.destroy())
    far.on('error', () => near.destroy())
    near.pipe(far).pipe(near)
  }).listen(0, '127.0.0.1')
  await once(between, 'listening')
  onTestFinished(() => void between.close())
  const lend = createLender(aPool({ host: '127.0.0.1', port: (between.address() as AddressInfo).port, max: 2 }), heldMs)
  const held = await lend()
  const [opening, waiting] = [lend(), lend()]
  await sleep(10 * heldMs)
  open.resolve()
  ;(await opening).release()
  ;(await waiting).release()
  held.release()
})
