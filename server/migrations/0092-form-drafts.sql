-- owner: conversations
-- What is being written in a form beside a conversation (why something waits, a task, a question to a clinician, what a clinician
-- decides one with) is kept as a note that is not finished is, apart from the note box. An older version writes none.
alter table drafts
  add column form text check (form in ('deferral', 'follow-up', 'question', 'edit', 'return')),
  add column consult_id uuid,
  add foreign key (practice_id, consult_id) references consults (practice_id, id),
  add check (form is null or is_note),
  add check ((coalesce(form, '') in ('edit', 'return')) = (consult_id is not null));
