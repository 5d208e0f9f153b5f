import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Way } from '../access/enter.ts'
import { sealLog } from './seal-log.ts'

/**
 * Seals every log that has acts outside its tree. A log that was sealed a moment ago is left alone: one act is sealed within
 * half a second, and many within two seconds of each other share a checkpoint. One that fails stops no other.
 */
export async function sealLogs(way: Way): Promise<void> {
  for (const logId of await logsToSeal(way)) {
    await sealLog(way, logId).catch((err: unknown) => {
      way.house.log.error({ practiceId: logId, err }, 'a log could not be sealed')
    })
  }
}

async function logsToSeal(way: Way): Promise<string[]> {
  const { rows } = await way.db.transact(null, (tx) =>
    sql<{ id: string }>`
      select * from priv.logs_to_seal(make_interval(secs => ${limits.auditSealPauseMs / 1000})) as log(id)`.execute(tx),
  )
  return rows.map(({ id }) => id)
}
