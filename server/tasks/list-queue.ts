import type { ResultOf } from '../../shared/endpoint.ts'
import type { tasks as api } from '../../shared/api/tasks.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { isRestricted } from '../access/conversations.ts'
import { patientReference, type PersonReference, practitionerNames } from '../access/names.ts'
import { can } from '../access/tasks.ts'
import { type ConsultRow, selectOpenConsults } from '../consults/consult-rows.ts'
import { viewConsult } from '../consults/view-consult.ts'
import { openBody } from '../conversations/message-view.ts'
import { firstWords } from '../conversations/first-words.ts'
import { lastAuthor, viewHead } from '../conversations/summary-view.ts'
import { forbidden, invalid } from '../platform/problems.ts'
import { permitInbox } from './permit-inbox.ts'
import { cursorAfter, type QueueInput, queuePage } from './queue-page.ts'
import { type QueueRow, selectQueueRows } from './queue-rows.ts'
import { viewTask } from './view-task.ts'

type Queue = ResultOf<typeof api.listQueue>
type Item = Queue['items'][number]

/** What is to be done, decidable row by row without opening one. Two flights of queries: the page, then its keys and its audit entry. */
export async function listQueue(ctx: Context, input: QueueInput): Promise<Queue> {
  if (!can(ctx.actor, 'task.list', null)) {
    throw forbidden()
  }
  if (input.status !== 'open' && input.priority !== undefined) {
    throw invalid({ path: 'priority', code: 'only-for-open' })
  }
  const size = input.limit ?? limits.pageRows
  const [rows, staff] = await Promise.all([
    selectQueueRows(ctx, input.status, queuePage(ctx, input, size + 1)),
    practitionerNames(ctx),
    input.careTeamId !== undefined && permitInbox(ctx, input.careTeamId),
  ])
  const shown = rows.slice(0, size)
  const patients = [...new Set(shown.map((row) => row.patient_id))]
  const open = shown.filter((row) => !isRestricted(ctx.actor, row))
  const [consults] = await Promise.all([
    input.status === 'open'
      ? selectOpenConsults(
          ctx,
          open.map((row) => row.id),
        )
      : [],
    ctx.keys.load(patients),
    recordAudit(ctx, 'queue.list', {
      ...(input.careTeamId !== undefined && { object: { type: 'care-team', id: input.careTeamId } }),
      patients,
      info: [
        'list',
        ...(open.some((row) => row.task_note_id !== null) ? ['note'] : []),
        ...(shown.some((row) => isRestricted(ctx.actor, row)) ? ['subject'] : ['message']),
      ],
    }),
  ])
  const last = shown.at(-1)
  return {
    items: shown.map((row) => viewItem(ctx, row, staff, consults)),
    nextCursor: rows.length > size && last !== undefined ? cursorAfter(input.status, last, taskOf(last)) : null,
  }
}

function viewItem(
  ctx: Context,
  row: QueueRow,
  staff: Map<string, PersonReference>,
  consults: readonly ConsultRow[],
): Item {
  const consult = consults.find((one) => one.conversation_id === row.id)
  const patient = patientReference(ctx, { ...row, id: row.patient_id, version: row.patient_version })
  const at = { id: row.patient_id, version: row.patient_version, patientId: row.patient_id }
  const task = taskOf(row)
  return {
    task: task === null ? null : viewTask(ctx, task, staff),
    conversation: {
      ...viewHead(ctx, row, responseOf(row, staff), ctx.client?.language ?? 'en'),
      lastLine: lastLineOf(ctx, row),
      lastAuthor: lastAuthor(row, patient, staff),
      isUnread: row.staff_read_sequence < row.last_sequence,
      hasAttachment: row.has_attachment,
    },
    patient: {
      id: row.patient_id,
      name: patient.name,
      birthDate: ctx.keys.open('patients.birth_date_sealed', at, row.birth_date_sealed),
      language: row.patient_language,
    },
    isMine: ctx.actor.id !== null && [row.task_owner_id, row.task_escalated_to_id].includes(ctx.actor.id),
    consult: consult === undefined ? null : viewConsult(ctx, consult, { staff, files: [] }),
    labelIds: row.label_ids,
    // Whoever writes next, the newest message is another.
    isAwaitingPatient: row.asked_in_id !== null,
    followUp: followUpOf(ctx, row),
    notesCount: row.notes_count ?? 0,
    presentCount: row.present_count ?? 0,
    answerAt: row.answer_at,
  }
}

/** The first words of the newest message; nothing of one that was withdrawn, and nothing for who sees topic and subject alone. */
function lastLineOf(ctx: Context, row: QueueRow): string {
  return row.last_message_id === null ||
    row.last_body === null ||
    row.last_retracted_at !== null ||
    isRestricted(ctx.actor, row)
    ? ''
    : firstWords(openBody(ctx, { id: row.last_message_id, patient_id: row.patient_id, body_sealed: row.last_body }))
}

/** What is to be done, in the words of its note. */
function followUpOf(ctx: Context, row: QueueRow): string {
  const { task_note_id: id, follow_up_sealed: sealed, patient_id: patientId } = row
  return id === null || sealed === null || isRestricted(ctx.actor, row)
    ? ''
    : firstWords(ctx.keys.open('notes.body_sealed', { id, version: 1, patientId }, sealed))
}

/** The open obligation to answer, from which the stage follows; the row may stand there for another task. */
function responseOf(row: QueueRow, staff: Map<string, PersonReference>) {
  const { response_status: status, response_due_at } = row
  const person = (id: string | null) => (id === null ? null : (staff.get(id) ?? null))
  return status === null || response_due_at === null
    ? null
    : {
        status,
        due_at: response_due_at,
        owner: person(row.response_owner_id),
        coveringFor: person(row.response_covering_for_id),
      }
}

/** The task's own columns, out of the row's; all of them are there or none is. */
function taskOf(row: QueueRow) {
  const { task_id, task_kind, task_status, task_priority, task_due_at, task_created_at, task_version } = row
  if (
    task_id === null ||
    task_kind === null ||
    task_status === null ||
    task_priority === null ||
    task_due_at === null ||
    task_created_at === null ||
    task_version === null
  ) {
    return null
  }
  return {
    id: task_id,
    kind: task_kind,
    status: task_status,
    priority: task_priority,
    due_at: task_due_at,
    created_at: task_created_at,
    version: task_version,
    care_team_id: row.task_care_team_id ?? row.care_team_id,
    name_en: row.care_team_en,
    name_fr: row.care_team_fr,
    owner_id: row.task_owner_id,
    covering_for_id: row.task_covering_for_id,
    escalated_to_id: row.task_escalated_to_id,
    outcome: row.task_outcome,
    note_id: row.task_note_id,
    attempts: row.task_attempts ?? 0,
    last_attempt: row.task_last_attempt,
    deferred_until: row.task_deferred_until,
    deferral_reason: row.task_deferral_reason,
    deferred_by_id: row.task_deferred_by_id,
  }
}
