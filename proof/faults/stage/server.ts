import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export type Server = {
  port: number
  pid: number
  /** From the start of the process to its first answer. */
  startMs: number
  readonly isRunning: boolean
  /** Settles when the process has ended, however that was. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  kill(signal?: NodeJS.Signals): Promise<void>
  stop(): Promise<void>
  /** To a module that was loaded before it, and its answer. */
  tell(message: object): Promise<unknown>
  /** Its end. */
  log(characters?: number): Promise<string>
  /** Whether one line of its log holds all of these. */
  hasSaid(...words: string[]): Promise<boolean>
  /** What failed for no reason that was foreseen, by route and code, and how often; the log holds nothing clinical. */
  failures(): Promise<string[]>
}

export type ServerOptions = {
  env: Record<string, string>
  command?: 'start' | 'web' | 'worker' | 'migrate'
  /** Modules of `preload/`, loaded before the server's own. */
  preload?: string[]
  nodeArguments?: string[]
  /** Returns at once, without waiting for an answer. */
  isEager?: boolean
  /** As an installation starts it, by `bin/serve`, where a process that fails may leave its memory on disk unless it sees to that. */
  isServed?: boolean
}

const main = fileURLToPath(new URL('../../../server/main.ts', import.meta.url))
const serve = fileURLToPath(new URL('../../../bin/serve', import.meta.url))
const running = new Set<ChildProcess>()
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')))

/** Starts the real server in a process of its own and waits until it answers (or ends, which throws). */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { env, command = 'start', preload = [], nodeArguments = [], isEager = false, isServed = false } = options
  const startedAt = performance.now()
  const port = Number(env['PORT'])
  const logFile = join(env['LOG_DIR'] ?? env['DATA_DIR'] ?? '.', `server-${port}.log`)
  const log = openSync(logFile, 'a')
  const imports = preload.flatMap((name) => ['--import', new URL(`../preload/${name}.ts`, import.meta.url).href])
  const before = [...nodeArguments, ...imports]
  const [program, words]: [string, string[]] = isServed
    ? ['sh', ['-c', 'ulimit -c unlimited; exec sh "$0" "$@"', serve, command]]
    : [process.execPath, [...before, main, command]]
  const child = spawn(program, words, {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      ...env,
      ...(isServed && { NODE_OPTIONS: before.join(' ').replaceAll('--import ', '--import=') }),
    },
    stdio: ['ignore', log, log, ...(preload.length > 0 && !isServed ? ['ipc' as const] : [])],
  })
  closeSync(log)
  running.add(child)
  const ended = once(child, 'exit').then(([code, signal]: (number | NodeJS.Signals | null)[]) => {
    running.delete(child)
    return { code: code as number | null, signal: signal as NodeJS.Signals | null }
  })
  const server: Server = {
    port,
    pid: child.pid ?? 0,
    startMs: 0,
    ended,
    get isRunning() {
      return running.has(child)
    },
    async kill(signal = 'SIGKILL') {
      child.kill(signal)
      await ended
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
    async tell(message) {
      const answered = once(child, 'message').then(([answer]: unknown[]) => answer)
      child.send(message)
      return Promise.race([answered, ended.then(() => undefined)])
    },
    log: async (characters = 4_000) => (await readFile(logFile, 'utf8')).slice(-characters),
    hasSaid: async (...words) =>
      (await readFile(logFile, 'utf8')).split('\n').some((line) => words.every((each) => line.includes(each))),
    failures: async () => failuresIn(await readFile(logFile, 'utf8')),
  }
  if (!isEager && command !== 'worker' && command !== 'migrate') {
    await untilAnswered(server)
    server.startMs = performance.now() - startedAt
  }
  return server
}

/** Waits for the first answer of a server, whatever it says. */
export async function untilAnswered(server: Server): Promise<void> {
  while (server.isRunning) {
    const isThere = await fetch(`http://127.0.0.1:${server.port}/healthz`, { signal: AbortSignal.timeout(2_000) }).then(
      async (answer) => {
        await answer.arrayBuffer()
        return true
      },
      () => false,
    )
    if (isThere) {
      return
    }
    await sleep(15)
  }
  throw new Error(`the server ended before it answered:\n${await server.log()}`)
}

function failuresIn(log: string): string[] {
  const counts = new Map<string, number>()
  for (const line of log.split('\n').filter((each) => /^\{.*\}$/.test(each))) {
    const { route, status, err } = JSON.parse(line) as { route?: string; status?: number; err?: Failure }
    // One that asks to come back later has been foreseen.
    if (status === 500) {
      const at = /at (.+)/.exec(err?.stack ?? '')?.[1] ?? ''
      const what = `${route}: ${err?.name} ${err?.code ?? 'without a code'}, at ${at}`
      counts.set(what, (counts.get(what) ?? 0) + 1)
    }
  }
  return [...counts].map(([what, count]) => `${count} × ${what}`)
}
type Failure = { name?: string; code?: string; stack?: string }
