-- owner: people
create table practices (
  practice_id uuid not null,
  id uuid not null check (id = practice_id),
  name text not null,
  address text not null,
  phone text not null,
  time_zone text not null,
  region text not null,
  languages text[] not null default '{en,fr}',
  clerk_view text not null default 'full' check (clerk_view in ('full', 'subject')),
  is_live boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (practice_id, id),
  unique (practice_id)
);

-- A practice's key: wrapped by the key-encryption key. HKDF of it gives the lookup and the practice-data keys.
create table practice_keys (
  practice_id uuid not null references practices (practice_id),
  version integer not null,
  id uuid not null,
  kek_id text not null,
  wrapped bytea not null,
  state text not null default 'active' check (state in ('active', 'decrypt-only', 'destroyed')),
  created_at timestamptz not null,
  primary key (practice_id, version)
);

create table opening_blocks (
  practice_id uuid not null references practices (practice_id),
  id uuid not null,
  weekday integer not null check (weekday between 1 and 7),
  opens time not null,
  closes time not null,
  check (opens < closes),
  primary key (practice_id, id)
);

create table closures (
  practice_id uuid not null references practices (practice_id),
  closed_on date not null,
  name_en text not null,
  name_fr text not null,
  primary key (practice_id, closed_on)
);

-- Names of staff are sealed under the practice's data key. Role and status stand in memberships, once.
create table practitioners (
  practice_id uuid not null references practices (practice_id),
  id uuid not null,
  name_sealed bytea not null,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (practice_id, id)
);

-- Inboxes. FHIR CareTeam.
create table care_teams (
  practice_id uuid not null references practices (practice_id),
  id uuid not null,
  name_en text not null,
  name_fr text not null,
  owner_id uuid not null,
  backup_id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (practice_id, id),
  foreign key (practice_id, owner_id) references practitioners (practice_id, id),
  foreign key (practice_id, backup_id) references practitioners (practice_id, id),
  check (owner_id <> backup_id)
);

create table care_team_members (
  practice_id uuid not null,
  care_team_id uuid not null,
  practitioner_id uuid not null,
  primary key (practice_id, care_team_id, practitioner_id),
  foreign key (practice_id, care_team_id) references care_teams (practice_id, id),
  foreign key (practice_id, practitioner_id) references practitioners (practice_id, id)
);
create index care_team_members_practitioner on care_team_members (practice_id, practitioner_id);

create table topics (
  practice_id uuid not null references practices (practice_id),
  id uuid not null,
  keyword text not null,
  name_en text not null,
  name_fr text not null,
  help_en text not null,
  help_fr text not null,
  urgent_help_en text not null,
  urgent_help_fr text not null,
  care_team_id uuid not null,
  characters integer not null check (characters > 0),
  words integer check (words > 0),
  files integer not null check (files >= 0),
  reply_within_minutes integer not null check (reply_within_minutes > 0),
  remind_after_hours integer not null check (remind_after_hours > 0),
  reopen_days integer not null check (reopen_days >= 0),
  is_open boolean not null default true,
  position integer not null default 0,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (practice_id, id),
  unique (practice_id, keyword),
  foreign key (practice_id, care_team_id) references care_teams (practice_id, id)
);

-- Everything that names a patient is sealed under the patient's own data key (data_keys.number).
create table patients (
  practice_id uuid not null references practices (practice_id),
  id uuid not null,
  family_name_sealed bytea not null,
  given_name_sealed bytea not null,
  birth_date_sealed bytea not null,
  health_number_sealed bytea,
  health_number_hash bytea,
  email_sealed bytea,
  phone_sealed bytea,
  language text not null check (language in ('en', 'fr')),
  usual_practitioner_id uuid,
  -- Why the last notice did not arrive: a code, cleared when one arrives or the address changes.
  notice_problem text,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (practice_id, id),
  unique (practice_id, health_number_hash),
  foreign key (practice_id, usual_practitioner_id) references practitioners (practice_id, id)
);
create index patients_usual_practitioner on patients (practice_id, usual_practitioner_id);

-- One data key per patient at a time; its number stands in every envelope sealed with it.
create table data_keys (
  practice_id uuid not null,
  number integer not null,
  id uuid not null,
  patient_id uuid not null,
  practice_key_version integer not null,
  wrapped bytea not null,
  state text not null default 'active' check (state in ('active', 'decrypt-only', 'destroyed')),
  created_at timestamptz not null,
  primary key (practice_id, number),
  foreign key (practice_id, patient_id) references patients (practice_id, id) deferrable initially deferred,
  foreign key (practice_id, practice_key_version) references practice_keys (practice_id, version)
);
create unique index data_keys_active on data_keys (practice_id, patient_id) where state = 'active';

select priv.isolate(t) from unnest(array['practices', 'practice_keys', 'opening_blocks', 'closures', 'practitioners',
  'care_teams', 'care_team_members', 'topics', 'patients', 'data_keys']::regclass[]) t;

-- The worker walks over the practices one by one; their ids are all it learns before it enters one.
create policy owner_lists_practices on practices for select to threadwell_owner using (true);
create function priv.practice_ids() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select id from public.practices order by id $$;
revoke all on function priv.practice_ids() from public;
grant execute on function priv.practice_ids() to threadwell_app, threadwell_job;

grant select, insert, update on practices, practice_keys, practitioners, care_teams, topics, patients, data_keys to threadwell_app;
grant select, insert, delete on opening_blocks, closures, care_team_members to threadwell_app;
grant select on practices, practice_keys, opening_blocks, closures, practitioners, care_teams, care_team_members, topics,
  patients, data_keys to threadwell_job;
grant update (notice_problem) on patients to threadwell_job;
