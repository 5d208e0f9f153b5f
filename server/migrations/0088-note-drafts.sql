-- owner: conversations
-- An internal note that is not finished is kept as an answer is. What is for the patient passes its rows over.
alter table drafts
  add column is_note boolean not null default false,
  add check (not is_note or (author_kind = 'practitioner' and conversation_id is not null));
