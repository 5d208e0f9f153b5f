// The command reaches the embedded database wherever it is: beside the server that runs it, or by starting it for a moment.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runAuditCommand } from '../audit/cli.ts'
import { type Config, loadConfig } from '../config.ts'
import { openHouse } from '../house.ts'
import { createPractice } from '../people/create-practice.ts'
import { uuidv7 } from '../platform/ids.ts'
import { createLogger } from '../platform/log.ts'
import { locateCluster } from '../platform/postgres-cluster.ts'
import { findServer } from '../platform/postgres-server.ts'
import { sealLogs } from '../audit/seal-logs.ts'
import { openAuditHouse } from './audit.ts'
import { prepareDatabase } from './prepare-database.ts'

const folders: string[] = []
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))

async function aConfig(): Promise<Config> {
  const folder = await mkdtemp(join(tmpdir(), 'threadwell-audit-'))
  folders.push(folder)
  return loadConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent' })
}

async function run(config: Config, ...args: string[]): Promise<{ code: number; said: string }> {
  const said: string[] = []
  const say = (line: string): number => said.push(line)
  const code = await runAuditCommand(args, { open: () => openAuditHouse(config), write: say, complain: say })
  return { code, said: said.join('\n') }
}

test('beside a running server, and while it is stopped', { timeout: 120_000 }, async () => {
  const config = await aConfig()
  const log = createLogger({ level: 'silent' })
  const prepared = await prepareDatabase(config, log)
  const { kek, connection } = prepared
  const house = await openHouse({ config, kek, connection, log })
  const { way } = house
  const id = uuidv7()
  const administrator = { id: uuidv7(), name: 'Adele Marchand', accountId: null }
  const words = { name: 'Maple Street', address: '12 Maple Street', phone: '416-555-0100', timeZone: 'America/Toronto' }
  const place = { keyCache: way.keyCache, now: new Date(), requestId: uuidv7() }
  await way.db.transact({ practiceId: id, actorId: id, requestId: id }, (tx) =>
    createPractice({ tx, ...place }, { id, ...words, region: 'ca-on', languages: ['en'], administrator }),
  )
  await sealLogs(house.worker)

  const beside = await run(config, 'verify')
  expect(beside).toMatchObject({ code: 0, said: expect.stringContaining(`${id} verdict: ok`) })
  await house.close()
  await prepared.stop()

  const alone = await run(
    config,
    'verify',
    '--practice',
    id,
    '--deep',
    '--checkpoint',
    join(config.dataDir, 'audit', `${id}.checkpoints`),
  )
  expect(alone.code).toBe(0)
  expect(alone.said).toContain('1 events, 1 leaves, 1 checkpoints; 1 witness checkpoints')
  expect(await findServer(await locateCluster(config.dataDir))).toBeUndefined()
})

test('where there is no database nothing is made, and nothing is said to be well', async () => {
  const config = await aConfig()
  expect(await run(config, 'verify')).toEqual({
    code: 70,
    said: `Nothing was verified: There is no database in ${config.dataDir}.`,
  })
})
