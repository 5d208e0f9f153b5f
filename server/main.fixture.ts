import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

export type Running = {
  url: string
  port: number
  /** What it has said to the person at the terminal so far. */
  said(): string
  /** Its log and its refusals. */
  complained(): string
  signal(name: NodeJS.Signals): void
  /** Waits for the end; the exit code, or the signal that ended it. */
  ended(): Promise<number | NodeJS.Signals>
  readonly isRunning: boolean
}

const running = new Set<ChildProcess>()

/** Starts the real program, on a port of its own. */
export function startProgram(command: string[], env: Record<string, string>, port?: number): Promise<Running> {
  return run(process.execPath, [join(import.meta.dirname, 'main.ts'), ...command], env, port)
}

/** The same by `npm start`, as its users do. */
export function startByNpm(env: Record<string, string>): Promise<Running> {
  return run('npm', ['start', '--silent'], env)
}

async function run(file: string, args: string[], env: Record<string, string>, port?: number): Promise<Running> {
  const chosen = port ?? (await freePort())
  const child = spawn(file, args, {
    cwd: join(import.meta.dirname, '..'),
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LOG_LEVEL: 'info', PORT: String(chosen), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let said = ''
  let complained = ''
  child.stdout.on('data', (chunk) => (said += String(chunk)))
  child.stderr.on('data', (chunk) => (complained += String(chunk)))
  const end = once(child, 'close').then(([code, signal]: (number | NodeJS.Signals | null)[]) => {
    running.delete(child)
    return code ?? signal ?? 1
  })
  return {
    url: `http://127.0.0.1:${chosen}`,
    port: chosen,
    said: () => said,
    complained: () => complained,
    signal: (name) => child.kill(name),
    ended: () => end,
    get isRunning() {
      return running.has(child)
    },
  }
}

/** Waits until it says this; fails at once when it ends before. */
export async function untilSaid(program: Running, words: RegExp): Promise<RegExpExecArray> {
  for (;;) {
    const found = words.exec(program.said())
    if (found !== null) {
      return found
    }
    if (!program.isRunning) {
      throw new Error(`it ended without saying ${words}:\n${program.said()}\n${program.complained()}`)
    }
    await wait(20)
  }
}

export async function endAll(): Promise<void> {
  const ends = [...running].map((child) => {
    const end = once(child, 'close')
    child.kill('SIGTERM')
    return end
  })
  await Promise.all(ends)
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
