-- owner: people
-- To find a patient by name, a practice's names are opened all at once: one envelope under the practice's data key per
-- patient, instead of three under three keys. It goes with the patient's key when a record is destroyed.
alter table patients
  add column roster_sealed bytea not null,
  -- When the row was last written by people/: what is newer than a roster in memory is read again.
  add column changed_at timestamptz not null;
create index patients_changed on patients (practice_id, changed_at);
