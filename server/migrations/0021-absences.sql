-- owner: absences
-- Who is away, and who answers meanwhile. FHIR PractitionerRole.notAvailable. Whether it is to come, in force or over follows
-- from its times alone; one that is called off before it began keeps its row, and one that is cut short ends then.
create table absences (
  practice_id uuid not null references practices (practice_id),
  id uuid not null,
  -- A colleague, or an inbox that nobody reads for a while.
  practitioner_id uuid,
  care_team_id uuid,
  -- In force from the first instant until just before the second.
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- Nobody named: the inbox that the message is in.
  covering_practitioner_id uuid,
  covering_care_team_id uuid,
  reason text not null check (reason in ('holiday', 'illness', 'leave', 'education', 'days-off', 'other')),
  -- For patients, in both languages or in none.
  note_en_sealed bytea,
  note_fr_sealed bytea,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id uuid not null,
  cancelled_at timestamptz,
  -- When whoever was away had read what happened meanwhile.
  handover_read_at timestamptz,
  primary key (practice_id, id),
  foreign key (practice_id, practitioner_id) references practitioners (practice_id, id),
  foreign key (practice_id, care_team_id) references care_teams (practice_id, id),
  foreign key (practice_id, covering_practitioner_id) references practitioners (practice_id, id),
  foreign key (practice_id, covering_care_team_id) references care_teams (practice_id, id),
  check (starts_at < ends_at),
  check (num_nonnulls(practitioner_id, care_team_id) = 1),
  check (num_nonnulls(covering_practitioner_id, covering_care_team_id) <= 1),
  check (covering_practitioner_id <> practitioner_id),
  check (covering_care_team_id <> care_team_id),
  check ((note_en_sealed is null) = (note_fr_sealed is null))
);
create index absences_ends on absences (practice_id, ends_at) where cancelled_at is null;
create index absences_practitioner on absences (practice_id, practitioner_id, ends_at) where cancelled_at is null;
create index absences_covering on absences (practice_id, covering_practitioner_id, ends_at) where cancelled_at is null;

-- Who answers for a colleague or an inbox on which days, week after week. Week 1 is the one in which it begins.
create table rotations (
  practice_id uuid not null references practices (practice_id),
  id uuid not null,
  practitioner_id uuid,
  care_team_id uuid,
  starts_on date not null,
  -- The last day of it; none: until it is changed.
  ends_on date,
  weeks integer not null check (weeks between 1 and 8),
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id uuid not null,
  cancelled_at timestamptz,
  primary key (practice_id, id),
  foreign key (practice_id, practitioner_id) references practitioners (practice_id, id),
  foreign key (practice_id, care_team_id) references care_teams (practice_id, id),
  check (starts_on <= ends_on),
  check (num_nonnulls(practitioner_id, care_team_id) = 1)
);
create index rotations_practice on rotations (practice_id, ends_on) where cancelled_at is null;

-- One person a day at most, whole days of the practice's clock.
create table rotation_turns (
  practice_id uuid not null,
  rotation_id uuid not null,
  week integer not null check (week between 1 and 8),
  weekday integer not null check (weekday between 1 and 7),
  practitioner_id uuid not null,
  primary key (practice_id, rotation_id, week, weekday),
  foreign key (practice_id, rotation_id) references rotations (practice_id, id),
  foreign key (practice_id, practitioner_id) references practitioners (practice_id, id)
);

select priv.isolate(t) from unnest(array['absences', 'rotations', 'rotation_turns']::regclass[]) t;
grant select, insert, update on absences, rotations to threadwell_app;
grant select, insert, delete on rotation_turns to threadwell_app;
grant select on absences, rotations, rotation_turns to threadwell_job;
