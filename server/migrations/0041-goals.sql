-- owner: goals
-- What somebody wants to have cleared by when, on the practice's clock: one for each person, read by them alone, and one for each
-- inbox, read by those who work in it.
create table goals (
  practice_id uuid not null references practices (practice_id),
  id uuid not null,
  practitioner_id uuid,
  care_team_id uuid,
  is_on boolean not null,
  -- age: nothing older than so many working days. count: no more than so many waiting.
  kind text not null check (kind in ('age', 'count')),
  most integer not null check (most >= 0),
  -- Null: until the clinic closes.
  due_by time,
  weekdays integer[] not null check (weekdays <@ array[1, 2, 3, 4, 5, 6, 7]),
  version integer not null default 1,
  primary key (practice_id, id),
  unique (practice_id, practitioner_id),
  unique (practice_id, care_team_id),
  foreign key (practice_id, practitioner_id) references practitioners (practice_id, id),
  foreign key (practice_id, care_team_id) references care_teams (practice_id, id),
  check (num_nonnulls(practitioner_id, care_team_id) = 1)
);
select priv.isolate('goals'::regclass);
grant select, insert, update on goals to threadwell_app;
