import type { ResultOf } from '../../shared/endpoint.ts'
import type { capacity as api } from '../../shared/api/capacity.ts'
import type { Context } from '../access/context.ts'
import { permitPeople } from '../access/people.ts'

export type PatientLimits = ResultOf<typeof api.readPatientLimits>

/** What one patient may do at most; without a row nothing is limited. */
export function readPatientLimits(ctx: Context): Promise<PatientLimits> {
  permitPeople(ctx, 'capacity.read')
  return loadPatientLimits(ctx)
}

export async function loadPatientLimits(ctx: Context): Promise<PatientLimits> {
  const row = await ctx.tx
    .selectFrom('patient_limits')
    .selectAll()
    .where('practice_id', '=', ctx.actor.practiceId)
    .executeTakeFirst()
  return {
    openConversations: row?.open_conversations ?? null,
    messagesADay: row?.messages_a_day ?? null,
    coolDownMinutes: row?.cool_down_minutes ?? null,
    version: row?.version ?? 0,
  }
}
