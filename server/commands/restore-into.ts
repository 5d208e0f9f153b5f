import { destination } from 'pino'
import { rolePassword } from '../access/key-encryption.ts'
import { BackupError } from '../backup/backup-error.ts'
import type { BackupStore } from '../backup/backup-store.ts'
import { type Checked, checkRestored } from '../backup/check-restored.ts'
import type { Manifest } from '../backup/manifest.ts'
import type { RecoverUntil } from '../backup/recover-database.ts'
import { restoreBlobs } from '../backup/restore-blobs.ts'
import { restoreDatabase } from '../backup/restore-database.ts'
import type { Config } from '../config.ts'
import { openHouse } from '../house.ts'
import { beginRestore, endRestore, giveUpRestore } from '../platform/data-dir.ts'
import type { KeyEncryptionKey } from '../platform/key-file.ts'
import { createLogger, type Logger } from '../platform/log.ts'

export type Restore = {
  config: Config
  kek: KeyEncryptionKey
  store: BackupStore
  manifest: Manifest
  until: RecoverUntil
}
export type Restored = Checked & { blobs: number }

/** Into a data directory that is empty but for its keys; when it fails, that is how it is left. */
export async function restoreInto({ config, kek, store, manifest, until }: Restore): Promise<Restored> {
  const { dataDir } = config
  if (!(await beginRestore(dataDir))) {
    throw new BackupError(
      'target-not-empty',
      `${dataDir} is not empty. A backup is restored into a DATA_DIR of its own, in which there may be keys and nothing else.`,
    )
  }
  const log = createLogger({ level: config.logLevel, destination: destination({ dest: 2, sync: true }) })
  try {
    const superuserPassword = rolePassword(kek, 'postgres')
    const server = await restoreDatabase({ dataDir, store, manifest, until, superuserPassword, log })
    const restored = await fillAndCheck({ config, kek, store, manifest }, server.connection, log).finally(server.stop)
    await endRestore(dataDir)
    return restored
  } catch (error) {
    await giveUpRestore(dataDir)
    throw error
  }
}

async function fillAndCheck(
  { config, kek, store, manifest }: Omit<Restore, 'until'>,
  connection: Parameters<typeof openHouse>[0]['connection'],
  log: Logger,
): Promise<Restored> {
  const house = await openHouse({ config, kek, connection, log })
  try {
    const { blobs, missing } = await restoreBlobs({ db: house.worker.db, blobs: house.way.house.blobs }, store)
    const checked = await checkRestored(house.worker, manifest)
    const problems = missing.map((name) => `${name} is not in the backup`)
    return { ...checked, blobs, problems: [...problems, ...checked.problems] }
  } finally {
    await house.close()
  }
}
