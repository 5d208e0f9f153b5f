-- owner: tasks
-- Something else to do about a conversation, in a colleague's words: the words are a note, and stay one when it is done.
alter table tasks drop constraint tasks_kind_check;
alter table tasks drop constraint tasks_outcome_check;
alter table tasks
  add column note_id uuid,
  add constraint tasks_kind_check check (kind in ('respond', 'contact-patient', 'follow-up')),
  add constraint tasks_outcome_check check (outcome in ('replied', 'no-reply-needed', 'reached', 'left-message',
    'wrong-number', 'no-answer', 'letter-sent', 'conversation-closed', 'patient-read', 'done')),
  add check ((kind = 'follow-up') = (note_id is not null)),
  add foreign key (practice_id, note_id) references notes (practice_id, id);
