// Codes that show that a phone is somebody's own leave outside any transaction. One being sent is leased; sent twice after a kill
// it is the same code. A gateway that does not take it is tried again while the code works, and no longer.
import { limits } from '../../shared/limits.ts'
import type { Language } from '../../shared/locales/index.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import type { Turn } from '../access/sweep.ts'
import type { Text, Texter, TextOutcome } from '../platform/sms.ts'
import { retryAfterMs } from './retry-after.ts'
import { isAboutNumber, suspendNumber } from './suspend-number.ts'
import { codeText } from './text-words.ts'
import { texterOf } from './texter-of.ts'

type TakenCode = { patientId: string; version: number; attempts: number; expiresAt: Date; texter: Texter; text: Text }

/** Sends the codes that are due in a practice, one after the other. */
export async function sendCodes({ inPractice, signal }: Turn): Promise<void> {
  while (!signal.aborted) {
    const taken = await inPractice(takeCode)
    if (taken === null) {
      return
    }
    if (taken === 'expired') {
      continue
    }
    const outcome = await taken.texter.send(taken.text)
    await inPractice((ctx) => settleCode(ctx, taken, outcome))
  }
}

async function takeCode(ctx: Context): Promise<TakenCode | 'expired' | null> {
  const texter = texterOf(ctx.house)
  if (texter === null || texter.restsUntil(ctx.now) !== null) {
    return null
  }
  const row = await selectNext(ctx)
  if (row === undefined || row.code_sealed === null || row.code_expires_at === null) {
    return null
  }
  if (row.code_expires_at <= ctx.now) {
    await change(ctx, row, { code_due_at: null, problem: 'gateway-unreachable' })
    return 'expired'
  }
  const attempts = row.code_attempts + 1
  await Promise.all([
    ctx.keys.load([row.id]),
    change(ctx, row, {
      code_due_at: new Date(ctx.now.getTime() + limits.noticeLeaseMs),
      code_attempts: attempts,
    }),
  ])
  const at = { id: row.id, version: row.version, patientId: row.id }
  const code = ctx.keys.open('mobile_numbers.code_sealed', at, row.code_sealed)
  const to = ctx.keys.open('mobile_numbers.number_sealed', at, row.number_sealed)
  const text = { to, text: codeText(code, row.language), date: ctx.now }
  return { patientId: row.id, version: row.version, attempts, expiresAt: row.code_expires_at, texter, text }
}

function selectNext(ctx: Context) {
  return ctx.tx
    .selectFrom('mobile_numbers')
    .innerJoin('patients', (join) =>
      join
        .onRef('patients.practice_id', '=', 'mobile_numbers.practice_id')
        .onRef('patients.id', '=', 'mobile_numbers.id'),
    )
    .select(['mobile_numbers.id', 'mobile_numbers.version', 'mobile_numbers.number_sealed'])
    .select(['mobile_numbers.code_sealed', 'mobile_numbers.code_expires_at', 'mobile_numbers.code_attempts'])
    .select('patients.language')
    .where('mobile_numbers.practice_id', '=', ctx.actor.practiceId)
    .where('mobile_numbers.code_due_at', '<=', ctx.now)
    .orderBy('mobile_numbers.code_due_at')
    .limit(1)
    .forNoKeyUpdate('mobile_numbers')
    .skipLocked()
    .$narrowType<{ language: Language }>()
    .executeTakeFirst()
}

async function settleCode(ctx: Context, code: TakenCode, outcome: TextOutcome): Promise<void> {
  const again = new Date(ctx.now.getTime() + retryAfterMs(code.attempts, Math.random()))
  if (outcome.kind === 'later' && code.attempts < limits.mobileCodeSends && again < code.expiresAt) {
    await change(ctx, { id: code.patientId, version: code.version }, { code_due_at: again, problem: outcome.why })
    return
  }
  const problem = outcome.kind === 'accepted' ? null : outcome.why
  const isCurrent = await change(ctx, { id: code.patientId, version: code.version }, { code_due_at: null, problem })
  if (isCurrent && problem !== null && isAboutNumber(problem)) {
    await suspendNumber(ctx, code.patientId, problem)
  }
  await recordAudit(ctx, 'mobile-number.send-code', {
    object: { type: 'patient', id: code.patientId },
    patients: [code.patientId],
    outcome: problem === null ? 0 : 8,
  })
}

/** False when another code has taken the place of this one. */
async function change(
  ctx: Context,
  { id, version }: { id: string; version: number },
  to: { code_due_at: Date | null; code_attempts?: number; problem?: string | null },
): Promise<boolean> {
  const row = await ctx.tx
    .updateTable('mobile_numbers')
    .set(to)
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .where('version', '=', version)
    .where('code_due_at', 'is not', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
