-- owner: conversations
-- Messages of a patient that are answered in a conversation of their own. They stay where they were written: here stands
-- which they are and where they are answered. Putting the two together again is a merge, and takes nothing away from here.
create table splits (
  practice_id uuid not null,
  -- The new conversation, and the one in which the messages were written.
  conversation_id uuid not null,
  original_id uuid not null,
  split_at timestamptz not null,
  split_by_id uuid not null,
  primary key (practice_id, conversation_id),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id),
  foreign key (practice_id, original_id) references conversations (practice_id, id),
  foreign key (practice_id, split_by_id) references practitioners (practice_id, id),
  check (conversation_id <> original_id)
);
create index splits_original on splits (practice_id, original_id, split_at);

-- A message is answered in one other place at most.
create table split_messages (
  practice_id uuid not null,
  message_id uuid not null,
  conversation_id uuid not null,
  primary key (practice_id, message_id),
  foreign key (practice_id, message_id) references messages (practice_id, id),
  foreign key (practice_id, conversation_id) references splits (practice_id, conversation_id)
);
create index split_messages_conversation on split_messages (practice_id, conversation_id);

-- Only of one patient, and only what the patient wrote in that conversation.
create function priv.refuse_split() returns trigger language plpgsql as $$
begin
  if not exists (select from splits s
    join messages m on m.practice_id = s.practice_id and m.conversation_id = s.original_id
    join conversations c on c.practice_id = s.practice_id and c.id = s.conversation_id
    where s.practice_id = new.practice_id and s.conversation_id = new.conversation_id and m.id = new.message_id
      and m.kind = 'message' and m.author_kind = 'patient' and m.patient_id = c.patient_id) then
    raise exception using errcode = '23514', message = 'this message is not answered there';
  end if;
  return new;
end $$;
create trigger split_messages_fit before insert or update on split_messages
  for each row execute function priv.refuse_split();

select priv.isolate(t) from unnest(array['splits', 'split_messages']::regclass[]) t;
grant select, insert on splits, split_messages to threadwell_app;
grant select on splits, split_messages to threadwell_job;
