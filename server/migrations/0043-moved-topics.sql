-- owner: conversations
-- From which topic to which a conversation was moved, when and by whom: its history and the record for the chart say so.
create table topic_moves (
  practice_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  from_topic_id uuid not null,
  to_topic_id uuid not null,
  moved_by_id uuid not null,
  at timestamptz not null,
  primary key (practice_id, id),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id),
  foreign key (practice_id, from_topic_id) references topics (practice_id, id),
  foreign key (practice_id, to_topic_id) references topics (practice_id, id),
  foreign key (practice_id, moved_by_id) references practitioners (practice_id, id),
  check (from_topic_id <> to_topic_id)
);
create index topic_moves_conversation on topic_moves (practice_id, conversation_id, at);
select priv.isolate('topic_moves');
grant select, insert on topic_moves to threadwell_app;
grant select on topic_moves to threadwell_job;

-- Owner: filing. The labels as they stood when the record was asked for: a record is as of its request.
alter table filings add column label_ids uuid[] not null default '{}';
