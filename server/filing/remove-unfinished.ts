import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode } from '../platform/error-code.ts'
import { unfinishedFolder } from './place-record.ts'

/**
 * Removes what a crash left of records that never appeared, if begun before `before`; returns how many.
 * Running it twice is running it once, and a record folder that is missing has nothing to remove.
 */
export async function removeUnfinished(recordDir: string, before: Date): Promise<number> {
  const folder = join(recordDir, unfinishedFolder)
  let removed = 0
  for (const name of await namesIn(folder)) {
    const path = join(folder, name)
    if ((await stat(path)).mtime < before) {
      await rm(path, { recursive: true })
      removed += 1
    }
  }
  return removed
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return []
    }
    throw error
  }
}
