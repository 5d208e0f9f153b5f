import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { verifyLog } from '../../../server/audit/verify-log.ts'
import type { Checker } from './checker.ts'

/**
 * The log of each practice verifies, with the stored content held against it, and so does the deployment's own. The files
 * of checkpoints are the witness: a log that has lost what was once signed is found out.
 */
export const treeVerifies: Checker = async ({ house, practiceIds }) => {
  const { deployment, config } = house.way.house
  const violations: string[] = []
  for (const id of [...practiceIds, deployment.id]) {
    const witness = await readFile(join(config.dataDir, 'audit', `${id}.checkpoints`), 'utf8').catch(() => '')
    const report = await verifyLog({ db: house.worker.db, deployment }, id, {
      isKnown: practiceIds.includes(id),
      deep: true,
      ...(witness !== '' && { witness }),
    })
    if (report.verdict !== 'ok') {
      violations.push(`the log ${id} does not verify: ${report.lines.join(' | ')}`)
    }
    if (report.counts.waitingForSeal > 0) {
      violations.push(`${report.counts.waitingForSeal} acts of the log ${id} are not sealed`)
    }
  }
  return violations
}
