-- owner: tasks
-- The lists of open conversations in which nobody has anything to do: of an inbox, and of who answered last.
create index conversations_open on conversations (practice_id, care_team_id, last_message_at desc, id desc) where status = 'open';
create index conversations_answered_by on conversations (practice_id, last_author_id, last_message_at desc, id desc)
  where status = 'open' and last_author_kind = 'practitioner';
