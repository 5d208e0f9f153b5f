-- owner: focus
-- Who wants it gets one e-mail when a time for messages begins: how many wait, and nothing else. What is due is a column: at which
-- beginning, when it is tried, and how often it was. Null while it is not wanted, or there is no such time.
alter table message_plans
  add column gathers_notices boolean not null default false,
  add column notice_at timestamptz,
  add column notice_due_at timestamptz,
  add column notice_attempts integer not null default 0,
  -- Why the last one did not arrive.
  add column notice_problem text,
  add check ((notice_at is null) = (notice_due_at is null)),
  add check (gathers_notices or notice_at is null);
create index message_plans_notice on message_plans (practice_id, notice_due_at) where notice_due_at is not null;

grant select on message_plans to threadwell_job;
grant update (notice_at, notice_due_at, notice_attempts, notice_problem) on message_plans to threadwell_job;

create policy owner_finds_due on message_plans for select to threadwell_owner using (true);
create function priv.practices_with_gathered_notices(at timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    where exists (select from public.message_plans m where m.practice_id = p.id and m.notice_due_at <= at)
    order by p.id
  $$;
revoke all on function priv.practices_with_gathered_notices(timestamptz) from public;
grant execute on function priv.practices_with_gathered_notices(timestamptz) to threadwell_app, threadwell_job;
