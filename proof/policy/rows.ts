// The rows of small practices, as the database wants them: what no decision looks at is the same everywhere.
import type { Rows } from './stage.ts'

const epoch = '2026-01-01T00:00:00Z'
const sealed = '\\x00'

/** Puts rows together, table by table. */
export function makeRows() {
  const rows: Rows = Object.fromEntries(tables.map((table) => [table, []]))
  const add = (table: (typeof tables)[number], row: Record<string, unknown>) => rows[table]?.push(row)
  return {
    rows,
    practice(practice_id: string, clerk_view: 'full' | 'subject') {
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
    membership(practice_id: string, id: string, role: string) {
      add('memberships', {
        id,
        practice_id,
        account_id: id,
        kind: 'practitioner',
        role,
        status: 'confirmed',
        created_at: epoch,
      })
    },
    inbox(practice_id: string, id: string, owner_id: string, backup_id: string) {
      add('care_teams', {
        practice_id,
        id,
        name_en: 'I',
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
      const standard = { characters: 100, files: 1, reply_within_minutes: 60, remind_after_hours: 72, reopen_days }
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
        last_sequence: 0,
        packed_sequence: 0,
      }
      const outcome = of.closed_at === null ? null : 'answered'
      const status = of.closed_at === null ? 'open' : 'closed'
      const counted = { has_attachment: false, patient_read_sequence: 0, staff_read_sequence: 0, filed_sequence: 0 }
      add('conversations', { practice_id, id, ...of, status, outcome, ...started, ...kept, ...counted })
    },
    task(practice_id: string, id: string, of: TaskRow) {
      const ended_at = ['completed', 'cancelled'].includes(of.status) ? epoch : null
      const times = { due_at: epoch, created_at: epoch, ended_at, cover_at: epoch }
      add('tasks', { practice_id, id, ...of, priority: 'routine', escalation_level: 0, ...times, version: 1 })
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
        ...kept,
        created_at: epoch,
        attempts: 0,
        version: 1,
      })
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
  'attachments',
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
  kind: 'respond' | 'contact-patient'
  status: 'requested' | 'accepted' | 'completed' | 'cancelled'
  care_team_id: string
  owner_id: string | null
  escalated_to_id: string | null
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
}
