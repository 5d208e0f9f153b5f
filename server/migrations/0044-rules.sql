-- owner: rules
-- Triage rules: what happens to a patient's message before anybody has looked at it. Each saving is a version of the whole
-- set, kept for good; the highest is in force. The rules are in the shape of shared/api/rules.ts, with ids for all they name.
create table rule_sets (
  practice_id uuid not null references practices (practice_id),
  version integer not null check (version > 0),
  rules jsonb not null check (jsonb_typeof(rules) = 'array'),
  saved_at timestamptz not null,
  saved_by_id uuid not null,
  primary key (practice_id, version),
  foreign key (practice_id, saved_by_id) references practitioners (practice_id, id)
);

-- The practice's list of labels for conversations.
create table labels (
  practice_id uuid not null references practices (practice_id),
  id uuid not null,
  name_en text not null,
  name_fr text not null,
  -- One that is no longer offered stays on the conversations that have it.
  is_offered boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (practice_id, id)
);

-- What the rules did with a message: those that were met, by their place in the set of that version, and what came of it.
create table routings (
  practice_id uuid not null,
  message_id uuid not null,
  conversation_id uuid not null,
  rules_version integer not null,
  numbers integer[] not null check (cardinality(numbers) > 0),
  care_team_id uuid,
  practitioner_id uuid,
  is_urgent boolean not null,
  at timestamptz not null,
  primary key (practice_id, message_id),
  foreign key (practice_id, message_id) references messages (practice_id, id),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id),
  foreign key (practice_id, rules_version) references rule_sets (practice_id, version),
  foreign key (practice_id, care_team_id) references care_teams (practice_id, id),
  foreign key (practice_id, practitioner_id) references practitioners (practice_id, id)
);
create index routings_conversation on routings (practice_id, conversation_id, at);

select priv.isolate(t) from unnest(array['rule_sets', 'labels', 'routings']::regclass[]) t;
grant select, insert on rule_sets, routings to threadwell_app;
grant select, insert, update on labels to threadwell_app;
grant select on rule_sets, labels, routings to threadwell_job;
