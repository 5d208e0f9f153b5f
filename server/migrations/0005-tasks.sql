-- owner: tasks
-- The one truth of who must act, by when. FHIR Task.
create table tasks (
  practice_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  patient_id uuid not null,
  kind text not null check (kind in ('respond', 'contact-patient')),
  status text not null check (status in ('requested', 'accepted', 'completed', 'cancelled')),
  priority text not null default 'routine' check (priority in ('routine', 'urgent')),
  care_team_id uuid not null,
  owner_id uuid,
  due_at timestamptz not null,
  -- 0 nobody yet, 1 the inbox's owner has been told, 2 the backup too.
  escalation_level integer not null default 0 check (escalation_level between 0 and 2),
  escalated_to_id uuid,
  escalated_at timestamptz,
  created_at timestamptz not null,
  ended_at timestamptz,
  ended_by_id uuid,
  outcome text check (outcome in ('replied', 'no-reply-needed', 'reached', 'left-message', 'wrong-number', 'no-answer', 'letter-sent', 'conversation-closed', 'patient-read')),
  version integer not null default 1,
  primary key (practice_id, id),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id),
  foreign key (practice_id, patient_id) references patients (practice_id, id),
  foreign key (practice_id, care_team_id) references care_teams (practice_id, id),
  foreign key (practice_id, owner_id) references practitioners (practice_id, id),
  foreign key (practice_id, escalated_to_id) references practitioners (practice_id, id),
  check ((status in ('completed', 'cancelled')) = (ended_at is not null)),
  check (status <> 'accepted' or owner_id is not null)
);
create unique index tasks_one_open on tasks (practice_id, conversation_id, kind) where status in ('requested', 'accepted');
create index tasks_inbox on tasks (practice_id, care_team_id, priority desc, due_at, id) where status in ('requested', 'accepted');
create index tasks_owner on tasks (practice_id, owner_id, priority desc, due_at, id) where status in ('requested', 'accepted');
create index tasks_escalated on tasks (practice_id, escalated_to_id) where status in ('requested', 'accepted') and escalated_to_id is not null;
create index tasks_due on tasks (practice_id, due_at) where status in ('requested', 'accepted');
create index tasks_conversation on tasks (practice_id, conversation_id, created_at);

-- What happened to a task, for the record and the chart.
create table task_events (
  practice_id uuid not null,
  id uuid not null,
  task_id uuid not null,
  conversation_id uuid not null,
  act text not null check (act in ('open', 'accept', 'release', 'reassign', 'complete', 'cancel', 'escalate')),
  actor_id uuid,
  from_id uuid,
  to_id uuid,
  at timestamptz not null,
  primary key (practice_id, id),
  foreign key (practice_id, task_id) references tasks (practice_id, id),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id)
);
create index task_events_conversation on task_events (practice_id, conversation_id, id);

select priv.isolate(t) from unnest(array['tasks', 'task_events']::regclass[]) t;
grant select, insert, update on tasks to threadwell_app, threadwell_job;
grant select, insert on task_events to threadwell_app, threadwell_job;
