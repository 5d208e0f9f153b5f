-- owner: conversations
-- A file in a draft is opened by whoever sees the words with which it waits: those on their way out, which have an index, and those
-- that were left to the colleagues.
create index scheduled_sends_left on scheduled_sends (practice_id, draft_id) where state = 'refused';
