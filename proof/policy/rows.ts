// The rows of small practices, as the database wants them. What no decision looks at is the same everywhere, but for what comes
// along with a row and tells of which practice it is.
import type { Standing } from './facts.ts'
import type { Rows } from './stage.ts'

const epoch = '2026-01-01T00:00:00Z'
const sealed = '\\x00'
const nobody = '00000000-0000-7000-8000-fffffffffff0'

/** Puts rows together, table by table. */
export function makeRows() {
  const rows: Rows = Object.fromEntries(tables.map((table) => [table, []]))
  const add = (table: (typeof tables)[number], row: Record<string, unknown>) => rows[table]?.push(row)
  const indexes = new Map<string, number>()
  const indexOf = (practice: string) => indexes.get(practice) ?? 0
  return {
    rows,
    practice(practice_id: string, clerk_view: 'full' | 'subject') {
      indexes.set(practice_id, indexes.size)
      const said = { name: 'P', address: 'A', phone: '1', time_zone: 'America/Toronto', region: 'ca-on' }
      add('practices', {
        practice_id,
        id: practice_id,
        ...said,
        languages: ['en'],
        clerk_view,
        is_live: true,
        version: 1,
        created_at: epoch,
      })
    },
    practitioner(practice_id: string, id: string) {
      add('practitioners', { practice_id, id, name_sealed: sealed, version: 1, created_at: epoch })
    },
    /** A colleague's, by their role; without one, a patient's. */
    membership(practice_id: string, id: string, role: string | null, status: Standing = 'confirmed') {
      add('memberships', {
        id,
        practice_id,
        account_id: id,
        kind: role === null ? 'patient' : 'practitioner',
        role,
        status,
        created_at: epoch,
      })
    },
    inbox(practice_id: string, id: string, owner_id: string, backup_id: string) {
      add('care_teams', {
        practice_id,
        id,
        name_en: `I ${indexOf(practice_id)}`,
        name_fr: 'I',
        owner_id,
        backup_id,
        version: 1,
        created_at: epoch,
      })
    },
    worksIn(practice_id: string, care_team_id: string, practitioner_id: string) {
      add('care_team_members', { practice_id, care_team_id, practitioner_id })
    },
    topic(practice_id: string, id: string, care_team_id: string, reopen_days: number) {
      const words = { name_en: 'T', name_fr: 'T', help_en: 'H', help_fr: 'H', urgent_help_en: 'U', urgent_help_fr: 'U' }
      const standard = {
        characters: 100,
        files: 1,
        reply_within_minutes: 60 + (rows['topics']?.length ?? 0),
        remind_after_hours: 72,
        reopen_days,
      }
      add('topics', {
        practice_id,
        id,
        keyword: id,
        ...words,
        care_team_id,
        ...standard,
        is_open: true,
        position: 0,
        version: 1,
        created_at: epoch,
      })
    },
    patient(practice_id: string, id: string, usual_practitioner_id: string | null) {
      const card = { family_name_sealed: sealed, given_name_sealed: sealed, birth_date_sealed: sealed }
      add('patients', {
        practice_id,
        id,
        ...card,
        language: 'en',
        usual_practitioner_id,
        version: 1,
        created_at: epoch,
      })
    },
    conversation(practice_id: string, id: string, of: ConversationRow) {
      const started = {
        started_by_kind: 'patient',
        started_by_id: of.patient_id,
        started_at: epoch,
        last_message_at: epoch,
      }
      const kept = {
        subject_sealed: sealed,
        last_author_kind: 'patient',
        version: 1,
        last_sequence: indexOf(practice_id),
        packed_sequence: 0,
      }
      const outcome = of.closed_at === null ? null : 'answered'
      const status = of.closed_at === null ? 'open' : 'closed'
      const counted = { has_attachment: false, patient_read_sequence: 0, staff_read_sequence: 0, filed_sequence: 0 }
      add('conversations', { practice_id, id, ...of, status, outcome, ...started, ...kept, ...counted })
    },
    task(practice_id: string, id: string, of: TaskRow) {
      const ended_at = ['completed', 'cancelled'].includes(of.status) ? epoch : null
      const asked = { for_care_team_id: of.for_care_team_id ?? null, note_id: of.kind === 'follow-up' ? id : null }
      const times = { due_at: epoch, created_at: epoch, ended_at, cover_at: epoch }
      add('tasks', { practice_id, id, ...of, ...asked, priority: 'routine', escalation_level: 0, ...times, version: 1 })
    },
    absence(practice_id: string, id: string, of: AbsenceRow) {
      add('absences', { practice_id, id, ...of, reason: 'other', version: 1, created_at: epoch, created_by_id: id })
    },
    rotation(practice_id: string, id: string, of: { practitioner_id: string | null; care_team_id: string | null }) {
      add('rotations', {
        practice_id,
        id,
        ...of,
        starts_on: '2026-01-05',
        weeks: 1,
        version: 1,
        created_at: epoch,
        created_by_id: id,
      })
    },
    orphan(practice_id: string, id: string, conversation_id: string) {
      add('orphans', { practice_id, id, kind: 'no-task', conversation_id, found_at: epoch })
    },
    reason(practice_id: string, id: string, of: { patient_id: string; practitioner_id: string; expires_at: string }) {
      const granted_at = new Date(Date.parse(of.expires_at) - 3_600_000).toISOString()
      add('access_grants', { practice_id, id, ...of, reason_sealed: sealed, granted_at })
    },
    file(practice_id: string, id: string, of: FileRow) {
      const kept = { file_name_sealed: sealed, media_type: 'a/b', size_bytes: 0, blob_version: 1, data_key_number: 1 }
      add('attachments', {
        practice_id,
        id,
        uploaded_by_kind: 'practitioner',
        ...of,
        message_id: of.message_id ?? null,
        draft_id: of.draft_id ?? null,
        ...kept,
        created_at: epoch,
        attempts: 0,
        version: 1,
      })
    },
    message(practice_id: string, id: string, of: MessageRow) {
      const written = { kind: 'message', body_sealed: sealed, request_hash: sealed, sent_at: epoch }
      const author_kind = of.author_id === of.patient_id ? 'patient' : 'practitioner'
      add('messages', {
        practice_id,
        id,
        ...of,
        approved_by_id: of.approved_by_id ?? null,
        author_kind,
        sequence: (rows['messages']?.length ?? 0) + 1,
        ...written,
      })
    },
    /** With which a conversation is to begin. */
    draft(practice_id: string, id: string, of: { patient_id: string; author_id: string; topic_id: string }) {
      const words = { subject_sealed: sealed, body_sealed: sealed, saved_at: epoch }
      add('drafts', { practice_id, id, ...of, author_kind: 'practitioner', ...words, ended_at: epoch })
    },
    /** Messages of the one are answered in the other. */
    split(practice_id: string, conversation_id: string, original_id: string, messages: string[]) {
      const split_by_id = original_id
      add('splits', { practice_id, conversation_id, original_id, split_at: epoch, split_by_id })
      messages.forEach((message_id) => add('split_messages', { practice_id, message_id, conversation_id }))
    },
    scheduled(practice_id: string, id: string, of: ScheduledRow) {
      const ended_at = of.state === 'waiting' ? null : epoch
      const kept = {
        act: of.act ?? 'answer',
        refusal: of.refusal ?? null,
        attachment_ids: of.attachment_ids ?? [],
        draft_id: id,
        session_id: id,
        is_undo: false,
        send_at: epoch,
        seen_sequence: 1,
        request_hash: sealed,
      }
      add('scheduled_sends', { practice_id, id, ...of, ...kept, created_at: epoch, ended_at })
    },
    consult(practice_id: string, id: string, of: ConsultRow) {
      const decided = of.decided_by_id === null ? 'requested' : 'edited'
      const files = of.attachment_ids ?? []
      const proposed = files.length === 0 ? {} : { draft_id: id, proposal_sealed: sealed }
      const kept = { question_sealed: sealed, message_id: id, up_to_sequence: 1 }
      const times = { needed_by: epoch, task_due_at: epoch, asked_at: epoch }
      add('consults', {
        practice_id,
        id,
        kind: 'advice',
        ...of,
        task_id: of.task_id ?? id,
        draft_id: null,
        proposal_sealed: null,
        ...proposed,
        attachment_ids: files,
        asked_id: of.asked_care_team_id === null ? id : null,
        asked_by_id: nobody,
        ...kept,
        ...times,
        status: decided,
        decided_at: of.decided_by_id === null ? null : epoch,
      })
    },
    given(
      practice_id: string,
      assignment_id: string,
      of: { conversation_id: string; task_id: string; giver_id: string; care_team_id: string },
    ) {
      const kept = { home_care_team_id: of.care_team_id, status: 'requested', escalation_level: 0, version: 1 }
      add('given_tasks', { practice_id, assignment_id, ...of, ...kept, given_at: epoch })
    },
    /** Everybody's, where it is neither an inbox's nor a colleague's. */
    template(practice_id: string, id: string, of: { care_team_id: string | null; practitioner_id: string | null }) {
      const scope = of.care_team_id !== null ? 'team' : of.practitioner_id !== null ? 'personal' : 'practice'
      add('templates', { practice_id, id, scope, ...of, content_sealed: sealed, saved_by_id: id, saved_at: epoch })
    },
    document(practice_id: string, id: string, of: DocumentRow) {
      add('template_documents', { practice_id, id, ...of, file_name_sealed: sealed, created_at: epoch })
    },
  }
}

export const tables = [
  'practices',
  'practitioners',
  'memberships',
  'care_teams',
  'care_team_members',
  'topics',
  'patients',
  'conversations',
  'tasks',
  'absences',
  'rotations',
  'access_grants',
  'orphans',
  'drafts',
  'attachments',
  'messages',
  'splits',
  'split_messages',
  'scheduled_sends',
  'consults',
  'given_tasks',
  'templates',
  'template_documents',
] as const

export type ConversationRow = {
  patient_id: string
  topic_id: string
  care_team_id: string
  mode: 'two-way' | 'one-way' | 'reply-until'
  reply_until: string | null
  closed_at: string | null
  responsible_id: string | null
  merged_into_id: string | null
}
export type TaskRow = {
  conversation_id: string
  patient_id: string
  kind: 'respond' | 'contact-patient' | 'follow-up'
  status: 'requested' | 'accepted' | 'completed' | 'cancelled'
  care_team_id: string
  owner_id: string | null
  escalated_to_id: string | null
  /** The inbox that was asked. */
  for_care_team_id?: string | null
}
export type AbsenceRow = {
  practitioner_id: string | null
  care_team_id: string | null
  covering_practitioner_id: string | null
  covering_care_team_id: string | null
  starts_at: string
  ends_at: string
  cancelled_at: string | null
}
export type FileRow = {
  patient_id: string
  conversation_id: string | null
  uploaded_by_id: string
  status: 'clean' | 'removed'
  message_id?: string | null
  draft_id?: string | null
}
/** Its words are in the draft of its own id. */
export type ScheduledRow = {
  conversation_id: string
  patient_id: string
  author_id: string
  state: 'waiting' | 'sent' | 'cancelled' | 'refused'
  act?: 'answer' | 'start'
  refusal?: 'no-access' | 'patient-wrote'
  attachment_ids?: string[]
}
export type MessageRow = {
  conversation_id: string
  patient_id: string
  author_id: string
  approved_by_id?: string | null
}
export type ConsultRow = {
  conversation_id: string
  patient_id: string
  asked_care_team_id: string | null
  decided_by_id: string | null
  task_id?: string
  /** Of the draft of its own id. */
  attachment_ids?: string[]
}
export type DocumentRow = {
  template_id: string
  uploaded_by_id: string
  status: 'clean' | 'removed'
  named_at: string | null
}
