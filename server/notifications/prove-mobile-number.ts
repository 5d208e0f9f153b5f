import { timingSafeEqual } from 'node:crypto'
import type { mobileNumber as api } from '../../shared/api/mobile-number.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { normaliseDigits } from '../platform/crypto/lookup.ts'
import { loadMobileNumber, type MobileRow, viewMobileNumber } from './read-mobile-number.ts'

type Result = ResultOf<typeof api.proveMobileNumber>['result']

/**
 * The code that came by text. A wrong one is an answer and no error: its try is counted in the same transaction, and after a few
 * the code is void. From then on texts go there, and the patient says whether also in place of e-mail.
 */
export async function proveMobileNumber(
  ctx: Context,
  input: InputOf<typeof api.proveMobileNumber>,
): Promise<ResultOf<typeof api.proveMobileNumber>> {
  const row = await loadMobileNumber(ctx, true)
  const result = judge(ctx, row, normaliseDigits(input.code))
  if (result !== 'code-expired') {
    await write(ctx, row, result)
  }
  await recordAudit(ctx, 'mobile-number.prove', {
    object: { type: 'patient', id: row.id },
    patients: [row.id],
    outcome: result === 'proven' ? 0 : 4,
    ...(result !== 'proven' && { rule: result }),
  })
  return { ...viewMobileNumber(ctx, await loadMobileNumber(ctx)), result }
}

function judge(ctx: Context, row: MobileRow, typed: string): Result {
  const { code_sealed: sealed, code_expires_at: expiresAt, version } = row
  if (sealed === null || expiresAt === null || version === null || expiresAt <= ctx.now) {
    return 'code-expired'
  }
  const code = Buffer.from(
    ctx.keys.open('mobile_numbers.code_sealed', { id: row.id, version, patientId: row.id }, sealed),
  )
  const given = Buffer.from(typed)
  return given.length === code.length && timingSafeEqual(given, code) ? 'proven' : 'wrong-code'
}

async function write(ctx: Context, row: MobileRow, result: 'proven' | 'wrong-code'): Promise<void> {
  const triesLeft = (row.code_tries_left ?? 0) - 1
  const isOver = result === 'proven' || triesLeft <= 0
  await ctx.tx
    .updateTable('mobile_numbers')
    .set({
      code_tries_left: Math.max(0, triesLeft),
      ...(isOver && { code_sealed: null, code_expires_at: null, code_due_at: null }),
      ...(result === 'proven' && { status: 'proven', proven_at: ctx.now, problem: null }),
    })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', row.id)
    .execute()
}
