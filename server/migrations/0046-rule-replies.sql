-- owner: rules
-- A rule may answer with a template of the practice. What came of it stands with what else the rules did: the message that was
-- sent, or why none was; and whether the patient was asked for more, so that the clinic waits for them.
alter table messages
  drop constraint messages_kind_check,
  add constraint messages_kind_check check (kind in ('message', 'auto-reply', 'rule-reply'));
alter table routings
  add column reply_template_id uuid,
  add column reply_message_id uuid,
  add column reply_problem text check (reply_problem in ('archived', 'language', 'variables', 'recent')),
  add column asks_more boolean not null default false,
  add foreign key (practice_id, reply_template_id) references templates (practice_id, id),
  add foreign key (practice_id, reply_message_id) references messages (practice_id, id),
  add constraint routings_reply_check check (
    case when reply_template_id is null then reply_message_id is null and reply_problem is null and not asks_more
    else (reply_message_id is null) = (reply_problem is not null) end);

-- Rules that were saved before answer with nothing.
update rule_sets set rules = (
  select coalesce(jsonb_agg(jsonb_set(rule, '{does,reply}', 'null', true) order by at), '[]')
  from jsonb_array_elements(rules) with ordinality as saved (rule, at));
