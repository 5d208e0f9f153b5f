-- owner: seeing
-- Months that are over, added up from their days: a year is read in a tenth of the rows.
create table seen_months (
  practice_id uuid not null references practices (practice_id),
  month date not null check (extract(day from month) = 1),
  topic_id uuid not null,
  care_team_id uuid not null,
  practitioner_id uuid not null,
  arrived integer not null,
  asked integer not null,
  replied integer not null,
  replied_in_time integer not null,
  settled integer not null,
  closed integer not null,
  visits_avoided integer not null,
  visits_booked integer not null,
  redirected integer not null,
  sent_to_emergency integer not null,
  sent integer not null,
  sent_after_hours integer not null,
  opened integer not null,
  reply_minutes integer[] not null,
  held_minutes integer[] not null,
  triage_minutes integer[] not null,
  resolution_minutes integer[] not null,
  primary key (practice_id, month, topic_id, care_team_id, practitioner_id)
);

-- Months before this one have been added up. It is said here and not taken from how far the days are counted: those that were
-- counted before there were months are added up later, and read as days until then.
alter table seen_progress add column months_until date check (extract(day from months_until) = 1);

select priv.isolate('seen_months');
grant select on seen_months to threadwell_app;
grant select, insert, delete on seen_months to threadwell_job;
