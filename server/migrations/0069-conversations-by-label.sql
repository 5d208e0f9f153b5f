-- owner: conversations
-- The conversations of a label, to be found by keys: conversations.label_ids is the truth, and this follows it by itself.
create table labelled_conversations (
  practice_id uuid not null,
  label_id uuid not null,
  conversation_id uuid not null,
  primary key (practice_id, label_id, conversation_id),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id)
);
create index labelled_conversations_conversation on labelled_conversations (practice_id, conversation_id);
select priv.isolate('labelled_conversations'::regclass);
grant select, insert, delete on labelled_conversations to threadwell_app, threadwell_job;

create function priv.follow_labels() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  delete from public.labelled_conversations l
    where l.practice_id = new.practice_id and l.conversation_id = new.id and l.label_id <> all (new.label_ids);
  insert into public.labelled_conversations (practice_id, label_id, conversation_id)
    select new.practice_id, label_id, new.id from unnest(new.label_ids) label_id on conflict do nothing;
  return null;
end $$;
create trigger labels_of_a_new_conversation after insert on conversations for each row
  when (new.label_ids <> '{}') execute function priv.follow_labels();
create trigger labels_of_a_conversation after update of label_ids on conversations for each row
  when (new.label_ids is distinct from old.label_ids) execute function priv.follow_labels();

-- What was labelled before. The owner of the tables reads and writes in all practices at once: row-level security is forced
-- on both again in the same transaction.
alter table conversations no force row level security;
alter table labelled_conversations no force row level security;
insert into labelled_conversations (practice_id, label_id, conversation_id)
  select distinct practice_id, unnest(label_ids), id from conversations where label_ids <> '{}';
alter table conversations force row level security;
alter table labelled_conversations force row level security;
