// What is promised here: where there is a place for backups, the worker keeps it up to the minute by itself, a day's copy and the
// log since then; and what was lost on the way is made good by a new copy.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBackupStore, type BackupStore } from '../backup/backup-store.ts'
import { logSlot } from '../backup/archive-log.ts'
import { backupSweeps, releaseLog } from '../backup/keep-backups.ts'
import { listBackups } from '../backup/manifest.ts'
import { backupKey } from '../backup/seal-object.ts'
import type { Connection } from '../platform/db.ts'
import { loadOrCreateKeyFile } from '../platform/key-file.ts'
import { openObjectFolder } from '../platform/object-store.ts'
import { aReply } from '../tasks/queue.fixture.ts'
import { openSource } from './backup.ts'
import { aLivingClinic, anEmptyPlace, type LivingClinic } from './backup.fixture.ts'
import { restore } from './restore.ts'

let clinic: LivingClinic
let folder: string
let store: BackupStore
let owner: Connection
let later = 0

beforeAll(async () => {
  clinic = await aLivingClinic()
  folder = await mkdtemp(join(tmpdir(), 'threadwell-kept-'))
  const kek = await loadOrCreateKeyFile(clinic.config.keyFile, { mayCreate: false })
  store = openBackupStore(openObjectFolder(folder), backupKey(kek))
  const source = await openSource(clinic.config)
  owner = source.owner
  await source.close()
}, 120_000)
afterAll(async () => {
  await clinic.stop()
  await Promise.all([folder, clinic.config.dataDir].map((path) => rm(path, { recursive: true, force: true })))
})

async function run(name: string): Promise<void> {
  const sweep = backupSweeps(owner, store).find((each) => each.name === name)
  await sweep?.run({ ...clinic.house.worker, clock: () => new Date(Date.now() + later) })
}

async function sql(text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

const backups = async () => (await listBackups(store)).length
const logFiles = async () =>
  (await readdir(join(folder, 'log'), { recursive: true })).filter((name) => /[0-9A-F]{24}/.test(name))

test('a copy at once, and no other until a day has passed', { timeout: 60_000 }, async () => {
  await run('back-up')
  await run('back-up')
  expect(await backups()).toBe(1)
  later = 25 * 3_600_000
  await run('back-up')
  expect(await backups()).toBe(2)
  later = 0
})

test(
  'the log minute by minute, whole segments once and the last one as far as it is',
  { timeout: 60_000 },
  async () => {
    await run('keep-log')
    const first = await logFiles()
    await sql('select pg_switch_wal()')
    await aReply(clinic.house, clinic.practice.nurse, clinic.conversationId)
    await run('keep-log')
    const second = await logFiles()
    expect(second.filter((name) => !name.includes('.')).length).toBeGreaterThan(0)
    expect(second.filter((name) => name.includes('.'))).toHaveLength(1)
    expect(second).not.toEqual(first)
    const [slot] = await sql(`select wal_status from pg_replication_slots where slot_name = '${logSlot}'`)
    expect(slot?.['wal_status']).toBe('reserved')
  },
)

test('new files, also those that a message has not yet', { timeout: 60_000 }, async () => {
  await run('keep-files')
  const { rows } = { rows: await sql(`select blob from attachments where blob is not null`) }
  const kept = await readdir(join(folder, 'blobs'), { recursive: true })
  for (const { blob } of rows) {
    expect(kept.some((name) => name.endsWith(String(blob)))).toBe(true)
  }
})

test('what was lost on the way is made good by a new copy', { timeout: 120_000 }, async () => {
  const before = await backups()
  // As when the place was away for so long that the database gave up what it kept.
  await releaseLog(owner)
  await sql('select pg_switch_wal()')
  await sql('checkpoint')
  await aReply(clinic.house, clinic.practice.nurse, clinic.conversationId)
  await sql('select pg_switch_wal()')
  await sql('checkpoint')
  await run('keep-log')
  expect(await backups()).toBe(before + 1)
  await run('keep-log')
  const place = await anEmptyPlace(clinic.config)
  const said: string[] = []
  await restore(['--from', folder], (line) => said.push(line), place)
  expect(said.join('\n')).toContain('All is well')
  await rm(place.dataDir, { recursive: true, force: true })
})

test('a database that keeps nothing for a place any more lets go of it', async () => {
  await releaseLog(owner)
  await releaseLog(owner)
  expect(await sql(`select from pg_replication_slots where slot_name = '${logSlot}'`)).toEqual([])
})
