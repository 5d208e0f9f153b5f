-- owner: filing
create table filings (
  practice_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  patient_id uuid not null,
  status text not null check (status in ('requested', 'filed', 'failed')),
  up_to_sequence integer not null,
  requested_by_id uuid,
  requested_at timestamptz not null,
  -- When the worker tries (again).
  due_at timestamptz,
  attempts integer not null default 0,
  problem text,
  filed_at timestamptz,
  location text,
  sha256 text,
  version integer not null default 1,
  primary key (practice_id, id),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id),
  foreign key (practice_id, patient_id) references patients (practice_id, id),
  check ((status = 'filed') = (filed_at is not null and location is not null and sha256 is not null))
);
create unique index filings_one_open on filings (practice_id, conversation_id) where status in ('requested', 'failed');
create index filings_due on filings (practice_id, due_at) where due_at is not null;
create index filings_open on filings (practice_id, requested_at, id) where status in ('requested', 'failed');
create index filings_conversation on filings (practice_id, conversation_id, requested_at desc);

-- Every notice sent to a patient: that it went, never what it was about.
create table notices (
  practice_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  conversation_id uuid not null,
  kind text not null check (kind in ('new-message', 'reminder')),
  channel text not null check (channel in ('email')),
  status text not null check (status in ('due', 'sent', 'failed', 'bounced', 'no-address')),
  due_at timestamptz not null,
  attempts integer not null default 0,
  sent_at timestamptz,
  problem text,
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patients (practice_id, id),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id)
);
create index notices_due on notices (practice_id, due_at) where status = 'due';
create index notices_patient on notices (practice_id, patient_id, due_at desc);

select priv.isolate(t) from unnest(array['filings', 'notices']::regclass[]) t;
grant select, insert, update on filings, notices to threadwell_app, threadwell_job;
