import type { ResultOf } from '../../shared/endpoint.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import { limits } from '../../shared/limits.ts'
import type { Cover } from '../absences/load-cover.ts'
import { announce } from '../access/announce.ts'
import type { Context } from '../access/context.ts'
import { type Recorded, recordAudit } from '../access/audit.ts'
import type { PersonReference } from '../access/names.ts'
import { invalid } from '../platform/problems.ts'
import { dueAt as expectedReply } from '../routing/expected-reply.ts'
import type { BusinessCalendar } from '../routing/business-hours.ts'
import { firstLookAt } from '../routing/renew-expectation.ts'
import { composeReply } from '../rules/compose-reply.ts'
import { recordRouting, type Routed } from '../rules/route-message.ts'
import { addToResponse, completeResponse, type OpenTask, requestResponse } from '../tasks/request-response.ts'
import {
  claimAttachments,
  endDraft,
  type Head,
  insertMessage,
  moveHead,
  type Outgoing,
  refuseTakenId,
  replyAutomatically,
  replyByRule,
} from './deliver.ts'
import { selectAttachments, viewAttachment } from '../attachments/attachment-view.ts'
import type { ConversationMode } from '../../shared/conversation.ts'
import type { Footer } from '../templates/load-footer.ts'
import { findResponder, writesFor } from './find-responder.ts'
import { type MessageView } from './message-view.ts'
import { personNamed, tellAbsence } from './tell-absence.ts'

export type Sent = ResultOf<typeof api.sendMessage>
type Letter = {
  messageId: string
  text: string
  attachmentIds: string[]
  draftId?: string | undefined
  requestHash: Buffer
  /** A colleague's message that is to be read soon. */
  isImportant?: boolean | undefined
}
/** A message in somebody's name, or one that was written by a colleague and is sent by who approves it. */
export type Written = {
  author: PersonReference
  onBehalfOf: PersonReference | null
  approvedBy: PersonReference | null
}
type Standing = {
  author: PersonReference
  /** The obligation to answer as it stood before this message. */
  task: OpenTask | undefined
  /** What the practice's rules say of it. */
  routed: Routed | null
  /** Who is away, and who acts for them. */
  cover: Cover
  calendar: BusinessCalendar
  replyWithinMinutes: number
  autoRepliedAt: Date | null
  reopened: boolean
  /** What stands below a colleague's message; null below a patient's. */
  footer: Footer | null
  mode: ConversationMode
  act: 'message.send' | 'conversation.start'
  /** Whose words they are and in whose name, when who sends it says so; else it follows from who acts for whom. */
  written?: Written | undefined
  /** Who put the files into the draft, when that is not who sends it. */
  filesOf?: string | undefined
  /** What was sealed on the way here, for the audit entry. */
  sealed: NonNullable<Recorded['envelopes']>
}

/**
 * Everything one message sets off, in one flight: the words, the files, the obligation to answer (or its end), the
 * automatic reply, the conversation's head and the audit entry. Nothing waits for anything else's answer.
 */
export async function send(ctx: Context, head: Head, letter: Letter, standing: Standing): Promise<Sent> {
  const { cover, calendar, task, routed } = standing
  const byPatient = ctx.actor.kind === 'patient'
  const responder = findResponder(ctx, head, task, cover, routed?.practitionerId)
  const { written } = standing
  const onBehalfOf = written === undefined ? writesFor(ctx.actor, responder) : (written.onBehalfOf?.id ?? null)
  const authorId = written?.author.id ?? ctx.actor.id
  const outgoing: Outgoing = {
    id: letter.messageId,
    kind: 'message',
    text: letter.text,
    sequence: head.last_sequence + 1,
    requestHash: letter.requestHash,
    onBehalfOfId: onBehalfOf,
    ...(written?.approvedBy != null && {
      approved: { authorId: written.author.id, approvedById: written.approvedBy.id },
    }),
    footer: footerOf(head, standing),
  }
  const isUrgent = routed?.isUrgent ?? false
  const composed = routed?.reply == null ? null : await composeReply(ctx, routed.reply, replyFacts(head, standing))
  const dueAt = byPatient ? whenDue(ctx, standing) : null
  const drafted = endDraft(ctx, letter.draftId, head.patient_id)
  const message = insertMessage(ctx, head, outgoing)
  const claimed = claimAttachments(ctx, head, outgoing.id, {
    ...letter,
    uploadedById: standing.filesOf ?? ctx.actor.id,
  })
  // Each absence is told once in a conversation, however soon after another automatic reply.
  const isNews = responder.absenceId !== null && responder.absenceId !== head.told_absence_id
  const away = isNews ? tellAbsence(ctx, { cover, calendar, language: head.patient_language }, responder) : null
  const auto =
    dueAt !== null && (isReplyDue(ctx, standing) || away !== null)
      ? replyAutomatically(ctx, head, outgoing, { calendar, dueAt, away })
      : null
  const answered = auto?.message.sequence ?? outgoing.sequence
  const byRule =
    composed === null || composed.problem !== null
      ? null
      : replyByRule(ctx, head, outgoing, { ...composed, sequence: answered + 1 })
  const lastSequence = byRule?.message.sequence ?? answered
  const [, allClaimed] = await Promise.all([
    message.done,
    claimed,
    auto?.done,
    byRule?.done,
    moveHead(ctx, head, {
      lastSequence,
      lastMessageId: outgoing.id,
      hasAttachment: letter.attachmentIds.length > 0,
      autoReplied: auto !== null,
      ruleReplied: byRule !== null,
      toldAbsenceId: auto === null ? null : (away?.absenceId ?? null),
      authorId,
      // In whose name does not say who does the work; whom somebody acts for while they are away does.
      responsibleId: byPatient ? null : written === undefined ? (onBehalfOf ?? authorId) : authorId,
      reopened: standing.reopened,
      isImportant: letter.isImportant ?? false,
      labelIds: routed?.labelIds ?? [],
    }),
    byPatient
      ? task === undefined &&
        dueAt !== null &&
        requestResponse(ctx, head, timesOf(standing, dueAt), { responder, isUrgent })
      : completeResponse(ctx, task, head.id),
    task !== undefined && byPatient && addToResponse(ctx, task, head.id, { isUrgent }),
    routed !== null &&
      recordRouting(
        ctx,
        { id: outgoing.id, conversationId: head.id },
        routed,
        composed && { ...composed, messageId: byRule?.message.id ?? null },
      ),
    byRule !== null && routed !== null && recordReply(ctx, head, byRule, routed.version),
    drafted,
    recordAudit(ctx, standing.act, {
      object: { type: 'message', id: outgoing.id },
      patients: [head.patient_id],
      info: letter.attachmentIds.length > 0 ? ['message', 'attachment'] : ['message'],
      envelopes: [...standing.sealed, ...message.envelopes, ...(auto?.envelopes ?? [])],
      ...(onBehalfOf !== null && { onBehalfOf }),
    }),
  ]).catch(refuseTakenId)
  if (!allClaimed) {
    throw invalid({ path: 'attachmentIds', code: 'file-not-ready' })
  }
  ctx.afterCommit(() => announce(ctx, { ...head, also: responder.careTeamId }, task?.owner_id, responder.ownerId))
  const files = letter.attachmentIds.length === 0 ? [] : await selectAttachments(ctx, { messageId: outgoing.id })
  return {
    conversationId: head.id,
    dueAt,
    message: {
      ...asView(ctx, outgoing, standing.author, authorId === ctx.actor.id),
      onBehalfOf: written?.onBehalfOf ?? (onBehalfOf === null ? null : personNamed(ctx, cover, onBehalfOf)),
      approvedBy: written?.approvedBy ?? null,
      attachments: files.map((file) => viewAttachment(ctx, file)),
    },
    autoReply: auto === null ? null : asView(ctx, auto.message, automatic(auto.message.id), false),
    ruleReply: byRule === null ? null : asView(ctx, byRule.message, automatic(byRule.message.id), false),
  }
}

function replyFacts({ id, patient_language }: Head, { calendar, mode }: Standing) {
  return { conversationId: id, language: patient_language, mode, calendar }
}

/** An entry of its own, with the version of the rules: who put that in force has one too. */
function recordReply(
  ctx: Context,
  head: Head,
  { envelopes }: ReturnType<typeof replyByRule>,
  version: number,
): Promise<void> {
  return recordAudit(ctx, 'message.rule-reply', {
    object: { type: 'rule-set', id: ctx.actor.practiceId, version },
    patients: [head.patient_id],
    info: ['message'],
    envelopes,
  })
}

/** The author of what the clinic says by itself has no name of its own: the page says "your clinic". */
function automatic(messageId: string): PersonReference {
  return { id: messageId, kind: 'system', name: '', role: null }
}

/** What was just written, as it will be read back: the first answer needs no look at the row. */
function asView(ctx: Context, message: Outgoing, author: PersonReference, isMine: boolean): MessageView {
  return {
    id: message.id,
    sequence: message.sequence,
    kind: message.kind,
    author,
    onBehalfOf: null,
    approvedBy: null,
    isMine,
    text: message.text,
    footer: message.footer ?? '',
    sentAt: ctx.now,
    firstReadAt: null,
    retractedAt: null,
    retractionReason: null,
    attachments: [],
  }
}

/** In the patient's language, with the practice's words whoever writes. */
function footerOf(head: Head, { author, calendar, footer, mode, replyWithinMinutes }: Standing): string {
  const language = head.patient_language
  return footer === null ? '' : footer({ language, mode, calendar, replyWithinMinutes, authorName: author.name })
}

/** By when to answer, and when to look whether that still holds. */
function timesOf({ calendar, replyWithinMinutes }: Standing, dueAt: Date) {
  return { dueAt, expectAt: firstLookAt({ calendar, standardMinutes: replyWithinMinutes, toldAt: dueAt }) }
}

/** An open obligation keeps the time that the patient was told last; a new one follows the topic's standard. */
function whenDue(ctx: Context, standing: Standing): Date {
  return (
    standing.task?.expected_at ??
    standing.task?.due_at ??
    expectedReply({ calendar: standing.calendar, sentAt: ctx.now, standardMinutes: standing.replyWithinMinutes })
  )
}

/** Always on the message that opens the obligation; not again within minutes, when a patient adds a line. */
function isReplyDue(ctx: Context, standing: Standing): boolean {
  return (
    standing.task === undefined ||
    standing.autoRepliedAt === null ||
    ctx.now.getTime() - standing.autoRepliedAt.getTime() >= limits.autoReplyQuietMs
  )
}
