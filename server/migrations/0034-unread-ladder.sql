-- owner: people, conversations
-- What follows when a patient does not read, by topic: a reminder, perhaps a second, then somebody is asked to reach them
-- another way; each so many hours after the step before. A message that its writer calls important waits no longer for any step
-- than the topic says.
alter table topics
  add column remind_again_after_hours integer check (remind_again_after_hours > 0),
  add column contact_after_hours integer not null default 72 check (contact_after_hours > 0),
  add column important_after_hours integer not null default 24 check (important_after_hours > 0);

-- Until now the last step came after as long as the first. The owner of the tables writes in all practices at once: row-level
-- security is forced on it again in the same transaction.
alter table topics no force row level security;
update topics set contact_after_hours = remind_after_hours;
alter table topics force row level security;

alter table conversations
  add column reminded_again_at timestamptz,
  -- Of what the patient has not read yet, something is important.
  add column is_important boolean not null default false;

-- When the next step is due; null when there is none. The one place in which the ladder is told.
create function priv.unread_step_at(c conversations, t topics) returns timestamptz
  language sql stable
  as $$
    select case
      when c.patient_unread_since is null or c.escalated_unread_at is not null then null
      else coalesce(c.reminded_again_at, c.reminded_at, c.patient_unread_since)
        + make_interval(hours => least(case when c.is_important then t.important_after_hours end, case
            when c.reminded_at is null then t.remind_after_hours
            when c.reminded_again_at is null and t.remind_again_after_hours is not null then t.remind_again_after_hours
            else t.contact_after_hours
          end))
    end
  $$;
revoke all on function priv.unread_step_at(conversations, topics) from public;
grant execute on function priv.unread_step_at(conversations, topics) to threadwell_app, threadwell_job;

create or replace function priv.practices_with_unread_messages(at timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    where exists (select from public.conversations c
      join public.topics t on t.practice_id = c.practice_id and t.id = c.topic_id
      where c.practice_id = p.id and c.patient_unread_since is not null and priv.unread_step_at(c, t) <= at)
    order by p.id
  $$;
