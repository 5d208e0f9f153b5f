// A line of the log says what happened and where, and never a secret or a value that an error carries.
import { expect, test } from 'vitest'
import { createLogger, type Logger } from './log.ts'

test('a line carries its level, time, the request it belongs to and its words', () => {
  const [line] = linesOf((log) => log.child({ requestId: 'r-1' }).info({ rows: 3 }, 'swept'))
  expect(line).toMatchObject({ level: 30, requestId: 'r-1', rows: 3, msg: 'swept' })
  expect(new Date(String(line?.['time'])).getTime()).toBeGreaterThan(0)
})

test('words with line breaks stay one line', () => {
  const words = 'a name\r\n{"level":50,"msg":"planted"}\u2028\u001b[31m'
  const lines = linesOf((log) => log.info({ words }, words))
  expect(lines).toMatchObject([{ level: 30, msg: words, words }])
})

test('lines below the level are not written', () => {
  expect(linesOf((log) => log.debug('quiet'))).toEqual([])
})

const error = Object.assign(
  new TypeError('secret words\n    at secret (place)', { cause: new Error('secret cause') }),
  {
    code: '23505',
    detail: 'Key (name)=(secret) already exists.',
    where: 'secret',
  },
)

test.each<[string, (log: Logger) => void]>([
  ['alone', (log) => log.error(error)],
  ['under its usual name', (log) => log.error({ err: error })],
  ['with words', (log) => log.error({ err: error }, 'it failed')],
  ['with words that take values', (log) => log.error(error, 'it failed %d times', 2)],
  ['under another name', (log) => log.error({ cause: error, nested: [{ error }] }, 'it failed')],
  ['bound to a child', (log) => log.child({ err: error }).error('it failed')],
])('an error logged %s tells its code and stack but no message, detail or cause in words', (_how, act) => {
  const [line] = linesOf(act)
  const text = JSON.stringify(line)
  expect(text).not.toContain('secret')
  expect(text).toContain('"code":"23505"')
  expect(text).toContain('TypeError')
  expect(text).toContain('log.test.ts')
})

test('headers and passwords are hidden by their names, in any case and place', () => {
  const text = JSON.stringify(
    linesOf((log) =>
      log.info({
        password: 'secret-1',
        headers: { Authorization: 'secret-2', cookie: 'secret-3', accept: 'text/html' },
        answer: { headers: { 'Set-Cookie': ['secret-4'] } },
        list: [{ token: 'secret-5' }],
      }),
    ),
  )
  expect(text).not.toContain('secret')
  expect(text).toContain('text/html')
})

test('a request is logged by its method and route, not by its address or headers', () => {
  const request = {
    id: 'r-1',
    method: 'GET',
    url: '/x?name=secret',
    headers: { cookie: 'secret' },
    routeOptions: { url: '/x' },
  }
  const [line] = linesOf((log) => log.info({ req: request }))
  expect(line?.['req']).toEqual({ id: 'r-1', method: 'GET', route: '/x' })
})

test('an object that holds itself ends', () => {
  const circle: Record<string, unknown> = {}
  circle['circle'] = circle
  const looped = new Error('x')
  looped.cause = looped
  expect(linesOf((log) => log.info({ circle, looped }))).toHaveLength(1)
})

function linesOf(act: (log: Logger) => void): Array<Record<string, unknown>> {
  const lines: string[] = []
  act(createLogger({ level: 'info', destination: { write: (line) => void lines.push(line) } }))
  return lines.map((line) => JSON.parse(line))
}
