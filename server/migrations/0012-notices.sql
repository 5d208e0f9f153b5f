-- owner: notifications
-- A patient who has read meanwhile gets no notice; the row says so.
alter table notices drop constraint notices_status_check;
alter table notices add constraint notices_status_check
  check (status in ('due', 'sent', 'failed', 'bounced', 'no-address', 'not-needed'));

-- One on its way per conversation: a second would say the same.
create unique index notices_one_due on notices (practice_id, conversation_id) where status = 'due';

-- In which practices something is due: the worker enters no other, and of these it learns their ids alone.
create policy owner_finds_due on notices for select to threadwell_owner using (true);
create function priv.practices_to_notify(at timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    where exists (select from public.conversations c where c.practice_id = p.id and c.notify_due_at <= at)
    order by p.id
  $$;
create function priv.practices_with_due_notices(at timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    where exists (select from public.notices n where n.practice_id = p.id and n.status = 'due' and n.due_at <= at)
    order by p.id
  $$;
revoke all on function priv.practices_to_notify(timestamptz), priv.practices_with_due_notices(timestamptz) from public;
grant execute on function priv.practices_to_notify(timestamptz), priv.practices_with_due_notices(timestamptz)
  to threadwell_app, threadwell_job;
