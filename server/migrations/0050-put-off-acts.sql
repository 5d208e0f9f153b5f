-- owner: conversations, consults
-- Whatever a colleague sends waits as an answer does, and is more than one when it goes out: words on how messages are used, which
-- are counted; the way to booking; what a clinician approved or wrote in its place; a message in a clinician's name.
alter table scheduled_sends
  add column act text not null default 'answer'
    check (act in ('answer', 'coaching', 'booking', 'approval', 'edit', 'on-behalf')),
  add column coaching_kind text check (coaching_kind in ('urgent', 'visit-needed', 'one-thing', 'tone')),
  -- The question that it decides. Its answer has had an id since it was proposed.
  add column consult_id uuid,
  add column message_id uuid,
  -- In whose name it goes.
  add column on_behalf_of_id uuid,
  add foreign key (practice_id, consult_id) references consults (practice_id, id),
  add foreign key (practice_id, on_behalf_of_id) references practitioners (practice_id, id),
  add check ((act = 'coaching') = (coaching_kind is not null)),
  add check ((act in ('approval', 'edit')) = (consult_id is not null)),
  add check ((consult_id is null) = (message_id is null)),
  add check ((act = 'on-behalf') = (on_behalf_of_id is not null)),
  add check (act <> 'booking' or outcome is not null);
create index scheduled_sends_consult on scheduled_sends (practice_id, consult_id) where consult_id is not null;
-- The worker does it, as its author.
grant select, insert on coachings to threadwell_job;
grant update on consults to threadwell_job;

-- What its writer calls important stays so while it is a draft, and while it waits to be approved.
alter table drafts add column is_important boolean not null default false;
alter table consults add column is_important boolean not null default false;
