import { limits } from '../../shared/limits.ts'
import type { Way } from '../access/enter.ts'
import type { HouseSweep } from '../access/sweep.ts'
import type { Connection } from '../platform/db.ts'
import { errorCode } from '../platform/error-code.ts'
import { identifySystem, openReplication } from '../platform/replication.ts'
import { archiveLog, logSlot } from './archive-log.ts'
import type { BackupStore } from './backup-store.ts'
import { copyBlobs } from './copy-blobs.ts'
import { listBackups, readManifest } from './manifest.ts'
import { takeBackup } from './take-backup.ts'

/** What the worker does where BACKUP_TO is set: the log every minute, new files every half hour, everything once a day. */
export function backupSweeps(owner: Connection, store: BackupStore): HouseSweep[] {
  const backUp = (way: Way) => takeBackup(sourceOf(way, owner), store)
  return [
    {
      name: 'keep-log',
      everySeconds: limits.backupLogSeconds,
      run: async (way) => {
        const kept = await archiveLog(owner, store).catch(unlessAnotherDoes)
        if (kept?.hasGap === true) {
          // Moments after the gap are reached from a copy after it alone.
          way.house.log.error('part of the database log was lost before it was kept; a new backup is taken')
          await backUp(way)
        }
      },
    },
    {
      name: 'keep-files',
      everySeconds: limits.backupFileSeconds,
      run: async (way) => void (await copyBlobs({ db: way.db, blobs: way.house.blobs }, store)),
    },
    {
      name: 'back-up',
      everySeconds: 600,
      run: async (way) => {
        if (await isDue(owner, store, way.clock())) {
          await backUp(way)
        }
      },
    },
  ]
}

/** Lets the database go of what it keeps for a store that is not used any more. Without a slot it does nothing. */
export async function releaseLog(owner: Connection): Promise<void> {
  const client = await openReplication(owner)
  try {
    await client.query(`DROP_REPLICATION_SLOT ${logSlot}`).catch((error: unknown) => {
      // 42704: there is none.
      if (errorCode(error) !== '42704') {
        throw error
      }
    })
  } finally {
    await client.end()
  }
}

function sourceOf({ db, house, clock }: Way, owner: Connection) {
  return { owner, db, blobs: house.blobs, deploymentId: house.deployment.id, clock }
}

/** A day after the last; at once when there is none of this database, or it was restored since and counts on anew. */
async function isDue(owner: Connection, store: BackupStore, now: Date): Promise<boolean> {
  const newest = (await listBackups(store)).findLast(({ isFinished }) => isFinished)
  if (newest === undefined) {
    return true
  }
  const { system, startedAt } = await readManifest(store, newest.id)
  const client = await openReplication(owner)
  try {
    const { systemId, timeline } = await identifySystem(client)
    const ageMs = now.getTime() - new Date(startedAt).getTime()
    return system.id !== systemId || system.timeline !== timeline || ageMs >= limits.backupEveryMs
  } finally {
    await client.end()
  }
}

/** Of several workers one has the slot; the others have nothing to do. */
function unlessAnotherDoes(error: unknown): undefined {
  // 55006: the slot is in use.
  if (errorCode(error) !== '55006') {
    throw error
  }
}
