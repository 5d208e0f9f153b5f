import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { contextKey, rolePassword } from '../access/key-encryption.ts'
import type { Connection } from '../platform/db.ts'
import { startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { createLogger } from '../platform/log.ts'
import { migrate } from '../platform/migrate.ts'

/** One key-encryption key for every test: the roles and their passwords are the cluster's. */
export const testKek = { id: '00000000000000aa', key: Buffer.alloc(32, 0x5a) }
export const templateDatabase = 'threadwell_template'

declare module 'vitest' {
  interface ProvidedContext {
    clusters: Connection[]
  }
}

/**
 * Vitest's global set-up: for each process that runs tests a real PostgreSQL, with a migrated template that every test file clones.
 * One for all would have tests wait for each other: an act is sealed when every transaction of its cluster has ended.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const started = await Promise.all(Array.from({ length: project.vitest.config.maxWorkers }, startCluster))
  project.provide(
    'clusters',
    started.map(({ connection }) => connection),
  )
  return async () => {
    await Promise.all(started.map(({ stop }) => stop()))
  }
}

async function startCluster(): Promise<{ connection: Connection; stop: () => Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'threadwell-test-'))
  const log = createLogger({ level: 'silent' })
  const server = await startEmbeddedPostgres({ dataDir, superuserPassword: 'only-for-tests', log })
  await createTemplate(server.connection)
  return {
    connection: server.connection,
    stop: async () => {
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function createTemplate(owner: Connection): Promise<void> {
  const client = new pg.Client(owner)
  await client.connect()
  await client.query(`create database ${templateDatabase}`)
  await client.end()
  const passwords = {
    threadwell_app: rolePassword(testKek, 'threadwell_app'),
    threadwell_job: rolePassword(testKek, 'threadwell_job'),
  }
  await migrate({ ...owner, database: templateDatabase }, passwords, contextKey(testKek))
}
