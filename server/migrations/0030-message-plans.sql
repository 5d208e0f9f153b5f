-- owner: focus
-- At which times of the week somebody answers messages, on the practice's clock: one list, saved whole. And the calendar that
-- shows them elsewhere: the hash of what its private address ends with, null while there is none.
create table message_plans (
  practice_id uuid not null,
  practitioner_id uuid not null,
  blocks jsonb not null check (jsonb_typeof(blocks) = 'array' and jsonb_array_length(blocks) <= 21),
  version integer not null,
  feed_token_hash bytea check (octet_length(feed_token_hash) = 32),
  feed_language text check (feed_language in ('en', 'fr')),
  feed_made_at timestamptz,
  primary key (practice_id, practitioner_id),
  foreign key (practice_id, practitioner_id) references practitioners (practice_id, id),
  unique (practice_id, feed_token_hash),
  check ((feed_token_hash is null) = (feed_made_at is null)),
  check ((feed_token_hash is null) = (feed_language is null))
);
select priv.isolate('message_plans'::regclass);
grant select, insert, update on message_plans to threadwell_app;
