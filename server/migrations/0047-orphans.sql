-- owner: tasks
-- What nobody would act on. No code path makes such a thing: the nightly check looks all the same, because a message that
-- nobody sees is harm. It is what the last check found; whether it is so still is asked again by whoever reads it.
create table orphans (
  practice_id uuid not null references practices (practice_id),
  id uuid not null,
  -- no-task: the patient wrote last and nobody is to answer, so that there is no time either. owner-gone: with somebody who
  -- cannot act. no-alarm: nobody would be told that it is late. inbox-owner, inbox-backup: theirs cannot act.
  kind text not null check (kind in ('no-task', 'owner-gone', 'no-alarm', 'inbox-owner', 'inbox-backup')),
  conversation_id uuid,
  care_team_id uuid,
  found_at timestamptz not null,
  primary key (practice_id, id),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id),
  foreign key (practice_id, care_team_id) references care_teams (practice_id, id),
  check (num_nonnulls(conversation_id, care_team_id) = 1),
  check ((kind in ('inbox-owner', 'inbox-backup')) = (care_team_id is not null)),
  unique nulls not distinct (practice_id, kind, conversation_id, care_team_id)
);

-- When a practice was last checked, and when it is again.
create table self_checks (
  practice_id uuid not null references practices (practice_id),
  checked_at timestamptz not null,
  due_at timestamptz not null,
  primary key (practice_id)
);

select priv.isolate(t) from unnest(array['orphans', 'self_checks']::regclass[]) t;
grant select on orphans, self_checks to threadwell_app;
grant select, insert, delete on orphans to threadwell_job;
grant select, insert, update on self_checks to threadwell_job;

create policy owner_finds_due on self_checks for select to threadwell_owner using (true);
create policy owner_finds_due on orphans for select to threadwell_owner using (true);
create function priv.practices_to_check(at timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    left join public.self_checks c on c.practice_id = p.practice_id
    where c.due_at is null or c.due_at <= at
    order by p.id
  $$;
-- For the figures of whoever runs the server: counts of all practices together, and how many wait for their check.
create function priv.count_orphans(late_before timestamptz) returns table (kind text, count integer, late integer)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select k.kind, (select count(*)::integer from public.orphans o where o.kind = k.kind),
      (select count(*)::integer from public.practices p left join public.self_checks c on c.practice_id = p.practice_id
        where coalesce(c.checked_at, p.created_at) < late_before)
    from unnest(array['no-task', 'owner-gone', 'no-alarm', 'inbox-owner', 'inbox-backup']) k (kind)
  $$;
revoke all on function priv.practices_to_check(timestamptz), priv.count_orphans(timestamptz) from public;
grant execute on function priv.practices_to_check(timestamptz) to threadwell_job;
grant execute on function priv.count_orphans(timestamptz) to threadwell_app;
