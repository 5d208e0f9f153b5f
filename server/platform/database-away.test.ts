// What is promised here: a database that is away is told from one that found a fault in what we asked.
import { connect } from 'node:net'
import { once } from 'node:events'
import pg from 'pg'
import { expect, test } from 'vitest'
import { isDatabaseAway } from './database-away.ts'

const withCode = (code: string) => Object.assign(new Error('…'), { code })

test.each(['57P01', '57P03', '53100', '53300', '08006', '08P01', '55P03', '40P01', '25006', 'ECONNRESET', 'EPIPE'])(
  '%s: come back later',
  (code) => expect(isDatabaseAway(withCode(code))).toBe(true),
)

test.each(['23505', '23503', '42501', '42P01', '28P01', '22P02', 'ENOSPC', 'EACCES', 'ENOENT'])(
  '%s: a fault, or somebody else’s',
  (code) => expect(isDatabaseAway(withCode(code))).toBe(false),
)

test('what sockets and the driver really throw', async () => {
  const socket = connect({ path: '/nowhere/.s.PGSQL.5432' })
  const [noSocket] = (await once(socket, 'error').catch((error: unknown) => [error])) as [unknown]
  expect(isDatabaseAway(noSocket)).toBe(true)

  const pool = new pg.Pool({ host: '127.0.0.1', port: 1 })
  expect(isDatabaseAway(await pool.connect().catch((error: unknown) => error))).toBe(true)
  await pool.end()
  expect(isDatabaseAway(await pool.connect().catch((error: unknown) => error))).toBe(true)

  expect(isDatabaseAway(new Error('a use case has a fault'))).toBe(false)
  expect(isDatabaseAway('a string')).toBe(false)
})
