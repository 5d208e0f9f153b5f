// What a tester is: a program of Debian that others wrote, how it is set on an address, and what of its output is a finding.
import { access, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Question, Walk } from './questions.ts'
import type { Relay } from './relay.ts'

export type Opened = { url: string; close(): Promise<void> }
export type Target = {
  url: string
  /** A page that is long enough to be read slowly. */
  large: string
  walks: Walk[]
  questions: Question[]
  /** Stands in front of the server for one walk or one question, whose ids must be new each time. */
  openRelay(made: string[]): Promise<Relay>
  /** What speaks TLS in front of it. */
  openTls(): Promise<Opened>
}
export type Run = { isQuick: boolean; signal: AbortSignal; tell(line: string): void }
/** `asked` says how much was looked at, in words. */
export type Look = { findings: string[]; asked: string }
export type Tester = {
  name: string
  /** All that it takes. */
  programs: string[]
  looksFor: string
  /** Each must be among the findings on the server with planted faults. */
  plants: RegExp[]
  look(target: Target, run: Run): Promise<Look>
}

export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'threadwell-outside-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What a tester wrote at its end; nothing when it was ended before. */
export async function readReport(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** The programs that no folder of the search path holds; Debian keeps some servers where only root looks. */
export async function missingOf(programs: string[]): Promise<string[]> {
  const places = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin']
  const isThere = (file: string) =>
    access(file).then(
      () => true,
      () => false,
    )
  const found = await Promise.all(
    programs.map(async (program) =>
      (await Promise.all(places.map((place) => isThere(join(place, program))))).some(Boolean),
    ),
  )
  return programs.filter((_, at) => !found[at])
}
