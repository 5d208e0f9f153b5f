-- owner: tasks, focus
-- A task may wait until a time, for a reason; it stays whose it is, and it is back when the time has passed. What the patient
-- was told is in expected_at as before: a wait past it is refused, or the patient is told a later time in the same act.
alter table tasks
  add column deferred_until timestamptz,
  add column deferral_reason text check (deferral_reason in ('results', 'patient', 'colleague', 'other')),
  add column deferred_by_id uuid,
  add check ((deferred_until is null) = (deferral_reason is null)),
  add check ((deferred_until is null) = (deferred_by_id is null)),
  add foreign key (practice_id, deferred_by_id) references practitioners (practice_id, id);

-- Waiting, and being taken up again before the time, are part of the history.
alter table task_events drop constraint task_events_act_check;
alter table task_events add constraint task_events_act_check
  check (act in ('open', 'accept', 'release', 'reassign', 'prioritize', 'complete', 'cancel', 'escalate', 'cover', 'hand-back',
    'left-message', 'wrong-number', 'no-answer', 'defer', 'resume'));

-- What somebody did not take when it was their next, and why: not offered to them again in the same round. It takes nothing
-- from the task, which stays where it is for everybody.
create table passes (
  practice_id uuid not null,
  practitioner_id uuid not null,
  at timestamptz not null,
  task_id uuid not null,
  reason text not null check (reason in ('needs-time', 'not-for-me', 'unsure', 'other')),
  primary key (practice_id, practitioner_id, at, task_id),
  foreign key (practice_id, practitioner_id) references practitioners (practice_id, id),
  foreign key (practice_id, task_id) references tasks (practice_id, id)
);
select priv.isolate('passes'::regclass);
grant select, insert, delete on passes to threadwell_app;
