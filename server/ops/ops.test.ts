// What whoever runs the server can see of it, and what nobody can see there: ids, names, tokens.
import { expect, test } from 'vitest'
import { createApp } from '../app.ts'
import { openDatabase } from '../platform/db.ts'
import { createLogger } from '../platform/log.ts'
import { aPatient, aPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { beat } from './beat.ts'
import { compareClocks } from './clock-difference.ts'

const token = 'a-token-for-the-scraper'
const house = useTestHouse({ METRICS_TOKEN: token })
const withoutToken = useTestHouse()

const get = (url: string, headers: Record<string, string> = {}) => house().app.inject({ method: 'GET', url, headers })
const scrape = () => get('/metrics', { authorization: `Bearer ${token}` })

test('/healthz answers as long as the process lives', async () => {
  const answer = await get('/healthz')
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toEqual({ status: 'ok' })
  expect(answer.headers['cache-control']).toBe('no-store')
})

test('/readyz lets people in without a worker, and says that it is away, also when it has been silent for a minute', async () => {
  const worker = async () => {
    const { statusCode, json } = await get('/readyz')
    expect(statusCode).toBe(200)
    const { status, checks } = json<{ status: string; checks: Record<string, string> }>()
    expect(checks).toMatchObject({ database: 'ok', migrations: 'ok' })
    expect(status === 'ok').toBe(Object.values(checks).every((check) => check === 'ok'))
    return checks['worker']
  }
  expect(await worker()).toBe('failing')
  await beat(house().worker)
  expect(await worker()).toBe('ok')
  house().clock.advance({ minutes: 1 })
  expect(await worker()).toBe('failing')
  await beat(house().worker)
  expect(await worker()).toBe('ok')

  // A sign from before the clock was set back says nothing, and the next one counts.
  house().clock.advance({ hours: -1 })
  expect(await worker()).toBe('failing')
  await beat(house().worker)
  expect(await worker()).toBe('ok')
})

test('/readyz and /metrics tell how far the clocks of server and database differ, and the worker writes it down', async () => {
  const { worker, clock } = house()
  const setClock = (aheadMs: number) =>
    clock.advance({ seconds: (Date.now() + aheadMs - clock.now().getTime()) / 1_000 })
  const check = async () => (await get('/readyz')).json().checks.clocks
  const difference = async () => Number(/^threadwell_clock_difference_seconds (\S+)$/m.exec((await scrape()).body)?.[1])
  const said: string[] = []
  const log = createLogger({ level: 'error', destination: { write: (line) => said.push(line) } })
  const look = () => compareClocks({ ...worker, house: { ...worker.house, log } })

  setClock(0)
  expect(await check()).toBe('ok')
  expect(Math.abs(await difference())).toBeLessThan(2)
  await look()
  expect(said).toEqual([])

  for (const aheadMs of [600_000, -600_000]) {
    setClock(aheadMs)
    expect(await get('/readyz')).toMatchObject({ statusCode: 200 })
    expect((await get('/readyz')).json()).toMatchObject({ status: 'impaired', checks: { clocks: 'failing' } })
    expect(Math.round((await difference()) / 10)).toBe(-aheadMs / 10_000)
    await look()
  }
  expect(said).toHaveLength(2)
  expect(said.map((line) => Math.sign(JSON.parse(line).databaseAheadMs))).toEqual([-1, 1])
  setClock(0)
  expect(await check()).toBe('ok')
})

test('/readyz says no, and does not hang, when the database is away', async () => {
  const nowhere = { host: '127.0.0.1', port: 1, user: 'threadwell_app', password: '', database: 'threadwell' }
  const db = openDatabase(nowhere, Buffer.alloc(32))
  const app = await createApp({ ...house().way, db })
  const answer = await app.inject({ method: 'GET', url: '/readyz' })
  expect(answer.statusCode).toBe(503)
  expect(answer.json()).toMatchObject({ status: 'failing' })
  expect(answer.json().checks).toMatchObject({
    database: 'failing',
    migrations: 'failing',
    worker: 'failing',
    clocks: 'failing',
  })
  expect((await app.inject({ method: 'GET', url: '/healthz' })).statusCode).toBe(200)
  await app.close()
  await db.close()
})

test('however many ask /readyz at once, the database hears it once', async () => {
  const { db } = house().way
  let heard = 0
  const counted: typeof db = {
    ...db,
    transact: (...asked) => {
      heard++
      return db.transact(...asked)
    },
  }
  const app = await createApp({ ...house().way, db: counted })
  const ask = () => app.inject({ method: 'GET', url: '/readyz' })
  const answers = await Promise.all(Array.from({ length: 50 }, ask))
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]))
  // The first of them may be answered before the last has come.
  expect(heard).toBeLessThan(5)
  const before = heard
  expect((await ask()).statusCode).toBe(200)
  expect(heard).toBe(before + 1)
  await app.close()
})

test.each([
  ['no token', {}],
  ['another token', { authorization: 'Bearer a-token-for-somebody-else' }],
  ['another scheme', { authorization: `Basic ${token}` }],
])('/metrics is not there with %s', async (_name, headers) => {
  expect((await get('/metrics', headers)).statusCode).toBe(404)
})

test('/metrics is closed when the configuration has no token', async () => {
  for (const authorization of ['Bearer ', 'Bearer undefined', 'Bearer null']) {
    const answer = await withoutToken().app.inject({ method: 'GET', url: '/metrics', headers: { authorization } })
    expect(answer.statusCode).toBe(404)
  }
})

test('/metrics tells times by route pattern and status, never an id or a name', async () => {
  const practice = await aPractice(house(), { name: 'Canary Street Clinic' })
  const patient = await aPatient(house(), practice, { familyName: 'Canarybird' })
  const before = await scrape()
  await house().app.inject({ method: 'GET', url: `/api/as/${patient.id}/practice`, headers: patient.as })
  await get(`/api/as/${patient.id}/no-such-thing?search=Canarybird`)
  const { body, headers } = await scrape()
  expect(headers['content-type']).toContain('text/plain')

  const counted = (text: string) =>
    Number(
      /threadwell_request_seconds_count\{method="GET",route="\/api\/as\/:membershipId\/practice",status="200"\} (\d+)/.exec(
        text,
      )?.[1] ?? 0,
    )
  expect(counted(body) - counted(before.body)).toBe(1)
  expect(body).toMatch(/^nodejs_eventloop_lag_p99_seconds /m)
  expect(body).toMatch(/^threadwell_database_connections\{state="idle"\} \d+$/m)
  expect(body).toMatch(/^threadwell_database_waiting 0$/m)
  for (const secret of [patient.id, practice.id, 'Canary', 'no-such-thing', token]) {
    expect(body).not.toContain(secret)
  }
})
