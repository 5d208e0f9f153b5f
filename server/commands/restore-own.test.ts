// What is promised here: a backup of a PostgreSQL that the clinic runs itself, with names, passwords and settings of its own, comes
// back as the embedded one.
import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { loadConfig } from '../config.ts'
import { startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { uuidv7 } from '../platform/ids.ts'
import { createLogger } from '../platform/log.ts'
import { locateCluster } from '../platform/postgres-cluster.ts'
import { aPatient, aPractice, call } from '../testing/factories.ts'
import { backup } from './backup.ts'
import { anEmptyPlace, openAgain } from './backup.fixture.ts'
import { restore } from './restore.ts'

const folders: string[] = []
const stops: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const stop of stops.toReversed()) {
    await stop()
  }
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
})

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'threadwell-own-'))
  folders.push(folder)
  return folder
}

/** Its database has another name, its superuser another password, and its settings name a library that is not here. */
async function aPostgresOfTheirs() {
  const dataDir = await aFolder()
  const server = await startEmbeddedPostgres({
    dataDir,
    superuserPassword: 'theirs alone',
    log: createLogger({ level: 'silent' }),
  })
  stops.push(server.stop)
  const { host, port, user, password } = server.connection
  const client = new pg.Client({ host, port, user, password, database: 'postgres' })
  await client.connect()
  await client.query('alter database threadwell rename to letters')
  await client.query(`create role clinic superuser login replication password 'of the clinic'`)
  await client.end()
  const { data } = await locateCluster(dataDir)
  await appendFile(join(data, 'postgresql.conf'), `\nshared_preload_libraries = 'a_library_of_theirs'\n`)
  const query = new URLSearchParams({ host, port: String(port), sslmode: 'disable' })
  return `postgres://clinic:${encodeURIComponent('of the clinic')}@localhost/letters?${query}`
}

test('its letters are there again', { timeout: 120_000 }, async () => {
  const databaseUrl = await aPostgresOfTheirs()
  const config = loadConfig({ DATA_DIR: await aFolder(), DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent' })
  const house = await openAgain(config)
  const practice = await aPractice(house)
  const patient = await aPatient(house, practice)
  const conversationId = uuidv7()
  await call(house, patient, api.startConversation, {
    conversationId,
    messageId: uuidv7(),
    topicId: practice.topic.id,
    subject: 'A letter',
    text: 'To be there again.',
    attachmentIds: [],
  })
  const store = await aFolder()
  await backup(['--to', store], () => {}, config)
  await house.stop()

  const place = await anEmptyPlace(config)
  folders.push(place.dataDir)
  const said: string[] = []
  await restore(['--from', store], (line) => said.push(line), place)
  expect(said.join('\n')).toContain('All is well')
  const again = await openAgain(place)
  stops.push(again.stop)
  const { body } = await call(again, patient, api.readConversation, { conversationId })
  expect(body.messages[0]).toMatchObject({ text: 'To be there again.' })
})
