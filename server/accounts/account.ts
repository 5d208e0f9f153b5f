import { sql } from 'kysely'
import type { SignInStep } from '../../shared/api/session.ts'
import type { DirectoryContext, House } from '../access/context.ts'
import { normaliseEmail } from '../platform/crypto/lookup.ts'
import type { Tx } from '../platform/db.ts'
import { uuidv7 } from '../platform/ids.ts'
import { unauthenticated } from '../platform/problems.ts'
import { deviceHash } from './device.ts'
import type { z } from 'zod'

type Place = Pick<DirectoryContext, 'tx' | 'now' | 'house'>
export type Factors = { totp: boolean; passkeys: number; recoveryCodes: number }

/** What an account is found by at sign-in. */
export function accountEmailHash(house: House, email: string): Buffer {
  return house.deployment.lookup('account-email', normaliseEmail(email))
}

/** Creates an account without a second factor; null when the e-mail has one already. */
export async function createAccount(
  place: Place,
  account: { email: string; passwordHash: string | null; language: 'en' | 'fr'; isDemo?: boolean },
): Promise<string | null> {
  const id = uuidv7(place.now)
  const row = await place.tx
    .insertInto('accounts')
    .values({
      id,
      email_hash: accountEmailHash(place.house, account.email),
      email_sealed: place.house.deployment.seal('accounts.email_sealed', { id, version: 1 }, account.email.trim()),
      password_hash: account.passwordHash,
      language: account.language,
      is_demo: account.isDemo ?? false,
      created_at: place.now,
    })
    .onConflict((conflict) => conflict.column('email_hash').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

/** The account's row, locked: what is decided about its ways of signing in is decided one after the other. */
export async function lockAccount(ctx: Pick<DirectoryContext, 'tx'>, accountId: string) {
  const row = await ctx.tx
    .selectFrom('accounts')
    .selectAll()
    .where('id', '=', accountId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (row === undefined) {
    throw unauthenticated()
  }
  return row
}

export async function factorsOf(tx: Tx, accountId: string): Promise<Factors> {
  const { rows } = await sql<Factors>`
    select totp_confirmed_at is not null as "totp",
      (select count(*)::int from passkeys where account_id = a.id) as "passkeys",
      (select count(*)::int from recovery_codes where account_id = a.id and used_at is null) as "recoveryCodes"
    from accounts a where id = ${accountId}`.execute(tx)
  return rows[0] ?? { totp: false, passkeys: 0, recoveryCodes: 0 }
}

export function hasSecondFactor(factors: Factors): boolean {
  return factors.totp || factors.passkeys > 0
}

/** How signing in goes on from a session of this strength. */
export function stepFor(strength: 'password' | 'full', factors: Factors): z.input<typeof SignInStep> {
  const usable = [
    ...(factors.passkeys > 0 ? (['passkey'] as const) : []),
    ...(factors.totp ? (['totp'] as const) : []),
    ...(factors.recoveryCodes > 0 ? (['recovery-code'] as const) : []),
  ]
  if (strength === 'full') {
    return { next: 'done', factors: usable }
  }
  return hasSecondFactor(factors)
    ? { next: 'second-factor', factors: usable }
    : { next: 'set-up-second-factor', factors: [] }
}

/** Whether this browser has been signed in to the account before, with both factors. */
export async function isKnownDevice(ctx: DirectoryContext, accountId: string | null): Promise<boolean> {
  const row = await ctx.tx
    .selectFrom('sessions')
    .select('id')
    .where('account_id', '=', accountId)
    .where('device_hash', '=', deviceHash(ctx.request))
    .where('strength', '=', 'full')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
