-- owner: attachments
create table attachments (
  practice_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  draft_id uuid,
  conversation_id uuid,
  message_id uuid,
  uploaded_by_kind text not null check (uploaded_by_kind in ('patient', 'practitioner')),
  uploaded_by_id uuid not null,
  status text not null check (status in ('receiving', 'quarantined', 'clean', 'unscanned', 'rejected', 'removed')),
  refusal text,
  file_name_sealed bytea not null,
  media_type text not null default 'application/octet-stream',
  kind text check (kind in ('image', 'document', 'audio', 'video')),
  size_bytes bigint not null default 0,
  -- Of the clear bytes, sealed: a hash of a known document would name it.
  sha256_sealed bytea,
  blob text,
  blob_version integer not null default 1,
  blob_sha256 bytea,
  blob_bytes bigint,
  thumbnail_blob text,
  data_key_number integer not null,
  created_at timestamptz not null,
  -- When the worker looks at it next: scanning, and sweeping of what never arrived whole.
  due_at timestamptz,
  attempts integer not null default 0,
  version integer not null default 1,
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patients (practice_id, id),
  foreign key (practice_id, draft_id) references drafts (practice_id, id),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id),
  foreign key (practice_id, message_id) references messages (practice_id, id)
);
create index attachments_draft on attachments (practice_id, draft_id) where draft_id is not null;
create index attachments_message on attachments (practice_id, conversation_id, message_id) where message_id is not null;
create index attachments_due on attachments (practice_id, due_at) where due_at is not null;

select priv.isolate('attachments');
grant select, insert, update on attachments to threadwell_app, threadwell_job;
