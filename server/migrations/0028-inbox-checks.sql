-- owner: checks
-- At which times somebody looks through which inbox. Times are on the practice's clock, week after week; the days on which
-- the practice is closed are left out when a check comes due.
create table check_rosters (
  practice_id uuid not null references practices (practice_id),
  care_team_id uuid not null,
  is_on boolean not null,
  -- So long after its time a check is missed and the backup is told; so long after that, the owner.
  grace_minutes integer not null check (grace_minutes > 0),
  -- Since when it is on without a break: what was not done before is over.
  on_since timestamptz not null,
  -- Every check that came due until then has its row; and when to look again.
  looked_at timestamptz not null,
  look_at timestamptz,
  version integer not null default 1,
  saved_at timestamptz not null,
  saved_by_id uuid not null,
  primary key (practice_id, care_team_id),
  foreign key (practice_id, care_team_id) references care_teams (practice_id, id),
  foreign key (practice_id, saved_by_id) references practitioners (practice_id, id),
  check (is_on = (look_at is not null))
);
create index check_rosters_look on check_rosters (practice_id, look_at) where look_at is not null;

create table check_times (
  practice_id uuid not null,
  care_team_id uuid not null,
  weekday integer not null check (weekday between 1 and 7),
  at time not null,
  -- Who is asked; nobody: whoever works in the inbox.
  practitioner_id uuid,
  primary key (practice_id, care_team_id, weekday, at),
  foreign key (practice_id, care_team_id) references check_rosters (practice_id, care_team_id),
  foreign key (practice_id, practitioner_id) references practitioners (practice_id, id)
);

-- One row for each time that came due, or was looked after a little early. Never one for each look.
create table checks (
  practice_id uuid not null,
  care_team_id uuid not null,
  due_at timestamptz not null,
  -- From then on it is missed, and nobody who does it later makes it a check in time.
  late_at timestamptz not null,
  asked_id uuid,
  done_at timestamptz,
  done_by_id uuid,
  -- 1: the backup's turn to be told has come. 2: the owner's too. Whoever was there was told.
  alarm_level integer not null default 0 check (alarm_level between 0 and 2),
  alarmed_ids uuid[] not null default '{}',
  primary key (practice_id, care_team_id, due_at),
  foreign key (practice_id, care_team_id) references check_rosters (practice_id, care_team_id),
  foreign key (practice_id, asked_id) references practitioners (practice_id, id),
  foreign key (practice_id, done_by_id) references practitioners (practice_id, id),
  check (due_at < late_at),
  check ((done_at is null) = (done_by_id is null))
);
create index checks_due on checks (practice_id, due_at);
create index checks_done on checks (practice_id, care_team_id, due_at) where done_at is not null;

select priv.isolate(t) from unnest(array['check_rosters', 'check_times', 'checks']::regclass[]) t;
grant select, insert, update on check_rosters, checks to threadwell_app;
grant select, insert, delete on check_times to threadwell_app;
grant select on check_rosters, check_times to threadwell_job;
grant update (looked_at, look_at) on check_rosters to threadwell_job;
grant select, insert, update on checks to threadwell_job;

create policy owner_finds_due on check_rosters for select to threadwell_owner using (true);
create function priv.practices_with_checks_due(at timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    where exists (select from public.check_rosters r where r.practice_id = p.id and r.look_at <= at)
    order by p.id
  $$;
revoke all on function priv.practices_with_checks_due(timestamptz) from public;
grant execute on function priv.practices_with_checks_due(timestamptz) to threadwell_app, threadwell_job;
