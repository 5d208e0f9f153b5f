// Where this server writes, how much room is left there, and what is not taken any more when there is little
// (docs/decisions/0025-room.md). What has been taken is read and answered for as long as anything can be written at all.
import { join } from 'node:path'
import { limits } from '../../shared/limits.ts'
import type { Config } from '../config.ts'
import { blobRoot } from '../platform/blobs.ts'
import type { Logger } from '../platform/log.ts'
import { locateCluster } from '../platform/postgres-cluster.ts'
import { noRoom } from '../platform/problems.ts'
import { type Fill, type Volumes, watchVolumes } from '../platform/volumes.ts'

/** `holds` is what is not taken when its volume is full; of the others whoever runs the server is told, and no more. */
export type Volume = { name: string; folder: string; holds: 'files' | 'messages' | null }
/** `unseen` says nothing about the volume: it did not answer, or this account may not look. */
export type Level = 'enough' | 'low' | 'full' | 'unseen'
export type Room = {
  readonly volumes: readonly (Volume & { fill: Fill | null; level: Level })[]
  readonly state: RoomState
  /** Looks now, without waiting for the next time. */
  look(): Promise<void>
  close(): void
}
export type RoomState = { isLow: boolean; forFiles: boolean; forMessages: boolean }
/** As in shared/limits.ts, unless others are given. */
export type RoomLimits = { lowShare: number; fullShare: number; filesBytes: number; messagesBytes: number }

const usual: RoomLimits = {
  lowShare: limits.volumeLowShare,
  fullShare: limits.volumeFullShare,
  filesBytes: limits.volumeFilesBytes,
  messagesBytes: limits.volumeMessagesBytes,
}

/** Watches from here on; each change is one line of the log. */
export async function watchRoom(config: Config, log: Logger, given: RoomLimits = usual): Promise<Room> {
  const told = new Map<string, Level>()
  const watched: Volumes<Volume> = await watchVolumes(await volumesOf(config), (seen) => {
    for (const volume of seen) {
      const level = levelOf(volume, given)
      if (level !== (told.get(volume.name) ?? 'enough')) {
        tell(log, volume, level)
      }
      told.set(volume.name, level)
    }
  })
  const volumes = () => watched.seen.map((volume) => ({ ...volume, level: levelOf(volume, given) }))
  return {
    get volumes() {
      return volumes()
    },
    get state() {
      return stateOf(volumes())
    },
    look: watched.look,
    close: watched.close,
  }
}

/** 503 with a time to come back, before anything of it is kept. The same upload will do once there is room. */
export function assertRoomForFiles({ house }: { house: { room: Room } }): void {
  if (!house.room.state.forFiles) {
    throw noRoom('no-room-for-files')
  }
}

export function levelOf({ holds, fill }: Pick<Volume, 'holds'> & { fill: Fill | null }, given: RoomLimits): Level {
  if (fill === null) {
    return 'unseen'
  }
  const leastBytes = holds === 'files' ? given.filesBytes : holds === 'messages' ? given.messagesBytes : 0
  if (fill.usedShare >= given.fullShare && fill.freeBytes < leastBytes) {
    return 'full'
  }
  return fill.usedShare >= given.lowShare ? 'low' : 'enough'
}

export function stateOf(volumes: readonly (Pick<Volume, 'holds'> & { level: Level })[]): RoomState {
  const isFull = (what: Volume['holds']) => volumes.some(({ holds, level }) => holds === what && level === 'full')
  return {
    isLow: volumes.some(({ level }) => level === 'low' || level === 'full'),
    forFiles: !isFull('files'),
    forMessages: !isFull('messages'),
  }
}

/** Of an external database only what the configuration names: where its files are is for its own account to know. */
async function volumesOf(config: Config): Promise<Volume[]> {
  const { dataDir, blobBucket, backupTo, databaseUrl, databaseVolumes, recordDir } = config
  const cluster = databaseUrl === undefined ? (await locateCluster(dataDir)).data : null
  const databases: [string, string][] =
    cluster === null
      ? databaseVolumes.map((folder, index) => [`database-${index + 1}`, folder])
      : [
          ['database', cluster],
          ['database-log', join(cluster, 'pg_wal')],
        ]
  return [
    { name: 'data', folder: dataDir, holds: null },
    { name: 'record', folder: recordDir, holds: null },
    ...(typeof backupTo === 'string' ? [{ name: 'backup', folder: backupTo, holds: null }] : []),
    ...(blobBucket === undefined ? [{ name: 'files', folder: blobRoot(dataDir), holds: 'files' } as const] : []),
    ...databases.map(([name, folder]) => ({ name, folder, holds: 'messages' }) as const),
  ]
}

function tell(log: Logger, { name: volume, holds, fill }: Volume & { fill: Fill | null }, level: Level): void {
  const seen = { volume, usedShare: fill?.usedShare, freeBytes: fill?.freeBytes }
  switch (level) {
    case 'enough':
      return log.info(seen, 'a volume has room again')
    case 'low':
      return log.warn(seen, 'a volume is filling up')
    case 'full':
      return log.error({ ...seen, refused: holds }, 'a volume is nearly full, and what it would hold is not taken')
    case 'unseen':
      return log.warn({ volume }, 'a volume cannot be looked at')
    default:
      return level satisfies never
  }
}
