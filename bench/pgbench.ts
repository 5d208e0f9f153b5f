import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { type Connection, planning } from '../server/platform/db.ts'
import { isUuidv7 } from '../server/platform/ids.ts'
import { readArray } from './read-array.ts'
import type { Flight, Recorded } from './record.ts'

/** Debian's pgbench: in PATH, or where its packages put it. Null when it is not installed. */
export async function findPgbench(): Promise<string | null> {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? await readdir(debian) : []
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versions.toSorted((a, b) => Number(b) - Number(a)).map((version) => join(debian, version, 'bin')),
  ]
  return folders.map((folder) => join(folder, 'pgbench')).find((path) => existsSync(path)) ?? null
}

/** What a recorded value becomes in the script: an expression in SQL over pgbench's variables, or null to keep the value. */
export type Rewrite = (value: unknown, statement: Recorded) => string | null

/**
 * The recorded statements as a pgbench script, flight by flight as they were sent. Ids that were new in the recording are
 * new in each run; other values stay, in the text. `:n` counts the runs of one client.
 */
export function toScript(flights: Flight[], options: { before: string[]; rewrite: Rewrite }): string {
  const fresh = new Map<string, string>()
  const lines = ['\\set n :n + 1', ...options.before]
  for (const flight of flights) {
    lines.push('\\startpipeline')
    for (const statement of flight) {
      const text = withoutVariables(statement.text).replaceAll(
        /\$(\d+)(::\w+\[\])?/g,
        (_, number: string, cast = '') => {
          const given = statement.values[Number(number) - 1]
          const value = cast !== '' && typeof given === 'string' ? readArray(given) : given
          const write = (one: unknown): string =>
            options.rewrite(one, statement) ?? rewriteFresh(one, fresh) ?? literal(one, write)
          return `${write(value)}${cast}`
        },
      )
      lines.push(`${text.replaceAll(/\s*\n\s*/g, ' ').trim()};`)
    }
    lines.push('\\endpipeline')
  }
  return `${lines.join('\n')}\n`
}

/** An id that was made for the request: growing, as the product's are, and no other client's. */
function rewriteFresh(value: unknown, fresh: Map<string, string>): string | null {
  if (!isUuidv7(value)) {
    return null
  }
  const known = fresh.get(value)
  if (known !== undefined) {
    return known
  }
  const expression = freshId(fresh.size)
  fresh.set(value, expression)
  return expression
}

/** The k-th new id of this run. */
export function freshId(k: number): string {
  const time = `lpad(to_hex(2000000000000 + :n::bigint), 12, '0')`
  const tail = `lpad(to_hex(:client_id::bigint * 64 + ${k}), 12, '0')`
  return `(${time} || '-7000-8000-' || ${tail})::uuid`
}

function literal(value: unknown, write: (one: unknown) => string): string {
  if (value === null || value === undefined) {
    return 'null'
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    return String(value)
  }
  if (value instanceof Date) {
    return `'${value.toISOString()}'`
  }
  if (Buffer.isBuffer(value)) {
    return String.raw`'\x${value.toString('hex')}'`
  }
  if (Array.isArray(value)) {
    return `array[${value.map(write).join(', ')}]`
  }
  return withoutVariables(`'${(value as string).replaceAll("'", "''")}'`)
}

/** A colon before a word would be a variable, in a quoted text too: the text is put together around it. */
function withoutVariables(text: string): string {
  return text.replaceAll(/'(?:[^']|'')*'/g, (quoted) =>
    /:\w/.test(quoted) ? `(${quoted.replaceAll(/:(?=\w)/g, ":' || '")})` : quoted,
  )
}

export type PgbenchRun = { perSecond: number; latencyMs: number }

/** Runs scripts, each with its weight, prepared, over the same socket and as the same role as the server. */
export async function runPgbench(
  program: string,
  connection: Connection,
  scripts: { path: string; weight: number }[],
  how: { clients: number; seconds: number; set: Record<string, number> },
): Promise<PgbenchRun> {
  const { stdout } = await promisify(execFile)(
    program,
    [
      `--host=${connection.host}`,
      `--port=${connection.port}`,
      `--username=${connection.user}`,
      '--no-vacuum',
      '--protocol=prepared',
      `--client=${how.clients}`,
      `--time=${how.seconds}`,
      ...Object.entries({ mac: 0, ...how.set }).flatMap(([name, value]) => ['-D', `${name}=${value}`]),
      ...scripts.flatMap(({ path, weight }) => ['-f', `${path}@${weight}`]),
      connection.database,
    ],
    { env: { PGPASSWORD: connection.password, PGOPTIONS: planning } },
  )
  const perSecond = Number(/tps = ([\d.]+)/.exec(stdout)?.[1] ?? 0)
  const failed = /number of failed transactions: (\d+)/.exec(stdout)?.[1] ?? '0'
  if (failed !== '0' || stdout.includes('aborted')) {
    throw new Error(`pgbench failed:\n${stdout}`)
  }
  return { perSecond, latencyMs: Number(/latency average = ([\d.]+)/.exec(stdout)?.[1] ?? 0) }
}

export async function saveScript(folder: string, name: string, script: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, script)
  return path
}
