import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { LoadedPractice } from './people.ts'

/** What stands beside a loaded database: who is in it, and what loading it took. */
export type Kept = {
  size: string
  seed: number
  endsAt: string
  practices: LoadedPractice[]
  took: Record<string, number>
}

/** Where the practices of a size are kept: below DATA_DIR, away from a clinic's own data. */
export function keptDirectory(size: string): string {
  return resolve(process.env['DATA_DIR'] ?? './data', 'bench', size)
}

/** Null when nothing was loaded there, or not to its end. */
export async function readKept(directory: string): Promise<Kept | null> {
  return existsSync(fileIn(directory)) ? (JSON.parse(await readFile(fileIn(directory), 'utf8')) as Kept) : null
}

export async function writeKept(directory: string, kept: Kept): Promise<void> {
  await writeFile(fileIn(directory), `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 })
}

const fileIn = (directory: string) => join(directory, 'loaded.json')
