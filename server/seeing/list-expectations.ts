import type { seeing as api } from '../../shared/api/seeing.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { expectedRoles } from '../../shared/seeing.ts'
import type { Context } from '../access/context.ts'
import { permitPeople } from '../access/people.ts'

export type Expectations = ResultOf<typeof api.listExpectations>

/** What is written down for each role; every role has a line, also while nothing is expected of it. */
export async function listExpectations(ctx: Context): Promise<Expectations> {
  permitPeople(ctx, 'expectations.list')
  return loadExpectations(ctx)
}

export async function loadExpectations(ctx: Context): Promise<Expectations> {
  const rows = await ctx.tx
    .selectFrom('expectations')
    .select(['role', 'triage_minutes', 'reply_minutes', 'version'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .limit(limits.expectations)
    .execute()
  return {
    items: expectedRoles.map((role) => {
      const row = rows.find((one) => one.role === role)
      return { role, triageMinutes: row?.triage_minutes ?? null, replyMinutes: row?.reply_minutes ?? null }
    }),
    version: Math.max(0, ...rows.map(({ version }) => version)),
  }
}
