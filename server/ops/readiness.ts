import { readdir } from 'node:fs/promises'
import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Way } from '../access/enter.ts'

export type Readiness = { isReady: boolean; checks: Record<'database' | 'migrations' | 'worker', 'ok' | 'failing'> }

/**
 * Whether this process can do its work now: the database answers and has every migration. A worker that is away is told,
 * and is no reason to turn people away: what they send is kept, and is worked on when it comes back.
 */
export async function readReadiness(way: Way): Promise<Readiness> {
  const seen = await readSigns(way).catch(() => null)
  const checks = {
    database: seen === null ? 'failing' : 'ok',
    migrations: seen?.areMigrationsCurrent === true ? 'ok' : 'failing',
    worker: isAlive(seen?.workerSeenAt ?? null, way.clock()) ? 'ok' : 'failing',
  } as const
  return { isReady: checks.database === 'ok' && checks.migrations === 'ok', checks }
}

async function readSigns(way: Way): Promise<{ areMigrationsCurrent: boolean; workerSeenAt: Date | null }> {
  const needed = await migrationNames()
  return way.db.transact(null, async (tx) => {
    const { rows } = await sql<{ missing: number; seen_at: Date | null }>`
      select (select count(*)::int from unnest(${needed}::text[]) as name
          where name not in (select name from migrations)) as missing,
        (select seen_at from heartbeats where name = 'worker') as seen_at`.execute(tx)
    return { areMigrationsCurrent: rows[0]?.missing === 0, workerSeenAt: rows[0]?.seen_at ?? null }
  })
}

async function migrationNames(): Promise<string[]> {
  const names = await readdir(new URL('../migrations/', import.meta.url))
  return names.filter((name) => name.endsWith('.sql'))
}

/** A sign from further ahead was given before the clock was set back: it says nothing about now. */
function isAlive(seenAt: Date | null, now: Date): boolean {
  return seenAt !== null && Math.abs(now.getTime() - seenAt.getTime()) < limits.heartbeatLateMs
}
