import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { loadConfig } from '../config.ts'
import { type OpenHouse, openHouse } from '../house.ts'
import { startIdsAnew } from '../platform/ids.ts'
import { createLogger } from '../platform/log.ts'
import { forgetNames } from '../platform/transaction.ts'
import { templateDatabase, testKek } from './cluster.ts'
import { watchShardKeys } from './watch-shard-keys.ts'
import { ownCluster } from './own-cluster.ts'

export type TestClock = {
  now(): Date
  advance(by: { days?: number; hours?: number; minutes?: number; seconds?: number }): void
}
export type TestHouse = OpenHouse & { clock: TestClock; dataDir: string }

/** A Tuesday morning in Toronto, within opening hours; no test depends on the day it runs. */
const start = new Date('2026-11-24T15:00:00.000Z')

/**
 * The real server on a database of its own, cloned from the migrated template, for one test file. Call it at the top of
 * the file: `const house = useTestHouse()`; `house()` is open in every test.
 */
export function useTestHouse(env: Record<string, string> = {}): () => TestHouse {
  let opened: TestHouse | undefined
  let drop: () => Promise<void> = async () => {}
  beforeAll(async () => {
    // The files of one process do not hand on what they leave in it.
    startIdsAnew()
    forgetNames()
    const cluster = ownCluster()
    const database = `test_${randomBytes(6).toString('hex')}`
    const owner = new pg.Client(cluster)
    await owner.connect()
    await owner.query(`create database ${database} template ${templateDatabase} strategy wal_log`)
    const dataDir = await mkdtemp(join(tmpdir(), 'threadwell-house-'))
    const clock = createClock()
    const open = await openHouse({
      config: loadConfig({ DATA_DIR: dataDir, PUBLIC_URL: 'http://localhost:8080', ...env }),
      kek: testKek,
      connection: { host: cluster.host, port: cluster.port, database },
      log: createLogger({ level: 'silent' }),
      clock: clock.now,
      connections: 6,
    })
    opened = { ...open, clock, dataDir }
    const shardKeys = watchShardKeys([open.way.db.pool, open.worker.db.pool])
    drop = async () => {
      await shardKeys.check()
      await open.close()
      await owner.query(`drop database ${database} with (force)`)
      await owner.end()
      await rm(dataDir, { recursive: true, force: true })
    }
  })
  afterAll(() => drop())
  return () => {
    if (opened === undefined) {
      throw new Error('the house opens in beforeAll')
    }
    return opened
  }
}

function createClock(): TestClock {
  let offsetMs = 0
  const startedAt = performance.now()
  return {
    // It moves as time does, from a fixed day, so that two acts are never at the same instant.
    now: () => new Date(start.getTime() + offsetMs + Math.floor(performance.now() - startedAt)),
    advance: ({ days = 0, hours = 0, minutes = 0, seconds = 0 }) => {
      offsetMs += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
    },
  }
}
