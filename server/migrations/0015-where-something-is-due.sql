-- owner: attachments, filing, audit
-- In which practices something is due: the worker enters no other, however many there are, and of these it learns their ids alone.
create policy owner_finds_due on attachments for select to threadwell_owner using (true);
create policy owner_finds_due on drafts for select to threadwell_owner using (true);
create policy owner_finds_due on filings for select to threadwell_owner using (true);
create policy owner_finds_due on audit_verifications for select to threadwell_owner using (true);

-- Files that are still somebody's to send, or were left behind: those of messages and those taken away are not looked at again.
create index attachments_left on attachments (practice_id, draft_id)
  where draft_id is not null and message_id is null and status <> 'removed';

create function priv.practices_with_files_to_scan(at timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    where exists (select from public.attachments a
      where a.practice_id = p.id and a.status = 'quarantined' and a.due_at <= at)
    order by p.id
  $$;
-- `ended_before`: a file left in a draft that has ended is kept this long.
create function priv.practices_with_files_to_remove(at timestamptz, ended_before timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    where exists (select from public.attachments a
        where a.practice_id = p.id and a.message_id is null and a.status in ('receiving', 'removed') and a.due_at <= at)
      or exists (select from public.attachments a
        join public.drafts d on d.practice_id = a.practice_id and d.id = a.draft_id
        where a.practice_id = p.id and a.draft_id is not null and a.message_id is null and a.status <> 'removed'
          and d.ended_at <= ended_before)
    order by p.id
  $$;
create function priv.practices_with_due_filings(at timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    where exists (select from public.filings f
      where f.practice_id = p.id and f.status in ('requested', 'failed') and f.due_at <= at)
    order by p.id
  $$;
-- When and how each log was last verified, in one look.
create function priv.last_verifications(ids uuid[])
  returns table (id uuid, size bigint, verified_at timestamptz, verdict text, whole_at timestamptz, time_zone text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select log.id, last.size, last.verified_at, last.verdict, whole.verified_at, p.time_zone
    from unnest(ids) log (id)
    join lateral (select v.size, v.verified_at, v.verdict from public.audit_verifications v
      where v.practice_id = log.id order by v.id desc limit 1) last on true
    left join lateral (select v.verified_at from public.audit_verifications v
      where v.practice_id = log.id and v.since = 0 order by v.id desc limit 1) whole on true
    left join public.practices p on p.practice_id = log.id
  $$;
revoke all on function priv.practices_with_files_to_scan(timestamptz), priv.practices_with_due_filings(timestamptz),
  priv.practices_with_files_to_remove(timestamptz, timestamptz), priv.last_verifications(uuid[]) from public;
grant execute on function priv.practices_with_files_to_scan(timestamptz), priv.practices_with_due_filings(timestamptz),
  priv.practices_with_files_to_remove(timestamptz, timestamptz), priv.last_verifications(uuid[]) to threadwell_job;

-- The keys of the patients of one list are found without a look at all keys of the practice.
create index data_keys_patient on data_keys (practice_id, patient_id);
