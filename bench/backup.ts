import assert from 'node:assert/strict'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { act } from '../server/audit/database-log.fixture.ts'
import { sealLog } from '../server/audit/seal-log.ts'
import { archiveLog } from '../server/backup/archive-log.ts'
import { type BackupStore, openBackupStore } from '../server/backup/backup-store.ts'
import { chooseBackup, type Manifest } from '../server/backup/manifest.ts'
import { backupKey } from '../server/backup/seal-object.ts'
import { backup } from '../server/commands/backup.ts'
import { restoreInto } from '../server/commands/restore-into.ts'
import { type KeyEncryptionKey, loadOrCreateKeyFile } from '../server/platform/key-file.ts'
import { openObjectFolder } from '../server/platform/object-store.ts'
import type { Bench } from './bench.ts'
import { atMost, type Figure } from './figures.ts'
import { loadConversations } from './load.ts'
import { loadPractice } from './load-people.ts'
import { openPlace, type Place } from './place.ts'

/** Both within two minutes at a million rows. */
const goalSeconds = 120

/**
 * A million rows of messages and acts: copied, brought back elsewhere, and proved there, against a plain copy of the same files; and
 * once more as it was at a moment between two mistakes.
 */
export const backups: Bench = async (how) => {
  const place = await openPlace()
  const folder = await mkdtemp(join(tmpdir(), 'threadwell-bench-backup-'))
  try {
    const rows = how.isTiny ? 400 : 1_000_000
    await fill(place, rows)
    const { figures, ...kept } = await measure(place, folder)
    return [...figures, ...(await measureMoment(place, folder, kept))]
  } finally {
    await place.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Half of it messages, half of it acts in the audit log, all of them sealed in its tree. */
async function fill(place: Place, rows: number): Promise<void> {
  const practice = await loadPractice(place.house, Math.max(20, rows / 100))
  const conversations = rows / 2 / 10
  await loadConversations(place, practice, {
    from: 0,
    conversations,
    messagesEach: 10,
    patients: Math.max(20, rows / 100),
  })
  await act(place.house.way.db, practice.id)
  const client = new pg.Client(place.owner)
  await client.connect()
  await client.query(
    `insert into audit_events (practice_id, payload)
      select e.practice_id, convert_to(regexp_replace(convert_from(e.payload, 'UTF8'), '"req":"[^"]+"', '"req":"r' || n || '"'), 'UTF8')
      from (select * from audit_events where practice_id = $1 order by id desc limit 1) e, generate_series(1, $2::int) n`,
    [practice.id, rows / 2],
  )
  await client.end()
  await sealLog(place.house.worker, practice.id)
}

type KeptBackup = { kek: KeyEncryptionKey; sealed: BackupStore; manifest: Manifest }

async function measure(place: Place, folder: string): Promise<KeptBackup & { figures: Figure[] }> {
  const { config } = place
  const store = join(folder, 'store')
  const copying = await timed(() =>
    cp(join(config.dataDir, 'postgres'), join(folder, 'copy'), { recursive: true, filter: noSocket }),
  )
  await rm(join(folder, 'copy'), { recursive: true, force: true })
  const backing = await timed(() => backup(['--to', store], () => {}, config))
  const kek = await loadOrCreateKeyFile(config.keyFile, { mayCreate: false })
  const sealed = openBackupStore(openObjectFolder(store), backupKey(kek))
  const manifest = await chooseBackup(sealed, {})
  let stored = 0
  for await (const { sizeBytes } of sealed.list('')) {
    stored += sizeBytes
  }
  const target = { ...config, dataDir: join(folder, 'restored') }
  let rows = 0
  const restoring = await timed(async () => {
    const restored = await restoreInto({ config: target, kek, store: sealed, manifest, until: 'log' })
    if (restored.problems.length > 0) {
      throw new Error(restored.problems.join('; '))
    }
    rows = Object.values(restored.rows).reduce((sum, count) => sum + count, 0)
  })
  const clear = manifest.parts.reduce((sum, part) => sum + part.sizeBytes, 0)
  const figures: Figure[] = [
    {
      ...atMost({ figure: 'backup', value: backing, unit: 's' }, goalSeconds),
      limit: copying,
      ratio: backing / copying,
    },
    {
      ...atMost({ figure: 'restore, with the audit log verified', value: restoring, unit: 's' }, goalSeconds),
      limit: copying,
      ratio: restoring / copying,
    },
    { figure: 'rows that came back', value: rows, unit: '' },
    { figure: 'database copied', value: clear / 1e6, unit: 'MB' },
    { figure: 'in the store', value: stored / 1e6, unit: 'MB', ratio: stored / clear },
  ]
  await rm(target.dataDir, { recursive: true, force: true })
  return { kek, sealed, manifest, figures }
}

/** After the copy somebody writes on; then messages are lost by a mistake, and later more. Back to the moment before the first. */
async function measureMoment(place: Place, folder: string, { kek, sealed, manifest }: KeptBackup): Promise<Figure[]> {
  await archiveLog(place.owner, sealed)
  await change(place, `update messages set sent_at = sent_at where id in (select id from messages limit 1000)`)
  await change(place, 'delete from messages where id in (select id from messages order by id limit 7)')
  const before = await countMessages(place)
  // Moments are as exact as the clocks of two processes.
  await sleep(1_100)
  const moment = new Date()
  await sleep(1_100)
  await change(place, 'delete from messages where id in (select id from messages order by id desc limit 100000)')
  const left = await countMessages(place)
  await archiveLog(place.owner, sealed)
  const config = { ...place.config, dataDir: join(folder, 'moment') }
  let back = 0
  const restoring = await timed(async () => {
    const { rows, problems } = await restoreInto({ config, kek, store: sealed, manifest, until: moment })
    back = rows['messages'] ?? 0
    // The seven that were lost before the moment stay lost, and the proof says so.
    assert.deepEqual(problems, [`messages has ${before} rows, and had ${before + 7} when the backup began`])
  })
  assert.equal(back, before)
  return [
    atMost({ figure: 'restore to a moment before a mistake', value: restoring, unit: 's' }, goalSeconds),
    { figure: 'messages at that moment, and back', value: back, unit: '' },
    { figure: 'messages left by the mistake', value: left, unit: '' },
  ]
}

/** By the superuser, past every key and trigger: a mistake of the kind that a restore is for. */
async function change(place: Place, sql: string): Promise<void> {
  const client = new pg.Client(place.owner)
  await client.connect()
  await client.query('set session_replication_role = replica')
  await client.query(sql)
  await client.end()
}

async function countMessages(place: Place): Promise<number> {
  const client = new pg.Client(place.owner)
  await client.connect()
  const { rows } = await client.query<{ count: number }>('select count(*)::int as count from messages')
  await client.end()
  return rows[0]?.count ?? 0
}

const noSocket = (source: string): boolean => !source.includes('/run')

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}
