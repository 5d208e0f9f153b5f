import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { consults as api } from '../../shared/api/consults.ts'
import { limits } from '../../shared/limits.ts'
import { loadCover } from '../absences/load-cover.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessConversation } from '../access/conversations.ts'
import { practitionerNames } from '../access/names.ts'
import { endNoteDraft } from '../conversations/end-note-draft.ts'
import { loadCalendar } from '../conversations/load-calendar.ts'
import { readFields } from '../people/typed-fields.ts'
import { conflict, forbidden, invalid } from '../platform/problems.ts'
import type { BusinessCalendar } from '../routing/business-hours.ts'
import { dueAt } from '../routing/expected-reply.ts'
import { holdColleague } from '../tasks/hold-colleague.ts'
import { findResponseTask } from '../tasks/request-response.ts'
import { findConsult } from './consult-rows.ts'
import { giveTask } from './give-task.ts'
import { neededBy } from './needed-by.ts'
import { openConsult, refuseSecond } from './open-consult.ts'
import { filesOf, readProposal, refuseUnread, spendDraft } from './proposed-text.ts'
import { readAsked, refuseAsked } from './read-asked.ts'
import { viewOne } from './view-consult.ts'

type Input = InputOf<typeof api.askClinician>

/** Asks a clinician, or those of an inbox, with the answer that is proposed. What is to be done becomes theirs. Twice the same id is once. */
export async function askClinician(ctx: Context, input: Input): Promise<ResultOf<typeof api.askClinician>> {
  const { actor } = ctx
  if (actor.kind !== 'practitioner') {
    throw forbidden()
  }
  const asked = readAsked(input)
  const held = asked.practitionerId === null ? null : await holdColleague(ctx, asked.practitionerId)
  const conversation = await accessConversation(ctx, input.conversationId, 'message.send')
  const [staff, cover, calendar, earlier] = await Promise.all([
    practitionerNames(ctx),
    loadCover(ctx),
    loadCalendar(ctx),
    findConsult(ctx, conversation.id, input.consultId),
  ])
  if (earlier !== undefined) {
    if (earlier.asked_by_id !== actor.id) {
      throw invalid({ path: 'consultId', code: 'id-already-used' })
    }
    await recordAudit(ctx, 'consult.ask', {
      object: { type: 'consult', id: earlier.id },
      patients: [conversation.patient_id],
      info: ['repeat'],
    })
    return { consult: await viewOne(ctx, earlier, staff) }
  }
  if (conversation.status === 'closed') {
    throw conflict('conversation-closed')
  }
  await refuseAsked(ctx, input.kind, asked, { held, staff })
  const question = readQuestion(input)
  refuseUnread(conversation, input.seenSequence)
  const proposal =
    input.text === undefined ? null : await readProposal(ctx, conversation, { ...input, text: input.text })
  const needed = await readNeededBy(ctx, input, calendar)
  await refuseSecond(ctx, conversation.id)
  const task = await giveTask(ctx, conversation, { ...asked, neededBy: needed }, { cover, staff })
  const envelopes = await openConsult(ctx, conversation, {
    id: input.consultId,
    kind: input.kind,
    askedId: asked.practitionerId,
    askedCareTeamId: asked.careTeamId,
    onBehalfOfId: null,
    question,
    proposal,
    ...filesOf(input),
    isImportant: input.isImportant ?? false,
    messageId: input.messageId,
    sequence: input.seenSequence,
    neededBy: needed,
    task,
  })
  await Promise.all([
    spendDraft(ctx, input, conversation.patient_id),
    // What was asked was kept under the id of the question while it was being written.
    endNoteDraft(ctx, input.consultId),
    recordAudit(ctx, 'consult.ask', {
      object: { type: 'consult', id: input.consultId },
      patients: [conversation.patient_id],
      info: [
        'question',
        ...(proposal === null ? [] : ['message']),
        ...(input.attachmentIds.length === 0 ? [] : ['attachment']),
      ],
      envelopes,
    }),
  ])
  const row = await findConsult(ctx, conversation.id, input.consultId)
  if (row === undefined) {
    throw new Error('the question that was asked is not there')
  }
  return { consult: await viewOne(ctx, row, staff) }
}

function readQuestion(input: Input): string {
  return readFields((fields) => {
    // Files go with words: an answer that is proposed has both, or words alone.
    if ((input.kind === 'approval' || input.attachmentIds.length > 0) && input.text === undefined) {
      fields.refuse('text', 'missing')
    }
    return fields.text('question', input.question, limits.consultCharacters)
  })
}

async function readNeededBy(ctx: Context, input: Input, calendar: BusinessCalendar): Promise<Date> {
  const task = await findResponseTask(ctx, input.conversationId)
  const otherwise = dueAt({ calendar, sentAt: ctx.now, standardMinutes: limits.consultMinutes })
  const read = neededBy({
    typed: input.neededBy,
    timeZone: calendar.timeZone,
    now: ctx.now,
    dueAt: task?.due_at ?? otherwise,
    otherwise,
  })
  if ('problem' in read) {
    const { problem: code, limit } = read
    throw invalid({ path: 'neededBy', code, ...(limit !== undefined && { limit }) })
  }
  return read.at
}
