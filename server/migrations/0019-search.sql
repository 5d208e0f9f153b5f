-- owner: search
-- Finding messages by their words: docs/decisions/0013-search-reads-packed-segments.md.
-- How far a conversation's messages stand in segments; those above it wait. A send writes nothing for it: the row lock of
-- the conversation has already put its messages in one order without gaps. Written by conversations/move-packed.ts alone.
alter table conversations add column packed_sequence integer not null default 0,
  add check (packed_sequence between 0 and last_sequence);
create index conversations_unpacked on conversations (practice_id, last_message_at, id) where last_sequence > packed_sequence;

-- About a thousand messages' folded words, sealed in one file whose name is this id.
create table search_segments (
  practice_id uuid not null references practices (practice_id),
  id uuid not null,
  generation integer not null,
  messages integer not null check (messages > 0),
  size_bytes integer check (size_bytes > 0),
  first_sent_at timestamptz not null,
  last_sent_at timestamptz not null,
  -- The file is whole: only then is it read.
  finished_at timestamptz,
  -- Another has taken its place, or it did not open.
  ended_at timestamptz,
  -- When the file and the row go: of one that was never finished, or has ended.
  due_at timestamptz,
  primary key (practice_id, id),
  check (finished_at is null or size_bytes is not null)
);
create index search_segments_in_use on search_segments (practice_id, last_sent_at desc)
  where finished_at is not null and ended_at is null;
create index search_segments_due on search_segments (practice_id, due_at) where due_at is not null;

create table search_states (
  practice_id uuid not null references practices (practice_id),
  -- Rises when everything is packed anew; segments of earlier generations are read until that is done.
  generation integer not null default 1,
  -- While positions go back to the start: up to which conversation they have.
  reset_after uuid,
  -- How many keys were destroyed when the present generation began: more mean lines that must go.
  destroyed_keys integer not null default 0,
  primary key (practice_id)
);

select priv.isolate(t) from unnest(array['search_segments', 'search_states']::regclass[]) t;
grant select, update on search_segments, search_states to threadwell_app;
grant select, insert, update, delete on search_segments to threadwell_job;
grant select, insert, update on search_states to threadwell_job;

-- In which practices something is to be packed or removed: the worker enters no other, and of these it learns their ids alone.
create index data_keys_destroyed on data_keys (practice_id) where state = 'destroyed';
create policy owner_finds_due on search_segments for select to threadwell_owner using (true);
create policy owner_finds_due on search_states for select to threadwell_owner using (true);
create policy owner_finds_due on data_keys for select to threadwell_owner using (true);
create function priv.practices_to_pack(at timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    left join public.search_states s on s.practice_id = p.id
    where exists (select from public.conversations c where c.practice_id = p.id and c.last_sequence > c.packed_sequence)
      or exists (select from public.search_segments g where g.practice_id = p.id and g.due_at <= at)
      or s.reset_after is not null
      or coalesce(s.destroyed_keys, 0) < (select count(*) from public.data_keys k
        where k.practice_id = p.id and k.state = 'destroyed')
    order by p.id
  $$;
revoke all on function priv.practices_to_pack(timestamptz) from public;
grant execute on function priv.practices_to_pack(timestamptz) to threadwell_app, threadwell_job;
