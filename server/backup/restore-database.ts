import type { EmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { accountFor } from '../platform/postgres-account.ts'
import { locateCluster, makeNearby } from '../platform/postgres-cluster.ts'
import { findPrograms, installedPrograms } from '../platform/postgres-programs.ts'
import type { Logger } from '../platform/log.ts'
import { BackupError } from './backup-error.ts'
import type { BackupStore } from './backup-store.ts'
import { layOutDatabase } from './lay-out-database.ts'
import type { Manifest } from './manifest.ts'
import { placeLog } from './place-log.ts'
import { prepareRecovery, recoverDatabase, type RecoverUntil } from './recover-database.ts'

/** Lays the copied database out in a data directory that the restore has begun, and lets it recover. It runs when this returns. */
export async function restoreDatabase(options: {
  dataDir: string
  store: BackupStore
  manifest: Manifest
  until: RecoverUntil
  superuserPassword: string
  log: Logger
}): Promise<EmbeddedPostgres> {
  const { dataDir, store, manifest, until } = options
  await refuseOtherVersion(dataDir, manifest)
  const laid = await layOutDatabase(dataDir, store, manifest)
  if (until !== 'copy') {
    await placeLog(laid.data, store, manifest)
  }
  await prepareRecovery(laid.data, until)
  await laid.finish()
  return recoverDatabase(options)
}

async function refuseOtherVersion(dataDir: string, { system }: Manifest): Promise<void> {
  const cluster = await locateCluster(dataDir)
  const account = await accountFor(cluster.directory)
  const places = { copyPlaces: [async () => cluster.directory, () => makeNearby(cluster)] }
  const { majorVersion } = await findPrograms({ account, installed: installedPrograms(), ...places })
  if (majorVersion !== system.version) {
    throw new BackupError(
      'not-supported',
      `The backup is of PostgreSQL ${system.version}, and the embedded one is ${majorVersion}. docs/operations/backup.md says how to restore it into a PostgreSQL ${system.version} of your own.`,
    )
  }
}
