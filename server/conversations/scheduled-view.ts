import { sql } from 'kysely'
import type { ResultOf } from '../../shared/endpoint.ts'
import type { CoachingKind } from '../../shared/capacity.ts'
import type { Outcome } from '../../shared/conversation.ts'
import { limits } from '../../shared/limits.ts'
import type { ScheduledState, SendAct, SendRefusal } from '../../shared/scheduled-send.ts'
import type { scheduledSends as api } from '../../shared/api/scheduled-sends.ts'
import type { Context } from '../access/context.ts'
import type { PersonReference } from '../access/names.ts'
import { type AttachmentRow, selectAttachments, viewAttachment } from '../attachments/attachment-view.ts'
import { literals } from '../platform/db.ts'

export type ScheduledView = ResultOf<typeof api.scheduleSend>
export type ScheduledRow = Awaited<ReturnType<typeof selectScheduled>>[number]

/** With the draft in which the words are. */
export function scheduledRows(ctx: Context) {
  return ctx.tx
    .selectFrom('scheduled_sends')
    .innerJoin('drafts', (join) =>
      join
        .onRef('drafts.practice_id', '=', 'scheduled_sends.practice_id')
        .onRef('drafts.id', '=', 'scheduled_sends.draft_id'),
    )
    .leftJoin('consults', (join) =>
      join
        .onRef('consults.practice_id', '=', 'scheduled_sends.practice_id')
        .onRef('consults.id', '=', 'scheduled_sends.consult_id'),
    )
    .selectAll('scheduled_sends')
    .select(['consults.asked_by_id as written_by_id', 'consults.on_behalf_of_id as consult_for_id'])
    .select(['consults.draft_id as proposed_in_id', 'consults.attachment_ids as proposed_ids'])
    .select(['drafts.body_sealed', 'drafts.version as draft_version'])
    .where('scheduled_sends.practice_id', '=', ctx.actor.practiceId)
    .$narrowType<{
      state: ScheduledState
      act: SendAct
      coaching_kind: CoachingKind | null
      refusal: SendRefusal | null
      outcome: Outcome | null
      attachment_ids: string[]
      proposed_ids: string[] | null
    }>()
}

/** What waits, or has not gone out and is still to do: a draft, or a question that nobody has decided. */
export const isToShow = sql<boolean>`(scheduled_sends.state = 'waiting' or drafts.ended_at is null
  or (scheduled_sends.act = 'approval' and consults.status = 'requested'))`

/** What is shown in a conversation: the one that waits, and what did not go out and is still a draft. */
export function selectScheduled(ctx: Context, conversationId: string) {
  return scheduledRows(ctx)
    .where('scheduled_sends.conversation_id', '=', conversationId)
    .where('scheduled_sends.state', 'in', literals('waiting', 'refused'))
    .where(isToShow)
    .orderBy('scheduled_sends.state', 'desc')
    .orderBy('scheduled_sends.ended_at', 'desc')
    .limit(limits.refusedSends + 1)
    .execute()
}

/** Whether an answer waits to go out there. The conversation's row is locked by whoever decides on it. */
export function findWaiting(ctx: Context, conversationId: string) {
  return ctx.tx
    .selectFrom('scheduled_sends')
    .select(['id', 'author_id', 'send_at'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', conversationId)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
}

/** The files of these, for `viewScheduled`. */
export async function selectScheduledFiles(ctx: Context, rows: readonly ScheduledRow[]): Promise<AttachmentRow[]> {
  const draftIds = rows
    .filter(isShown)
    .flatMap(({ draft_id, proposed_in_id: proposed }) => (proposed === null ? [draft_id] : [draft_id, proposed]))
  return draftIds.length === 0 ? [] : selectAttachments(ctx, { draftIds })
}

/** The patient's key must be loaded. */
export function viewScheduled(
  ctx: Context,
  row: ScheduledRow,
  more: { staff: Map<string, PersonReference>; files: readonly AttachmentRow[]; withheld: boolean },
): ScheduledView {
  const isOpen = isShown(row) && !more.withheld
  const person = (id: string) => more.staff.get(id) ?? { id, kind: 'practitioner' as const, name: '', role: null }
  const inNameOf = row.on_behalf_of_id ?? (row.act === 'approval' ? row.consult_for_id : null)
  return {
    id: row.id,
    messageId: row.message_id ?? row.id,
    author: person(row.author_id),
    isMine: row.author_id === ctx.actor.id,
    state: row.state,
    act: row.act,
    writtenBy: row.act === 'approval' && row.written_by_id !== null ? person(row.written_by_id) : null,
    onBehalfOf: inNameOf === null ? null : person(inNameOf),
    isUndo: row.is_undo,
    sendAt: row.send_at,
    outcome: row.outcome,
    blocksUntil: row.block_ends_at,
    refusal: row.refusal,
    text: isOpen ? openWords(ctx, row) : null,
    attachments: isOpen
      ? more.files
          .filter((file) => [...row.attachment_ids, ...(row.proposed_ids ?? [])].includes(file.id))
          .map((file) => viewAttachment(ctx, file))
      : [],
  }
}

export function openWords(
  ctx: Context,
  row: Pick<ScheduledRow, 'draft_id' | 'draft_version' | 'patient_id' | 'body_sealed'>,
): string {
  const at = { id: row.draft_id, version: row.draft_version, patientId: row.patient_id }
  return ctx.keys.open('drafts.body_sealed', at, row.body_sealed)
}

/**
 * Words on their way are the clinic's; those that came back are their author's again, to go on with. An author who can do
 * nothing any more leaves them to whoever answers.
 */
function isShown({ state, refusal }: Pick<ScheduledRow, 'state' | 'refusal'>): boolean {
  return state === 'waiting' || (state === 'refused' && refusal === 'no-access')
}
