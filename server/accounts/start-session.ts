import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import { sessionCookie } from '../access/authenticate.ts'
import type { DirectoryContext, SignedIn } from '../access/context.ts'
import { randomToken, sha256 } from '../platform/crypto/token.ts'
import { uuidv7 } from '../platform/ids.ts'
import { unauthenticated } from '../platform/problems.ts'
import { type Device, deviceOf, setHostCookie } from './device.ts'

export type Strength = 'password' | 'full'
export type Method = 'password' | 'totp' | 'recovery-code' | 'passkey' | 'demo'
export type Started = { accountId: string; strength: Strength; method: Method }

/** Signs this browser in with a new session, ends the one it had, and makes the new one the request's own. */
export async function startSession(ctx: DirectoryContext, started: Started): Promise<void> {
  if (ctx.session !== null) {
    await endSessions(ctx, { accountId: ctx.session.accountId, only: ctx.session.sessionId })
  }
  const { token, session } = await insertSession(ctx, started, deviceOf(ctx))
  ctx.session = session
  ctx.afterCommit(() => setHostCookie(ctx.reply, sessionCookie, token))
}

/** Inserts the row of a session; the token is stored as its hash and handed to the caller once. */
export async function insertSession(
  place: Pick<DirectoryContext, 'tx' | 'now'>,
  { accountId, strength, method }: Started,
  device: Device,
): Promise<{ token: string; session: SignedIn }> {
  const { tx, now } = place
  const { language, idleMinutes } = await accountOf(place, accountId)
  const token = randomToken()
  const row = {
    id: uuidv7(now),
    token_hash: sha256(token),
    account_id: accountId,
    strength,
    method,
    device_hash: device.hash,
    device_label: device.label,
    ip_prefix: device.ipPrefix,
    created_at: now,
    last_seen_at: now,
    stepped_up_at: steppedUpAt(strength, now),
    idle_minutes: idleMinutes,
    ends_at: endsAt(strength, now),
  }
  await tx.insertInto('sessions').values(row).execute()
  return { token, session: signedIn(row, language) }
}

/**
 * Makes the request's session a full one, or proves its person anew. The token changes, so that one seen before is dead.
 */
export async function strengthenSession(ctx: DirectoryContext, session: SignedIn, method: Method): Promise<void> {
  const token = randomToken()
  const { language, idleMinutes } = await accountOf(ctx, session.accountId)
  const row = await ctx.tx
    .updateTable('sessions')
    .set({
      token_hash: sha256(token),
      strength: 'full',
      stepped_up_at: ctx.now,
      last_seen_at: ctx.now,
      idle_minutes: idleMinutes,
      // A session that was full already ends when it was to end: proving oneself anew does not prolong the day.
      ...(session.strength === 'password' && { method, ends_at: endsAt('full', ctx.now) }),
    })
    .where('id', '=', session.sessionId)
    .where('account_id', '=', session.accountId)
    .where('ended_at', 'is', null)
    .returning(['id', 'account_id', 'method', 'last_seen_at', 'stepped_up_at', 'idle_minutes', 'ends_at'])
    .executeTakeFirst()
  if (row === undefined) {
    throw unauthenticated()
  }
  ctx.session = signedIn({ ...row, strength: 'full' }, language)
  ctx.afterCommit(() => setHostCookie(ctx.reply, sessionCookie, token))
}

/** Ends an account's sessions: one, all but one, or all. Returns the ids of those that were open. */
export async function endSessions(
  ctx: Pick<DirectoryContext, 'tx' | 'now'>,
  which: { accountId: string; only?: string; except?: string },
): Promise<string[]> {
  const rows = await ctx.tx
    .updateTable('sessions')
    .set({ ended_at: ctx.now })
    .where('account_id', '=', which.accountId)
    .where('ended_at', 'is', null)
    .$if(which.only !== undefined, (query) => query.where('id', '=', which.only ?? ''))
    .$if(which.except !== undefined, (query) => query.where('id', '<>', which.except ?? ''))
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Who works at any practice has the shorter idle limit: they see other people's records. */
export const idleMinutesOf = (accountId: string) =>
  sql<number>`case when exists (select from memberships
      where account_id = ${accountId} and kind = 'practitioner' and status in ('confirmed', 'suspended'))
    then ${limits.staffIdleMinutes}::int else ${limits.patientIdleMinutes}::int end`

async function accountOf({ tx }: Pick<DirectoryContext, 'tx'>, accountId: string) {
  const row = await tx
    .selectFrom('accounts')
    .select(['language', idleMinutesOf(accountId).as('idle_minutes')])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  return { language: row.language === 'fr' ? ('fr' as const) : ('en' as const), idleMinutes: row.idle_minutes }
}

/** Both factors, or a passkey, were just shown: that counts as stepping up. */
function steppedUpAt(strength: Strength, now: Date): Date | null {
  return strength === 'full' ? now : null
}

function endsAt(strength: Strength, now: Date): Date {
  const minutes = strength === 'full' ? limits.sessionHours * 60 : limits.halfSessionMinutes
  return new Date(now.getTime() + minutes * 60_000)
}

type SessionRow = {
  id: string
  account_id: string
  strength: Strength
  method: string
  last_seen_at: Date
  stepped_up_at: Date | null
  idle_minutes: number
  ends_at: Date
}

function signedIn(row: SessionRow, language: 'en' | 'fr'): SignedIn {
  return {
    sessionId: row.id,
    accountId: row.account_id,
    strength: row.strength,
    method: row.method,
    language,
    steppedUpAt: row.stepped_up_at,
    idleAt: new Date(row.last_seen_at.getTime() + row.idle_minutes * 60_000),
    endsAt: row.ends_at,
  }
}
