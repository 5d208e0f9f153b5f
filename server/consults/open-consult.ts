import type { ConsultKind } from '../../shared/consult.ts'
import type { Recorded } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { conflict, invalid } from '../platform/problems.ts'

export type NewConsult = {
  id: string
  kind: ConsultKind
  /** One of the two. */
  askedId: string | null
  askedCareTeamId: string | null
  onBehalfOfId: string | null
  question: string
  proposal: string | null
  /** Of the files that wait with it. */
  draftId: string | null
  attachmentIds: string[]
  isImportant: boolean
  messageId: string
  sequence: number
  neededBy: Date
  task: { taskId: string; dueAt: Date }
}

/** Keeps a question to a clinician, sealed as messages are; returns its envelopes for the audit entry. */
export async function openConsult(
  ctx: Context,
  conversation: { id: string; patient_id: string },
  consult: NewConsult,
): Promise<NonNullable<Recorded['envelopes']>> {
  const at = { id: consult.id, version: 1, patientId: conversation.patient_id }
  const question = ctx.keys.seal('consults.question_sealed', at, consult.question)
  const proposal = consult.proposal === null ? null : ctx.keys.seal('consults.proposal_sealed', at, consult.proposal)
  const inserted = await ctx.tx
    .insertInto('consults')
    .values({
      practice_id: ctx.actor.practiceId,
      id: consult.id,
      conversation_id: conversation.id,
      patient_id: conversation.patient_id,
      task_id: consult.task.taskId,
      kind: consult.kind,
      asked_by_id: ctx.actor.id ?? '',
      asked_id: consult.askedId,
      asked_care_team_id: consult.askedCareTeamId,
      on_behalf_of_id: consult.onBehalfOfId,
      question_sealed: question,
      is_important: consult.isImportant,
      message_id: consult.messageId,
      proposal_sealed: proposal,
      draft_id: consult.draftId,
      attachment_ids: consult.attachmentIds,
      up_to_sequence: consult.sequence,
      needed_by: consult.neededBy,
      task_due_at: consult.task.dueAt,
      asked_at: ctx.now,
      status: 'requested',
    })
    .onConflict((c) => c.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted === undefined) {
    throw invalid({ path: 'consultId', code: 'id-already-used' })
  }
  return [
    { column: 'consults.question_sealed', row: consult.id, envelope: question },
    ...(proposal === null
      ? []
      : [{ column: 'consults.proposal_sealed' as const, row: consult.id, envelope: proposal }]),
  ]
}

/** One question waits at a time: whoever asks a second is told of the first. */
export async function refuseSecond(ctx: Context, conversationId: string): Promise<void> {
  const waiting = await ctx.tx
    .selectFrom('consults')
    .innerJoin('tasks', (join) =>
      join.onRef('tasks.practice_id', '=', 'consults.practice_id').onRef('tasks.id', '=', 'consults.task_id'),
    )
    .select('consults.id')
    .where('consults.practice_id', '=', ctx.actor.practiceId)
    .where('consults.conversation_id', '=', conversationId)
    .where('consults.status', '=', 'requested')
    .where('tasks.status', 'in', ['requested', 'accepted'])
    .executeTakeFirst()
  if (waiting !== undefined) {
    throw conflict('already-asked', { consultId: waiting.id })
  }
}
