// Guessing is counted where it happens: per account, and per address and network. A device that has signed in to the
// account before has a count of its own and only that one, so that nobody else's guessing keeps its person out.
import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { DirectoryContext } from '../access/context.ts'
import { tooMany } from '../platform/problems.ts'
import { deviceHash } from './device.ts'
import { afterFailure, blockedForSeconds, type Count, type Rule } from './throttle-rules.ts'

export type Guess = {
  purpose: 'password' | 'second-factor' | 'passkey' | 'invitation' | 'set-up'
  /** What is guessed at: an account, also one that does not exist. Without it only the place is counted. */
  subject?: string
  /** Whether the request comes from a device that has signed in to this very account. */
  isKnownDevice?: boolean
}

/**
 * One guess: refused with 429 before any work when its counts are blocked. Exactly one of the two must be called once the
 * work is done; both decide again under the rows' lock, so that guesses sent together are not worth more than one by one.
 */
export type Throttle = { passed(): Promise<void>; failed(): Promise<void> }

export async function openThrottle(ctx: DirectoryContext, guess: Guess): Promise<Throttle> {
  const buckets = bucketsOf(ctx, guess)
  refuseIfBlocked(await readCounts(ctx, buckets, false), ctx.now)
  return {
    async passed() {
      refuseIfBlocked(await readCounts(ctx, buckets, true), ctx.now)
      const inARow = buckets.filter(({ rule }) => rule.kind === 'in-a-row').map(({ key }) => key)
      if (inARow.length > 0) {
        await ctx.tx.deleteFrom('throttles').where('key', 'in', inARow).execute()
      }
    },
    async failed() {
      await makeRows(ctx, buckets)
      const counts = await readCounts(ctx, buckets, true)
      refuseIfBlocked(counts, ctx.now)
      await writeCounts(ctx, buckets, counts)
    },
  }
}

type Bucket = { key: Buffer; rule: Rule }

/** In the order of their keys: the order in which their rows are locked. */
function bucketsOf(ctx: DirectoryContext, { purpose, subject, isKnownDevice }: Guess): Bucket[] {
  const key = (...parts: string[]) => ctx.house.deployment.lookup('throttle', parts.join('\0'))
  const device = deviceHash(ctx.request)?.toString('hex')
  if (subject !== undefined && isKnownDevice === true && device !== undefined) {
    return [{ key: key(purpose, subject, device), rule: { kind: 'in-a-row' } }]
  }
  const buckets: Bucket[] = [
    {
      key: key('address', ctx.client?.ip ?? ''),
      rule: { kind: 'per-minute', failures: limits.throttleAddressFailures },
    },
    {
      key: key('network', ctx.client?.ipPrefix ?? ''),
      rule: { kind: 'per-minute', failures: limits.throttleNetworkFailures },
    },
  ]
  if (subject !== undefined) {
    buckets.push({ key: key(purpose, subject), rule: { kind: 'in-a-row' } })
  }
  return buckets.toSorted((a, b) => Buffer.compare(a.key, b.key))
}

async function readCounts(ctx: DirectoryContext, buckets: Bucket[], isLocked: boolean): Promise<Map<string, Count>> {
  const rows = await ctx.tx
    .selectFrom('throttles')
    .select(['key', 'failures', 'counted_since', 'last_failed_at', 'blocked_until'])
    .where((eb) => eb('key', '=', eb.fn.any(eb.val(buckets.map(({ key }) => key)))))
    .orderBy('key')
    .$if(isLocked, (query) => query.forNoKeyUpdate())
    .execute()
  return new Map(
    rows.map((row) => [
      row.key.toString('hex'),
      {
        failures: row.failures,
        countedSince: row.counted_since,
        lastFailedAt: row.last_failed_at,
        blockedUntil: row.blocked_until,
      },
    ]),
  )
}

function refuseIfBlocked(counts: Map<string, Count>, now: Date): void {
  const seconds = Math.max(0, ...[...counts.values()].map((count) => blockedForSeconds(count, now)))
  if (seconds > 0) {
    throw tooMany(seconds)
  }
}

/** There must be a row to lock. */
async function makeRows(ctx: DirectoryContext, buckets: Bucket[]): Promise<void> {
  await ctx.tx
    .insertInto('throttles')
    .values(buckets.map(({ key }) => ({ key, failures: 0, counted_since: ctx.now, last_failed_at: ctx.now })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

async function writeCounts(ctx: DirectoryContext, buckets: Bucket[], counts: Map<string, Count>): Promise<void> {
  const rows = buckets.map(({ key, rule }) => {
    const count = afterFailure(counts.get(key.toString('hex')) ?? null, rule, ctx.now)
    return {
      key,
      failures: count.failures,
      counted_since: count.countedSince,
      last_failed_at: count.lastFailedAt,
      blocked_until: count.blockedUntil,
    }
  })
  await ctx.tx
    .insertInto('throttles')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        failures: sql`excluded.failures`,
        counted_since: sql`excluded.counted_since`,
        last_failed_at: sql`excluded.last_failed_at`,
        blocked_until: sql`excluded.blocked_until`,
      }),
    )
    .execute()
}
