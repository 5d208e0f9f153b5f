-- owner: platform
-- Who the request acts for is a setting that only the application can sign: an injected statement cannot switch practice.
-- The roles are made by the migrator before this file runs: threadwell_owner (no login), threadwell_app, threadwell_job.
create schema priv;

-- The key of the context's signature, kept as the two padded halves of HMAC-SHA-256. Only the owner may read it.
create table priv.context_key (
  is_only boolean primary key default true check (is_only),
  inner_pad bytea not null check (length(inner_pad) = 64),
  outer_pad bytea not null check (length(outer_pad) = 64)
);

create function priv.checked_context() returns text
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  context text := nullif(current_setting('threadwell.context', true), '');
  mac text := current_setting('threadwell.mac', true);
  key priv.context_key;
begin
  if context is null then
    return null;
  end if;
  select * into key from priv.context_key;
  if mac is distinct from encode(sha256(key.outer_pad || sha256(key.inner_pad
      || convert_to(pg_backend_pid() || '|' || context, 'UTF8'))), 'hex') then
    raise exception using errcode = '28000', message = 'the request context is not signed';
  end if;
  return context;
end $$;

-- The practice of this transaction: null when none is set, so that every policy shows no row.
create function priv.practice() returns uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select nullif(split_part(priv.checked_context(), '|', 1), '')::uuid $$;

-- Every table of a practice gets the same policy, and is closed to its owner as well.
create function priv.isolate(target regclass) returns void
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy one_practice on %s using (practice_id = (select priv.practice())) with check (practice_id = (select priv.practice()))', target);
end $$;

grant usage on schema priv to threadwell_app, threadwell_job;
revoke all on all functions in schema priv from public;
grant execute on function priv.practice(), priv.checked_context() to threadwell_app, threadwell_job;
