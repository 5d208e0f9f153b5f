import type { Context } from '../access/context.ts'

/** What a hint needs of a task: where it is, and whose. */
export type TaskPlace = {
  conversation_id: string
  patient_id: string
  care_team_id: string
  owner_id: string | null
  escalated_to_id: string | null
}

/** A hint to everybody who had the task and everybody who has it now: ids only, after commit. */
export function announceTask(ctx: Context, task: TaskPlace, ...others: TaskPlace[]): void {
  const places = [task, ...others]
  const practitionerIds = places.flatMap((place) => [place.owner_id, place.escalated_to_id])
  ctx.afterCommit(() =>
    ctx.house.live.publish({
      practiceId: ctx.actor.practiceId,
      conversationId: task.conversation_id,
      patientId: task.patient_id,
      careTeamIds: [...new Set(places.map((place) => place.care_team_id))],
      practitionerIds: [...new Set(practitionerIds.filter((id) => id !== null))],
    }),
  )
}
