import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { BackupError } from '../backup/backup-error.ts'
import { chooseBackup, listBackups, type Manifest } from '../backup/manifest.ts'
import { takeBackup } from '../backup/take-backup.ts'
import { type Config, loadConfig } from '../config.ts'
import type { KeyEncryptionKey } from '../platform/key-file.ts'
import { openSource } from './backup.ts'
import { openPlace, readKey } from './backup-place.ts'
import { Refusal } from './refusal.ts'
import { type Restored, restoreInto } from './restore-into.ts'
import type { Tell } from './run-server.ts'

const usage = [
  'threadwell restore [--from PLACE] [--backup ID] [--until TIME]   into DATA_DIR, which must be empty but for the keys',
  'threadwell restore [--from PLACE] --list',
  'threadwell restore [--from PLACE] --drill   takes a backup, restores it into a scratch folder, and checks it',
].join('\n')

/** `threadwell restore`: brings a backup back and checks it, or takes one and does that, to show that it could. */
export async function restore(args: string[], tell: Tell, config: Config = loadConfig()): Promise<void> {
  const asked = readArguments(args)
  const kek = await readKey(config)
  if (asked.drill) {
    await drill(config, kek, asked.from, tell)
    return
  }
  const store = await openPlace(config, kek, { name: '--from', given: asked.from })
  if (asked.list) {
    for (const { id, isFinished } of await listBackups(store)) {
      tell(isFinished ? id : `${id} (never finished)`)
    }
    return
  }
  const manifest = await chooseBackup(store, { id: asked.backup, until: asked.until })
  // A backup that is named is restored as it was; otherwise all that was kept since, or up to the moment that is named.
  const until = asked.until ?? (asked.backup === undefined ? 'log' : 'copy')
  const began = performance.now()
  tellRestored(tell, manifest, await restoreInto({ config, kek, store, manifest, until }), began)
  tell(`It is in ${config.dataDir}. Start the server as before, and take a new backup soon.`)
}

type Asked = { from?: string; backup?: string; until?: Date; list: boolean; drill: boolean }

function readArguments(args: string[]): Asked {
  const options = {
    from: { type: 'string' },
    backup: { type: 'string' },
    until: { type: 'string' },
    list: { type: 'boolean', default: false },
    drill: { type: 'boolean', default: false },
  } as const
  const values = (() => {
    try {
      return parseArgs({ args, options }).values
    } catch (error) {
      throw new Refusal(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    }
  })()
  const { until, ...asked } = values
  const moment = until === undefined ? undefined : new Date(until)
  if (moment !== undefined && (Number.isNaN(moment.getTime()) || !/(?:Z|[+-]\d\d:\d\d)$/.test(until ?? ''))) {
    throw new Refusal(`--until takes a time with its zone, as 2026-11-27T10:00:00-05:00.\n\n${usage}`)
  }
  return { ...asked, ...(moment && { until: moment }) }
}

function tellRestored(tell: Tell, manifest: Manifest, restored: Restored, began: number): void {
  const { rows, blobs, logs, events, opened, problems } = restored
  tell(`The backup ${manifest.id} is restored, in ${((performance.now() - began) / 1000).toFixed(1)} s.`)
  const counts = Object.entries(rows).map(([table, count]) => `${table} ${count}`)
  tell(`Rows: ${counts.join(', ')}.`)
  tell(`Files: ${blobs}, each as the database knows it. Sealed values opened: ${opened}.`)
  tell(`Audit: ${logs} logs with ${events} entries.`)
  problems.forEach((problem) => tell(`NOT WELL: ${problem}.`))
  if (problems.length > 0) {
    throw new BackupError('drill-failed', `The restored data are not all that they must be (${problems.length}).`)
  }
  tell('All is well: every log verifies, and nothing is missing that was there when the backup began.')
}

/** A backup taken now and restored into a scratch folder, which is removed whatever comes of it. The live data are only read. */
async function drill(config: Config, kek: KeyEncryptionKey, from: string | undefined, tell: Tell): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'threadwell-drill-'))
  try {
    const given = from ?? (config.backupTo === undefined ? join(scratch, 'backups') : undefined)
    const store = await openPlace(config, kek, { name: '--from', given })
    const source = await openSource(config)
    const began = performance.now()
    const manifest = await takeBackup(source, store).finally(source.close)
    tell(`The backup ${manifest.id} was taken in ${((performance.now() - began) / 1000).toFixed(1)} s.`)
    const again = performance.now()
    const place = { ...config, dataDir: join(scratch, 'data'), databaseUrl: undefined, blobBucket: undefined }
    const restored = await restoreInto({ config: place, kek, store, manifest, until: 'copy' })
    tellRestored(tell, manifest, restored, again)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
