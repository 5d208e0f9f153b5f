// What is promised here, without an engine that runs containers: compose.yaml is well formed, each name in it leads somewhere, the
// servers understand the environment that it gives them, and the proxy and the database get all that their own files ask for.
import { access, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { configTable, loadConfig } from '../server/config.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const text = (path: string) => readFile(`${root}${path}`, 'utf8')

/** Of the Compose specification what stands in the file, and nothing else: a word that is mistyped is refused. */
const service = z.strictObject({
  build: z.string().optional(),
  image: z
    .string()
    .regex(/^[\w./-]+:[\w.]+$/, 'an image has its version')
    .optional(),
  command: z.array(z.string()).optional(),
  restart: z.enum(['unless-stopped', 'always', 'on-failure', 'no']),
  environment: z.record(z.string(), z.string()).default({}),
  env_file: z.array(z.string()).default([]),
  secrets: z.array(z.string()).default([]),
  ports: z.array(z.string().regex(/^\d+:\d+$/)).default([]),
  volumes: z.array(z.string().regex(/^[^:]+:\/[^:]+(:ro)?$/)).default([]),
  depends_on: z.array(z.string()).default([]),
  stop_grace_period: z
    .string()
    .regex(/^\d+s$/)
    .optional(),
})
const file = z.strictObject({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
  secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
})
type Service = z.output<typeof service>

let compose: z.output<typeof file>
const servers = () => Object.entries(compose.services).filter(([, { build }]) => build === '.')
const named = (name: string): Service => compose.services[name] ?? service.parse({})

beforeAll(async () => {
  const {
    'x-server': _server,
    'x-postgres': _postgres,
    ...rest
  } = parse(await text('compose.yaml'), { merge: true }) as Record<string, unknown>
  compose = file.parse(rest)
})

test('each service is an image or is built, and what it names is there', async () => {
  for (const [name, one] of Object.entries(compose.services)) {
    expect([one.build, one.image].filter(Boolean).length, name).toBe(1)
    expect(
      one.depends_on.filter((other) => compose.services[other] === undefined),
      name,
    ).toEqual([])
    expect(
      one.secrets.filter((secret) => compose.secrets[secret] === undefined),
      name,
    ).toEqual([])
    if (one.build !== undefined) {
      await access(`${root}${one.build}/Dockerfile`)
    }
    for (const [source = '', place = ''] of one.volumes.map((volume) => volume.split(':'))) {
      const isFile = source.startsWith('./')
      await (isFile ? access(`${root}${source}`) : expect(compose.volumes, `${name}: ${place}`).toHaveProperty(source))
    }
  }
  const used = Object.values(compose.services)
  const volumes = used.flatMap((one) => one.volumes.map((volume) => volume.split(':')[0]))
  expect(Object.keys(compose.volumes).filter((volume) => !volumes.includes(volume))).toEqual([])
  expect(
    Object.keys(compose.secrets).filter((secret) => !used.some(({ secrets }) => secrets.includes(secret))),
  ).toEqual([])
})

test('what the secrets are is told at the top, each by its name', async () => {
  const told = (await text('compose.yaml')).split('\nx-server')[0] ?? ''
  const files = [
    ...Object.values(compose.secrets).map((secret) => secret.file),
    ...servers().flatMap(([, one]) => one.env_file),
  ]
  for (const path of new Set(files)) {
    expect(path).toMatch(/^secrets\//)
    expect(told).toContain(path.replace('secrets/', ''))
  }
})

test('the servers know every variable they are given, and understand it', async () => {
  const known: string[] = configTable.map(({ name }) => name)
  const given = {
    PUBLIC_URL: 'https://messages.clinic.example',
    DATABASE_URL: 'postgres://postgres:p@proxy:5432/threadwell',
    BLOB_URL: 's3://files?endpoint=https://o.example',
  }
  const image = Object.fromEntries(
    [...(await text('Dockerfile')).matchAll(/(HOST|DATA_DIR)=(\S+)/g)].map(([, name, value]) => [name, value]),
  )
  expect(servers().map(([, { command }]) => command)).toEqual([['web'], ['web'], ['worker'], ['worker']])
  for (const [name, { environment, stop_grace_period }] of servers()) {
    expect(
      Object.keys(environment).filter((variable) => !known.includes(variable)),
      name,
    ).toEqual([])
    const filled = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, fill(value, given)]))
    const config = loadConfig({ ...image, ...filled })
    expect(config).toMatchObject({
      host: '0.0.0.0',
      port: 8080,
      trustedProxyHops: 1,
      keyFile: '/run/secrets/kek',
      smtpUrl: undefined,
    })
    expect(Number.parseInt(stop_grace_period ?? '0') * 1_000, name).toBeGreaterThan(config.shutdownMs)
  }
  const workers = servers().filter(([, { command }]) => command?.[0] === 'worker')
  const folders = workers.map(([, { environment, volumes }]) => [environment['RECORD_DIR'], volumes])
  expect(new Set(folders.map((folder) => JSON.stringify(folder))).size, 'both workers file into one folder').toBe(1)
  // A volume takes its owner from the image: without this the worker could not write there.
  expect(await text('Dockerfile')).toContain(
    `install --directory --owner=threadwell ${workers[0]?.[1].environment['RECORD_DIR']}`,
  )
})

test('a variable that has to be given stops the start when it is not', () => {
  const needed = Object.values(named('web-1').environment).filter((value) => value.includes(':?'))
  expect(needed).toHaveLength(3)
  expect(() => fill(needed[0] ?? '', {})).toThrow('the address that people open')
})

test('the proxy gets every address that its file asks for, and each leads to a service and its port', async () => {
  const haproxy = await text('docs/operations/several-machines/haproxy.cfg')
  const asked = [...haproxy.matchAll(/\$\{(\w+)\}|defined\((\w+)\)/g)].map(([, plain, tested]) => plain ?? tested)
  const { environment, ports, secrets } = named('proxy')
  expect(Object.keys(environment).sort()).toEqual([...new Set(asked)].sort())
  const start = await text('docs/operations/several-machines/start-patroni')
  for (const [variable, address] of Object.entries(environment).filter(([, value]) => /^\w+-\d:/.test(value))) {
    const [host = '', port] = address.split(':')
    expect(compose.services, variable).toHaveProperty(host)
    expect(port).toBe(variable.startsWith('WEB') ? '8080' : /POSTGRESQL_LISTEN=0\.0\.0\.0:(\d+)/.exec(start)?.[1])
  }
  expect(environment['PATRONI_1_PORT']).toBe(/RESTAPI_LISTEN=0\.0\.0\.0:(\d+)/.exec(start)?.[1])
  expect(ports.map((port) => port.split(':')[1])).toEqual([environment['PEOPLE_LISTEN']?.slice(1)])
  expect(secrets.map((secret) => `/run/secrets/${secret}`)).toEqual([environment['CERTIFICATE']])
})

test('the two nodes of the database know their names, their passwords and where the others meet', async () => {
  const start = await text('docs/operations/several-machines/start-patroni')
  const read = [...start.matchAll(/\/run\/secrets\/([\w-]+)/g)].map(([, secret]) => secret)
  for (const name of ['postgres-1', 'postgres-2']) {
    expect(named(name)).toMatchObject({
      environment: { PATRONI_NAME: name, PATRONI_ETCD3_HOSTS: 'etcd:2379' },
      secrets: read,
    })
    expect(start).toContain(`PATRONI_POSTGRESQL_DATA_DIR=${named(name).volumes[0]?.split(':')[1]}`)
  }
  const dockerfile = await text('docs/operations/several-machines/Dockerfile')
  for (const source of /^COPY (.+) \/$/m.exec(dockerfile)?.[1]?.split(' ') ?? ['nothing']) {
    await access(`${root}docs/operations/several-machines/${source}`)
  }
})

/** As Compose fills in `${NAME:-otherwise}` and `${NAME:?why it is needed}`. */
function fill(value: string, given: Record<string, string>): string {
  return value.replaceAll(/\$\{(\w+):([-?])([^}]*)\}/g, (_whole, name: string, kind: string, words: string) => {
    if (given[name] === undefined && kind === '?') {
      throw new Error(words)
    }
    return given[name] ?? words
  })
}
