// What is promised here, without a proxy: its lines are the server's lines, for each endpoint of the contract, and its numbers fit
// the server's door. What it does under load is measured: `npm run bench -- overload`.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { haproxy } from '../proof/rolling/proxy.ts'
import { createClassifier } from '../server/platform/admission/classify.ts'
import { api } from '../shared/api/index.ts'
import { limits } from '../shared/limits.ts'

const path = fileURLToPath(new URL('../docs/operations/several-machines/haproxy.cfg', import.meta.url))
let text: string
beforeAll(async () => {
  text = await readFile(path, 'utf8')
})

const withIds = (path: string) => path.replaceAll(/:\w+/g, '018f0000-0000-7000-8000-000000000001')
const classify = createClassifier(Object.values(api))

/** As the file says it: the first backend one of whose conditions fits. */
function lineOf(method: string, path: string): string | undefined {
  const order = [...text.matchAll(/^ {2}use_backend (\w+) if \1$/gm)].map(([, name]) => name)
  const conditions = [...text.matchAll(/^ {2}acl (\w+) var\(txn\.asked\) -m reg '(.+)'$/gm)]
  return order.find((name) =>
    conditions.some(([, of, pattern = '']) => of === name && new RegExp(pattern).test(`${method} ${path}`)),
  )
}

test.each(Object.values(api).map(({ method, path }) => ({ method, path })))(
  '$method $path stands in the same line before the server and in it',
  ({ method, path }) => {
    const line = classify(method, withIds(path))
    expect(lineOf(method, withIds(path))).toBe(line === 'files' ? 'open' : line)
  },
)

test.each([
  ['GET', '/api/as/018f0000-0000-7000-8000-000000000001/live', 'open'],
  ['GET', '/calendar/a-token.ics', 'usual'],
  ['GET', '/api/as/nobody/no-such-call', 'usual'],
  ['GET', '/readyz', undefined],
  ['GET', '/assets/start.js', undefined],
])('%s %s: %s', (method, path, line) => {
  expect(lineOf(method, path)).toBe(line)
})

test.each(['first', 'usual', 'last'] as const)('in %s a server is given what it does at once, and a few', (name) => {
  const { atOnce, waiting } = limits.admission[name]
  const section = text.split(`\nbackend ${name} `)[1]?.split('\nbackend ')[0] ?? ''
  const given = [...section.matchAll(/maxconn (\d+)/g)].map(([, count]) => Number(count))
  expect(given).toHaveLength(2)
  for (const count of given) {
    expect(count).toBeGreaterThan(atOnce)
    // Half of the server's own line stays for a second proxy, and for when fewer are done at once.
    expect(count).toBeLessThanOrEqual(atOnce + waiting / 2)
  }
})

test('the longest draft is at hand whole, with its headers; what is longer is left to the server', () => {
  const numberIn = (pattern: RegExp) => Number(pattern.exec(text)?.[1])
  const [bufferBytes, longestBytes] = [
    numberIn(/^ {2}tune\.bufsize (\d+)$/m),
    numberIn(/\(content-length\) -m int gt (\d+)$/m),
  ]
  const mostBytesOfACharacter = 3
  expect(longestBytes).toBeGreaterThan(limits.draftCharacters * mostBytesOfACharacter)
  expect(bufferBytes).toBeGreaterThan(longestBytes + 16 * 1024)
})

test('it waits as long as the server, and says when to come back as the server does', () => {
  expect(text).toContain(`timeout queue ${limits.admission.first.waitMs / 1_000}s\n`)
  expect(text).toContain(`timeout http-request ${limits.requestMs / 1_000}s\n`)
  expect(text).toContain(`type binary len 32 size ${limits.admissionSessions / 1_000}k `)
  const [least, most] = limits.busyRetrySeconds
  const refusals = [
    ...text.matchAll(/http-error status (\d+) .*'(.+)' hdr Retry-After %\[rand\((\d+)\),add\((\d+)\)\]/g),
  ]
  expect(refusals.map(([, ...found]) => found)).toEqual(
    [429, 503].map((status) => [
      String(status),
      JSON.stringify({ status, code: 'busy' }),
      String(most - least + 1),
      String(least),
    ]),
  )
})

const one = { PEOPLE_LISTEN: '127.0.0.1:9', WEB_1: '127.0.0.1:10' }
const database = { PRIMARY_LISTEN: '127.0.0.1:9', POSTGRES_1: '127.0.0.1:10', POSTGRES_2: '127.0.0.1:11' }
const several = { ...one, WEB_2: '127.0.0.1:11', ...database, PATRONI_1_PORT: '12', PATRONI_2_PORT: '13' }
test.skipIf(!existsSync(haproxy)).each([
  ['one server', one],
  ['several machines', several],
])('HAProxy, where it is installed, understands it for %s', (_name, env) => {
  expect(execFileSync(haproxy, ['-c', '-f', path], { env, encoding: 'utf8' })).toBe('Configuration file is valid\n')
})
