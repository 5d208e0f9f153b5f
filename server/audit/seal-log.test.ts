// Every act gets into its log's tree, once and in an order that stays, whoever writes at the same time and however long.
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { limits } from '../../shared/limits.ts'
import { uuidv7 } from '../platform/ids.ts'
import type { Database } from '../platform/db.ts'
import { aPractice, inPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import {
  act,
  asIntruder,
  eventCount,
  openWriters,
  othersHaveEnded,
  seal as sealOne,
  treeOf,
} from './database-log.fixture.ts'
import { sealLogs } from './seal-logs.ts'
import { verifyLog } from './verify-log.ts'

const house = useTestHouse()
let writers: Database
beforeAll(() => {
  writers = openWriters(house(), 18)
})
afterAll(() => writers.close())

const verify = (logId: string, check = {}) =>
  verifyLog({ db: house().worker.db, deployment: house().way.house.deployment }, logId, check)
const seal = (logId: string, options = {}) => sealOne(house(), logId, options)
async function sealAll(): Promise<void> {
  await othersHaveEnded(house())
  await sealLogs(house().worker)
}

test('16 writers and a sealer at once: all is sealed, without a gap, in an order that does not change', async () => {
  const { id } = await aPractice(house())
  const perWriter = 40
  let isWriting = true
  const sealing = (async () => {
    const seen: string[][] = []
    while (isWriting) {
      await seal(id)
      seen.push((await treeOf(house(), id)).map(({ event_id }) => event_id))
    }
    return seen
  })()
  await Promise.all(
    Array.from({ length: 16 }, async (_, writer) => {
      for (let i = 0; i < perWriter; i++) {
        await act(writers, id, { ...((i + writer) % 7 === 0 && { during: () => wait(writer) }) })
      }
    }),
  )
  isWriting = false
  const seen = await sealing
  await seal(id)

  const tree = await treeOf(house(), id)
  const events = await eventCount(house(), id)
  expect(events).toBe(16 * perWriter + 1)
  expect(tree.map(({ index }) => index)).toEqual(Array.from({ length: events }, (_, index) => index))
  expect(new Set(tree.map(({ event_id }) => event_id)).size).toBe(events)
  const order = tree.map(({ event_id }) => event_id)
  expect(new Set(seen.map((earlier) => earlier.length)).size).toBeGreaterThan(2)
  for (const earlier of seen) {
    expect(order.slice(0, earlier.length)).toEqual(earlier)
  }
  const transactions = tree.map(({ xid }) => BigInt(xid))
  expect(transactions.every((xid, i) => i === 0 || (transactions[i - 1] ?? 0n) <= xid)).toBe(true)
  expect(await verify(id, { isKnown: true })).toMatchObject({ verdict: 'ok', counts: { waitingForSeal: 0 } })
})

test('a transaction that stays open delays what came after it, and loses nothing', async () => {
  const { id } = await aPractice(house())
  await seal(id)
  const before = (await treeOf(house(), id)).length
  const open = Promise.withResolvers<void>()
  const close = Promise.withResolvers<void>()
  const long = act(writers, id, { code: 'long.act', during: () => (open.resolve(), close.promise) })
  await open.promise
  await act(writers, id, { code: 'short.act' })
  await act(writers, id, { code: 'short.act' })

  expect(await seal(id)).toBe(0)
  expect(await verify(id)).toMatchObject({ verdict: 'ok', counts: { waitingForSeal: 2 } })
  close.resolve()
  await long
  expect(await seal(id)).toBe(3)
  expect(await treeOf(house(), id)).toHaveLength(before + 3)
  expect(await verify(id)).toMatchObject({ verdict: 'ok', counts: { waitingForSeal: 0 } })
})

test('an act that is rolled back is in no tree', async () => {
  const { id } = await aPractice(house())
  await seal(id)
  const before = await eventCount(house(), id)
  const failing = act(writers, id, { during: () => Promise.reject(new Error('no')) })
  await expect(failing).rejects.toThrow('no')
  expect(await seal(id)).toBe(0)
  expect(await eventCount(house(), id)).toBe(before)
})

test('two sealers at once: one waits for no other, and nothing is sealed twice', async () => {
  const { id } = await aPractice(house())
  for (let i = 0; i < 20; i++) {
    await act(writers, id)
  }
  const counts = await Promise.all(Array.from({ length: 4 }, () => seal(id)))
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(21)
  expect(await verify(id)).toMatchObject({ verdict: 'ok', counts: { leaves: 21 } })
})

test('more acts than one transaction takes are sealed in several', async () => {
  const { id } = await aPractice(house())
  const more = limits.auditSealRows + 10
  await writers.transact({ practiceId: id, actorId: id, requestId: uuidv7() }, async (tx) => {
    const payload = Buffer.from('{"_v":1,"act":"many.acts"}')
    await tx
      .insertInto('audit_events')
      .columns(['practice_id', 'payload'])
      .values(Array.from({ length: more }, () => ({ practice_id: id, payload })))
      .execute()
  })
  expect(await seal(id)).toBe(more + 1)
  expect(await verify(id)).toMatchObject({ verdict: 'ok', counts: { leaves: more + 1, checkpoints: 2 } })
})

test('a payload that is no entry is sealed as it is, and keeps nothing else out', async () => {
  const { id } = await aPractice(house())
  await asIntruder(house(), (client) =>
    client.query('insert into audit_events (practice_id, payload) values ($1, $2)', [id, Buffer.of(0xff, 0x00)]),
  )
  await act(writers, id)
  expect(await seal(id)).toBe(3)
  expect(await verify(id)).toMatchObject({ verdict: 'ok' })
})

test('in another database system, where transactions count from anew, every act is still sealed', async () => {
  const { id } = await aPractice(house())
  await act(writers, id)
  await seal(id)
  // As after a restore into a new cluster: the newest checkpoint's numbers are of another system, and far ahead.
  await asIntruder(house(), (client) =>
    client.query(
      `update audit_checkpoints set system_identifier = '1', boundary = '900000000', sealed_at = sealed_at - interval '1 hour'
       where practice_id = $1`,
      [id],
    ),
  )
  await act(writers, id)
  await sealAll()
  expect(await verify(id)).toMatchObject({ verdict: 'ok', counts: { leaves: 4, events: 4, waitingForSeal: 0 } })
  const payloads = await inPractice(house(), id, (tx) =>
    tx.selectFrom('audit_events').select('payload').orderBy('id').execute(),
  )
  expect(payloads.at(-1)?.payload.toString()).toContain('"act":"audit.move"')

  await act(writers, id)
  expect(await seal(id)).toBe(1)
  expect(await verify(id)).toMatchObject({ verdict: 'ok', counts: { leaves: 5 } })
})

test('and in several steps, when there are many; once is enough', async () => {
  const { id } = await aPractice(house())
  await seal(id)
  const many = limits.auditSealRows + 10
  await asIntruder(house(), async (client) => {
    await client.query(
      "insert into audit_events (practice_id, payload, xid) select $1, '{}', '800000000' from generate_series(1, $2::int)",
      [id, many],
    )
    await client.query("update audit_checkpoints set system_identifier = '1' where practice_id = $1", [id])
  })
  expect(await seal(id)).toBe(many + 1)
  expect(await verify(id)).toMatchObject({ verdict: 'ok', counts: { leaves: many + 2, checkpoints: 3 } })
  expect(await seal(id)).toBe(0)
  await act(writers, id)
  expect(await seal(id)).toBe(1)
  expect(await seal(id, { isThorough: true })).toBe(0)
})

test('a thorough sealing takes in what the ordinary one passed over', async () => {
  const { id } = await aPractice(house())
  await act(writers, id)
  await seal(id)
  await asIntruder(house(), (client) =>
    client.query("insert into audit_events (practice_id, payload, xid) values ($1, '{}', '3')", [id]),
  )
  expect(await seal(id)).toBe(0)
  expect(await seal(id, { isThorough: true })).toBe(1)
})

test('the worker seals the logs that have news, the deployment’s own too, and leaves alone those sealed a moment ago', async () => {
  const { id } = await aPractice(house())
  const { deployment, config } = house().way.house
  await act(writers, deployment.id)
  await sealAll()
  const sealed = await treeOf(house(), id)
  expect(sealed).toHaveLength(1)
  expect((await treeOf(house(), deployment.id)).length).toBeGreaterThan(0)
  await act(writers, id)
  await sealAll()
  expect(await treeOf(house(), id)).toHaveLength(1)
  await asIntruder(house(), (client) =>
    client.query("update audit_checkpoints set sealed_at = sealed_at - interval '2 seconds' where practice_id = $1", [
      id,
    ]),
  )
  await sealAll()
  expect(await treeOf(house(), id)).toHaveLength(2)

  const file = join(config.dataDir, 'audit', `${id}.checkpoints`)
  const witness = await readFile(file, 'utf8')
  expect(await verify(id, { witness })).toMatchObject({ verdict: 'ok', counts: { witnessCheckpoints: 2 } })
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})
