import type { ResultOf } from '../../shared/endpoint.ts'
import type { ConversationMode, ConversationStatus, Outcome, Stage } from '../../shared/conversation.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import type { Context } from '../access/context.ts'
import { careTeamReference, type PersonReference } from '../access/names.ts'

export type Summary = ResultOf<typeof api.listConversations>['items'][number]

/** What a list or a page needs of a conversation's row, however it was selected. */
export type HeadRow = {
  id: string
  topic_id: string
  topic_en: string
  topic_fr: string
  care_team_id: string
  care_team_en: string
  care_team_fr: string
  patient_id: string
  subject_sealed: Buffer
  mode: ConversationMode
  reply_until: Date | null
  status: ConversationStatus
  started_at: Date
  last_message_at: Date
  last_author_kind: string
  closed_at: Date | null
  outcome: string | null
  version: number
}
export type TaskFacts = {
  status: string
  due_at: Date
  owner: PersonReference | null
  coveringFor: PersonReference | null
} | null

/** The head of a conversation as the wire shows it; the stage is derived from the open response task, never stored. */
export function viewHead(ctx: Context, row: HeadRow, task: TaskFacts, language: 'en' | 'fr') {
  return {
    id: row.id,
    topicId: row.topic_id,
    topic: { en: row.topic_en, fr: row.topic_fr },
    subject: ctx.keys.open(
      'conversations.subject_sealed',
      { id: row.id, version: 1, patientId: row.patient_id },
      row.subject_sealed,
    ),
    mode: row.mode,
    replyUntil: row.reply_until,
    status: row.status,
    stage: stageOf(row, task),
    stagePerson: task?.owner ?? null,
    stageFor: task?.coveringFor ?? null,
    careTeam: careTeamReference(language, {
      id: row.care_team_id,
      name_en: row.care_team_en,
      name_fr: row.care_team_fr,
    }),
    startedAt: row.started_at,
    lastMessageAt: row.last_message_at,
    dueAt: task?.due_at ?? null,
    outcome: row.outcome as Outcome | null,
    closedAt: row.closed_at,
    version: row.version,
  }
}

/** received → with a person → answered → closed, in place of read receipts. */
export function stageOf(row: Pick<HeadRow, 'status'>, task: TaskFacts): Stage {
  if (row.status === 'closed') {
    return 'closed'
  }
  if (task === null) {
    return 'answered'
  }
  return task.owner === null ? 'received' : 'with-person'
}

/** Who wrote last, from the head alone. */
export function lastAuthor(
  row: { last_author_kind: string; last_author_id: string | null },
  patient: PersonReference,
  staff: Map<string, PersonReference>,
): PersonReference {
  if (row.last_author_kind === 'patient') {
    return patient
  }
  const colleague = row.last_author_id === null ? undefined : staff.get(row.last_author_id)
  return colleague ?? { id: row.last_author_id ?? patient.id, kind: 'system', name: '', role: null }
}
