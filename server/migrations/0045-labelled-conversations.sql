-- owner: conversations
-- The labels of a conversation stand in its row: lists read this row alone. A label is never removed, so none points nowhere.
alter table conversations add column label_ids uuid[] not null default '{}';
