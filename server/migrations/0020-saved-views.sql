-- owner: search
-- Somebody's own named searches. Name, words and conditions are sealed together: a name may be a patient's.
create table saved_views (
  practice_id uuid not null,
  id uuid not null,
  practitioner_id uuid not null,
  view_sealed bytea not null,
  saved_at timestamptz not null,
  -- A removed view keeps its row, emptied: the log can still tell that what was written there was not put back.
  removed_at timestamptz,
  version integer not null default 1,
  primary key (practice_id, id),
  foreign key (practice_id, practitioner_id) references practitioners (practice_id, id)
);
create index saved_views_own on saved_views (practice_id, practitioner_id) where removed_at is null;
select priv.isolate('saved_views'::regclass);
grant select, insert, update on saved_views to threadwell_app;
grant select on saved_views to threadwell_job;
