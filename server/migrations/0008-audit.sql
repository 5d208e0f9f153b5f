-- owner: audit
-- One row per act, written in the act's own transaction. The practice of the deployment's own acts is the deployment's id.
create table audit_events (
  practice_id uuid not null,
  id uuid not null,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default clock_timestamp(),
  payload bytea not null,
  leaf bytea not null generated always as (sha256('\x00'::bytea || payload)) stored,
  primary key (practice_id, id)
);
create index audit_events_sealing on audit_events (practice_id, xid, id);

-- Found again by patient or by actor without opening every payload; ids only, derived from the payload.
create table audit_subjects (
  practice_id uuid not null,
  subject_id uuid not null,
  event_id uuid not null,
  primary key (practice_id, subject_id, event_id)
);

create table audit_leaves (
  practice_id uuid not null,
  index bigint not null,
  event_id uuid not null,
  leaf bytea not null,
  primary key (practice_id, index),
  unique (practice_id, event_id)
);

create table audit_checkpoints (
  practice_id uuid not null,
  size bigint not null,
  root bytea not null,
  edge bytea not null,
  boundary xid8 not null,
  system_identifier text not null,
  note text not null,
  sealed_at timestamptz not null,
  primary key (practice_id, size)
);

create table audit_verifications (
  practice_id uuid not null,
  id uuid not null,
  verified_at timestamptz not null,
  size bigint not null,
  verdict text not null,
  primary key (practice_id, id)
);

-- A stated reason for looking outside one's inboxes. Its words are sealed; the audit entry names this row.
create table access_grants (
  practice_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  practitioner_id uuid not null,
  reason_sealed bytea not null,
  granted_at timestamptz not null,
  expires_at timestamptz not null check (expires_at <= granted_at + interval '60 minutes'),
  reviewed_at timestamptz,
  reviewed_by_id uuid,
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patients (practice_id, id),
  foreign key (practice_id, practitioner_id) references practitioners (practice_id, id)
);
create index access_grants_active on access_grants (practice_id, practitioner_id, patient_id, expires_at);

select priv.isolate(t) from unnest(array['audit_events', 'audit_subjects', 'audit_leaves', 'audit_checkpoints',
  'audit_verifications', 'access_grants']::regclass[]) t;

create function priv.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception using errcode = '42501', message = 'the audit log is only ever added to';
end $$;
create trigger audit_events_only_grow before update or delete or truncate on audit_events execute function priv.refuse_change();
create trigger audit_leaves_only_grow before update or delete or truncate on audit_leaves execute function priv.refuse_change();
create trigger audit_checkpoints_only_grow before update or delete or truncate on audit_checkpoints execute function priv.refuse_change();

grant insert (practice_id, id, payload) on audit_events to threadwell_app, threadwell_job;
grant select on audit_events, audit_subjects, audit_leaves, audit_checkpoints, audit_verifications to threadwell_app, threadwell_job;
grant insert on audit_subjects to threadwell_app, threadwell_job;
grant insert on audit_leaves, audit_checkpoints, audit_verifications to threadwell_job;
grant select, insert on access_grants to threadwell_app;
grant update (reviewed_at, reviewed_by_id) on access_grants to threadwell_app;
grant select on access_grants to threadwell_job;
