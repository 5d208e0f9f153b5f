import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Account } from '../../server/platform/postgres-account.ts'

export type Started = {
  pid: number
  /** SIGTERM, and SIGKILL when it has not ended after half a minute. */
  stop(): Promise<void>
  isRunning(): boolean
  /** The last lines it wrote. */
  said(): Promise<string>
}

/** Starts a program whose output goes to NAME.log in `folder`. */
export function startProgram(
  folder: string,
  name: string,
  command: string[],
  options: { env: Record<string, string>; account?: Account | undefined },
): Started {
  const file = join(folder, `${name}.log`)
  const log = openSync(file, 'a', 0o644)
  const [program = '', ...args] = command
  const child = spawn(program, args, {
    env: { PATH: process.env['PATH'] ?? '', ...options.env },
    stdio: ['ignore', log, log],
    cwd: '/',
    ...options.account,
  })
  const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null
  return {
    pid: child.pid ?? 0,
    isRunning,
    said: async () => (await readFile(file, 'utf8')).slice(-3_000),
    stop: () => stop(child, isRunning),
  }
}

async function stop(child: ChildProcess, isRunning: () => boolean): Promise<void> {
  if (!isRunning()) {
    return
  }
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), 30_000)
  await ended
  clearTimeout(late)
}

/** Asks until `isThere`, or throws with what the program said. */
export async function waitFor(what: string, isThere: () => Promise<boolean>, of?: Started): Promise<void> {
  const until = performance.now() + 60_000
  while (!(await isThere().catch(() => false))) {
    if (performance.now() > until || of?.isRunning() === false) {
      throw new Error(`${what} does not come\n${(await of?.said()) ?? ''}`)
    }
    await sleep(100)
  }
}

/** Whether this address answers 200. */
export async function answers(url: string): Promise<boolean> {
  return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).status === 200
}
