import { sql } from 'kysely'
import type { audit as api } from '../../shared/api/audit.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import { permitAudit } from '../access/audit-log.ts'
import type { Context } from '../access/context.ts'
import type { Verdict } from './verify-findings.ts'
import { waitingEvents } from './waiting-events.ts'

/** Counts and verdicts: nothing of what the log says. Only the acts that wait for their seal are counted one by one. */
export async function readAuditState(ctx: Context): Promise<ResultOf<typeof api.readAuditState>> {
  permitAudit(ctx, 'audit.state')
  const { practiceId } = ctx.actor
  const [newest, waiting, verification] = await Promise.all([
    ctx.tx
      .selectFrom('audit_checkpoints')
      .select(['size', 'note', 'sealed_at'])
      .where('practice_id', '=', practiceId)
      .orderBy('size', 'desc')
      .limit(1)
      .executeTakeFirst(),
    countWaiting(ctx),
    ctx.tx
      .selectFrom('audit_verifications')
      .select(['verified_at', 'verdict'])
      .where('practice_id', '=', practiceId)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst(),
    recordAudit(ctx, 'audit.state'),
  ])
  const sealed = newest?.size ?? 0
  return {
    events: sealed + waiting,
    sealed,
    sealedAt: newest?.sealed_at ?? null,
    checkpoint: newest?.note ?? null,
    verifiedAt: verification?.verified_at ?? null,
    verdict: (verification?.verdict as Verdict | undefined) ?? null,
  }
}

async function countWaiting(ctx: Context): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${waitingEvents(ctx.actor.practiceId)} waiting`.execute(ctx.tx)
  return rows[0]?.count ?? 0
}
