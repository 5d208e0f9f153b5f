-- owner: ops
-- The worker shows here that it lives: whoever answers requests may be another process.
create table heartbeats (
  name text primary key check (name in ('worker')),
  seen_at timestamptz not null
);
grant select on heartbeats, migrations to threadwell_app, threadwell_job;
grant insert, update on heartbeats to threadwell_job;
