// The columns that the loaders write, table by table; the others keep their defaults.
import type { ColumnType } from './encode-rows.ts'

type Types = Record<string, ColumnType>

export const conversations: Types = {
  id: 'uuid',
  patient_id: 'uuid',
  topic_id: 'uuid',
  care_team_id: 'uuid',
  subject_sealed: 'bytea',
  mode: 'text',
  status: 'text',
  started_by_kind: 'text',
  started_by_id: 'uuid',
  started_at: 'timestamptz',
  last_sequence: 'int',
  last_message_id: 'uuid',
  last_message_at: 'timestamptz',
  last_author_kind: 'text',
  last_author_id: 'uuid',
  has_attachment: 'bool',
  patient_read_sequence: 'int',
  patient_unread_since: 'timestamptz',
  staff_read_sequence: 'int',
  closed_at: 'timestamptz',
  closed_by_id: 'uuid',
  outcome: 'text',
  filed_sequence: 'int',
}
export const messages: Types = {
  id: 'uuid',
  conversation_id: 'uuid',
  patient_id: 'uuid',
  sequence: 'int',
  kind: 'text',
  author_kind: 'text',
  author_id: 'uuid',
  body_sealed: 'bytea',
  request_hash: 'bytea',
  sent_at: 'timestamptz',
}
export const tasks: Types = {
  id: 'uuid',
  conversation_id: 'uuid',
  patient_id: 'uuid',
  kind: 'text',
  status: 'text',
  priority: 'text',
  care_team_id: 'uuid',
  owner_id: 'uuid',
  due_at: 'timestamptz',
  created_at: 'timestamptz',
  ended_at: 'timestamptz',
  ended_by_id: 'uuid',
  outcome: 'text',
}
export const task_events: Types = {
  id: 'uuid',
  task_id: 'uuid',
  conversation_id: 'uuid',
  act: 'text',
  actor_id: 'uuid',
  at: 'timestamptz',
}
export const readings: Types = {
  conversation_id: 'uuid',
  reader_kind: 'text',
  reader_id: 'uuid',
  up_to_sequence: 'int',
  read_at: 'timestamptz',
}
export const touches: Types = { at: 'timestamptz', conversation_id: 'uuid', practitioner_id: 'uuid' }
export const attachments: Types = {
  id: 'uuid',
  patient_id: 'uuid',
  conversation_id: 'uuid',
  message_id: 'uuid',
  uploaded_by_kind: 'text',
  uploaded_by_id: 'uuid',
  status: 'text',
  file_name_sealed: 'bytea',
  media_type: 'text',
  kind: 'text',
  size_bytes: 'bigint',
  sha256_sealed: 'bytea',
  blob_sha256: 'bytea',
  blob_bytes: 'bigint',
  data_key_number: 'int',
  created_at: 'timestamptz',
}
export const notices: Types = {
  id: 'uuid',
  patient_id: 'uuid',
  conversation_id: 'uuid',
  kind: 'text',
  channel: 'text',
  status: 'text',
  due_at: 'timestamptz',
  attempts: 'int',
  sent_at: 'timestamptz',
}
export const notes: Types = {
  id: 'uuid',
  conversation_id: 'uuid',
  patient_id: 'uuid',
  author_id: 'uuid',
  body_sealed: 'bytea',
  written_at: 'timestamptz',
}
export const filings: Types = {
  id: 'uuid',
  conversation_id: 'uuid',
  patient_id: 'uuid',
  status: 'text',
  up_to_sequence: 'int',
  requested_by_id: 'uuid',
  requested_at: 'timestamptz',
  filed_at: 'timestamptz',
  location: 'text',
  sha256: 'text',
}
