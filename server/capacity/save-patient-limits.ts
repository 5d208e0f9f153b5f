import type { InputOf } from '../../shared/endpoint.ts'
import type { capacity as api } from '../../shared/api/capacity.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { permitPeople } from '../access/people.ts'
import { lockPractice } from '../people/lock-practice.ts'
import { isFresh } from '../people/stale-form.ts'
import { loadPatientLimits, type PatientLimits } from './read-patient-limits.ts'

type Limits = Omit<PatientLimits, 'version'>

/** Replaces the limits; who is over one already keeps what is open, and begins nothing new. */
export async function savePatientLimits(
  ctx: Context,
  input: InputOf<typeof api.savePatientLimits>,
): Promise<PatientLimits> {
  permitPeople(ctx, 'capacity.change')
  await lockPractice(ctx)
  const before = await loadPatientLimits(ctx)
  const { openConversations, messagesADay, coolDownMinutes, version } = input
  const given: Limits = { openConversations, messagesADay, coolDownMinutes }
  if (isFresh<Limits>(before, { ...given, version })) {
    const columns = {
      open_conversations: openConversations,
      messages_a_day: messagesADay,
      cool_down_minutes: coolDownMinutes,
      version: before.version + 1,
    }
    await ctx.tx
      .insertInto('patient_limits')
      .values({ practice_id: ctx.actor.practiceId, ...columns })
      .onConflict((conflict) => conflict.column('practice_id').doUpdateSet(columns))
      .execute()
  }
  const after = await loadPatientLimits(ctx)
  await recordAudit(ctx, 'patient-limits.save', {
    object: { type: 'practice', id: ctx.actor.practiceId, version: after.version },
  })
  return after
}
