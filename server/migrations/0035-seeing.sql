-- owner: seeing
-- What the clinic's work looked like, counted day by day, so that a figure over years reads counts and not messages. A day
-- can be counted again: its rows are replaced. The ids are no foreign keys: what was counted stays when a topic goes.
create table seen_days (
  practice_id uuid not null references practices (practice_id),
  -- A date on the practice's own calendar.
  day date not null,
  topic_id uuid not null,
  care_team_id uuid not null,
  -- Who did it, or has it; the nil id for nobody.
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
  -- One number for each: minutes of opening. Medians and shares within any limit follow from them exactly.
  reply_minutes integer[] not null,
  held_minutes integer[] not null,
  triage_minutes integer[] not null,
  resolution_minutes integer[] not null,
  -- How it stood when the day ended, or when it was last counted.
  waiting integer not null,
  late integer not null,
  oldest_at timestamptz,
  primary key (practice_id, day, topic_id, care_team_id, practitioner_id)
);

-- Whether patients read, by groups. Ages are sealed, so that only counts of whole groups stand here, by month: a group's
-- patients in a month are counted once, and small groups can be told from large ones.
create table seen_reading (
  practice_id uuid not null references practices (practice_id),
  month date not null check (extract(day from month) = 1),
  language text not null check (language in ('en', 'fr')),
  age_band text not null check (age_band in ('0-17', '18-39', '40-64', '65-79', '80-up')),
  patients integer not null,
  messages integer not null,
  unread integer not null,
  primary key (practice_id, month, language, age_band)
);

-- How far the days have been counted. The row is locked by whoever counts.
create table seen_progress (
  practice_id uuid not null references practices (practice_id),
  counted_until date,
  -- The months in which patients read are counted once a day.
  reading_counted_on date,
  counted_at timestamptz,
  primary key (practice_id)
);

-- Each time a colleague opens a conversation; written by conversations.
create table touches (
  practice_id uuid not null,
  at timestamptz not null,
  conversation_id uuid not null,
  practitioner_id uuid not null,
  primary key (practice_id, at, conversation_id, practitioner_id),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id),
  foreign key (practice_id, practitioner_id) references practitioners (practice_id, id)
);

-- How soon each role is expected to look at messages and to answer them, in minutes of opening.
create table expectations (
  practice_id uuid not null references practices (practice_id),
  role text not null check (role in ('physician', 'nurse-practitioner', 'nurse', 'clerk')),
  triage_minutes integer check (triage_minutes > 0),
  reply_minutes integer check (reply_minutes > 0),
  version integer not null,
  primary key (practice_id, role)
);

-- By when something happened: the days, and the lists behind the figures.
create index messages_sent on messages (practice_id, sent_at);
create index tasks_ended on tasks (practice_id, ended_at) where ended_at is not null;

select priv.isolate(t) from unnest(array['seen_days', 'seen_reading', 'seen_progress', 'touches', 'expectations']::regclass[]) t;
grant select on seen_days, seen_reading, seen_progress to threadwell_app;
grant select, insert, delete on seen_days, seen_reading to threadwell_job;
grant select, insert, update on seen_progress to threadwell_job;
grant select, insert on touches to threadwell_app;
grant select, delete on touches to threadwell_job;
grant select, insert, delete on expectations to threadwell_app;
grant select on expectations to threadwell_job;

-- In which practices there is something to count: since they were counted somebody wrote, answered or looked, or a day has ended.
create policy owner_finds_due on messages for select to threadwell_owner using (true);
create policy owner_finds_due on touches for select to threadwell_owner using (true);
create policy owner_finds_due on seen_progress for select to threadwell_owner using (true);
create function priv.practices_to_count(at timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    left join public.seen_progress c on c.practice_id = p.practice_id
    where exists (select from public.messages m where m.practice_id = p.practice_id and m.sent_at > coalesce(c.counted_at, '-infinity'))
      or exists (select from public.tasks t where t.practice_id = p.practice_id and t.ended_at > coalesce(c.counted_at, '-infinity'))
      or exists (select from public.touches t where t.practice_id = p.practice_id and t.at > coalesce(c.counted_at, '-infinity'))
      or c.counted_until < (at at time zone p.time_zone)::date
    order by p.id
  $$;
revoke all on function priv.practices_to_count(timestamptz) from public;
grant execute on function priv.practices_to_count(timestamptz) to threadwell_job;
