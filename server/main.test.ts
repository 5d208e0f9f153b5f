// The real program, as npm starts it: what it prints, what it refuses, and how it ends.
import { once } from 'node:events'
import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../shared/limits.ts'
import { endAll, freePort, type Running, startProgram, untilSaid } from './main.fixture.ts'
import { testKek } from './testing/cluster.ts'
import { buildWeb } from './web/build-web.ts'
import { ownCluster } from './testing/own-cluster.ts'

// Each test starts the program once or twice, beside everything else that runs.
const patience = { timeout: 120_000 }
const folders: string[] = []

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'threadwell-main-'))
  folders.push(folder)
  return folder
}

beforeAll(() => buildWeb(), 120_000)
afterAll(async () => {
  await endAll()
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
}, 120_000)

const ready = (program: Running) => untilSaid(program, /is ready: (http\S+)/)

function post(program: Running, path: string, body: object): Promise<Response> {
  return fetch(`${program.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-threadwell': '1', origin: `http://localhost:${program.port}` },
    body: JSON.stringify(body),
  })
}

async function setUp(program: Running): Promise<Response> {
  const [, code] = await untilSaid(program, /type this code: (\S+)/)
  return post(program, '/api/setup', {
    code,
    practiceName: 'Riverside Family Practice',
    practiceAddress: '4 Water Street, Anytown ON',
    practicePhone: '613-555-0100',
    timeZone: 'America/Toronto',
    name: 'Mireille Aubin',
    email: 'mireille@example.test',
    password: 'a thousand paper boats',
    language: 'fr',
  })
}

describe('npm start', () => {
  let dataDir = ''
  beforeAll(async () => {
    dataDir = await aFolder()
  })

  test(
    'serves on an empty directory, prints the set-up code, and has no door of the demonstration',
    patience,
    async () => {
      const program = await startProgram(['start'], { DATA_DIR: dataDir })
      expect((await ready(program))[1]).toBe(`http://localhost:${program.port}`)
      expect((await fetch(`${program.url}/healthz`)).status).toBe(200)
      await untilReady(program)
      expect((await fetch(program.url)).headers.get('content-type')).toContain('text/html')
      for (const path of ['/demo', '/demo/mail', '/demo/mail.css', '/demo/sign-in/anything']) {
        expect((await fetch(program.url + path)).status).toBe(404)
      }
      program.signal('SIGTERM')
      expect(await program.ended()).toBe(0)
      expect(program.said()).toContain('Stopped.')
      await expect(fetch(`${program.url}/healthz`)).rejects.toThrow('fetch failed')
    },
  )

  test('logs JSON lines apart from what it says', patience, async () => {
    const program = await startProgram([], { DATA_DIR: dataDir })
    await ready(program)
    program.signal('SIGINT')
    expect(await program.ended()).toBe(0)
    const lines = program.complained().trim().split('\n')
    expect(lines.map((line) => typeof JSON.parse(line)).every((type) => type === 'object')).toBe(true)
    expect(program.said()).not.toContain('{')
  })

  test('loses nothing that was acknowledged when it is killed', patience, async () => {
    const program = await startProgram(['start'], { DATA_DIR: dataDir })
    const answer = await setUp(program)
    program.signal('SIGKILL')
    expect(answer.status).toBe(200)
    const cookie = sessionCookieOf(answer)
    expect(await program.ended()).toBe('SIGKILL')

    const again = await startProgram(['start'], { DATA_DIR: dataDir })
    await ready(again)
    expect(again.said()).not.toContain('type this code')
    expect(await (await fetch(`${again.url}/api/setup`)).json()).toEqual({ needed: false })
    const session = await (await fetch(`${again.url}/api/session`, { headers: { cookie } })).json()
    expect(session).toMatchObject({
      account: { language: 'fr' },
      step: { next: 'set-up-second-factor' },
      isDemo: false,
    })
    again.signal('SIGTERM')
    expect(await again.ended()).toBe(0)
  })

  test('refuses the demonstration, once it is in real use', patience, async () => {
    const program = await startProgram(['demo'], { DATA_DIR: dataDir })
    expect(await program.ended()).toBe(1)
    expect(program.complained()).toContain('in real use, so the demonstration does not touch it')
  })

  test('refuses a database whose key is missing, another, or open to others', patience, async () => {
    const key = join(dataDir, 'keys', 'kek')
    const refusal = async () => {
      const program = await startProgram(['start'], { DATA_DIR: dataDir })
      expect(await program.ended()).toBe(1)
      expect(program.said()).not.toContain('ready')
      return program.complained()
    }
    await rename(key, `${key}.kept`)
    expect(await refusal()).toContain(`its key ${key} is missing`)
    await writeFile(key, `threadwell-kek-v1 ${Buffer.alloc(32, 7).toString('base64')}\n`, { mode: 0o400 })
    expect(await refusal()).toContain('made with another key')
    await rm(key)
    await rename(`${key}.kept`, key)
    await chmod(key, 0o444)
    expect(await refusal()).toContain('chmod 0400')
    await chmod(key, 0o400)
  })
})

describe('stopping', () => {
  let dataDir = ''
  beforeAll(async () => {
    dataDir = await aFolder()
  })

  test('answers what is in flight, and tells others to come back', patience, async () => {
    const program = await startProgram(['start'], { DATA_DIR: dataDir })
    await ready(program)
    const slow = await half(program)
    const late = await opened(program)
    late.send('GET /healthz HTTP/1.1\r\nHost: loc')
    const silent = await opened(program)
    await wait(300)
    // As Ctrl-C does under npm.
    program.signal('SIGINT')
    await untilSaid(program, /Stopping/)
    program.signal('SIGINT')
    expect(await silent.answer()).toBe('')
    late.send('alhost\r\n\r\n')
    expect(await late.answer()).toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: 5\r\n/i)
    await expect(fetch(`${program.url}/healthz`)).rejects.toThrow('fetch failed')
    slow.send('}')
    expect(await slow.answer()).toMatch(/^HTTP\/1\.1 422 [\s\S]*connection: close[\s\S]*"code":"invalid-input"/i)
    expect(await program.ended()).toBe(0)
  })

  test('cuts what does not end in its time', patience, async () => {
    const program = await startProgram(['start'], { DATA_DIR: dataDir, SHUTDOWN_SECONDS: '1' })
    await ready(program)
    const slow = await half(program)
    const askedAt = performance.now()
    program.signal('SIGTERM')
    expect(await program.ended()).toBe(0)
    expect(performance.now() - askedAt).toBeGreaterThan(900)
    expect(performance.now() - askedAt).toBeLessThan(20_000)
    expect(await slow.answer()).toBe('')
  })

  test('a second signal does not wait', patience, async () => {
    const program = await startProgram(['start'], { DATA_DIR: dataDir, SHUTDOWN_SECONDS: '300' })
    await ready(program)
    await half(program)
    program.signal('SIGTERM')
    await untilSaid(program, /Stopping/)
    await wait(limits.stopRepeatMs + 200)
    expect(program.isRunning).toBe(true)
    program.signal('SIGTERM')
    expect(await program.ended()).toBe(0)
  })
})

describe('npm run demo', () => {
  let dataDir = ''
  beforeAll(async () => {
    dataDir = await aFolder()
  })
  const links = (program: Running) => [...program.said().matchAll(/(http:\/\/localhost:\d+)(\/demo\/sign-in\/\S+)/g)]

  test('writes a story, and each link signs in', patience, async () => {
    const program = await startProgram(['demo'], { DATA_DIR: dataDir, HOST: '0.0.0.0' })
    await untilSaid(program, /Stop with Ctrl-C/)
    expect(program.complained()).toContain('Server listening at http://127.0.0.1')
    expect(program.complained()).not.toContain('http://0.0.0.0')
    expect(links(program).length).toBeGreaterThan(15)
    const signedIn = await Promise.all(links(program).map(([, , path]) => signIn(program, path ?? '')))
    expect(signedIn.every(({ isDemo, memberships }) => isDemo && memberships.length > 0)).toBe(true)
    expect(
      signedIn.filter(({ memberships }) => memberships.filter(({ kind }) => kind === 'patient').length === 2),
    ).toHaveLength(1)
    expect(new Set(signedIn.flatMap(({ memberships }) => memberships.map(({ role }) => role)))).toEqual(
      new Set([null, 'physician', 'nurse-practitioner', 'nurse', 'clerk', 'administrator', 'privacy-officer']),
    )
    const audit = await startProgram(['audit', 'verify'], { DATA_DIR: dataDir })
    await audit.ended()
    expect(audit.said()).toContain('verdict: ')
    await untilMailed(program, /You have a new message from your clinic/)
    await untilMailed(program, /Vous avez un nouveau message de votre clinique/)
    program.signal('SIGTERM')
    expect(await program.ended()).toBe(0)
  })

  test('keeps its data, with new links, and is not for real use', patience, async () => {
    const program = await startProgram(['demo'], { DATA_DIR: dataDir })
    await untilSaid(program, /Stop with Ctrl-C/)
    expect(program.said()).not.toContain('A story has been written')
    const [first] = links(program)
    expect((await signIn(program, first?.[2] ?? '')).memberships).toHaveLength(2)
    expect((await fetch(`${program.url}/demo/sign-in/${'a'.repeat(43)}`)).status).toBe(404)
    program.signal('SIGTERM')
    expect(await program.ended()).toBe(0)

    const real = await startProgram(['start'], { DATA_DIR: dataDir })
    expect(await real.ended()).toBe(1)
    expect(real.complained()).toContain('holds the demonstration')
  })
})

describe('an external PostgreSQL', () => {
  let env: Record<string, string> = {}
  let owner: pg.Client
  const database = `main_${process.pid}`
  beforeAll(async () => {
    const dataDir = await aFolder()
    const cluster = ownCluster()
    owner = new pg.Client(cluster)
    await owner.connect()
    await owner.query(`create database ${database}`)
    const keyFile = join(dataDir, 'kek')
    await writeFile(keyFile, `threadwell-kek-v1 ${testKek.key.toString('base64')}\n`, { mode: 0o400 })
    const address = new URLSearchParams({ host: cluster.host, port: String(cluster.port) })
    env = {
      DATA_DIR: join(dataDir, 'data'),
      KEYFILE: keyFile,
      DATABASE_URL: `postgres://${cluster.user}:${cluster.password}@localhost/${database}?${address.toString()}`,
    }
  })
  afterAll(async () => {
    await endAll()
    await owner.query(`drop database if exists ${database} with (force)`)
    await owner.end()
  })

  test('is migrated apart, and served by a web server and a worker apart', patience, async () => {
    const migrated = await startProgram(['migrate'], env)
    expect(await migrated.ended()).toBe(0)
    expect(migrated.said()).toContain('The database is up to date.')

    const web = await startProgram(['web'], env)
    await ready(web)
    expect(await (await fetch(`${web.url}/readyz`)).json()).toMatchObject({ status: 'impaired' })
    const worker = await startProgram(['worker'], env)
    await untilSaid(worker, /worker is running/)
    await untilReady(web)
    for (const program of [worker, web]) {
      program.signal('SIGTERM')
      expect(await program.ended()).toBe(0)
    }
  })

  test('is not touched with another key', patience, async () => {
    const other = join(await aFolder(), 'kek')
    await writeFile(other, `threadwell-kek-v1 ${Buffer.alloc(32, 7).toString('base64')}\n`, { mode: 0o400 })
    const passwords = async () => (await owner.query('select rolpassword from pg_authid order by rolname')).rows
    const before = await passwords()
    const program = await startProgram(['start'], { ...env, KEYFILE: other })
    expect(await program.ended()).toBe(1)
    expect(program.complained()).toContain('sealed with another key')
    const missing = await startProgram(['start'], { ...env, KEYFILE: `${other}-missing` })
    expect(await missing.ended()).toBe(1)
    expect(missing.complained()).toContain('is missing')
    expect(await passwords()).toEqual(before)
  })

  test('that is not there is refused in words, without its password', patience, async () => {
    const nobody = `postgres://owner:secret-password@127.0.0.1:${await freePort()}/threadwell`
    const program = await startProgram(['start'], { ...env, DATABASE_URL: nobody })
    expect(await program.ended()).toBe(1)
    expect(program.complained()).toContain('No PostgreSQL answers at 127.0.0.1')
    expect(program.complained()).not.toContain('secret-password')
  })
})

describe('refusals', () => {
  test.each([
    ['names the variable that is wrong', ['start'], { PORT: 'eighty' }, 1, /^PORT must be a whole number/m],
    ['says why the worker cannot run alone', ['worker'], {}, 1, /DATABASE_URL/],
    ['lists its commands when it does not know one', ['serve'], {}, 2, /^ {2}start\s+Serve/m],
    ['does not take a property of objects for a command', ['constructor'], {}, 2, /^ {2}start\s+Serve/m],
  ])('%s', patience, async (_name, command, env, code, words) => {
    const program = await startProgram(command, { DATA_DIR: await aFolder(), ...env })
    expect(await program.ended()).toBe(code)
    expect(program.complained()).toMatch(words)
    expect(program.complained()).not.toMatch(/^\s+at /m)
  })

  test('a port that is taken is named, and the database is stopped again', patience, async () => {
    const port = await freePort()
    const first = await startProgram(['start'], { DATA_DIR: await aFolder() }, port)
    await ready(first)
    const second = await startProgram(['start'], { DATA_DIR: await aFolder() }, port)
    expect(await second.ended()).toBe(1)
    expect(second.complained()).toContain(`The port ${port} is taken`)
    expect(second.complained()).toContain('embedded database has stopped')
    first.signal('SIGTERM')
    await first.ended()
  })
})

type Session = { isDemo: boolean; memberships: { kind: string; role: string | null }[] }

async function signIn(program: Running, path: string): Promise<Session> {
  const door = await fetch(program.url + path, { redirect: 'manual' })
  expect(door.status).toBe(303)
  const cookie = sessionCookieOf(door)
  return (await fetch(`${program.url}/api/session`, { headers: { cookie } })).json() as Promise<Session>
}

function sessionCookieOf(answer: Response): string {
  const set = answer.headers.getSetCookie().find((cookie) => cookie.startsWith('__Host-sid='))
  return set?.split(';')[0] ?? ''
}

async function untilReady(program: Running): Promise<void> {
  type Answer = { checks: { worker: string } }
  // The disk of the machine that tests may be fuller than a clinic's should be.
  const worker = async () => ((await (await fetch(`${program.url}/readyz`)).json()) as Answer).checks.worker
  while ((await worker()) !== 'ok') {
    await wait(100)
  }
}

async function untilMailed(program: Running, words: RegExp): Promise<void> {
  while (!words.test(await (await fetch(`${program.url}/demo/mail`)).text())) {
    await wait(200)
  }
}

async function opened(program: Running) {
  const socket = connect(program.port, '127.0.0.1')
  await once(socket, 'connect')
  let answer = ''
  socket.on('data', (chunk) => (answer += String(chunk)))
  socket.on('error', () => {})
  const closed = once(socket, 'close')
  return {
    send: (text: string) => void socket.write(text),
    answer: async () => {
      await closed
      return answer
    },
  }
}

/** A request of which the last byte has not been sent. */
async function half(program: Running) {
  const connection = await opened(program)
  const head = [
    'POST /api/session HTTP/1.1',
    'Host: localhost',
    `Origin: http://localhost:${program.port}`,
    'X-Threadwell: 1',
    'Content-Type: application/json',
    'Content-Length: 2',
  ]
  connection.send(`${head.join('\r\n')}\r\n\r\n{`)
  // Long enough for the server to have seen it.
  await wait(300)
  return connection
}
