import type { Context } from '../access/context.ts'

/** Where a file is: in somebody's draft, or in a conversation, in whose inbox it is seen. */
export type FilePlace = {
  patient_id: string
  uploaded_by_id: string
  draft_id: string | null
  conversation_id: string | null
  care_team_id: string | null
}

/** A hint that the state of a file has changed: to its author while it is in a draft, and then to whoever sees its conversation. */
export function announceFile(ctx: Context, file: FilePlace): void {
  const { practiceId } = ctx.actor
  const { conversation_id: conversationId, care_team_id: careTeamId, draft_id: draftId } = file
  ctx.afterCommit(() => {
    if (conversationId !== null && careTeamId !== null) {
      const patientId = file.patient_id
      ctx.house.live.publish({ practiceId, conversationId, patientId, careTeamIds: [careTeamId], practitionerIds: [] })
    } else if (draftId !== null) {
      ctx.house.live.publish({ practiceId, draftId, authorId: file.uploaded_by_id })
    }
  })
}
