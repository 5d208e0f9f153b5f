-- owner: conversations
-- A file in a draft is opened by whoever sees the words with which it waits: those on their way out, which have an index, and those
-- that were left to the colleagues.
create index scheduled_sends_left on scheduled_sends (practice_id, draft_id) where state = 'refused';

-- A first message that tells a patient that they cannot write for a while: they are blocked when it goes out.
alter table scheduled_sends
  add column block_id uuid,
  add column block_ends_at timestamptz,
  -- Its inbox sees it until then. It is not the draft's: a worker that knows of no blocks finds none there, and holds it back.
  add column block_topic_id uuid,
  add foreign key (practice_id, block_topic_id) references topics (practice_id, id),
  add check ((block_id is null) = (block_ends_at is null)),
  add check ((block_id is null) = (block_topic_id is null)),
  add check (block_id is null or act = 'start');
-- Taken back, its draft holds the reason, and until when it was to be.
alter table drafts add column block_ends_at timestamptz;
-- The worker does it, as its author.
grant insert on patient_blocks to threadwell_job;
