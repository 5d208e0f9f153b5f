import { listLogs } from '../audit/list-logs.ts'
import { sealLog } from '../audit/seal-log.ts'
import { verifyLog } from '../audit/verify-log.ts'
import { enterSystem } from '../access/enter-system.ts'
import type { Way } from '../access/enter.ts'
import { countRows, practiceIds, treeSizes } from './copied-practices.ts'
import type { Manifest } from './manifest.ts'
import { openAccounts, openSample } from './open-sample.ts'

export type Checked = {
  rows: Record<string, number>
  logs: number
  events: number
  opened: number
  /** What is not as it must be, in words; nothing when all is well. */
  problems: string[]
}

/**
 * What a restored database must be: no row fewer than when the backup began, every log whole and at least as long, every sampled
 * value opened with its key.
 */
export async function checkRestored(way: Way, manifest: Manifest): Promise<Checked> {
  const problems: string[] = []
  const rows = await countRows(way.db)
  for (const [table, before] of Object.entries(manifest.rows)) {
    if ((rows[table] ?? 0) < before) {
      problems.push(`${table} has ${rows[table] ?? 0} rows, and had ${before} when the backup began`)
    }
  }
  const logs = await checkLogs(way, manifest, problems)
  const opened = await checkKeys(way, problems)
  return { rows, ...logs, opened, problems }
}

/** What was written just before the copy is sealed first, as the worker would. */
async function checkLogs(way: Way, manifest: Manifest, problems: string[]): Promise<{ logs: number; events: number }> {
  const { deployment, config } = way.house
  const known = await listLogs({ db: way.db, deployment, dataDir: config.dataDir })
  let events = 0
  for (const { id, isKnown } of known) {
    await sealLog(way, id)
    const report = await verifyLog({ db: way.db, deployment }, id, { isKnown })
    events += report.counts.events
    if (report.verdict !== 'ok') {
      problems.push(`the audit log ${id} does not verify: ${report.verdict}`)
    }
  }
  const sizes = await treeSizes(way.db)
  for (const [id, before] of Object.entries(manifest.trees)) {
    if ((sizes[id] ?? 0) < before) {
      problems.push(`the audit log ${id} has ${sizes[id] ?? 0} entries, and had ${before} when the backup began`)
    }
  }
  return { logs: known.length, events }
}

async function checkKeys(way: Way, problems: string[]): Promise<number> {
  const accounts = await way.db.transact(null, (tx) => openAccounts(tx, way.house.deployment))
  const found = [accounts]
  for (const practiceId of await practiceIds(way.db)) {
    found.push(await enterSystem(way, practiceId, openSample))
  }
  for (const place of new Set(found.flatMap(({ closed }) => closed))) {
    problems.push(`a value of ${place} does not open with its key`)
  }
  return found.reduce((total, { opened }) => total + opened, 0)
}
