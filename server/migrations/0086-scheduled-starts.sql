-- owner: conversations
-- The first message of a conversation may wait as an answer does: its conversation is begun when it goes out. Until then the draft
-- holds what it begins with.
alter table drafts
  add column mode text check (mode in ('two-way', 'one-way', 'reply-until')),
  add column reply_until timestamptz,
  add check ((mode is not distinct from 'reply-until') = (reply_until is not null));
alter table scheduled_sends
  drop constraint scheduled_sends_act_check,
  add constraint scheduled_sends_act_check
    check (act in ('answer', 'coaching', 'booking', 'approval', 'edit', 'on-behalf', 'start')),
  drop constraint scheduled_sends_practice_id_conversation_id_fkey,
  -- What is not begun yet cannot be pointed at; whatever else waits is written in a conversation that there is.
  add column written_in_id uuid generated always as (case when act = 'start' then null else conversation_id end) stored,
  add foreign key (practice_id, written_in_id) references conversations (practice_id, id),
  add check (act <> 'start' or outcome is null);
create index scheduled_sends_starts on scheduled_sends (practice_id, patient_id)
  where act = 'start' and state in ('waiting', 'refused');
