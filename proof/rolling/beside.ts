// Two versions side by side (R22): the servers of an older commit, whose database is migrated under them while people write and
// look, and which then become this version one after the other. Both serve one database in between.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { seededId } from '../../bench/seeded.ts'
import { uuidv7 } from '../../server/platform/ids.ts'
import type { Other } from './clients.ts'
import { type Furnished, openFurnished } from './furnish.ts'
import { commitBeforeNewestMigration, takeOut, thisVersion, type Version } from './old-version.ts'
import { answers, waitFor } from './process.ts'
import { serverNames, type Servers, startServers } from './servers.ts'
import type { Stage, Under } from './stage.ts'

const run = promisify(execFile)
/** How long both versions serve before the next process changes. */
const besideMs = 4_000

export async function runBeside(
  stage: Stage,
  options: { from: string; clients: number; under: Under },
): Promise<{ place: Furnished; servers: Servers }> {
  const { folder, shared, peoplePort, webPorts } = stage
  const { from, clients, under } = options
  const commit = from === 'before' ? await commitBeforeNewestMigration() : from
  const [old, own] = [await takeOut(commit, join(folder, 'old')), await thisVersion()]
  const added = own.migrations.filter((name) => !old.migrations.includes(name))
  console.log(`From ${old.commit} to this version: ${added.length} migrations (${added.map(shortly).join(', ')})`)
  const practiceId = await furnishWith(old, shared, join(folder, 'furnish'), clients)
  const nurse = await aNurse(shared['DATABASE_URL'] ?? '')
  const servers = await startServers(folder, shared, webPorts, old.main)
  try {
    await waitFor('the proxy', () => answers(`http://127.0.0.1:${peoplePort}/readyz`))
    const others = (patient: number, turn: number) => [...othersOf(patient, turn), ...nurse.othersOf(patient, turn)]
    await under('the old version alone', () => sleep(besideMs), { others })
    await under('the old version, while the database is migrated', () => migrateWith(own, stage), { others })
    await under('the old version over the new schema', () => sleep(besideMs), { others })
    await under(
      'one process after the other becomes the new version',
      async () => {
        for (const name of serverNames.toSorted((one, other) => one.slice(-1).localeCompare(other.slice(-1)))) {
          await servers.restart(name, own.main)
          await sleep(besideMs)
        }
      },
      { others },
    )
    await under(
      'and back to the old version, process by process',
      async () => {
        for (const name of serverNames) {
          await servers.restart(name, old.main)
        }
        await sleep(besideMs)
      },
      { others },
    )
    return { place: await openFurnished(shared, join(folder, 'compare'), practiceId), servers }
  } catch (error) {
    console.log(await servers.said())
    await servers.stop()
    throw error
  }
}

function shortly(path: string): string {
  return path.split('/').at(-1)?.slice(0, 4) ?? path
}

/** The older version makes and fills its own database: this one would have brought it up to date. */
async function furnishWith(
  old: Version,
  env: Record<string, string>,
  dataDir: string,
  patients: number,
): Promise<string> {
  await mkdir(dataDir, { recursive: true })
  const code = `
    const { furnish } = await import(${JSON.stringify(pathToFileURL(join(old.root, 'proof/rolling/furnish.ts')).href)})
    const place = await furnish(${JSON.stringify(env)}, ${JSON.stringify(dataDir)}, ${patients})
    console.log(place.practiceId)
    await place.close()
    process.exit(0)`
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: old.root,
    env: { PATH: process.env['PATH'] ?? '', ...env },
  })
  return stdout.trim().split('\n').at(-1) ?? ''
}

async function migrateWith({ main }: Version, { folder, shared }: Stage): Promise<void> {
  const dataDir = join(folder, 'migrate')
  await mkdir(dataDir, { recursive: true })
  const env = { PATH: process.env['PATH'] ?? '', ...shared, DATA_DIR: dataDir }
  await run(process.execPath, [main, 'migrate'], { cwd: '/', env })
}

/** What a patient does besides writing: looks, and keeps a draft. */
function othersOf(patient: number, turn: number): Other[] {
  const as = `/api/as/${seededId('patient', patient)}`
  const conversationId = seededId('conversation', patient)
  const all: Other[] = [
    { method: 'GET', path: `${as}/conversations/${conversationId}` },
    { method: 'PUT', path: `${as}/drafts/${uuidv7()}`, body: { conversationId, text: 'Half a line', version: 0 } },
    { method: 'GET', path: `${as}/conversations` },
    { method: 'GET', path: `${as}/drafts` },
  ]
  return all.slice(turn % all.length, (turn % all.length) + 1)
}

/** A colleague who is signed in, and what they look at: lists, a conversation, the search. */
async function aNurse(connectionString: string) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  const { rows } = await client.query<{ id: string; account: string; inbox: string }>(
    `select m.id, m.account_id as account, t.care_team_id as inbox
      from memberships m join care_team_members t on t.practice_id = m.practice_id and t.practitioner_id = m.id
      where m.role = 'nurse' limit 1`,
  )
  const [nurse] = rows
  if (nurse === undefined) {
    throw new Error('no nurse works in an inbox')
  }
  const cookie = 'a-nurse-who-looks'
  await client.query(
    `insert into sessions (id, token_hash, account_id, strength, method, created_at, last_seen_at, stepped_up_at, idle_minutes, ends_at)
      values ($1, $2, $3, 'full', 'passkey', now(), now(), now(), 600, now() + interval '1 day')`,
    [uuidv7(), createHash('sha256').update(cookie).digest(), nurse.account],
  )
  await client.end()
  const as = `/api/as/${nurse.id}`
  const look = (method: string, path: string, body?: object): Other => ({
    method,
    path: `${as}${path}`,
    cookie,
    ...(body !== undefined && { body }),
  })
  return {
    othersOf(patient: number, turn: number): Other[] {
      const conversation = `/conversations/${seededId('conversation', patient)}`
      const all = [
        look('GET', `/queue?careTeamId=${nurse.inbox}`),
        look('GET', conversation),
        look('GET', '/inboxes'),
        look('POST', '/patients/search', { search: 'fair' }),
        look('POST', '/search', { words: 'line' }),
        look('PUT', `${conversation}/presence`, { isWriting: true }),
      ]
      return turn % 3 === 0 ? all.slice((turn / 3) % all.length, ((turn / 3) % all.length) + 1) : []
    },
  }
}
