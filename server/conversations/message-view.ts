import type { ResultOf } from '../../shared/endpoint.ts'
import type { MessageKind } from '../../shared/conversation.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { questionOf } from '../platform/together.ts'
import { type AttachmentRow, viewAttachment } from '../attachments/attachment-view.ts'
import { patientReference, type PatientName, type PersonReference, practitionerReference } from '../access/names.ts'

export type MessageView = ResultOf<typeof api.readConversation>['messages'][number]
export type MessageRow = Awaited<ReturnType<typeof selectMessages>>[number]

/** The newest messages below `before`, newest first, with what names their authors. One more than a page tells of older ones. */
export function selectMessages(
  ctx: Context,
  conversationId: string,
  before?: number,
  messageId?: string,
  only?: readonly string[],
) {
  return ctx.tx
    .selectFrom('messages')
    .leftJoin('practitioners', (join) =>
      join
        .onRef('practitioners.practice_id', '=', 'messages.practice_id')
        .onRef('practitioners.id', '=', 'messages.author_id')
        .on('messages.author_kind', '=', 'practitioner'),
    )
    .leftJoin('memberships', 'memberships.id', 'practitioners.id')
    .leftJoin('practitioners as other', (join) =>
      join.onRef('other.practice_id', '=', 'messages.practice_id').onRef('other.id', '=', 'messages.on_behalf_of_id'),
    )
    .leftJoin('memberships as other_membership', 'other_membership.id', 'other.id')
    .leftJoin('practitioners as approver', (join) =>
      join
        .onRef('approver.practice_id', '=', 'messages.practice_id')
        .onRef('approver.id', '=', 'messages.approved_by_id'),
    )
    .leftJoin('memberships as approver_membership', 'approver_membership.id', 'approver.id')
    .selectAll('messages')
    .select(['practitioners.version as practitioner_version', 'practitioners.name_sealed', 'memberships.role'])
    .select([
      'other.version as other_version',
      'other.name_sealed as other_name_sealed',
      'other_membership.role as other_role',
    ])
    .select([
      'approver.version as approver_version',
      'approver.name_sealed as approver_name_sealed',
      'approver_membership.role as approver_role',
    ])
    .where('messages.practice_id', '=', ctx.actor.practiceId)
    .where('messages.conversation_id', '=', conversationId)
    .$if(before !== undefined, (query) => query.where('messages.sequence', '<', before ?? 0))
    .$if(messageId !== undefined, (query) =>
      query.where((eb) =>
        eb.or([eb('messages.id', '=', messageId ?? ''), eb('messages.in_response_to', '=', messageId ?? '')]),
      ),
    )
    .$if(only !== undefined, (query) => query.where('messages.id', 'in', only ?? []))
    .orderBy('messages.sequence', 'desc')
    .limit(limits.pageRows + 1)
    .$narrowType<{ kind: MessageKind; author_kind: 'patient' | 'practitioner' | 'system' }>()
    .execute()
}

const messageById = questionOf('message', { id: 'uuid' }, (asked, practiceId) =>
  asked
    .innerJoin('messages', (join) =>
      join.on('messages.practice_id', '=', practiceId).onRef('messages.id', '=', 'asked.id'),
    )
    .select(['asked.n', 'messages.conversation_id']),
)

/** The conversation in which a message with this id was sent, if one was: the client makes the ids. */
export async function findMessage(ctx: Context, id: string): Promise<{ conversation_id: string } | undefined> {
  const [message] = await ctx.tx.together.ask(messageById, { id })
  return message
}

/** Every move of every reader's position in this conversation, oldest first. */
export function selectReadings(ctx: Context, conversationId: string) {
  return ctx.tx
    .selectFrom('readings')
    .select(['reader_kind', 'reader_id', 'up_to_sequence', 'read_at'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', conversationId)
    .orderBy('read_at')
    .execute()
}
export type ReadingRow = Awaited<ReturnType<typeof selectReadings>>[number]

/** Messages as this reader may see them; `withheld` shows that they exist, and nothing of what they say. */
export function viewMessages(
  ctx: Context,
  rows: MessageRow[],
  more: { patient: PatientName; attachments: AttachmentRow[]; readings: ReadingRow[]; withheld: boolean },
): MessageView[] {
  return rows.map((row) => ({
    id: row.id,
    sequence: row.sequence,
    kind: row.kind,
    author: authorOf(ctx, row, more.patient),
    onBehalfOf: onBehalfOf(ctx, row),
    approvedBy: approvedBy(ctx, row),
    isMine: row.author_id === ctx.actor.id,
    text: more.withheld ? '' : openBody(ctx, row),
    footer: more.withheld ? '' : openFooter(ctx, row),
    sentAt: row.sent_at,
    firstReadAt: firstRead(row, more.readings),
    retractedAt: row.retracted_at,
    retractionReason: more.withheld ? null : openReason(ctx, row),
    attachments: more.withheld
      ? []
      : more.attachments.filter((file) => file.message_id === row.id).map((file) => viewAttachment(ctx, file)),
  }))
}

export function openBody(ctx: Context, row: Pick<MessageRow, 'id' | 'patient_id' | 'body_sealed'>): string {
  return ctx.keys.open('messages.body_sealed', { id: row.id, version: 1, patientId: row.patient_id }, row.body_sealed)
}

/** Signature and footer, as they were sent. */
export function openFooter(ctx: Context, row: Pick<MessageRow, 'id' | 'patient_id' | 'footer_sealed'>): string {
  return row.footer_sealed === null
    ? ''
    : ctx.keys.open('messages.footer_sealed', { id: row.id, version: 1, patientId: row.patient_id }, row.footer_sealed)
}

function openReason(ctx: Context, row: MessageRow): string | null {
  return row.retraction_reason_sealed === null
    ? null
    : ctx.keys.open(
        'messages.retraction_reason_sealed',
        { id: row.id, version: 1, patientId: row.patient_id },
        row.retraction_reason_sealed,
      )
}

function authorOf(ctx: Context, row: MessageRow, patient: PatientName): PersonReference {
  switch (row.author_kind) {
    case 'patient':
      return patientReference(ctx, patient)
    case 'practitioner':
      return row.name_sealed === null || row.practitioner_version === null || row.author_id === null
        ? { id: row.id, kind: 'practitioner', name: '', role: row.role }
        : practitionerReference(ctx, {
            id: row.author_id,
            version: row.practitioner_version,
            name_sealed: row.name_sealed,
            role: row.role,
          })
    case 'system':
      return { id: row.id, kind: 'system', name: '', role: null }
  }
}

function onBehalfOf(ctx: Context, row: MessageRow): PersonReference | null {
  const { on_behalf_of_id: id, other_version: version, other_name_sealed: name_sealed } = row
  return id === null || version === null || name_sealed === null
    ? null
    : practitionerReference(ctx, { id, version, name_sealed, role: row.other_role })
}

function approvedBy(ctx: Context, row: MessageRow): PersonReference | null {
  const { approved_by_id: id, approver_version: version, approver_name_sealed: name_sealed } = row
  return id === null || version === null || name_sealed === null
    ? null
    : practitionerReference(ctx, { id, version, name_sealed, role: row.approver_role })
}

/** By the other side: the patient for what the clinic wrote, anyone of the clinic for what the patient wrote. */
function firstRead(row: MessageRow, readings: ReadingRow[]): Date | null {
  const reader = row.author_kind === 'patient' ? 'practitioner' : 'patient'
  return readings.find((r) => r.reader_kind === reader && r.up_to_sequence >= row.sequence)?.read_at ?? null
}
