import { ObjectMissingError, type ObjectStore } from '../platform/object-store.ts'
import { BackupError } from './backup-error.ts'
import { type BackupKey, openObject, sealObject } from './seal-object.ts'

/** A store in which everything is sealed: what goes in and comes out is clear, what lies there is not. */
export type BackupStore = {
  readonly place: string
  put(name: string, bytes: Buffer): Promise<{ sizeBytes: number }>
  /** Refuses what is missing or changed. */
  get(name: string): Promise<Buffer>
  list(prefix: string): AsyncIterable<{ key: string; sizeBytes: number }>
  remove(name: string): Promise<void>
}

export function openBackupStore(objects: ObjectStore, key: BackupKey): BackupStore {
  return {
    place: objects.place,
    async put(name, bytes) {
      const sealed = await sealObject(key, name, bytes)
      await objects.put(name, sealed)
      return { sizeBytes: sealed.length }
    },
    async get(name) {
      const sealed = await objects.get(name).catch((error: unknown) => {
        throw error instanceof ObjectMissingError
          ? new BackupError('damaged', `${name} of the backup is missing in ${objects.place}.`)
          : error
      })
      return openObject(key, name, sealed)
    },
    list: (prefix) => objects.list(prefix),
    remove: (name) => objects.remove(name),
  }
}
