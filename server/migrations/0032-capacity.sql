-- owner: capacity
-- When the clinic takes no messages, or fewer: for everybody, about one topic, or from the patients of one clinician.
create table pauses (
  practice_id uuid not null references practices (practice_id),
  id uuid not null,
  topic_id uuid,
  practitioner_id uuid,
  -- In force from the first instant until just before the second; one that is ended early ends then.
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- Null: no new conversations at all. Else so many that patients may begin in a day of the practice's clock.
  a_day integer check (a_day > 0),
  -- Whether answers in conversations under way have to wait too.
  stops_answers boolean not null default false,
  -- Why, and what to do meanwhile, for patients: in both languages.
  words_sealed bytea not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id uuid not null,
  cancelled_at timestamptz,
  primary key (practice_id, id),
  foreign key (practice_id, topic_id) references topics (practice_id, id),
  foreign key (practice_id, practitioner_id) references practitioners (practice_id, id),
  check (starts_at < ends_at),
  check (num_nonnulls(topic_id, practitioner_id) <= 1),
  check (a_day is null or not stops_answers)
);
create index pauses_ends on pauses (practice_id, ends_at) where cancelled_at is null;

-- What one patient may do at most; no row, or null: no limit.
create table patient_limits (
  practice_id uuid not null references practices (practice_id),
  open_conversations integer check (open_conversations > 0),
  messages_a_day integer check (messages_a_day > 0),
  -- From the beginning of one conversation to the next.
  cool_down_minutes integer check (cool_down_minutes > 0),
  version integer not null default 1,
  primary key (practice_id)
);

-- A patient who may not write until a day. Its reason is what the patient is told; it ends by itself.
create table patient_blocks (
  practice_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  reason_sealed bytea not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  blocked_by_id uuid not null,
  -- The conversation that told the patient.
  conversation_id uuid not null,
  lifted_at timestamptz,
  lifted_by_id uuid,
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patients (practice_id, id),
  foreign key (practice_id, blocked_by_id) references practitioners (practice_id, id),
  foreign key (practice_id, lifted_by_id) references practitioners (practice_id, id),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id),
  check (starts_at < ends_at),
  check ((lifted_at is null) = (lifted_by_id is null))
);
create index patient_blocks_patient on patient_blocks (practice_id, patient_id, ends_at) where lifted_at is null;
create index patient_blocks_ends on patient_blocks (practice_id, ends_at desc, id desc);

-- The practice's own words for a kind of coaching; without a row the reviewed ones of the product.
create table coaching_texts (
  practice_id uuid not null references practices (practice_id),
  kind text not null check (kind in ('urgent', 'visit-needed', 'one-thing', 'tone')),
  text_en text not null,
  text_fr text not null,
  version integer not null default 1,
  primary key (practice_id, kind)
);

-- A reply that says how messages are meant to be used. The id is the message's.
create table coachings (
  practice_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  patient_id uuid not null,
  kind text not null check (kind in ('urgent', 'visit-needed', 'one-thing', 'tone')),
  practitioner_id uuid not null,
  at timestamptz not null,
  primary key (practice_id, id),
  foreign key (practice_id, id) references messages (practice_id, id),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id),
  foreign key (practice_id, patient_id) references patients (practice_id, id),
  foreign key (practice_id, practitioner_id) references practitioners (practice_id, id)
);
create index coachings_patient on coachings (practice_id, patient_id, at desc);
create index coachings_at on coachings (practice_id, at);

-- Where patients book a visit by themselves; written by people.
alter table practices add column booking_url text check (booking_url ~ '^https://');

select priv.isolate(t) from unnest(array['pauses', 'patient_limits', 'patient_blocks', 'coaching_texts', 'coachings']::regclass[]) t;
grant select, insert, update on pauses, patient_limits, patient_blocks, coaching_texts to threadwell_app;
grant select, insert on coachings to threadwell_app;
grant select on pauses, patient_limits, patient_blocks, coaching_texts, coachings to threadwell_job;
