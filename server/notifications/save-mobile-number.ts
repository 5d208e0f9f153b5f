import { randomInt } from 'node:crypto'
import type { mobileNumber as api } from '../../shared/api/mobile-number.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { readMobileNumber as readTyped } from '../../shared/mobile-number.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { countAsks } from '../access/count-asks.ts'
import { conflict, invalid } from '../platform/problems.ts'
import { isOffered, loadMobileNumber, type MobileView, ownPatient, viewMobileNumber } from './read-mobile-number.ts'

/**
 * A number for texts, and a code on its way there. Nothing else goes to it before the code was typed; a number that was proven
 * gives way to another at once, so that texts never go to a phone that its owner has given up.
 */
export async function saveMobileNumber(ctx: Context, input: InputOf<typeof api.saveMobileNumber>): Promise<MobileView> {
  const { id, accountId } = ownPatient(ctx)
  const typed = readTyped(input.number)
  if (!typed.ok) {
    throw invalid({ path: 'number', code: typed.problem })
  }
  const row = await loadMobileNumber(ctx, true)
  if (!isOffered(ctx, row)) {
    throw conflict('texts-not-offered')
  }
  // Whoever has numbers texted that are not theirs is stopped by each of the two.
  await countAsks(ctx, [
    { about: `mobile-number\0${typed.number}`, most: limits.mobileCodesANumber, withinMs: limits.mobileCodesMs },
    { about: `mobile-account\0${accountId}`, most: limits.mobileCodesAnAccount, withinMs: limits.mobileCodesMs },
  ])
  const version = (row.version ?? 0) + 1
  const envelope = await write(ctx, { id, version, number: typed.number })
  await recordAudit(ctx, 'mobile-number.save', {
    object: { type: 'patient', id },
    patients: [id],
    envelopes: [{ column: 'mobile_numbers.number_sealed', row: id, envelope }],
  })
  return viewMobileNumber(ctx, await loadMobileNumber(ctx))
}

async function write(ctx: Context, row: { id: string; version: number; number: string }): Promise<Buffer> {
  const { id, version, number } = row
  const at = { id, version, patientId: id }
  const number_sealed = ctx.keys.seal('mobile_numbers.number_sealed', at, number)
  const written = {
    number_sealed,
    status: 'unproven',
    proven_at: null,
    problem: null,
    code_sealed: ctx.keys.seal('mobile_numbers.code_sealed', at, newCode()),
    code_expires_at: new Date(ctx.now.getTime() + limits.mobileCodeMinutes * 60_000),
    code_tries_left: limits.mobileCodeTries,
    code_due_at: ctx.now,
    code_attempts: 0,
    version,
  }
  await ctx.tx
    .insertInto('mobile_numbers')
    .values({ practice_id: ctx.actor.practiceId, id, choice: 'both', created_at: ctx.now, ...written })
    .onConflict((conflict) => conflict.columns(['practice_id', 'id']).doUpdateSet(written))
    .execute()
  return number_sealed
}

function newCode(): string {
  return String(randomInt(10 ** limits.mobileCodeDigits)).padStart(limits.mobileCodeDigits, '0')
}
