import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { MessageKind } from '../../shared/conversation.ts'
import type { Context } from '../access/context.ts'
import { uuidv7 } from '../platform/ids.ts'
import { conflict } from '../platform/problems.ts'
import type { BusinessCalendar } from '../routing/business-hours.ts'
import { autoReplyText } from '../routing/auto-reply.ts'
import type { Away } from './tell-absence.ts'

/** The conversation a message goes into: its head before the message. */
export type Head = {
  id: string
  patient_id: string
  care_team_id: string
  last_sequence: number
  practice_name: string
  practice_phone: string
  care_team_en: string
  care_team_fr: string
  patient_language: 'en' | 'fr'
  urgent_help_en: string
  urgent_help_fr: string
  responsible_id: string | null
  told_absence_id: string | null
}
export type Outgoing = {
  id: string
  kind: MessageKind
  text: string
  sequence: number
  requestHash: Buffer
  inResponseTo?: string
  onBehalfOfId?: string | null
}

/** The same request gives the same hash: the same id with other words is another request, and is refused. */
export function hashRequest(input: { text: string; attachmentIds: string[] }, conversationId: string): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([conversationId, input.text, [...input.attachmentIds].sort()]))
    .digest()
}

/** Inserts one message; returns its envelope, whose hash goes into the audit entry. */
export function insertMessage(
  ctx: Context,
  head: Head,
  message: Outgoing,
): { envelope: Buffer; done: Promise<unknown> } {
  const envelope = ctx.keys.seal(
    'messages.body_sealed',
    { id: message.id, version: 1, patientId: head.patient_id },
    message.text,
  )
  const isAuto = message.kind === 'auto-reply'
  const done = ctx.tx
    .insertInto('messages')
    .values({
      practice_id: ctx.actor.practiceId,
      id: message.id,
      conversation_id: head.id,
      patient_id: head.patient_id,
      sequence: message.sequence,
      kind: message.kind,
      author_kind: isAuto ? 'system' : ctx.actor.kind,
      author_id: isAuto ? null : ctx.actor.id,
      on_behalf_of_id: message.onBehalfOfId ?? null,
      in_response_to: message.inResponseTo ?? null,
      body_sealed: envelope,
      request_hash: message.requestHash,
      sent_at: ctx.now,
    })
    .execute()
  return { envelope, done }
}

/** Files of the sender's own draft become part of the message; true when every one of them was there and whole. */
export async function claimAttachments(
  ctx: Context,
  head: Head,
  messageId: string,
  draftId: string | undefined,
  ids: string[],
): Promise<boolean> {
  if (ids.length === 0) {
    return true
  }
  const claimed = await ctx.tx
    .updateTable('attachments')
    .set({ conversation_id: head.id, message_id: messageId, draft_id: null })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', 'in', ids)
    .where('draft_id', '=', draftId ?? null)
    .where('patient_id', '=', head.patient_id)
    .where('uploaded_by_id', '=', ctx.actor.id)
    .where('status', 'in', ['quarantined', 'clean', 'unscanned'])
    .returning('id')
    .execute()
  return claimed.length === new Set(ids).size
}

/** The sender's draft is spent: a late autosave cannot bring it back. A draft begun for another patient stops the send. */
export async function endDraft(ctx: Context, draftId: string | undefined, patientId: string): Promise<void> {
  if (draftId === undefined) {
    return
  }
  const ended = await ctx.tx
    .updateTable('drafts')
    .set({ ended_at: ctx.now })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', draftId)
    .where('author_id', '=', ctx.actor.id)
    .returning('patient_id')
    .executeTakeFirst()
  if (ended !== undefined && ended.patient_id !== patientId) {
    throw conflict('draft-of-another-patient')
  }
}

/** The automatic reply to a patient's message: by when, from whom, and what to do if it cannot wait. */
export function replyAutomatically(
  ctx: Context,
  head: Head,
  to: Outgoing,
  { calendar, dueAt, away }: { calendar: BusinessCalendar; dueAt: Date; away: Away | null },
): { message: Outgoing; envelope: Buffer; done: Promise<unknown> } {
  const isFrench = head.patient_language === 'fr'
  const message: Outgoing = {
    id: uuidv7(ctx.now),
    kind: 'auto-reply',
    sequence: to.sequence + 1,
    inResponseTo: to.id,
    requestHash: Buffer.alloc(32),
    text: autoReplyText({
      language: head.patient_language,
      practiceName: head.practice_name,
      careTeamName: isFrench ? head.care_team_fr : head.care_team_en,
      sentAt: ctx.now,
      dueAt,
      calendar,
      clinicPhone: head.practice_phone,
      urgentHelp: isFrench ? head.urgent_help_fr : head.urgent_help_en,
      away: away === null ? null : { ...away, note: away.note?.[head.patient_language] ?? '' },
    }),
  }
  return { message, ...insertMessage(ctx, head, message) }
}

/** Moves the conversation's head to its newest message: lists read this row alone. */
export function moveHead(
  ctx: Context,
  head: Head,
  moved: {
    lastSequence: number
    lastMessageId: string
    hasAttachment: boolean
    autoReplied: boolean
    toldAbsenceId: string | undefined
    responsibleId: string | null | undefined
    reopened: boolean
  },
): Promise<unknown> {
  const byClinic = ctx.actor.kind !== 'patient'
  return ctx.tx
    .updateTable('conversations')
    .set({
      last_sequence: moved.lastSequence,
      last_message_id: moved.lastMessageId,
      last_message_at: ctx.now,
      last_author_kind: byClinic ? 'practitioner' : 'patient',
      last_author_id: ctx.actor.id,
      ...(moved.hasAttachment && { has_attachment: true }),
      ...(moved.autoReplied && { auto_replied_at: ctx.now }),
      ...(moved.toldAbsenceId !== undefined && { told_absence_id: moved.toldAbsenceId }),
      ...(moved.responsibleId !== undefined && { responsible_id: moved.responsibleId }),
      ...(moved.reopened && { status: 'open', closed_at: null, closed_by_id: null, outcome: null }),
      // The writer has seen what they wrote; an automatic reply does not count as something the patient left unread.
      ...(byClinic
        ? { staff_read_sequence: moved.lastSequence, notify_due_at: ctx.now, ...unreadClock(ctx, head.id) }
        : { patient_read_sequence: moved.lastSequence }),
      version: sql<number>`version + 1`,
    })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', head.id)
    .execute()
}

/**
 * The clock of reminders begins with the first message that the patient leaves unread. Once they were to be reached another
 * way and nobody is on it any more, that round is over, and a new message begins the next.
 */
function unreadClock(ctx: Context, conversationId: string) {
  const isRoundOver = sql`(escalated_unread_at is not null and not exists (select from tasks
    where practice_id = ${ctx.actor.practiceId} and conversation_id = ${conversationId}
      and kind = 'contact-patient' and status in ('requested', 'accepted')))`
  const unlessOver = (column: string) => sql<Date>`case when ${isRoundOver} then null else ${sql.ref(column)} end`
  return {
    patient_unread_since: sql<Date>`coalesce(${unlessOver('patient_unread_since')}, ${ctx.now})`,
    reminded_at: unlessOver('reminded_at'),
    escalated_unread_at: unlessOver('escalated_unread_at'),
  }
}
