import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export type ServerProcess = {
  pid: number
  /** From the start of the process to its first answer. */
  startMs: number
  stop(): Promise<void>
  /** The last lines of its log. */
  log(): Promise<string>
}

const program = fileURLToPath(new URL('../bin/serve', import.meta.url))

/** Starts the real server as `npm start` does, in a process of its own, and waits until it answers. */
export async function startServer(
  env: Record<string, string>,
  options: { nodeArguments?: string[]; path?: string } = {},
): Promise<ServerProcess> {
  const startedAt = performance.now()
  const logFile = join(env['DATA_DIR'] ?? '.', 'server.log')
  const log = openSync(logFile, 'a')
  const lastLines = async () => (await readFile(logFile, 'utf8')).slice(-2_000)
  const child = spawn('sh', [program, 'start'], {
    env: { PATH: process.env['PATH'], NODE_OPTIONS: (options.nodeArguments ?? []).join(' '), ...env },
    stdio: ['ignore', log, log],
  })
  const { pid } = child
  if (pid === undefined) {
    throw new Error('the server process cannot be started')
  }
  await answered(child, `http://localhost:${env['PORT']}${options.path ?? '/healthz'}`, lastLines)
  return {
    pid,
    startMs: performance.now() - startedAt,
    log: lastLines,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
    },
  }
}

async function answered(child: ChildProcess, url: string, log: () => Promise<string>): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) {
      throw new Error(`the server ended at once:\n${await log()}`)
    }
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    )
    if (status > 0 && status < 500) {
      return
    }
    await sleep(10)
  }
}

/** Memory of one process that is in RAM, in bytes (Linux). */
export async function residentBytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]
  return kilobytes === undefined ? null : Number(kilobytes) * 1024
}

/** Processor time in seconds that a process and its children have used, the ended ones included (Linux; null elsewhere). */
export async function processorSeconds(pid: number): Promise<number | null> {
  const all = await Promise.all(
    (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).map(readTimes),
  )
  const parent = all.find((process) => process?.pid === pid)
  const children = all.filter((process) => process?.parent === pid)
  return parent === null || parent === undefined
    ? null
    : parent.own + parent.ended + children.reduce((sum, child) => sum + (child?.own ?? 0), 0)
}

async function readTimes(pid: string) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // After the name, which may hold anything: state, parent; user, system, and those of ended children in hundredths.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  const seconds = (at: number) => (fields[at] ?? 0) / 100
  return stat === ''
    ? null
    : { pid: Number(pid), parent: fields[1], own: seconds(11) + seconds(12), ended: seconds(13) + seconds(14) }
}
