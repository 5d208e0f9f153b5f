import { sql } from 'kysely'
import type { account as api } from '../../shared/api/account.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import type { DirectoryContext } from '../access/context.ts'
import { ownSession } from './own-account.ts'
import type { Method } from './start-session.ts'

/** The sessions of the caller that still work, the latest first. */
export async function listDevices(ctx: DirectoryContext): Promise<ResultOf<typeof api.listDevices>> {
  const { accountId, sessionId } = ownSession(ctx)
  const rows = await ctx.tx
    .selectFrom('sessions')
    .select(['id', 'device_label', 'ip_prefix', 'method', 'created_at', 'last_seen_at', 'ends_at'])
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('ends_at', '>', ctx.now)
    .where(sql<boolean>`last_seen_at + make_interval(mins => idle_minutes) > ${ctx.now}`)
    .orderBy('last_seen_at', 'desc')
    .limit(limits.devicesListed)
    .execute()
  return {
    items: rows.map((row) => ({
      id: row.id,
      label: row.device_label,
      ipPrefix: row.ip_prefix,
      method: row.method as Method,
      isThisOne: row.id === sessionId,
      firstSeenAt: row.created_at,
      lastSeenAt: row.last_seen_at,
      endsAt: row.ends_at,
    })),
  }
}
