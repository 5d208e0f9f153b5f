-- owner: conversations
create table conversations (
  practice_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  topic_id uuid not null,
  care_team_id uuid not null,
  subject_sealed bytea not null,
  mode text not null check (mode in ('two-way', 'one-way', 'reply-until')),
  reply_until timestamptz,
  status text not null check (status in ('open', 'closed')),
  started_by_kind text not null check (started_by_kind in ('patient', 'practitioner')),
  started_by_id uuid not null,
  started_at timestamptz not null,
  -- The newest message, kept by every send: lists need no look at the messages.
  last_sequence integer not null default 0,
  last_message_id uuid,
  last_message_at timestamptz not null,
  last_author_kind text not null check (last_author_kind in ('patient', 'practitioner', 'system')),
  last_author_id uuid,
  has_attachment boolean not null default false,
  auto_replied_at timestamptz,
  -- Read positions: how far the patient, and anyone of the clinic, has read.
  patient_read_sequence integer not null default 0,
  staff_read_sequence integer not null default 0,
  -- Set when the clinic writes, cleared when the patient reads: the clock of reminders.
  patient_unread_since timestamptz,
  notify_due_at timestamptz,
  reminded_at timestamptz,
  escalated_unread_at timestamptz,
  closed_at timestamptz,
  closed_by_id uuid,
  outcome text check (outcome in ('answered', 'visit-booked', 'visit-avoided', 'redirected', 'sent-to-emergency', 'no-action-needed')),
  filed_sequence integer not null default 0,
  version integer not null default 1,
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patients (practice_id, id),
  foreign key (practice_id, topic_id) references topics (practice_id, id),
  foreign key (practice_id, care_team_id) references care_teams (practice_id, id),
  check ((mode = 'reply-until') = (reply_until is not null)),
  check ((status = 'closed') = (closed_at is not null and outcome is not null))
);
create index conversations_patient on conversations (practice_id, patient_id, last_message_at desc, id desc);
create index conversations_closed on conversations (practice_id, care_team_id, closed_at desc, id desc) where status = 'closed';
create index conversations_notify on conversations (practice_id, notify_due_at) where notify_due_at is not null;
create index conversations_unread on conversations (practice_id, patient_unread_since) where patient_unread_since is not null;

create table messages (
  practice_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  patient_id uuid not null,
  sequence integer not null check (sequence > 0),
  kind text not null check (kind in ('message', 'auto-reply')),
  author_kind text not null check (author_kind in ('patient', 'practitioner', 'system')),
  author_id uuid,
  in_response_to uuid,
  -- Sealed at version 1 and never again: a sent message does not change.
  body_sealed bytea not null,
  -- SHA-256 of what was asked for, so that the same id with other words is refused.
  request_hash bytea not null,
  sent_at timestamptz not null,
  retracted_at timestamptz,
  retracted_by_id uuid,
  retraction_reason_sealed bytea,
  primary key (practice_id, id),
  unique (practice_id, conversation_id, sequence),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id),
  foreign key (practice_id, patient_id) references patients (practice_id, id)
);

-- One row each time somebody's reading moves on: gives every message its time of first reading, for the record.
create table readings (
  practice_id uuid not null,
  conversation_id uuid not null,
  reader_kind text not null check (reader_kind in ('patient', 'practitioner')),
  reader_id uuid not null,
  up_to_sequence integer not null check (up_to_sequence > 0),
  read_at timestamptz not null,
  primary key (practice_id, conversation_id, reader_id, up_to_sequence),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id)
);

create table drafts (
  practice_id uuid not null,
  id uuid not null,
  author_kind text not null check (author_kind in ('patient', 'practitioner')),
  author_id uuid not null,
  patient_id uuid not null,
  conversation_id uuid,
  topic_id uuid,
  subject_sealed bytea not null,
  body_sealed bytea not null,
  saved_at timestamptz not null,
  version integer not null default 1,
  -- A sent or discarded draft keeps its row so that a late save cannot bring it back.
  ended_at timestamptz,
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patients (practice_id, id),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id),
  foreign key (practice_id, topic_id) references topics (practice_id, id)
);
create index drafts_author on drafts (practice_id, author_id, saved_at desc) where ended_at is null;

-- Internal notes: a table of their own, that no statement of sending reads.
create table notes (
  practice_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  patient_id uuid not null,
  author_id uuid not null,
  body_sealed bytea not null,
  written_at timestamptz not null,
  primary key (practice_id, id),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id),
  foreign key (practice_id, author_id) references practitioners (practice_id, id)
);
create index notes_conversation on notes (practice_id, conversation_id, id);

-- Who has a conversation on the screen now; a row older than a minute says nothing.
create table presences (
  practice_id uuid not null,
  conversation_id uuid not null,
  practitioner_id uuid not null,
  is_writing boolean not null,
  since timestamptz not null,
  seen_at timestamptz not null,
  primary key (practice_id, conversation_id, practitioner_id),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id),
  foreign key (practice_id, practitioner_id) references practitioners (practice_id, id)
);

select priv.isolate(t) from unnest(array['conversations', 'messages', 'readings', 'drafts', 'notes', 'presences']::regclass[]) t;
grant select, insert, update on conversations, messages, drafts to threadwell_app, threadwell_job;
grant select, insert on readings, notes to threadwell_app;
grant select on readings, notes to threadwell_job;
grant select, insert, update, delete on presences to threadwell_app, threadwell_job;

-- The words of a sent message are out of everybody's reach, whatever the code says.
create function priv.refuse_message_change() returns trigger language plpgsql as $$
begin
  if new.body_sealed <> old.body_sealed
    or new.sent_at <> old.sent_at or new.sequence <> old.sequence or new.conversation_id <> old.conversation_id
    or new.author_id is distinct from old.author_id or old.retracted_at is not null then
    raise exception using errcode = '23514', message = 'a sent message does not change';
  end if;
  return new;
end $$;
create trigger messages_do_not_change before update on messages for each row execute function priv.refuse_message_change();
