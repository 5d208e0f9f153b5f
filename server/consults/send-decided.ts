import { sql } from 'kysely'
import type { Context } from '../access/context.ts'
import type { PersonReference } from '../access/names.ts'
import { sendMessage } from '../conversations/send-message.ts'
import type { Sent, Written } from '../conversations/send.ts'
import { forbidden } from '../platform/problems.ts'
import type { ConsultRow } from './consult-rows.ts'
import type { Decided } from './decide-consult.ts'

/**
 * What was decided on is sent as every message is. Approved, it is whose it was, with who approved it; edited, it is the
 * clinician's own.
 */
export async function sendDecided(
  ctx: Context,
  consult: ConsultRow,
  { decision, text }: Decided,
  around: { staff: Map<string, PersonReference>; membershipId: string },
): Promise<Sent['message']> {
  await restoreDue(ctx, consult)
  const letter = {
    membershipId: around.membershipId,
    conversationId: consult.conversation_id,
    messageId: consult.message_id,
    text,
    attachmentIds: consult.attachment_ids,
    ...(consult.draft_id !== null && { draftId: consult.draft_id }),
    isImportant: consult.is_important,
  }
  const { message } = await sendMessage(ctx, letter, {
    written: decision === 'approve' ? writtenBy(ctx, consult, around.staff) : undefined,
    // Whoever proposed the answer put them in; with the clinician's own words they go too.
    filesOf: consult.asked_by_id,
  })
  return message
}

function writtenBy(ctx: Context, consult: ConsultRow, staff: Map<string, PersonReference>): Written {
  const author = staff.get(consult.asked_by_id)
  const approvedBy = staff.get(ctx.actor.id ?? '')
  if (author === undefined || approvedBy === undefined) {
    throw forbidden()
  }
  return { author, approvedBy, onBehalfOf: staff.get(consult.on_behalf_of_id ?? '') ?? null }
}

/** The answer is measured by when the patient was to have it, not by when the clinician was asked for theirs. */
function restoreDue(ctx: Context, consult: ConsultRow): Promise<unknown> {
  return ctx.tx
    .updateTable('tasks')
    .set({
      due_at: consult.task_due_at,
      expected_at: sql<Date | null>`case when expected_at > ${consult.task_due_at}::timestamptz then expected_at end`,
    })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', consult.task_id)
    .execute()
}
