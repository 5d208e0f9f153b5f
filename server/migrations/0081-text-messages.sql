-- owner: notifications
-- Where a patient gets text messages. The row is the patient's: its id is theirs, and there is one.
create table mobile_numbers (
  practice_id uuid not null,
  id uuid not null,
  number_sealed bytea not null,
  status text not null check (status in ('unproven', 'proven', 'suspended', 'removed')),
  -- When they last showed by a code that the phone is theirs.
  proven_at timestamptz,
  -- Why nothing is sent there: a code, cleared when the number is proven.
  problem text,
  -- How they want to be told that there is a message.
  choice text not null check (choice in ('email', 'text', 'both')),
  -- The code that shows it: on its way while it is due, and worth so many tries until then.
  code_sealed bytea,
  code_expires_at timestamptz,
  code_tries_left integer not null default 0 check (code_tries_left >= 0),
  code_due_at timestamptz,
  code_attempts integer not null default 0,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (practice_id, id),
  foreign key (practice_id, id) references patients (practice_id, id),
  check ((code_sealed is null) = (code_expires_at is null)),
  check (code_due_at is null or code_sealed is not null),
  check (status <> 'proven' or proven_at is not null)
);
create index mobile_numbers_code on mobile_numbers (practice_id, code_due_at) where code_due_at is not null;
select priv.isolate('mobile_numbers');
grant select, insert, update on mobile_numbers to threadwell_app;
grant select, update on mobile_numbers to threadwell_job;

-- A notice goes by one of two ways. Where it cannot arrive, `instead` says what is done: the other way, or somebody calls;
-- after `instead_at` that is not waited for any longer. What the gateway took is asked about until it is known to have arrived.
alter table notices drop constraint notices_channel_check;
alter table notices
  add constraint notices_channel_check check (channel in ('email', 'text')),
  add column instead text check (instead in ('email', 'text', 'call')),
  add column instead_at timestamptz,
  add column gateway_id text,
  add column look_at timestamptz,
  add column looks integer not null default 0,
  add column delivered_at timestamptz,
  add check (gateway_id is null or channel = 'text'),
  add check (look_at is null or gateway_id is not null);
-- One on its way per conversation and way: a second would say the same.
drop index notices_one_due;
create unique index notices_one_due on notices (practice_id, conversation_id, channel) where status = 'due';
create index notices_look on notices (practice_id, look_at) where look_at is not null;
create index notices_conversation on notices (practice_id, conversation_id, id);

-- Texts cost money and tell a telephone company that somebody writes to this person: a practice says whether it offers them.
alter table practices add column offers_texts boolean not null default false;

-- No way is left by which the patient could be told: the next step is that somebody calls, and it is due at once.
alter table conversations add column unreachable_at timestamptz;
create or replace function priv.unread_step_at(c conversations, t topics) returns timestamptz
  language sql stable
  as $$
    select case
      when c.patient_unread_since is null or c.escalated_unread_at is not null then null
      when c.unreachable_at is not null then c.unreachable_at
      else coalesce(c.reminded_again_at, c.reminded_at, c.patient_unread_since)
        + make_interval(hours => least(case when c.is_important then t.important_after_hours end, case
            when c.reminded_at is null then t.remind_after_hours
            when c.reminded_again_at is null and t.remind_again_after_hours is not null then t.remind_again_after_hours
            else t.contact_after_hours
          end))
    end
  $$;

create policy owner_finds_due on mobile_numbers for select to threadwell_owner using (true);
create or replace function priv.practices_with_due_notices(at timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    where exists (select from public.notices n
      where n.practice_id = p.id and n.status = 'due' and n.due_at <= at and n.channel = 'email')
    order by p.id
  $$;
-- Codes are waited for: they go by the same way.
create function priv.practices_with_due_texts(at timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    where exists (select from public.mobile_numbers m where m.practice_id = p.id and m.code_due_at <= at)
      or exists (select from public.notices n
        where n.practice_id = p.id and n.status = 'due' and n.due_at <= at and n.channel = 'text')
    order by p.id
  $$;
create function priv.practices_with_texts_to_look_after(at timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    where exists (select from public.notices n where n.practice_id = p.id and n.look_at <= at)
    order by p.id
  $$;
revoke all on function priv.practices_with_due_texts(timestamptz), priv.practices_with_texts_to_look_after(timestamptz)
  from public;
grant execute on function priv.practices_with_due_texts(timestamptz), priv.practices_with_texts_to_look_after(timestamptz)
  to threadwell_app, threadwell_job;
