-- A log is left alone for a moment after it was sealed. When the clock is set back, the last seal lies ahead: it was not made a
-- moment ago, and the log is sealed at once instead of when the clock has come there again.
create or replace function priv.logs_to_seal(pause interval) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select log.id from (select id from public.practices union all select id from public.deployment) log
    left join lateral (select boundary, system_identifier, sealed_at from public.audit_checkpoints c
      where c.practice_id = log.id order by size desc limit 1) newest on true
    where (newest.sealed_at is null or newest.sealed_at not between clock_timestamp() - pause and clock_timestamp())
      and (newest.system_identifier <> (select system_identifier::text from pg_control_system())
        -- The newest act of this system, and not "does one exist": that could be answered by reading all of them.
        or (select e.xid from public.audit_events e
          where e.practice_id = log.id and e.xid < pg_snapshot_xmax(pg_current_snapshot())
          order by e.xid desc, e.id desc limit 1) >= coalesce(newest.boundary, '0'))
    order by log.id
  $$;
