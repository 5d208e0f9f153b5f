import { createHash } from 'node:crypto'
import pg from 'pg'
import type { MessageKind } from '../../shared/conversation.ts'
import type { Recorded } from '../access/audit.ts'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { uuidv7 } from '../platform/ids.ts'
import { conflict, invalid } from '../platform/problems.ts'
import { type Change, rowsOf } from '../platform/together.ts'
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
  /** Whether whoever is responsible works in its inbox. */
  responsible_works_here: boolean
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
  /** Who wrote it, and who approved it before it went, when the author is not who sends it. */
  approved?: { authorId: string; approvedById: string }
  /** Signature and footer; left out where there is nothing below the words. */
  footer?: string
}

/** The same request gives the same hash: the same id with other words is another request, and is refused. */
export function hashRequest(input: { text: string; attachmentIds: string[] }, conversationId: string): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([conversationId, input.text, [...input.attachmentIds].sort()]))
    .digest()
}

const messageRows = rowsOf('messages', {
  id: 'uuid',
  conversation_id: 'uuid',
  patient_id: 'uuid',
  sequence: 'integer',
  kind: 'text',
  author_kind: 'text',
  author_id: 'uuid',
  on_behalf_of_id: 'uuid',
  approved_by_id: 'uuid',
  in_response_to: 'uuid',
  body_sealed: 'bytea',
  footer_sealed: 'bytea',
  request_hash: 'bytea',
  sent_at: 'timestamptz',
})

/** Inserts one message; returns its envelopes, whose hashes go into the audit entry. */
export function insertMessage(
  ctx: Context,
  head: Pick<Head, 'id' | 'patient_id'>,
  message: Outgoing,
): { envelopes: NonNullable<Recorded['envelopes']>; done: Promise<void> } {
  const at = { id: message.id, version: 1, patientId: head.patient_id }
  const body = ctx.keys.seal('messages.body_sealed', at, message.text)
  const footer = message.footer ? ctx.keys.seal('messages.footer_sealed', at, message.footer) : null
  const isAuto = message.kind !== 'message'
  const done = ctx.tx.together.change(messageRows, {
    id: message.id,
    conversation_id: head.id,
    patient_id: head.patient_id,
    sequence: message.sequence,
    kind: message.kind,
    author_kind: isAuto ? 'system' : ctx.actor.kind,
    author_id: isAuto ? null : (message.approved?.authorId ?? ctx.actor.id),
    on_behalf_of_id: message.onBehalfOfId ?? null,
    approved_by_id: message.approved?.approvedById ?? null,
    in_response_to: message.inResponseTo ?? null,
    body_sealed: body,
    footer_sealed: footer,
    request_hash: message.requestHash,
    sent_at: ctx.now,
  })
  return {
    envelopes: [
      { column: 'messages.body_sealed', row: message.id, envelope: body },
      ...(footer === null ? [] : [{ column: 'messages.footer_sealed' as const, row: message.id, envelope: footer }]),
    ],
    done,
  }
}

/** Another conversation got a message with this id at the same moment: the client makes the ids. */
export function refuseTakenId(error: unknown): never {
  if (error instanceof pg.DatabaseError && error.constraint === 'messages_pkey') {
    throw invalid({ path: 'messageId', code: 'id-already-used' })
  }
  throw error
}

/** Files of the sender's own draft, or of the colleague's who proposed it, become part of the message; true when every one of them was there and whole. */
export async function claimAttachments(
  ctx: Context,
  head: Head,
  messageId: string,
  files: { draftId?: string | undefined; attachmentIds: string[]; uploadedById: string | null },
): Promise<boolean> {
  const { draftId, attachmentIds: ids, uploadedById } = files
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
    .where('uploaded_by_id', '=', uploadedById)
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
    .where('is_note', '=', false)
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
): { message: Outgoing } & ReturnType<typeof insertMessage> {
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

/** What a rule answers with, after the automatic reply: from the clinic, by nobody. */
export function replyByRule(
  ctx: Context,
  head: Head,
  to: Outgoing,
  { sequence, text, footer }: { sequence: number; text: string; footer: string },
): { message: Outgoing } & ReturnType<typeof insertMessage> {
  const message: Outgoing = {
    id: uuidv7(ctx.now),
    kind: 'rule-reply',
    sequence,
    inResponseTo: to.id,
    requestHash: Buffer.alloc(32),
    text,
    footer,
  }
  return { message, ...insertMessage(ctx, head, message) }
}

type Move = {
  id: string
  last_sequence: number
  last_message_id: string
  at: Date
  by_clinic: boolean
  author_id: string | null
  has_attachment: boolean
  auto_replied: boolean
  rule_replied: boolean
  told_absence_id: string | null
  responsible_id: string | null
  reopened: boolean
  is_important: boolean
  /** As PostgreSQL writes an array. */
  label_ids: string
}

/**
 * The clock of reminders begins with the first message that the patient leaves unread. Once they were to be reached another
 * way and nobody is on it any more, that round is over, and a new message begins the next.
 */
const isRoundOver = `(conversations.escalated_unread_at is not null and not exists (select from tasks t
  where t.practice_id = $1::uuid and t.conversation_id = conversations.id
    and t.kind = 'contact-patient' and t.status in ('requested', 'accepted')))`
const begunAnew = (column: string) =>
  `case when given.by_clinic and ${isRoundOver} then null else conversations.${column} end`

/** The labels that were there first, and then the new ones; no more than so many. */
const labelled = `(select array(select id from unnest(conversations.label_ids || given.label_ids::uuid[]) with ordinality as l (id, at)
  group by id order by min(at) limit ${limits.conversationLabels}))`

const headMove: Change<Move> = {
  name: 'conversations move',
  columns: {
    id: 'uuid',
    last_sequence: 'integer',
    last_message_id: 'uuid',
    at: 'timestamptz',
    by_clinic: 'boolean',
    author_id: 'uuid',
    has_attachment: 'boolean',
    auto_replied: 'boolean',
    rule_replied: 'boolean',
    told_absence_id: 'uuid',
    responsible_id: 'uuid',
    reopened: 'boolean',
    is_important: 'boolean',
    label_ids: 'text',
  },
  // The writer has seen what they wrote; an automatic reply does not count as something the patient left unread. What a rule
  // answered is new to them, and they get a notice unless they read it at once; it starts no clock of reminders.
  sql: (given) => `update conversations set
      last_sequence = given.last_sequence,
      last_message_id = given.last_message_id,
      last_message_at = given.at,
      last_author_kind = case when given.by_clinic then 'practitioner' else 'patient' end,
      last_author_id = given.author_id,
      has_attachment = conversations.has_attachment or given.has_attachment,
      auto_replied_at = case when given.auto_replied then given.at else conversations.auto_replied_at end,
      told_absence_id = coalesce(given.told_absence_id, conversations.told_absence_id),
      responsible_id = case when given.by_clinic then given.responsible_id else conversations.responsible_id end,
      label_ids = case when given.label_ids = '{}' then conversations.label_ids else ${labelled} end,
      status = case when given.reopened then 'open' else conversations.status end,
      closed_at = case when given.reopened then null else conversations.closed_at end,
      closed_by_id = case when given.reopened then null else conversations.closed_by_id end,
      outcome = case when given.reopened then null else conversations.outcome end,
      staff_read_sequence = case when given.by_clinic then given.last_sequence else conversations.staff_read_sequence end,
      patient_read_sequence = case when given.by_clinic then conversations.patient_read_sequence else given.last_sequence - given.rule_replied::integer end,
      notify_due_at = case when given.by_clinic or given.rule_replied then given.at else conversations.notify_due_at end,
      patient_unread_since = case when given.by_clinic
        then coalesce(${begunAnew('patient_unread_since')}, given.at) else conversations.patient_unread_since end,
      reminded_at = ${begunAnew('reminded_at')},
      reminded_again_at = ${begunAnew('reminded_again_at')},
      unreachable_at = ${begunAnew('unreachable_at')},
      is_important = coalesce(${begunAnew('is_important')}, false) or given.is_important,
      escalated_unread_at = ${begunAnew('escalated_unread_at')},
      version = conversations.version + 1
    from ${given} where conversations.practice_id = $1::uuid and conversations.id = given.id`,
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
    /** The newest message is what a rule answered with. */
    ruleReplied: boolean
    /** The absence that the patient is told of. */
    toldAbsenceId: string | null
    /** Who of the clinic answers for it from now on; a patient's message changes nothing in that. */
    responsibleId: string | null
    reopened: boolean
    /** What the clinic wrote is to be read soon. */
    isImportant: boolean
    authorId: string | null
    /** Labels that it gets, beside those it has. */
    labelIds: readonly string[]
  },
): Promise<void> {
  return ctx.tx.together.change(headMove, {
    id: head.id,
    last_sequence: moved.lastSequence,
    last_message_id: moved.lastMessageId,
    at: ctx.now,
    by_clinic: ctx.actor.kind !== 'patient',
    author_id: moved.authorId,
    has_attachment: moved.hasAttachment,
    auto_replied: moved.autoReplied,
    rule_replied: moved.ruleReplied,
    told_absence_id: moved.toldAbsenceId,
    responsible_id: moved.responsibleId,
    reopened: moved.reopened,
    is_important: moved.isImportant,
    label_ids: `{${moved.labelIds.join(',')}}`,
  })
}
