-- owner: people
-- To find a patient by name, a practice's names are opened all at once: they stand a second time in at most 256 blocks
-- under the practice's data key (by the last byte of the patient's id), so that this takes 256 envelopes and not tens of
-- thousands. A patient's line goes from its block when the record is destroyed.
create table roster_blocks (
  practice_id uuid not null references practices (practice_id),
  number integer not null check (number between 0 and 255),
  -- Bound into the envelope, with the version.
  id uuid not null,
  version integer not null default 1,
  names_sealed bytea not null,
  primary key (practice_id, number)
);
select priv.isolate('roster_blocks'::regclass);
grant select, insert, update on roster_blocks to threadwell_app;
grant select on roster_blocks to threadwell_job;
