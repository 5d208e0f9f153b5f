-- owner: tasks
-- The third step of what is late: after the inbox's owner and its backup, the administrators of the practice. They are told of
-- it together, and it stays in the work of whoever was told before.
alter table tasks drop constraint tasks_escalation_level_check;
alter table tasks add constraint tasks_escalation_level_check check (escalation_level between 0 and 3);
comment on column tasks.escalation_level is
  '0 nobody yet, 1 the inbox''s owner has been told, 2 the backup too, 3 the administrators.';

-- What had gone the whole way before there was this step takes it in the next run. The owner of the tables writes in all
-- practices at once: row-level security is forced on it again in the same transaction.
alter table tasks no force row level security;
update tasks set escalate_at = now()
  where status in ('requested', 'accepted') and escalation_level = 2 and escalate_at is null;
alter table tasks force row level security;
