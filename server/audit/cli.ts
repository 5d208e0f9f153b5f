// `threadwell audit verify` and `threadwell audit export`. The exit code of a verification is that of the worst log
// (docs/audit.md); 64 and 70 say that nothing was verified.
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { isUuidv7 } from '../platform/ids.ts'
import { exportLog } from './export-log.ts'
import { listLogs, type KnownLog } from './list-logs.ts'
import { damages, exitCodes } from './verify-findings.ts'
import { type LogPlace, verifyLog } from './verify-log.ts'
import type { VerifyReport } from './verify.ts'

export type AuditHouse = LogPlace & { dataDir: string; close(): Promise<void> }
export type AuditTerminal = {
  /** Opens the database and the deployment's key; called once the arguments are understood. */
  open(): Promise<AuditHouse>
  /** Writes a line of the answer, or a line about why there is none. */
  write(line: string): void
  complain(line: string): void
}

export const cannotUnderstand = 64
export const cannotVerify = 70

const usage = [
  'threadwell audit verify [--practice ID] [--since SIZE] [--checkpoint FILE] [--deep] [--json]',
  'threadwell audit export --practice ID',
].join('\n')

/** Runs `audit …` and returns the exit code. */
export async function runAuditCommand(args: string[], terminal: AuditTerminal): Promise<number> {
  const asked = await readArguments(args).catch((error: unknown) => inWords(error))
  if (typeof asked === 'string') {
    terminal.complain(`${asked}\n\n${usage}`)
    return cannotUnderstand
  }
  try {
    const house = await terminal.open()
    try {
      return asked.command === 'export' ? await exportOne(asked, house, terminal) : await verify(asked, house, terminal)
    } finally {
      await house.close()
    }
  } catch (error) {
    terminal.complain(`Nothing was verified: ${inWords(error)}`)
    return cannotVerify
  }
}

type Asked = {
  command: 'verify' | 'export'
  practice?: string
  since?: number
  witness?: string
  deep: boolean
  json: boolean
}

async function readArguments(args: string[]): Promise<Asked | string> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      practice: { type: 'string' },
      since: { type: 'string' },
      checkpoint: { type: 'string' },
      deep: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const { practice, since, checkpoint, deep, json } = values
  const [command, ...more] = positionals
  if ((command !== 'verify' && command !== 'export') || more.length > 0) {
    return 'Say what to do: verify or export.'
  }
  if (practice === undefined ? command === 'export' : !isUuidv7(practice)) {
    return '--practice takes the id of a practice, or of the deployment.'
  }
  if (since !== undefined && !/^\d{1,13}$/.test(since)) {
    return '--since takes a number of entries.'
  }
  return {
    command,
    deep,
    json,
    ...(practice !== undefined && { practice }),
    ...(since !== undefined && { since: Number(since) }),
    ...(checkpoint !== undefined && { witness: await readFile(checkpoint, 'utf8') }),
  }
}

async function verify(asked: Asked, house: AuditHouse, { write }: AuditTerminal): Promise<number> {
  const { practice, since, witness, deep } = asked
  const logs = practice === undefined ? await listLogs(house, witness) : [{ id: practice, isKnown: true }]
  const reports: (VerifyReport & { practice: string })[] = []
  for (const log of logs) {
    const check = { ...(since !== undefined && { since }), ...witnessFor(log, asked), isKnown: log.isKnown, deep }
    const report = await verifyLog(house, log.id, check)
    reports.push({ practice: log.id, ...report })
    if (!asked.json) {
      report.lines.forEach((line) => write(`${log.id} ${line}`))
    }
  }
  if (asked.json) {
    write(JSON.stringify(reports, null, 2))
  }
  const worst = damages.find((damage) => reports.some(({ verdict }) => verdict === damage)) ?? 'ok'
  return exitCodes[worst]
}

/** One file may hold the checkpoints of some of the logs. A log that was asked for by name must be in it. */
function witnessFor({ id }: KnownLog, { practice, witness }: Asked): { witness?: string } {
  const isMeant = practice !== undefined || witness?.includes(`/${id}/audit\n`)
  return witness !== undefined && isMeant ? { witness } : {}
}

async function exportOne({ practice = '' }: Asked, house: AuditHouse, { write }: AuditTerminal): Promise<number> {
  await exportLog(house, practice, write)
  return exitCodes.ok
}

function inWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
