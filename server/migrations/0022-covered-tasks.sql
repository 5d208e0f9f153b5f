-- owner: tasks
-- A task that somebody else has, for a colleague who is away or for an inbox, says for whom: when they are back, what is
-- still open returns. Whoever takes it on purpose has it for themselves.
alter table tasks
  add column covering_for_id uuid,
  add column covering_for_care_team_id uuid,
  -- When to look again who is to act. Whatever opens a task without deciding it is looked at by the next run.
  add column cover_at timestamptz not null default '-infinity',
  add foreign key (practice_id, covering_for_id) references practitioners (practice_id, id),
  add foreign key (practice_id, covering_for_care_team_id) references care_teams (practice_id, id),
  add check (num_nonnulls(covering_for_id, covering_for_care_team_id) <= 1),
  add check (owner_id <> covering_for_id);
create index tasks_cover on tasks (practice_id, cover_at) where status in ('requested', 'accepted');
create index tasks_covering_for on tasks (practice_id, covering_for_id)
  where status in ('requested', 'accepted') and covering_for_id is not null;
create index tasks_covering_for_care_team on tasks (practice_id, covering_for_care_team_id)
  where status in ('requested', 'accepted') and covering_for_care_team_id is not null;

alter table task_events drop constraint task_events_act_check;
alter table task_events add constraint task_events_act_check
  check (act in ('open', 'accept', 'release', 'reassign', 'prioritize', 'complete', 'cancel', 'escalate', 'cover', 'hand-back'));
-- What came to others while somebody was away.
create index task_events_cover on task_events (practice_id, from_id, at) where act = 'cover';

-- In which practices somebody may have to act for somebody else: the worker enters no other.
create function priv.practices_with_cover_due(at timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    where exists (select from public.tasks t
      where t.practice_id = p.id and t.status in ('requested', 'accepted') and t.cover_at <= at)
    order by p.id
  $$;
revoke all on function priv.practices_with_cover_due(timestamptz) from public;
grant execute on function priv.practices_with_cover_due(timestamptz) to threadwell_app, threadwell_job;
