// The embedded database keeps what it acknowledged, whoever is killed, and has one owner at a time.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { resetDataDir } from './data-dir.ts'
import { hasEmbeddedDatabase, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts'
import { createLogger } from './log.ts'
import { commandLineOf } from './processes.ts'

const superuserPassword = "a password's \\ own $1 marks"
const log = createLogger({ level: 'silent' })

let place: string
/** One database for all tests but those of a first start, which takes a second or more. */
let made: string
let dataDir: string
const started: EmbeddedPostgres[] = []
const children: ChildProcess[] = []

vi.setConfig({ testTimeout: 60_000 })

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'threadwell-test-'))
  made = join(place, 'made')
  dataDir = made
  await (await start()).stop()
})

beforeEach(() => {
  dataDir = made
})

afterEach(async () => {
  for (const child of children.splice(0)) {
    await kill(child)
  }
  for (const database of started.splice(0)) {
    await database.stop()
  }
  await stopLeftRunning()
  await resetDataDir(join(place, 'new'))
})

afterAll(async () => {
  await rm(place, { recursive: true, force: true })
})

test('a first start makes a private, durable, UTF-8 database, not run by root, and no file keeps its password', async () => {
  dataDir = join(place, 'new')
  expect(await hasEmbeddedDatabase(dataDir)).toBe(false)
  const { connection, adopted } = await start()
  expect(adopted).toBe(false)
  expect(await hasEmbeddedDatabase(dataDir)).toBe(true)
  const [row] = await query(
    connection,
    `select current_database() as database, current_setting('listen_addresses') as listen,
       current_setting('data_checksums') as checksums, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as commit, current_setting('server_version_num')::int / 10000 as major,
       (select concat_ws(' ', encoding, datlocprovider, datlocale) from pg_database where datname = current_database()) as text,
       (select string_agg(distinct type || ' ' || auth_method, ', ') from pg_hba_file_rules) as doors`,
  )
  expect(row).toEqual({
    database: 'threadwell',
    listen: '',
    checksums: 'on',
    fsync: 'on',
    commit: 'on',
    major: 18,
    text: '6 b C.UTF-8',
    doors: 'host reject, local scram-sha-256',
  })
  expect(await uidOf(await postmasterPid())).not.toBe('0')

  for (const file of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
    if (file.isFile()) {
      const bytes = await readFile(join(file.parentPath, file.name))
      expect(bytes.includes(superuserPassword), file.name).toBe(false)
    }
  }
})

test('what was written is there after a stop and a start', async () => {
  const first = await start()
  await query(first.connection, 'create table kept (text text)')
  await query(first.connection, `insert into kept values ('kept')`)
  await first.stop()
  await expect(query(first.connection, 'select 1')).rejects.toThrow()

  const second = await start()
  expect(second.adopted).toBe(false)
  expect(await query(second.connection, 'select text from kept')).toEqual([{ text: 'kept' }])
})

test('a database server that is killed comes back by itself, at the same place, with what it acknowledged', async () => {
  const { connection } = await start()
  await query(connection, 'create table acknowledged (text text)')
  const killed = await postmasterPid()
  process.kill(killed, 'SIGKILL')
  await until(async () => (await query(connection, 'select 1').catch(() => [])).length === 1)
  expect(await query(connection, 'select count(*)::int as rows from acknowledged')).toEqual([{ rows: 0 }])
  expect(await postmasterPid()).not.toBe(killed)
})

test('a database server that cannot start, as on a full disk, starts by itself once it can', async () => {
  const said: string[] = []
  const watched = createLogger({ level: 'error', destination: { write: (line) => void said.push(line) } })
  const { connection } = await start(watched)
  const log = join(dataDir, 'postgres/cluster/pg_wal')
  await rename(log, `${log}.away`)
  process.kill(await postmasterPid(), 'SIGKILL')
  await until(async () => said.some((line) => line.includes('cannot be started again')))
  await expect(query(connection, 'select 1')).rejects.toThrow()
  await rename(`${log}.away`, log)
  await until(async () => (await query(connection, 'select 1').catch(() => [])).length === 1)
})

test('a start takes over the server that a killed process left running, and its stop ends it', async () => {
  const child = await startInChild()
  const left = await postmasterPid()
  await kill(child)
  expect(await commandLineOf(left)).toContain('postgres')

  const database = await start()
  expect(database.adopted).toBe(true)
  expect(await postmasterPid()).toBe(left)
  await query(database.connection, 'select 1')
  await database.stop()
  expect(await commandLineOf(left)).toBeUndefined()
})

test('a start recovers when both our process and the server were killed', async () => {
  const child = await startInChild()
  const left = await postmasterPid()
  await kill(child)
  process.kill(left, 'SIGKILL')
  const database = await start()
  expect(database.adopted).toBe(false)
  await query(database.connection, 'select 1')
})

test('a start recovers when the id of the killed server now belongs to another process of its account', async () => {
  const first = await start()
  const stale = await readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')
  const account = { uid: Number(await uidOf(await postmasterPid())) }
  await first.stop()
  const other = spawn('sleep', ['60'], process.getuid?.() === 0 ? { ...account, cwd: '/' } : {})
  children.push(other)
  await writeFile(join(dataDir, 'postgres/cluster/postmaster.pid'), stale.replace(/^\d+/, String(other.pid)))

  const second = await start()
  await query(second.connection, 'select 1')
})

test('a start recovers when the first one was killed while it made the files', async () => {
  dataDir = join(place, 'new')
  const child = spawnChild()
  await until(async () =>
    (await readdir(join(dataDir, 'postgres')).catch(() => [])).some((name) => name.startsWith('new-')),
  )
  await kill(child)
  expect(await hasEmbeddedDatabase(dataDir)).toBe(false)

  const database = await start()
  await query(database.connection, 'select 1')
  expect((await readdir(join(dataDir, 'postgres'))).filter((name) => name.startsWith('new-'))).toEqual([])
})

test('a second owner is refused by name, and the first one goes on', async () => {
  const child = await startInChild()
  await expect(start()).rejects.toMatchObject({
    code: 'in-use',
    message: expect.stringContaining(`process ${child.pid}`),
  })
  expect(await commandLineOf(await postmasterPid())).toContain('postgres')
})

test('two first starts at once end with one owner', async () => {
  dataDir = join(place, 'new')
  const outcomes = await Promise.allSettled([start(), start()])
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'in-use' } })
})

test('another password is refused, and no server is left running', async () => {
  await expect(startEmbeddedPostgres({ dataDir, superuserPassword: 'another', log })).rejects.toMatchObject({
    code: 'wrong-password',
  })
  await expect(postmasterPid()).rejects.toMatchObject({ code: 'ENOENT' })
})

test('a database of another major version is refused and not touched', async () => {
  const versionFile = join(dataDir, 'postgres/cluster/PG_VERSION')
  onTestFinished(() => writeFile(versionFile, '18\n'))
  await writeFile(versionFile, '17\n')
  await expect(start()).rejects.toMatchObject({
    code: 'other-version',
    message: expect.stringContaining('PostgreSQL 17'),
  })
  expect(await readFile(versionFile, 'utf8')).toBe('17\n')
})

test('a data directory with too long a path, below a directory that only its owner may enter, works', async () => {
  dataDir = join(place, 'private', 'long'.repeat(30))
  await mkdir(join(place, 'private'), { mode: 0o700 })
  await kill(await startInChild())
  const { connection, adopted } = await start()
  expect(adopted).toBe(true)
  expect(connection.host.startsWith(place)).toBe(false)
  expect(await query(connection, 'select 1 as one')).toEqual([{ one: 1 }])
  onTestFinished(() => rm(dirname(connection.host), { recursive: true }))
})

test("the server's log holds neither statements nor values", async () => {
  const { connection } = await start()
  await expect(query(connection, `select 'clinical words'::int`)).rejects.toThrow()
  await query(connection, 'create table logged (text text unique)')
  await query(connection, `insert into logged values ('clinical words')`)
  await expect(query(connection, `insert into logged values ('clinical words')`)).rejects.toThrow()
  const text = await readFile(join(dataDir, 'log/postgres.log'), 'utf8')
  expect(text).toContain('ready to accept connections')
  expect(text).not.toContain('clinical words')
})

async function start(watched = log): Promise<EmbeddedPostgres> {
  const database = await startEmbeddedPostgres({ dataDir, superuserPassword, log: watched })
  const once = { ...database, stop: lazily(database.stop) }
  started.push(once)
  return once
}

/** A test may stop what is stopped again after it. */
function lazily(stop: () => Promise<void>): () => Promise<void> {
  let stopped: Promise<void> | undefined
  return () => (stopped ??= stop())
}

function spawnChild(): ChildProcess {
  const fixture = join(import.meta.dirname, 'embedded-postgres.fixture.ts')
  const child = spawn(process.execPath, [fixture, dataDir, superuserPassword], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  return child
}

async function startInChild(): Promise<ChildProcess> {
  const child = spawnChild()
  await new Promise((resolve, reject) => {
    child.stdout?.once('data', resolve)
    child.once('exit', reject)
  })
  return child
}

async function stopLeftRunning(): Promise<void> {
  const isRunning = await postmasterPid().then(
    () => true,
    () => false,
  )
  if (isRunning) {
    await (await startEmbeddedPostgres({ dataDir, superuserPassword, log })).stop()
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return
  }
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}

async function query(connection: EmbeddedPostgres['connection'], sql: string): Promise<unknown[]> {
  const client = new Client(connection)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

async function postmasterPid(): Promise<number> {
  return Number((await readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0])
}

async function uidOf(pid: number): Promise<string | undefined> {
  return /^Uid:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    if (await isTrue()) {
      return
    }
    await sleep(10)
  }
  throw new Error('it did not become true in time')
}
