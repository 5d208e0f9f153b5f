import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { TestProject } from 'vitest/node'

/** One person of the story, with the link that signs in as them. */
export type DemoLink = { group: string; name: string; role: string; lookAt: string; url: string }
export type Demo = { url: string; dataDir: string; links: DemoLink[] }

declare module 'vitest' {
  interface ProvidedContext {
    demos: Demo[]
  }
}

/** Vitest's global set-up for journeys: for each process that runs them the real demonstration, as a new user starts it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const started = await Promise.all(Array.from({ length: project.vitest.config.maxWorkers }, () => startDemo()))
  project.provide(
    'demos',
    started.map(({ demo }) => demo),
  )
  return async () => {
    await Promise.all(started.map(({ stop }) => stop()))
  }
}

/** The demonstration, with more in its environment than a new user has. */
export async function startDemo(env: Record<string, string> = {}): Promise<{ demo: Demo; stop: () => Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'threadwell-e2e-'))
  const port = await freePort()
  const server = spawn(process.execPath, ['server/main.ts', 'demo'], {
    env: { ...process.env, ...env, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const output = await readUntil(server.stdout, 'Stop with Ctrl-C', ended)
  return {
    demo: { url: `http://localhost:${port}`, dataDir, links: readLinks(output) },
    stop: async () => {
      server.kill('SIGTERM')
      await ended
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Goes on listening afterwards: a server whose words nobody takes any more breaks when it says that it stops. */
async function readUntil(stream: Readable, words: string, ended: Promise<void>): Promise<string> {
  let output = ''
  const said = new Promise<void>((resolve) => {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes(words)) {
        resolve()
      }
    })
  })
  await Promise.race([said, ended])
  if (!output.includes(words)) {
    throw new Error(`the demonstration did not start:\n${output}`)
  }
  return output
}

/** The greeting as people see it: a group, then a line with name, role and what to look at, then the link. */
function readLinks(output: string): DemoLink[] {
  const links: DemoLink[] = []
  let group = ''
  let person: RegExpExecArray | null = null
  for (const line of output.split('\n')) {
    const url = /^ {4}(http\S+\/demo\/sign-in\/\S+)$/.exec(line)?.[1]
    if (url !== undefined && person !== null) {
      links.push({ group, name: person[1] ?? '', role: person[2] ?? 'patient', lookAt: person[3] ?? '', url })
    } else if (/^ {2}\S/.test(line)) {
      person = /^ {2}(.+?)(?: \(([^)]+)\))?: (.+)$/.exec(line)
    } else if (/, (patients|clinic)$/.test(line)) {
      group = line
    }
  }
  return links
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') {
    throw new Error('no port is free')
  }
  return address.port
}
