-- owner: tasks
-- What was asked of an inbox and given away goes back to the inbox that was asked.
alter table given_tasks add column for_care_team_id uuid;
