-- owner: consults
-- Files wait with the answer that is proposed, in the draft of whoever proposed it: that draft is ended for as long as the
-- question is open. They go out with the answer, or are in the draft again.
alter table consults
  add column draft_id uuid,
  -- Those that were in it when it was asked.
  add column attachment_ids uuid[] not null default '{}',
  add foreign key (practice_id, draft_id) references drafts (practice_id, id),
  add check ((draft_id is null) = (attachment_ids = '{}')),
  add check (draft_id is null or proposal_sealed is not null);
-- The sweep of files, and their door, ask of a draft whether a question holds it.
create index consults_draft on consults (practice_id, draft_id) where draft_id is not null;
