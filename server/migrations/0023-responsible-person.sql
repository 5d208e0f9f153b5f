-- owner: conversations
-- Beyond the inbox: who answered last or ended what was to do, to whom the patient's next message goes if they work there.
alter table conversations
  add column responsible_id uuid,
  -- The absence of which the patient has been told here: each is told once.
  add column told_absence_id uuid,
  add foreign key (practice_id, responsible_id) references practitioners (practice_id, id),
  add foreign key (practice_id, told_absence_id) references absences (practice_id, id);
create index conversations_responsible on conversations (practice_id, responsible_id) where responsible_id is not null;

-- For whom the author wrote.
alter table messages
  add column on_behalf_of_id uuid,
  add foreign key (practice_id, on_behalf_of_id) references practitioners (practice_id, id);

create or replace function priv.refuse_message_change() returns trigger language plpgsql as $$
begin
  if new.body_sealed <> old.body_sealed
    or new.sent_at <> old.sent_at or new.sequence <> old.sequence or new.conversation_id <> old.conversation_id
    or new.author_id is distinct from old.author_id or new.on_behalf_of_id is distinct from old.on_behalf_of_id
    or old.retracted_at is not null then
    raise exception using errcode = '23514', message = 'a sent message does not change';
  end if;
  return new;
end $$;
