import { parseArgs } from 'node:util'
import { openDeployment } from '../access/platform-keys.ts'
import { type BackupSource, takeBackup } from '../backup/take-backup.ts'
import { type Config, loadConfig } from '../config.ts'
import { blobRoot } from '../platform/blobs.ts'
import { openBlobs } from '../platform/open-blobs.ts'
import { openPlace, readKey } from './backup-place.ts'
import { openBeside } from './open-beside.ts'
import { Refusal } from './refusal.ts'
import type { Tell } from './run-server.ts'

/** `threadwell backup [--to PLACE]`: everything, beside the running server or without one. It changes nothing. */
export async function backup(args: string[], tell: Tell, config: Config = loadConfig()): Promise<void> {
  const { to } = readArguments(args)
  const kek = await readKey(config)
  const store = await openPlace(config, kek, { name: '--to', given: to })
  const source = await openSource(config)
  try {
    const began = performance.now()
    const manifest = await takeBackup(source, store)
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    const megabytes = (manifest.parts.reduce((sum, part) => sum + part.sizeBytes, 0) / 1e6).toFixed(0)
    tell(`The backup ${manifest.id} is whole: ${megabytes} MB of database, ${manifest.blobs} files, in ${seconds} s.`)
    tell(`It is in ${store.place}. The key file ${config.keyFile} is not in it: keep a copy of that elsewhere.`)
  } finally {
    await source.close()
  }
}

function readArguments(args: string[]): { to?: string } {
  try {
    return parseArgs({ args, options: { to: { type: 'string' } } }).values
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)}\n\nthreadwell backup [--to PLACE]`)
  }
}

/** The database where it is, with its owner and the role of the worker, and the blobs beside it. */
export async function openSource(config: Config): Promise<BackupSource & { close(): Promise<void> }> {
  const { db, kek, owner, close } = await openBeside(config)
  try {
    const { id } = await db.transact(null, (tx) => openDeployment(kek, tx, new Date()), 'snapshot')
    const blobs = await openBlobs(config.blobBucket, blobRoot(config.dataDir))
    return { owner, db, blobs, deploymentId: id, clock: () => new Date(), close }
  } catch (error) {
    await close()
    throw error
  }
}
