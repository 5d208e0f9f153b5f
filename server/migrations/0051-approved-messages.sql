-- owner: conversations
-- Who approved a message before it was sent, when the author is somebody else.
alter table messages
  add column approved_by_id uuid,
  add foreign key (practice_id, approved_by_id) references practitioners (practice_id, id);
create or replace function priv.refuse_message_change() returns trigger language plpgsql as $$
begin
  if new.body_sealed <> old.body_sealed or new.footer_sealed is distinct from old.footer_sealed
    or new.sent_at <> old.sent_at or new.sequence <> old.sequence or new.conversation_id <> old.conversation_id
    or new.author_id is distinct from old.author_id or new.on_behalf_of_id is distinct from old.on_behalf_of_id
    or new.approved_by_id is distinct from old.approved_by_id
    or old.retracted_at is not null then
    raise exception using errcode = '23514', message = 'a sent message does not change';
  end if;
  return new;
end $$;
