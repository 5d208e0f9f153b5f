-- owner: accounts
-- Failed tries, counted per purpose and per account, device, address and network. The key is an HMAC: no address and
-- no e-mail stands here. A row is only ever about guessing; losing the table loses nothing but the count.
create table throttles (
  key bytea primary key check (length(key) = 32),
  failures integer not null check (failures >= 0),
  counted_since timestamptz not null,
  last_failed_at timestamptz not null,
  blocked_until timestamptz
);
create index throttles_last_failed on throttles (last_failed_at);
grant select, insert, update, delete on throttles to threadwell_app;
grant select, delete on throttles to threadwell_job;

-- Whether a device has signed in to an account before.
create index sessions_device on sessions (account_id, device_hash) where device_hash is not null;

-- One person is at most one patient and one colleague of a practice.
create unique index memberships_once on memberships (practice_id, account_id, kind)
  where account_id is not null and status in ('confirmed', 'suspended');

-- What stands on a clinic's letterhead, for whoever holds its invitation or belongs to it, before any practice is entered.
create function priv.practice_cards(ids uuid[]) returns table (id uuid, name text, phone text, time_zone text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select p.id, p.name, p.phone, p.time_zone from public.practices p where p.id = any (ids) $$;
revoke all on function priv.practice_cards(uuid[]) from public;
grant execute on function priv.practice_cards(uuid[]) to threadwell_app;
