-- owner: conversations
-- Two conversations of one patient that belong together: the one that was put into the other keeps its messages, and is read
-- there. Nothing is moved, so that taking them apart again leaves both as they were.
alter table conversations
  add column merged_into_id uuid,
  add foreign key (practice_id, merged_into_id) references conversations (practice_id, id);
create index conversations_merged on conversations (practice_id, merged_into_id) where merged_into_id is not null;

-- Only of one patient, one step deep: what was put into another has nothing put into it. So there is no chain and no ring.
create function priv.refuse_merge() returns trigger language plpgsql as $$
declare head record;
begin
  select patient_id, merged_into_id into head from conversations
    where practice_id = new.practice_id and id = new.merged_into_id for no key update;
  if head.patient_id is distinct from new.patient_id or head.merged_into_id is not null or new.merged_into_id = new.id
    or exists (select from conversations where practice_id = new.practice_id and merged_into_id = new.id) then
    raise exception using errcode = '23514', message = 'these conversations are not put together';
  end if;
  return new;
end $$;
create trigger conversations_merge before insert or update of merged_into_id on conversations
  for each row when (new.merged_into_id is not null) execute function priv.refuse_merge();

-- Each time two were put together: by whom, who took them apart, and what became of the obligation to answer.
create table merges (
  practice_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  head_id uuid not null,
  merged_at timestamptz not null,
  merged_by_id uuid not null,
  -- The task that ended because the head's answers for it, and that one; new where the head owed nothing.
  task_id uuid,
  head_task_id uuid,
  is_head_task_new boolean not null default false,
  parted_at timestamptz,
  parted_by_id uuid,
  primary key (practice_id, id),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id),
  foreign key (practice_id, head_id) references conversations (practice_id, id),
  foreign key (practice_id, merged_by_id) references practitioners (practice_id, id),
  foreign key (practice_id, parted_by_id) references practitioners (practice_id, id),
  foreign key (practice_id, task_id) references tasks (practice_id, id),
  foreign key (practice_id, head_task_id) references tasks (practice_id, id),
  check (conversation_id <> head_id),
  check ((task_id is null) = (head_task_id is null)),
  check ((parted_at is null) = (parted_by_id is null))
);
create unique index merges_standing on merges (practice_id, conversation_id) where parted_at is null;
create index merges_conversation on merges (practice_id, conversation_id, merged_at);
create index merges_head on merges (practice_id, head_id, merged_at);
select priv.isolate('merges'::regclass);
grant select, insert, update on merges to threadwell_app;
grant select on merges to threadwell_job;
