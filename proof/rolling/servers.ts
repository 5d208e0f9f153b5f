import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { answers, type Started, startProgram, waitFor } from './process.ts'

/** Two web servers and two workers, each a process with a directory of its own; they share database, key and object store. */
export type Servers = {
  /** Stops one and starts it again, as for a new version, or with another one; ends when it works again. */
  restart(name: ServerName, main?: string): Promise<void>
  stop(): Promise<void>
  said(): Promise<string>
}
export const serverNames = ['web-1', 'web-2', 'worker-1', 'worker-2'] as const
export type ServerName = (typeof serverNames)[number]

const here = fileURLToPath(new URL('../../server/main.ts', import.meta.url))

export async function startServers(
  folder: string,
  shared: Record<string, string>,
  webPorts: readonly [number, number],
  main = here,
): Promise<Servers> {
  const running = new Map<ServerName, Started>()
  const start = async (name: ServerName, main: string) => {
    const [kind = '', number] = name.split('-')
    const port = webPorts[Number(number) - 1] ?? 0
    const dataDir = join(folder, name)
    await mkdir(dataDir, { recursive: true })
    const env = { ...shared, DATA_DIR: dataDir, PORT: String(port) }
    const started = startProgram(folder, name, [process.execPath, main, kind], { env })
    running.set(name, started)
    const isUp =
      kind === 'web'
        ? () => answers(`http://127.0.0.1:${port}/readyz`)
        : async () => (await started.said()).trimEnd().endsWith('The Threadwell worker is running.')
    await waitFor(name, isUp, started)
  }
  for (const name of serverNames) {
    await start(name, main)
  }
  return {
    async restart(name, other = main) {
      await running.get(name)?.stop()
      await start(name, other)
    },
    async stop() {
      await Promise.all([...running.values()].map((started) => started.stop()))
    },
    async said() {
      const all = await Promise.all([...running].map(async ([name, started]) => `${name}: ${await started.said()}`))
      return all.join('\n')
    },
  }
}
