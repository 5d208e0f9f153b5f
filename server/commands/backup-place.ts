import { z } from 'zod'
import { BackupError } from '../backup/backup-error.ts'
import { type BackupStore, openBackupStore } from '../backup/backup-store.ts'
import { backupKey } from '../backup/seal-object.ts'
import { type Config, placeOf } from '../config.ts'
import { type KeyEncryptionKey, KeyFileError, loadOrCreateKeyFile } from '../platform/key-file.ts'
import { openObjectStore } from '../platform/object-store.ts'
import { Refusal } from './refusal.ts'

/** The key of the deployment: a backup is made and opened with it, and never holds it. */
export async function readKey(config: Config): Promise<KeyEncryptionKey> {
  return loadOrCreateKeyFile(config.keyFile, { mayCreate: false }).catch((error: unknown) => {
    throw error instanceof KeyFileError && error.code === 'key-missing'
      ? new BackupError(
          'other-key',
          `There is no key file ${config.keyFile}. Backups are made and opened with the key file of the server they are of, ` +
            'which is never in them. Put it there, or set KEYFILE to where it is.',
        )
      : error
  })
}

/** Where backups are: what the command says, or else BACKUP_TO. */
export async function openPlace(
  config: Config,
  kek: KeyEncryptionKey,
  option: { name: string; given: string | undefined },
): Promise<BackupStore> {
  const where = option.given === undefined ? config.backupTo : parsePlace(option.name, option.given)
  if (where === undefined) {
    throw new Refusal(`Say where backups are: ${option.name} PLACE, or BACKUP_TO. A folder, or s3://bucket/folder.`)
  }
  return openBackupStore(await openObjectStore(where), backupKey(kek))
}

function parsePlace(name: string, given: string) {
  const parsed = z.string().min(1).transform(placeOf).safeParse(given)
  if (!parsed.success) {
    throw new Refusal(`${name} ${parsed.error.issues[0]?.message ?? 'is not a place'}.`)
  }
  return parsed.data
}
