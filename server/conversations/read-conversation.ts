import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import { conversationMachine } from '../../shared/conversation.ts'
import { limits } from '../../shared/limits.ts'
import { mayDo } from '../../shared/machine.ts'
import { type Cover, loadCover } from '../absences/load-cover.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import {
  accessConversation,
  can,
  type ConversationAction,
  type ConversationRow,
  isRestricted,
  isWithinWindow,
} from '../access/conversations.ts'
import { patientReference, practitionerNames } from '../access/names.ts'
import { findDrafts } from './find-drafts.ts'
import { findResponder } from './find-responder.ts'
import { loadCalendar } from './load-calendar.ts'
import { loadWork, selectWork } from './load-work.ts'
import { selectAttachments } from '../attachments/attachment-view.ts'
import { selectMerges, viewMerges } from './merge-rows.ts'
import { selectMessages, selectReadings, viewMessages } from './message-view.ts'
import { selectSplits, viewSplits } from './split-rows.ts'
import { viewHead } from './summary-view.ts'
import { tellAbsence } from './tell-absence.ts'
import type { OpenTask } from '../tasks/request-response.ts'
import { staffLimits } from './typed-text.ts'

type Page = ResultOf<typeof api.readConversation>

/** A conversation as its reader may see it. Everything is asked for in one flight; the names are opened here alone. */
export async function readConversation(ctx: Context, input: InputOf<typeof api.readConversation>): Promise<Page> {
  const id = input.conversationId
  const isStaff = ctx.actor.kind === 'practitioner'
  const [row, messages, attachments, readings, staff, drafts, work, cover, merges, splits] = await Promise.all([
    accessConversation(ctx, id, 'conversation.read'),
    selectMessages(ctx, id, input.before),
    selectAttachments(ctx, { conversationId: id }),
    selectReadings(ctx, id),
    practitionerNames(ctx),
    findDrafts(ctx, id),
    selectWork(ctx, id),
    loadCover(ctx),
    selectMerges(ctx, id),
    selectSplits(ctx, id),
  ])
  const withheld = isRestricted(ctx.actor, row)
  const patient = { ...row, id: row.patient_id, version: row.patient_version }
  await recordAudit(ctx, 'conversation.read', {
    object: { type: 'conversation', id },
    patients: [row.patient_id],
    info: withheld ? ['subject'] : ['message', ...(work.consults.length > 0 ? ['consult'] : [])],
  })

  const shown = messages.slice(0, limits.pageRows)
  const response = work.tasks.find((task) => task.kind === 'respond' && task.ended_at === null)
  const person = (personId: string | null) => (personId === null ? null : (staff.get(personId) ?? null))
  const may = (action: ConversationAction) => can(ctx.actor, action, row, ctx.now)
  return {
    ...viewHead(
      ctx,
      row,
      response === undefined
        ? null
        : {
            status: response.status,
            due_at: isStaff ? response.due_at : (response.expected_at ?? response.due_at),
            owner: person(response.owner_id),
            coveringFor: person(response.covering_for_id),
          },
      ctx.client?.language ?? 'en',
    ),
    merges: viewMerges(ctx, id, merges, staff),
    splits: await viewSplits(ctx, id, splits, { staff, patient, withheld }),
    patient: patientReference(ctx, patient),
    expectedAt: response === undefined ? null : (response.expected_at ?? response.due_at),
    messages: viewMessages(ctx, shown, { patient, attachments, readings, withheld }).toReversed(),
    before: messages.length > limits.pageRows ? (shown.at(-1)?.sequence ?? null) : null,
    can: {
      reply: may('message.send'),
      close: may('conversation.close') && mayDo(conversationMachine, row.status, 'close'),
      reopen:
        may('conversation.reopen') && mayDo(conversationMachine, row.status, 'reopen') && isWithinWindow(row, ctx.now),
      assign: may('task.assign'),
      note: may('note.write'),
      file: may('conversation.file'),
      merge: may('conversation.merge') && row.status === 'open',
    },
    away: await findAway(ctx, row, response, cover),
    draft: drafts.answer,
    noteDraft: may('note.write') ? drafts.note : null,
    formDrafts: may('note.write') ? drafts.forms : [],
    limits: isStaff ? staffLimits : { characters: row.characters, words: row.words, files: row.files },
    work: isStaff ? await loadWork(ctx, row, work, staff, withheld) : null,
  }
}

/** Where somebody is away the hours are asked for too, which is seldom. */
async function findAway(
  ctx: Context,
  row: NonNullable<ConversationRow>,
  task: OpenTask | undefined,
  cover: Cover,
): Promise<Page['away']> {
  const responder = findResponder(ctx, row, task, cover)
  if (row.status === 'closed' || responder.absenceId === null) {
    return null
  }
  const language = ctx.client?.language ?? 'en'
  return tellAbsence(ctx, { cover, calendar: await loadCalendar(ctx), language }, responder)
}
