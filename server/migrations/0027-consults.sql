-- owner: consults
-- A question to a clinician about a conversation, with the answer that is proposed to the patient. Who must act is the task's
-- own: a consult is open while its task is and nothing has been decided.
create table consults (
  practice_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  patient_id uuid not null,
  task_id uuid not null,
  kind text not null check (kind in ('advice', 'approval', 'visit', 'prescription')),
  asked_by_id uuid not null,
  asked_id uuid not null,
  -- In whose name the answer is to go.
  on_behalf_of_id uuid,
  question_sealed bytea not null,
  -- The answer's id, made when it was proposed: it is sent once.
  message_id uuid not null,
  proposal_sealed bytea,
  -- The newest message that whoever asked had seen.
  up_to_sequence integer not null check (up_to_sequence >= 0),
  needed_by timestamptz not null,
  -- By when the answer was due before, to which it returns.
  task_due_at timestamptz not null,
  asked_at timestamptz not null,
  status text not null check (status in ('requested', 'approved', 'edited', 'returned', 'withdrawn')),
  decided_at timestamptz,
  decided_by_id uuid,
  -- With what words it was returned.
  answer_sealed bytea,
  primary key (practice_id, id),
  foreign key (practice_id, conversation_id) references conversations (practice_id, id),
  foreign key (practice_id, patient_id) references patients (practice_id, id),
  foreign key (practice_id, task_id) references tasks (practice_id, id),
  foreign key (practice_id, asked_by_id) references practitioners (practice_id, id),
  foreign key (practice_id, asked_id) references practitioners (practice_id, id),
  foreign key (practice_id, on_behalf_of_id) references practitioners (practice_id, id),
  foreign key (practice_id, decided_by_id) references practitioners (practice_id, id),
  check (asked_by_id <> asked_id),
  check ((status = 'requested') = (decided_at is null)),
  check ((decided_at is null) = (decided_by_id is null)),
  check ((status = 'returned') = (answer_sealed is not null)),
  check (status <> 'approved' or proposal_sealed is not null)
);
create unique index consults_one_open on consults (practice_id, task_id) where status = 'requested';
create index consults_conversation on consults (practice_id, conversation_id, asked_at);
-- The same answer is never proposed twice.
create unique index consults_message on consults (practice_id, message_id);

-- A clinician lets a colleague write in their name: at once, or after they have signed too.
create table delegations (
  practice_id uuid not null,
  practitioner_id uuid not null,
  delegate_id uuid not null,
  needs_co_sign boolean not null,
  version integer not null default 1,
  saved_at timestamptz not null,
  ended_at timestamptz,
  primary key (practice_id, practitioner_id, delegate_id),
  foreign key (practice_id, practitioner_id) references practitioners (practice_id, id),
  foreign key (practice_id, delegate_id) references practitioners (practice_id, id),
  check (practitioner_id <> delegate_id)
);
create index delegations_delegate on delegations (practice_id, delegate_id) where ended_at is null;

select priv.isolate(t) from unnest(array['consults', 'delegations']::regclass[]) t;
grant select, insert, update on consults, delegations to threadwell_app;
grant select on consults, delegations to threadwell_job;
