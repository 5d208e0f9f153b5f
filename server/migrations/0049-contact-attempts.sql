-- owner: tasks
-- Reaching a patient who has not read takes more than one call: how often it was tried, and how the last try went. The task
-- stays open until they were reached, have read, or a letter is on its way.
alter table tasks
  add column attempts integer not null default 0 check (attempts >= 0),
  add column last_attempt text check (last_attempt in ('left-message', 'wrong-number', 'no-answer')),
  add check ((attempts > 0) = (last_attempt is not null)),
  add check (attempts = 0 or kind = 'contact-patient');

-- How each try went is part of the history.
alter table task_events drop constraint task_events_act_check;
alter table task_events add constraint task_events_act_check
  check (act in ('open', 'accept', 'release', 'reassign', 'prioritize', 'complete', 'cancel', 'escalate', 'cover', 'hand-back',
    'left-message', 'wrong-number', 'no-answer'));
