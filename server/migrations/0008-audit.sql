-- owner: audit
-- UUIDv7 (RFC 9562) by the database's clock: the millisecond, its fraction (6.2, method 3), then chance. Ids are in the order
-- of time, and nobody else sets them. One expression, so that the planner writes it into the statement that uses it.
create function priv.time_ordered_id() returns uuid
  language sql volatile
  as $$
    select (lpad(to_hex((extract(epoch from statement_timestamp()) * 1000000)::bigint / 1000), 12, '0') || '7'
      || lpad(to_hex((extract(epoch from statement_timestamp()) * 1000000)::bigint % 1000 * 4096 / 1000), 3, '0')
      || right(replace(gen_random_uuid()::text, '-', ''), 16))::uuid
  $$;

-- One row per act, written in the act's own transaction: the payload is given, all else is the database's. Nothing more is
-- written there, since every request waits for it. The practice of the deployment's own acts is the deployment's id.
create table audit_events (
  practice_id uuid not null,
  id uuid not null default priv.time_ordered_id(),
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default statement_timestamp(),
  payload bytea not null,
  leaf bytea not null generated always as (sha256('\x00'::bytea || payload)) stored,
  primary key (practice_id, id)
);
create index audit_events_sealing on audit_events (practice_id, xid, id);

-- By what an act is found again without opening every payload: ids (patients, the actor, what was acted on), its code, and
-- whether it is flagged. Written when the act is sealed, and derived from the payload.
create table audit_terms (
  practice_id uuid not null,
  term text collate "C" not null,
  event_id uuid not null,
  primary key (practice_id, term, event_id)
);

create table audit_leaves (
  practice_id uuid not null,
  index bigint not null,
  event_id uuid not null,
  leaf bytea not null,
  primary key (practice_id, index),
  unique (practice_id, event_id)
);

-- `boundary`: every act of a transaction below it, in the database system that is named, is in the tree.
create table audit_checkpoints (
  practice_id uuid not null,
  size bigint not null,
  root bytea not null,
  edge bytea not null,
  boundary xid8 not null,
  system_identifier text not null,
  note text not null,
  sealed_at timestamptz not null default clock_timestamp(),
  primary key (practice_id, size)
);

-- `since`: the size of the tree that the verification began with; 0 for the whole log.
create table audit_verifications (
  practice_id uuid not null,
  id uuid not null,
  verified_at timestamptz not null,
  since bigint not null,
  size bigint not null,
  verdict text not null check (verdict in ('ok', 'altered', 'missing', 'fork', 'signature', 'unsealed', 'content-mismatch')),
  primary key (practice_id, id)
);

-- A stated reason for looking outside one's inboxes. Its words are sealed; the audit entry names this row. Whoever stated it
-- cannot change it: only its review is ever updated.
create table access_grants (
  practice_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  practitioner_id uuid not null,
  reason_sealed bytea not null,
  granted_at timestamptz not null,
  expires_at timestamptz not null check (expires_at <= granted_at + interval '60 minutes'),
  reviewed_at timestamptz,
  reviewed_by_id uuid,
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patients (practice_id, id),
  foreign key (practice_id, practitioner_id) references practitioners (practice_id, id),
  check ((reviewed_at is null) = (reviewed_by_id is null)),
  check (reviewed_by_id <> practitioner_id)
);
create index access_grants_active on access_grants (practice_id, practitioner_id, patient_id, expires_at);
create index access_grants_open on access_grants (practice_id, id) where reviewed_at is null;

select priv.isolate(t) from unnest(array['audit_events', 'audit_terms', 'audit_leaves', 'audit_checkpoints',
  'audit_verifications', 'access_grants']::regclass[]) t;

create function priv.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception using errcode = '42501', message = 'the audit log is only ever added to';
end $$;
create trigger audit_events_only_grow before update or delete or truncate on audit_events execute function priv.refuse_change();
create trigger audit_leaves_only_grow before update or delete or truncate on audit_leaves execute function priv.refuse_change();
create trigger audit_checkpoints_only_grow before update or delete or truncate on audit_checkpoints execute function priv.refuse_change();

-- Which logs have acts outside their tree, leaving alone those sealed within the pause; of the practices the worker learns
-- their ids alone. A log that last grew in another database system is named too: it was restored or upgraded.
create policy owner_finds_due on audit_events for select to threadwell_owner using (true);
create policy owner_finds_due on audit_checkpoints for select to threadwell_owner using (true);
create function priv.logs_to_seal(pause interval) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select log.id from (select id from public.practices union all select id from public.deployment) log
    left join lateral (select boundary, system_identifier, sealed_at from public.audit_checkpoints c
      where c.practice_id = log.id order by size desc limit 1) newest on true
    where (newest.sealed_at is null or newest.sealed_at < clock_timestamp() - pause)
      and (newest.system_identifier <> (select system_identifier::text from pg_control_system())
        -- The newest act of this system, and not "does one exist": that could be answered by reading all of them.
        or (select e.xid from public.audit_events e
          where e.practice_id = log.id and e.xid < pg_snapshot_xmax(pg_current_snapshot())
          order by e.xid desc, e.id desc limit 1) >= coalesce(newest.boundary, '0'))
    order by log.id
  $$;
-- The logs that there are or were: a practice that is gone has left its log behind.
create function priv.log_ids() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select id from public.practices union select id from public.deployment union
    (with recursive log as (
      (select practice_id as id from public.audit_checkpoints order by practice_id limit 1)
      union all
      select (select practice_id from public.audit_checkpoints where practice_id > log.id order by practice_id limit 1)
      from log where log.id is not null)
    select id from log where id is not null)
    order by 1
  $$;
revoke all on function priv.time_ordered_id(), priv.logs_to_seal(interval), priv.log_ids() from public;
grant execute on function priv.time_ordered_id() to threadwell_app, threadwell_job;
grant execute on function priv.logs_to_seal(interval), priv.log_ids() to threadwell_job;

grant insert (practice_id, payload) on audit_events to threadwell_app, threadwell_job;
grant select on audit_events, audit_terms, audit_leaves, audit_checkpoints, audit_verifications to threadwell_app, threadwell_job;
grant insert on audit_leaves, audit_terms to threadwell_job;
grant insert (practice_id, size, root, edge, boundary, system_identifier, note) on audit_checkpoints to threadwell_job;
grant insert on audit_verifications to threadwell_job;
grant select, insert on access_grants to threadwell_app;
grant update (reviewed_at, reviewed_by_id) on access_grants to threadwell_app;
grant select on access_grants to threadwell_job;
