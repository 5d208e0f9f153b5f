-- owner: attachments
-- Blobs that no attachment has: announced before their bytes are written, or not needed any more. An attachment that gets
-- one takes its row away in the same transaction; what is still here when it is due is removed, bytes and row. So a server
-- that dies at any moment leaves no bytes behind, and no clock decides whether bytes are needed.
create table loose_blobs (
  practice_id uuid not null references practices (practice_id),
  name text not null check (name ~ '^[0-9a-f]{32}$'),
  due_at timestamptz not null,
  -- Its bytes are being removed: no attachment can get it any more.
  is_doomed boolean not null default false,
  primary key (practice_id, name)
);
create index loose_blobs_due on loose_blobs (practice_id, due_at);

select priv.isolate('loose_blobs');
create policy owner_finds_due on loose_blobs for select to threadwell_owner using (true);
grant select, insert, update, delete on loose_blobs to threadwell_app, threadwell_job;

create or replace function priv.practices_with_files_to_remove(at timestamptz, ended_before timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    where exists (select from public.attachments a
        where a.practice_id = p.id and a.message_id is null and a.status in ('receiving', 'removed') and a.due_at <= at)
      or exists (select from public.attachments a
        join public.drafts d on d.practice_id = a.practice_id and d.id = a.draft_id
        where a.practice_id = p.id and a.draft_id is not null and a.message_id is null and a.status <> 'removed'
          and d.ended_at <= ended_before)
      or exists (select from public.loose_blobs b where b.practice_id = p.id and b.due_at <= at)
    order by p.id
  $$;
