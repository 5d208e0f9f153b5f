import { readdir } from 'node:fs/promises'
import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Way } from '../access/enter.ts'
import type { RoomState } from '../access/room.ts'
import { aheadMs, isClockRight } from './clock-difference.ts'

type Check = 'ok' | 'failing'
export type Readiness = {
  isReady: boolean
  checks: {
    database: Check
    migrations: Check
    worker: Check
    /** Whether this process's clock and the database's agree. */
    clocks: Check
    /** Low: make room. Full: files, or patients' messages, are not taken. */
    volumes: 'ok' | 'low' | 'full'
  }
}

/**
 * Whether this process can do its work now: the database answers and has every migration. A worker that is away is told,
 * and is no reason to turn people away: what they send is kept, and is worked on when it comes back. Nor is a clock that is wrong,
 * or a volume that is full: what is there is still read and answered.
 */
export async function readReadiness(way: Way): Promise<Readiness> {
  const seen = await readSigns(way).catch(() => null)
  const checks = {
    database: seen === null ? 'failing' : 'ok',
    migrations: seen?.areMigrationsCurrent === true ? 'ok' : 'failing',
    worker: isAlive(seen?.workerSeenAt ?? null, way.clock()) ? 'ok' : 'failing',
    clocks: seen !== null && isClockRight(seen.aheadMs) ? 'ok' : 'failing',
    volumes: tellRoom(way.house.room.state),
  } as const
  return { isReady: checks.database === 'ok' && checks.migrations === 'ok', checks }
}

type Signs = { areMigrationsCurrent: boolean; workerSeenAt: Date | null; aheadMs: number }

async function readSigns(way: Way): Promise<Signs> {
  const needed = await migrationNames()
  const before = way.clock()
  const { rows } = await way.db.transact(null, (tx) =>
    sql<{ missing: number; seen_at: Date | null; now: Date }>`
      select (select count(*)::int from unnest(${needed}::text[]) as name
          where name not in (select name from migrations)) as missing,
        (select seen_at from heartbeats where name = 'worker') as seen_at, clock_timestamp() as now`.execute(tx),
  )
  const [row] = rows
  return {
    areMigrationsCurrent: row?.missing === 0,
    workerSeenAt: row?.seen_at ?? null,
    aheadMs: aheadMs({ before, database: row?.now ?? before, after: way.clock() }),
  }
}

async function migrationNames(): Promise<string[]> {
  const names = await readdir(new URL('../migrations/', import.meta.url))
  return names.filter((name) => name.endsWith('.sql'))
}

/** A sign from further ahead was given before the clock was set back: it says nothing about now. */
function isAlive(seenAt: Date | null, now: Date): boolean {
  return seenAt !== null && Math.abs(now.getTime() - seenAt.getTime()) < limits.heartbeatLateMs
}

function tellRoom({ isLow, forFiles, forMessages }: RoomState): Readiness['checks']['volumes'] {
  if (!forFiles || !forMessages) {
    return 'full'
  }
  return isLow ? 'low' : 'ok'
}
