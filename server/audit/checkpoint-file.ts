import { mkdir, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { House } from '../access/context.ts'
import { errorCode } from '../platform/error-code.ts'

const ending = '.checkpoints'

/**
 * Adds a checkpoint to the log's file below DATA_DIR/audit, which only ever grows: the copy that an operator takes elsewhere.
 * The checkpoint is in the database already, so a full disk delays nobody; the next one covers what this one did.
 */
export async function keepCheckpoint(house: Pick<House, 'config' | 'log'>, logId: string, note: string): Promise<void> {
  const directory = directoryOf(house.config.dataDir)
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    const file = await open(join(directory, `${logId}${ending}`), 'a', 0o600)
    try {
      await file.appendFile(`${note}\n`)
      await file.datasync()
    } finally {
      await file.close()
    }
  } catch (err) {
    house.log.error({ practiceId: logId, err }, 'a checkpoint could not be copied to its file')
  }
}

/** The logs that have a file of checkpoints, whether or not the database still knows them. */
export async function logsWithFile(dataDir: string): Promise<string[]> {
  try {
    const names = await readdir(directoryOf(dataDir))
    return names.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return []
    }
    throw error
  }
}

function directoryOf(dataDir: string): string {
  return join(dataDir, 'audit')
}
