-- owner: consults, tasks
-- A question may be for any clinician of an inbox: the first of them who decides has decided.
alter table consults
  alter column asked_id drop not null,
  add column asked_care_team_id uuid,
  add foreign key (practice_id, asked_care_team_id) references care_teams (practice_id, id),
  add check (num_nonnulls(asked_id, asked_care_team_id) = 1),
  -- In somebody's name one asks that person alone.
  add check (on_behalf_of_id is null or asked_id is not null);

-- The inbox that is to do it, where that is another than the conversation's: the conversation stays where it is.
alter table tasks
  add column for_care_team_id uuid,
  add foreign key (practice_id, for_care_team_id) references care_teams (practice_id, id);
