import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Way } from '../access/enter.ts'
import { uuidv7 } from '../platform/ids.ts'
import { type KnownLog, listLogs } from './list-logs.ts'
import { sealLog } from './seal-log.ts'
import { verifyLog } from './verify-log.ts'

type Last = { size: number; verifiedAt: Date; verdict: string; wholeAt: Date | null; timeZone: string }

/**
 * Verifies every log once a day, at night where the practice is, and keeps the verdict. On most days it goes on from where
 * the last verification ended well; once a week, and after anything but well, it goes over the whole log. Twice is once: what
 * was just verified is not due.
 */
export async function verifyLogs(way: Way): Promise<void> {
  const { log, deployment, config } = way.house
  const logs = await listLogs({ db: way.db, deployment, dataDir: config.dataDir })
  const lasts = await readLasts(way, logs)
  for (const known of logs) {
    await verifyDue(way, known, lasts.get(known.id) ?? null).catch((err: unknown) => {
      log.error({ practiceId: known.id, err }, 'a log could not be verified')
    })
  }
}

async function verifyDue(way: Way, { id, isKnown }: KnownLog, last: Last | null): Promise<void> {
  const now = way.clock()
  if (last !== null && !isDue(last, now)) {
    return
  }
  // What the ordinary sealing passed over, if anything ever was, is not left for the verification to complain of.
  await sealLog(way, id, { isThorough: true })
  const since = last === null ? 0 : goOnFrom(last, now)
  const report = await verifyLog({ db: way.db, deployment: way.house.deployment }, id, { since, isKnown })
  if (report.verdict !== 'ok') {
    way.house.log.error(
      { practiceId: id, verdict: report.verdict, firstBadIndex: report.firstBadIndex },
      'the audit log does not verify: run "threadwell audit verify" and keep the database as it is',
    )
  }
  await way.db.transact({ practiceId: id, actorId: 'system', requestId: uuidv7() }, (tx) =>
    tx
      .insertInto('audit_verifications')
      .values({
        practice_id: id,
        id: uuidv7(now),
        verified_at: now,
        since,
        size: report.verified?.size ?? 0,
        verdict: report.verdict,
      })
      .execute(),
  )
}

/** Of all logs in one query: on most of its rounds there is nothing to verify. */
async function readLasts(way: Way, logs: KnownLog[]): Promise<Map<string, Last>> {
  const { rows } = await way.db.transact(null, (tx) =>
    sql<{
      id: string
      size: number
      verified_at: Date
      verdict: string
      whole_at: Date | null
      time_zone: string | null
    }>`
      select * from priv.last_verifications(${logs.map(({ id }) => id)}::uuid[])`.execute(tx),
  )
  return new Map(
    rows.map((row) => [
      row.id,
      {
        size: row.size,
        verifiedAt: row.verified_at,
        verdict: row.verdict,
        wholeAt: row.whole_at,
        timeZone: row.time_zone ?? 'UTC',
      },
    ]),
  )
}

const hourMs = 3_600_000

/** Between one and five in the morning; a server that is off at night does it when it can. */
export function isDue({ verifiedAt, timeZone }: Pick<Last, 'verifiedAt' | 'timeZone'>, now: Date): boolean {
  const ageMs = now.getTime() - verifiedAt.getTime()
  const hour = Number(new Intl.DateTimeFormat('en-CA', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(now))
  const isNight = hour >= 1 && hour < 5
  return ageMs >= (isNight ? limits.auditVerifyHours : limits.auditVerifyLateHours) * hourMs
}

/** The size to begin with; 0 for the whole log. */
export function goOnFrom({ size, verdict, wholeAt }: Pick<Last, 'size' | 'verdict' | 'wholeAt'>, now: Date): number {
  const isRecent = wholeAt !== null && now.getTime() - wholeAt.getTime() < limits.auditVerifyWholeDays * 24 * hourMs
  return verdict === 'ok' && isRecent ? size : 0
}
