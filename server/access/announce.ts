import type { Context } from './context.ts'

/** A hint to whoever has this conversation or its inbox on the screen: ids only. */
export function announce(
  ctx: Context,
  head: { id: string; patient_id: string; care_team_id: string; also?: string },
  ...practitionerIds: (string | null | undefined)[]
): void {
  ctx.house.live.publish({
    practiceId: ctx.actor.practiceId,
    conversationId: head.id,
    patientId: head.patient_id,
    careTeamIds: [...new Set([head.care_team_id, head.also ?? head.care_team_id])],
    practitionerIds: practitionerIds.filter((id) => typeof id === 'string'),
  })
}
