-- owner: tasks
-- By when the patient was told to expect an answer, when that is later than what the clinic is held to (due_at); how often
-- that was renewed; and when to look again whether it still holds. What is open already is looked at by the next run.
alter table tasks
  add column expected_at timestamptz check (expected_at > due_at),
  add column renewals integer not null default 0 check (renewals >= 0),
  add column expect_at timestamptz default '-infinity';
alter table tasks alter column expect_at drop default;
create index tasks_expect on tasks (practice_id, expect_at)
  where status in ('requested', 'accepted') and kind = 'respond' and expect_at is not null;

-- In which practices a time that a patient was told has to be looked at: the worker enters no other.
create function priv.practices_with_expectations_due(at timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    where exists (select from public.tasks t
      where t.practice_id = p.id and t.status in ('requested', 'accepted') and t.kind = 'respond' and t.expect_at <= at)
    order by p.id
  $$;
revoke all on function priv.practices_with_expectations_due(timestamptz) from public;
grant execute on function priv.practices_with_expectations_due(timestamptz) to threadwell_app, threadwell_job;
