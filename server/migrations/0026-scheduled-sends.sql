-- owner: conversations
-- An answer that goes out later: after the seconds in which its author can take it back, or at a time that they chose. Its words
-- and files stay in the author's draft, which is ended for as long as it waits and is open again when it does not go out.
create table scheduled_sends (
  practice_id uuid not null,
  -- The id of the message that it becomes, made by the client: it is sent once, whatever dies in between.
  id uuid not null,
  conversation_id uuid not null,
  patient_id uuid not null,
  draft_id uuid not null,
  -- The files that the author saw: one whose removal was on its way stays behind.
  attachment_ids uuid[] not null default '{}',
  author_id uuid not null,
  -- In which they were signed in when they sent it: the act is theirs, then.
  session_id uuid not null,
  -- Whether it waits for nothing but a change of mind.
  is_undo boolean not null,
  send_at timestamptz not null,
  -- The newest message that the author had seen.
  seen_sequence integer not null check (seen_sequence >= 0),
  -- The patient is reminded earlier when they do not read it.
  is_important boolean not null default false,
  -- Closes the conversation with this, in the same act.
  outcome text check (outcome in ('answered', 'visit-booked', 'visit-avoided', 'redirected', 'sent-to-emergency', 'no-action-needed')),
  -- SHA-256 of what was asked for, so that the same id with other words is refused.
  request_hash bytea not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'cancelled', 'refused')),
  -- Why it did not go out.
  refusal text check (refusal in ('patient-wrote', 'colleague-wrote', 'closed', 'patient-blocked', 'patient-left', 'no-access', 'file-not-ready', 'not-possible')),
  created_at timestamptz not null,
  ended_at timestamptz,
  ended_by_id uuid,
  primary key (practice_id, id),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id),
  foreign key (practice_id, patient_id) references patients (practice_id, id),
  foreign key (practice_id, draft_id) references drafts (practice_id, id),
  foreign key (practice_id, author_id) references practitioners (practice_id, id),
  check (state <> 'refused' or refusal is not null),
  check ((state = 'waiting') = (ended_at is null))
);
-- One answer at a time waits in a conversation, whoever wrote it: two that cross are what nobody wants.
create unique index scheduled_sends_waiting on scheduled_sends (practice_id, conversation_id) where state = 'waiting';
create index scheduled_sends_due on scheduled_sends (practice_id, send_at) where state = 'waiting';
create index scheduled_sends_shown on scheduled_sends (practice_id, conversation_id) where state in ('waiting', 'refused');
create index scheduled_sends_author on scheduled_sends (practice_id, author_id, send_at) where state in ('waiting', 'refused');
-- The sweep of files asks of each draft that has ended whether it waits to go out.
create index scheduled_sends_draft on scheduled_sends (practice_id, draft_id) where state = 'waiting';

select priv.isolate('scheduled_sends');
grant select, insert, update on scheduled_sends to threadwell_app;
grant select, update on scheduled_sends to threadwell_job;

create policy owner_finds_due on scheduled_sends for select to threadwell_owner using (true);
create function priv.practices_with_sends_due(at timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    where exists (select from public.scheduled_sends s
      where s.practice_id = p.id and s.state = 'waiting' and s.send_at <= at)
    order by p.id
  $$;
revoke all on function priv.practices_with_sends_due(timestamptz) from public;
grant execute on function priv.practices_with_sends_due(timestamptz) to threadwell_job;
