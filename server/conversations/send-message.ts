import type { InputOf } from '../../shared/endpoint.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import { conversationMachine } from '../../shared/conversation.ts'
import { next } from '../../shared/machine.ts'
import { loadCover } from '../absences/load-cover.ts'
import { assertMayWrite, loadWriting } from '../capacity/load-writing.ts'
import { accessAgain } from '../access/conversations.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { ownName, patientReference } from '../access/names.ts'
import { conflict, invalid } from '../platform/problems.ts'
import { loadFooter } from '../templates/load-footer.ts'
import { routeMessage } from '../rules/route-message.ts'
import { findResponseTask } from '../tasks/request-response.ts'
import { hashRequest } from './deliver.ts'
import { loadCalendar } from './load-calendar.ts'
import { selectAttachments } from '../attachments/attachment-view.ts'
import { findMessage, type MessageRow, selectMessages, viewMessages } from './message-view.ts'
import { send, type Sent, type Written } from './send.ts'
import { readMessage, staffLimits } from './typed-text.ts'

/**
 * Either side writes in a conversation. The row lock of the door puts parallel sends in order, so it is asked for first; the
 * same id is sent once. `written`: of what a colleague wrote, or in whose name; `filesOf`: who put its files into the draft.
 */
export async function sendMessage(
  ctx: Context,
  input: InputOf<typeof api.sendMessage>,
  { written, filesOf }: { written?: Written | undefined; filesOf?: string } = {},
): Promise<Sent> {
  const [conversation, calendar, cover, writing, task, earlier, self, footer] = await Promise.all([
    accessAgain(ctx, input.conversationId, 'message.send', input),
    loadCalendar(ctx),
    loadCover(ctx),
    loadWriting(ctx),
    findResponseTask(ctx, input.conversationId),
    findMessage(ctx, input.messageId),
    ownName(ctx),
    loadFooter(ctx, written?.author),
  ])
  const patient = { ...conversation, id: conversation.patient_id, version: conversation.patient_version }
  const byPatient = ctx.actor.kind === 'patient'
  if (byPatient && input.isImportant !== undefined) {
    throw invalid({ path: 'isImportant', code: 'not-yours-to-set' })
  }
  const { text } = readMessage(input, byPatient ? conversation : staffLimits)
  const requestHash = hashRequest({ text, attachmentIds: input.attachmentIds }, conversation.id)

  if (earlier !== undefined) {
    return answerAgain(ctx, input, requestHash, { patient, dueAt: task?.expected_at ?? task?.due_at ?? null })
  }
  assertMayWrite(ctx, writing, { act: 'answer', topicId: conversation.topic_id })
  if (!byPatient && input.seenSequence !== undefined && input.seenSequence < conversation.last_sequence) {
    throw conflict('conversation-moved-on', { lastSequence: conversation.last_sequence })
  }
  if (conversation.status === 'closed') {
    next(conversationMachine, 'closed', 'reopen')
  }

  const at = { id: conversation.id, version: 1, patientId: patient.id }
  const routed = byPatient
    ? await routeMessage(
        ctx,
        { calendar, version: calendar.rulesVersion },
        {
          topicId: conversation.topic_id,
          subject: ctx.keys.open('conversations.subject_sealed', at, conversation.subject_sealed),
          text,
          hasFiles: input.attachmentIds.length > 0,
          patient: { ...patient, language: conversation.patient_language },
        },
      )
    : null

  return send(
    ctx,
    conversation,
    { ...input, text, requestHash },
    {
      author: written?.author ?? self ?? patientReference(ctx, patient),
      task,
      // Under way it stays where it is, and with whom.
      routed: routed === null ? null : { ...routed, careTeamId: null, practitionerId: null },
      cover,
      calendar,
      replyWithinMinutes: conversation.reply_within_minutes,
      autoRepliedAt: conversation.auto_replied_at,
      reopened: conversation.status === 'closed',
      footer,
      mode: conversation.mode,
      act: 'message.send',
      written,
      filesOf,
      sealed: [],
    },
  )
}

/** The same click, sent twice: the first answer again. Other words under the same id are refused, and change nothing. */
export async function answerAgain(
  ctx: Context,
  { conversationId, messageId }: { conversationId: string; messageId: string },
  requestHash: Buffer,
  more: { patient: Parameters<typeof viewMessages>[2]['patient']; dueAt: Date | null; act?: 'conversation.start' },
): Promise<Sent> {
  const earlier = await selectMessages(ctx, conversationId, undefined, messageId)
  const first = earlier.find((row) => row.id === messageId)
  if (first === undefined || first.author_id !== ctx.actor.id || !first.request_hash.equals(requestHash)) {
    throw invalid({ path: 'messageId', code: 'id-already-used' })
  }
  await recordAudit(ctx, more.act ?? 'message.send', {
    object: { type: 'message', id: messageId },
    patients: [first.patient_id],
    info: ['message', 'repeat'],
  })
  return {
    conversationId,
    dueAt: more.dueAt,
    ...(await viewSent(ctx, conversationId, messageId, more.patient, earlier)),
  }
}

/** The message and what the clinic answered by itself, as stored: the same answer as the first. */
export async function viewSent(
  ctx: Context,
  conversationId: string,
  messageId: string,
  patient: Parameters<typeof viewMessages>[2]['patient'],
  rows?: MessageRow[],
): Promise<Pick<Sent, 'message' | 'autoReply' | 'ruleReply'>> {
  const [stored, attachments] = await Promise.all([
    rows ?? selectMessages(ctx, conversationId, undefined, messageId),
    selectAttachments(ctx, { conversationId }),
  ])
  const views = viewMessages(ctx, stored, { patient, attachments, readings: [], withheld: false })
  const message = views.find((view) => view.id === messageId)
  if (message === undefined) {
    throw new Error('the message that was sent is not there')
  }
  return {
    message,
    autoReply: views.find(({ kind }) => kind === 'auto-reply') ?? null,
    ruleReply: views.find(({ kind }) => kind === 'rule-reply') ?? null,
  }
}
