import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { consults as api } from '../../shared/api/consults.ts'
import { limits } from '../../shared/limits.ts'
import { loadCover } from '../absences/load-cover.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessConversation } from '../access/conversations.ts'
import { type PersonReference, practitionerNames } from '../access/names.ts'
import { loadCalendar } from '../conversations/load-calendar.ts'
import { sendMessage } from '../conversations/send-message.ts'
import { conflict, forbidden } from '../platform/problems.ts'
import { dueAt as dueAfter } from '../routing/expected-reply.ts'
import { holdColleague } from '../tasks/hold-colleague.ts'
import { findResponseTask } from '../tasks/request-response.ts'
import { findConsult } from './consult-rows.ts'
import { giveTask } from './give-task.ts'
import { neededBy } from './needed-by.ts'
import { openConsult, refuseSecond } from './open-consult.ts'
import { filesOf, readProposal, refuseUnread, spendDraft } from './proposed-text.ts'
import { viewOne } from './view-consult.ts'
import { findDelegation, writtenFor } from './written-for.ts'

type Input = InputOf<typeof api.sendOnBehalf>
type Answer = ResultOf<typeof api.sendOnBehalf>
type Around = { staff: Map<string, PersonReference>; conversation: Awaited<ReturnType<typeof accessConversation>> }

/** Sends in a clinician's name, or asks them to sign too, as they let this colleague. Twice the same ids is once. */
export async function sendOnBehalf(ctx: Context, input: Input): Promise<Answer> {
  if (ctx.actor.kind !== 'practitioner') {
    throw forbidden()
  }
  const held = await holdColleague(ctx, input.practitionerId)
  const conversation = await accessConversation(ctx, input.conversationId, 'message.send')
  const [staff, delegation, earlier] = await Promise.all([
    practitionerNames(ctx),
    findDelegation(ctx, input.practitionerId),
    findConsult(ctx, conversation.id, input.consultId),
  ])
  const around = { staff, conversation }
  // Asked before, while it was to be signed: it does not go out by itself because that has changed meanwhile.
  if (earlier?.asked_by_id === ctx.actor.id && earlier.message_id === input.messageId) {
    await record(ctx, input, conversation.patient_id, ['repeat'])
    return { message: null, consult: await viewOne(ctx, earlier, staff) }
  }
  if (delegation === undefined || held?.takesTasks !== true) {
    throw forbidden()
  }
  if (delegation.needs_co_sign) {
    return askToSign(ctx, input, around)
  }
  if (input.isToBeSigned === true) {
    throw conflict('not-to-be-signed')
  }
  return sendNow(ctx, input, around)
}

async function sendNow(ctx: Context, input: Input, { conversation }: Around): Promise<Answer> {
  const written = await writtenFor(ctx, input.practitionerId)
  const { membershipId, conversationId, messageId, text, attachmentIds, draftId, seenSequence, isImportant } = input
  const letter = { membershipId, conversationId, messageId, text, attachmentIds, draftId, seenSequence, isImportant }
  const { message } = await sendMessage(ctx, letter, { written })
  await record(ctx, input, conversation.patient_id, ['message'])
  return { message, consult: null }
}

/** It waits with the clinician, as an answer to be approved; there is nothing else to ask. */
async function askToSign(ctx: Context, input: Input, { staff, conversation }: Around): Promise<Answer> {
  if (conversation.status === 'closed') {
    throw conflict('conversation-closed')
  }
  refuseUnread(conversation, input.seenSequence)
  const proposal = await readProposal(ctx, conversation, input)
  await refuseSecond(ctx, conversation.id)
  const [cover, calendar, task] = await Promise.all([
    loadCover(ctx),
    loadCalendar(ctx),
    findResponseTask(ctx, conversation.id),
  ])
  const otherwise = dueAfter({ calendar, sentAt: ctx.now, standardMinutes: limits.consultMinutes })
  const dueAt = task?.due_at ?? otherwise
  const needed = neededBy({ typed: undefined, timeZone: calendar.timeZone, now: ctx.now, dueAt, otherwise })
  const at = 'at' in needed ? needed.at : otherwise
  const to = { practitionerId: input.practitionerId, careTeamId: null, neededBy: at }
  const envelopes = await openConsult(ctx, conversation, {
    id: input.consultId,
    kind: 'approval',
    askedId: input.practitionerId,
    askedCareTeamId: null,
    onBehalfOfId: input.practitionerId,
    question: '',
    proposal,
    ...filesOf(input),
    isImportant: input.isImportant ?? false,
    messageId: input.messageId,
    sequence: input.seenSequence,
    neededBy: at,
    task: await giveTask(ctx, conversation, to, { cover, staff }),
  })
  await spendDraft(ctx, input, conversation.patient_id)
  await record(ctx, input, conversation.patient_id, ['message', 'co-sign'], envelopes)
  const row = await findConsult(ctx, conversation.id, input.consultId)
  return { message: null, consult: row === undefined ? null : await viewOne(ctx, row, staff) }
}

function record(
  ctx: Context,
  { messageId, practitionerId }: Input,
  patientId: string,
  info: string[],
  envelopes: Awaited<ReturnType<typeof openConsult>> = [],
): Promise<void> {
  return recordAudit(ctx, 'message.send-on-behalf', {
    object: { type: 'message', id: messageId },
    patients: [patientId],
    info,
    envelopes,
    onBehalfOf: practitionerId,
  })
}
