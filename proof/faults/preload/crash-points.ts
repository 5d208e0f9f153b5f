// Loaded by the harness alone, before the server's own code (node --import): the product has no line of this and knows of
// no way to it. It watches the statements, files and answers that pass, and kills its own process at the n-th passing of
// the point it was told, in the environment of that one process.
import http from 'node:http'
import { promises as fs } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import pg from 'pg'
import { commandPoints, crashPoints, type Moment, type Sight } from './points.ts'

const [name = '', count = '1'] = (process.env['FAULTS_CRASH_AT'] ?? '').split(' ')
const point = crashPoints[name] ?? commandPoints[name]
if (point === undefined) {
  throw new Error(`no crash point is called ${name}`)
}
let left = Number(count)

/** The process ends here, with nothing flushed and nobody told. */
function pass(sight: Sight, moment: Moment, what: string): void {
  if (point?.sight === sight && point.moment === moment && point.what.test(what) && --left === 0) {
    process.kill(process.pid, 'SIGKILL')
  }
}

const query = pg.Client.prototype.query as (...args: unknown[]) => unknown
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const [asked] = args
  const text = typeof asked === 'string' ? asked : String((asked as { text?: string } | undefined)?.text ?? '')
  pass('statement', 'before', text)
  const answer = Reflect.apply(query, this, args)
  pass('statement', 'sent', text)
  if (!(answer instanceof Promise)) {
    return answer
  }
  return answer.then((result: unknown) => {
    pass('statement', 'after', text)
    return result
  })
} as typeof pg.Client.prototype.query

const rename = fs.rename
fs.rename = async (from, to) => {
  pass('rename', 'before', String(to))
  await rename(from, to)
  pass('rename', 'after', String(to))
}
const writeFile = fs.writeFile as (...args: unknown[]) => Promise<void>
fs.writeFile = (async (...args: unknown[]) => {
  pass('note', 'before', String(args[0]))
  await writeFile(...args)
  pass('note', 'after', String(args[0]))
}) as typeof fs.writeFile
const remove = fs.rm
fs.rm = async (path, ...more) => {
  pass('remove', 'before', String(path))
  await remove(path, ...more)
  pass('remove', 'after', String(path))
}
const open = fs.open
fs.open = async (path, ...more) => {
  const file = await open(path, ...more)
  const write = file.write
  file.write = (async (...args: unknown[]) => {
    pass('write', 'before', String(path))
    const written: unknown = await Reflect.apply(write, file, args)
    pass('write', 'after', String(path))
    return written
  }) as typeof file.write
  return file
}
syncBuiltinESMExports()

const end = http.ServerResponse.prototype.end as (...args: unknown[]) => http.ServerResponse
http.ServerResponse.prototype.end = function (this: http.ServerResponse, ...args: unknown[]) {
  const what = `${this.req.method} ${this.req.url} ${this.statusCode}`
  pass('answer', 'before', what)
  const ended = Reflect.apply(end, this, args)
  pass('answer', 'sent', what)
  return ended
} as typeof http.ServerResponse.prototype.end

const emit = http.Server.prototype.emit
http.Server.prototype.emit = function (this: http.Server, event: string, ...args: unknown[]) {
  if (event === 'request') {
    const request = args[0] as http.IncomingMessage
    pass('request', 'before', `${request.method} ${request.url}`)
  }
  return Reflect.apply(emit, this, [event, ...args]) as boolean
}
