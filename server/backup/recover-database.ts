// Lets PostgreSQL recover what was laid out, up to the end of the copy, the end of the kept log, or a moment of it.
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EmbeddedPostgresError } from '../platform/embedded-postgres-error.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import type { Logger } from '../platform/log.ts'
import { locateCluster } from '../platform/postgres-cluster.ts'
import { adoptCluster, forgetSettings } from './adopt-cluster.ts'
import { BackupError } from './backup-error.ts'

/** 'copy': as soon as the copy is whole; 'log': all of the log that there is; a moment: what was committed until then. */
export type RecoverUntil = 'copy' | 'log' | Date

const begin = '# Threadwell: how to recover, until that is done'
const end = '# Threadwell: end'

/** Tells the cluster below `data` how to recover at its next start. The log is where PostgreSQL keeps it: nothing is fetched. */
export async function prepareRecovery(data: string, until: RecoverUntil): Promise<void> {
  const settings = {
    restore_command: 'false',
    hot_standby: 'off',
    recovery_target_timeline: 'current',
    recovery_target_action: 'promote',
    ...(until === 'copy' && { recovery_target: 'immediate' }),
    ...(until instanceof Date && { recovery_target_time: until.toISOString().replace('T', ' ').replace('Z', '+00') }),
  }
  await forgetSettings(data)
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`)
  await appendFile(join(data, 'postgresql.auto.conf'), ['', begin, ...lines, end, ''].join('\n'))
  await writeFile(join(data, 'recovery.signal'), '', { mode: 0o600 })
}

/** Starts it, waits until it has recovered and is a database again, and takes the settings away. */
export async function recoverDatabase(options: {
  dataDir: string
  superuserPassword: string
  log: Logger
}): Promise<EmbeddedPostgres> {
  const { data, logFile } = await locateCluster(options.dataDir)
  const start = () => startEmbeddedPostgres({ ...options, isRecovering: true })
  const server = await start().catch(async (error: unknown) => {
    if (error instanceof EmbeddedPostgresError && error.code === 'wrong-password') {
      // It has recovered, and was somebody else's.
      await adoptCluster(options)
      return start()
    }
    throw error instanceof EmbeddedPostgresError ? await inWords(error, logFile) : error
  })
  const file = join(data, 'postgresql.auto.conf')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace(new RegExp(`\n?${begin}[\\s\\S]*?${end}\n`), ''))
  return server
}

async function inWords(fault: EmbeddedPostgresError, logFile: string): Promise<Error> {
  const said = await readFile(logFile, 'utf8').catch(() => '')
  if (said.includes('recovery ended before configured recovery target was reached')) {
    const last = said.match(/last completed transaction was at log time ([^\n]+)/)?.[1]
    return new BackupError(
      'unreachable-time',
      `The backup does not reach that far${last === undefined ? '' : `: its last transaction is of ${last}`}. Choose an earlier time.`,
    )
  }
  return fault
}
