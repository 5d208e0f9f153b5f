-- owner: tasks
-- One answer is owed, and one person is to be reached; but what else is to do about a conversation may be more than one thing,
-- for more than one colleague. Of these it is the words that are there once.
create unique index tasks_open_once on tasks (practice_id, conversation_id, kind, note_id) nulls not distinct
  where status in ('requested', 'accepted');
drop index tasks_one_open;
