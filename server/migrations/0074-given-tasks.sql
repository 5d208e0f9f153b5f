-- owner: tasks
-- What somebody gave to a colleague or an inbox with others at once: how each task was before, so that the act can be taken
-- back, and the version that it left, so that nothing is taken back in which anybody acted since. `assignment_id` is the
-- client's. Kept for some hours: the giver's next act removes what is older.
create table given_tasks (
  practice_id uuid not null,
  giver_id uuid not null,
  assignment_id uuid not null,
  task_id uuid not null,
  -- The conversation that was chosen: the task's own, or the one in which it is read.
  conversation_id uuid not null,
  given_at timestamptz not null,
  undone_at timestamptz,
  version integer not null,
  status text not null check (status in ('requested', 'accepted')),
  owner_id uuid,
  care_team_id uuid not null,
  home_care_team_id uuid not null,
  covering_for_id uuid,
  covering_for_care_team_id uuid,
  escalation_level integer not null,
  escalated_to_id uuid,
  escalated_at timestamptz,
  escalate_at timestamptz,
  deferred_until timestamptz,
  deferral_reason text,
  deferred_by_id uuid,
  primary key (practice_id, giver_id, assignment_id, task_id),
  foreign key (practice_id, giver_id) references practitioners (practice_id, id),
  foreign key (practice_id, task_id) references tasks (practice_id, id),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id),
  check (status <> 'accepted' or owner_id is not null),
  check ((deferred_until is null) = (deferral_reason is null))
);
select priv.isolate('given_tasks'::regclass);
grant select, insert, update, delete on given_tasks to threadwell_app;
