// What is promised here: the cluster is copied whole while it is written to, and its log can be read from any kept point on.
import { createHash } from 'node:crypto'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import {
  baseBackup,
  identifySystem,
  keepLogMeanwhile,
  openReplication,
  readLsn,
  segmentName,
  segmentStart,
  streamLog,
  writeLsn,
} from './replication.ts'
import { ownCluster } from '../testing/own-cluster.ts'

const opened: pg.Client[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((client) => client.end()))
})

async function replication(): Promise<pg.Client> {
  const client = await openReplication(ownCluster())
  opened.push(client)
  return client
}

async function sql(text: string): Promise<Record<string, string>[]> {
  const client = new pg.Client({ ...ownCluster() })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

test('it says what it is', async () => {
  const system = await identifySystem(await replication())
  expect(system).toMatchObject({ timeline: 1, segmentBytes: 16 * 1024 * 1024, version: 18 })
  expect(system.systemId).toMatch(/^\d{15,20}$/)
  expect(system.flushed).toBeGreaterThan(0n)
})

test.each([
  ['0/3000148', 0x3000148n],
  ['16/B374D848', 0x16b374d848n],
])('the position %s', (text, position) => {
  expect(readLsn(text)).toBe(position)
  expect(writeLsn(position)).toBe(text)
})

test.each([
  [1, 0x3000148n, '000000010000000000000003'],
  [2, 0x16b374d848n, '0000000200000016000000B3'],
  [1, 0xffffffffffn, '00000001000000FF000000FF'],
])('on timeline %i, %i is in a segment of its own name', (timeline, position, name) => {
  const size = 16 * 1024 * 1024
  expect(segmentName(timeline, position, size)).toBe(name)
  expect(segmentStart(name, size)).toBe(position - (position % BigInt(size)))
})

test('the copy is one archive and the list of its files, and says which part of the log it needs', async () => {
  const keeper = await replication()
  await keepLogMeanwhile(keeper)
  const messages = baseBackup(await replication(), 'test')
  const archives: string[] = []
  let manifest: Buffer[] | undefined
  let bytes = 0
  let step = await messages.next()
  for (; step.done !== true; step = await messages.next()) {
    const message = step.value
    if (message.kind === 'archive') {
      archives.push(message.name)
    } else if (message.kind === 'manifest') {
      manifest = []
    } else if (manifest === undefined) {
      bytes += message.bytes.length
    } else {
      manifest.push(message.bytes)
    }
  }
  expect(archives).toEqual(['base.tar'])
  expect(bytes).toBeGreaterThan(20_000_000)
  const listed = JSON.parse(Buffer.concat(manifest ?? []).toString('utf8'))
  expect(listed.Files.length).toBeGreaterThan(500)
  expect(listed['WAL-Ranges'][0]['Start-LSN']).toBe(writeLsn(step.value.start))
  expect(step.value.end).toBeGreaterThan(step.value.start)
  expect(step.value.timeline).toBe(1)
})

test('a copy that is not wanted any more leaves a server that goes on', async () => {
  const client = await replication()
  for await (const message of baseBackup(client, 'test')) {
    if (message.kind === 'data') {
      break
    }
  }
  await opened.splice(opened.indexOf(client), 1)[0]?.end()
  expect(await sql('select 1 as one')).toEqual([{ one: 1 }])
})

test('the log from a slot’s beginning is the same twice, and a slot lets go of what was kept', async () => {
  const slot = 'threadwell_test'
  await sql(`select pg_create_physical_replication_slot('${slot}', true)`)
  try {
    const size = 16 * 1024 * 1024
    const [kept] = await sql(`select restart_lsn as lsn from pg_replication_slots where slot_name = '${slot}'`)
    const from = readLsn(kept?.['lsn'] ?? '') - (readLsn(kept?.['lsn'] ?? '') % BigInt(size))
    await sql(`select pg_logical_emit_message(false, 'test', repeat('x', 1000000))`)
    const read = async () => {
      const client = await replication()
      const { flushed, timeline } = await identifySystem(client)
      return { flushed, timeline, client }
    }
    const first = await read()
    const hashes: string[] = []
    for (let round = 0; round < 2; round++) {
      const hash = createHash('sha256')
      let bytes = 0n
      const { client } = await read()
      for await (const piece of streamLog(client, { slot, timeline: first.timeline, from, until: first.flushed })) {
        hash.update(piece)
        bytes += BigInt(piece.length)
      }
      expect(bytes).toBe(first.flushed - from)
      hashes.push(hash.digest('hex'))
      // The connection is free for the next command.
      expect((await identifySystem(client)).timeline).toBe(first.timeline)
    }
    expect(hashes[0]).toBe(hashes[1])
    await sql(`select pg_switch_wal()`)
    const last = await read()
    const next = last.flushed - (last.flushed % BigInt(size))
    for await (const _ of streamLog(last.client, { slot, timeline: last.timeline, from: next, until: last.flushed })) {
      // To the end.
    }
    await expect
      .poll(async () => {
        const [now] = await sql(`select restart_lsn as lsn from pg_replication_slots where slot_name = '${slot}'`)
        return readLsn(now?.['lsn'] ?? '0/0') >= next
      })
      .toBe(true)
  } finally {
    await Promise.all(opened.splice(0).map((client) => client.end()))
    await sql(`select pg_drop_replication_slot('${slot}')`)
  }
})
