-- owner: tasks
-- What is due is a column that a sweep reads. Late tasks: when somebody is to be told next; null when all have been.
alter table tasks add column escalate_at timestamptz;
drop index tasks_due;
create index tasks_escalate on tasks (practice_id, escalate_at)
  where status in ('requested', 'accepted') and escalate_at is not null;

-- A change of priority is part of the triage, and of its history.
alter table task_events drop constraint task_events_act_check;
alter table task_events
  add constraint task_events_act_check
    check (act in ('open', 'accept', 'release', 'reassign', 'prioritize', 'complete', 'cancel', 'escalate')),
  add column priority text check (priority in ('routine', 'urgent')),
  add check ((act = 'prioritize') = (priority is not null));

-- The list of what one colleague closed.
create index conversations_closed_by on conversations (practice_id, closed_by_id, closed_at desc, id desc) where status = 'closed';

-- In which practices something is due: the worker enters no other, and of these it learns their ids alone.
create policy owner_finds_due on tasks for select to threadwell_owner using (true);
create policy owner_finds_due on conversations for select to threadwell_owner using (true);
create policy owner_finds_due on topics for select to threadwell_owner using (true);
create function priv.practices_with_late_tasks(at timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    where exists (select from public.tasks t
      where t.practice_id = p.id and t.status in ('requested', 'accepted') and t.escalate_at <= at)
    order by p.id
  $$;
create function priv.practices_with_unread_messages(at timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    where exists (select from public.conversations c
      join public.topics t on t.practice_id = c.practice_id and t.id = c.topic_id
      where c.practice_id = p.id and c.patient_unread_since is not null and c.escalated_unread_at is null
        and coalesce(c.reminded_at, c.patient_unread_since) <= at - make_interval(hours => t.remind_after_hours))
    order by p.id
  $$;
revoke all on function priv.practices_with_late_tasks(timestamptz), priv.practices_with_unread_messages(timestamptz) from public;
grant execute on function priv.practices_with_late_tasks(timestamptz), priv.practices_with_unread_messages(timestamptz)
  to threadwell_app, threadwell_job;
