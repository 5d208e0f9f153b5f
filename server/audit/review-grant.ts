import { sql } from 'kysely'
import type { audit as api } from '../../shared/api/audit.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import { permitAudit } from '../access/audit-log.ts'
import type { Context } from '../access/context.ts'
import { notFound } from '../platform/problems.ts'

/** Marks a stated reason as reviewed. Twice is once: who reviewed it first, and when, stays. */
export async function reviewGrant(
  ctx: Context,
  input: InputOf<typeof api.reviewGrant>,
): Promise<ResultOf<typeof api.reviewGrant>> {
  permitAudit(ctx, 'access.review')
  const row = await ctx.tx
    .updateTable('access_grants')
    .set({
      reviewed_at: sql<Date>`coalesce(reviewed_at, ${ctx.now})`,
      reviewed_by_id: sql<string>`coalesce(reviewed_by_id, ${ctx.actor.id})`,
    })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', input.grantId)
    .returning('patient_id')
    .executeTakeFirst()
  if (row === undefined) {
    throw notFound()
  }
  await recordAudit(ctx, 'access.review', {
    object: { type: 'access-grant', id: input.grantId },
    patients: [row.patient_id],
  })
  return {}
}
