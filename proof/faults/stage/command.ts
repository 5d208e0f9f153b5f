// A command of the product in a process of its own, as an operator runs it; it dies where it is told to.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export type CommandEnd = {
  code: number | null
  signal: NodeJS.Signals | null
  /** Standard output, and standard error. */
  said: string
  complained: string
}
export type CommandOptions = {
  env: Record<string, string>
  /** A point of `preload/points.ts` and the passing at which it dies: "part-kept 2". */
  crashAt?: string
  /** It is killed after so long, wherever it is by then. */
  killAfterMs?: number
  /** Modules of `preload/`, loaded before the command's own. */
  preload?: string[]
}

const main = fileURLToPath(new URL('../../../server/main.ts', import.meta.url))
const running = new Set<ChildProcess>()
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')))

/** Runs it until it has ended, however that is. */
export async function runCommand(args: string[], options: CommandOptions): Promise<CommandEnd> {
  const { env, crashAt, killAfterMs, preload = [] } = options
  const modules = [...preload, ...(crashAt === undefined ? [] : ['crash-points'])]
  const imports = modules.flatMap((name) => ['--import', new URL(`../preload/${name}.ts`, import.meta.url).href])
  const child = spawn(process.execPath, [...imports, main, ...args], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      ...env,
      ...(crashAt !== undefined && { FAULTS_CRASH_AT: crashAt }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  const words = Promise.all([text(child.stdout), text(child.stderr)])
  if (killAfterMs !== undefined) {
    await Promise.race([ended, sleep(killAfterMs)])
    child.kill('SIGKILL')
  }
  const [code, signal] = await ended
  running.delete(child)
  const [said, complained] = await words
  return { code, signal, said, complained }
}
