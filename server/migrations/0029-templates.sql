-- owner: templates
-- Texts that are written once and used often. Name and text in both languages are one sealed value under the practice's key;
-- so is each earlier version, which keeps the envelope it had.
create table templates (
  practice_id uuid not null references practices (practice_id),
  id uuid not null,
  scope text not null check (scope in ('practice', 'team', 'personal')),
  care_team_id uuid,
  practitioner_id uuid,
  content_sealed bytea not null,
  -- The day by which somebody should read it again.
  review_on date,
  uses integer not null default 0 check (uses >= 0),
  last_used_at timestamptz,
  version integer not null default 1,
  saved_by_id uuid not null,
  saved_at timestamptz not null,
  -- No longer offered; kept, with all its versions.
  archived_at timestamptz,
  primary key (practice_id, id),
  foreign key (practice_id, care_team_id) references care_teams (practice_id, id),
  foreign key (practice_id, practitioner_id) references practitioners (practice_id, id),
  foreign key (practice_id, saved_by_id) references practitioners (practice_id, id),
  check ((scope = 'team') = (care_team_id is not null)),
  check ((scope = 'personal') = (practitioner_id is not null))
);
create index templates_personal on templates (practice_id, practitioner_id) where practitioner_id is not null;

create table template_versions (
  practice_id uuid not null,
  template_id uuid not null,
  version integer not null,
  content_sealed bytea not null,
  saved_by_id uuid not null,
  saved_at timestamptz not null,
  primary key (practice_id, template_id, version),
  foreign key (practice_id, template_id) references templates (practice_id, id)
);

-- What stands below a colleague's messages; the id is the colleague's.
create table signatures (
  practice_id uuid not null,
  id uuid not null,
  content_sealed bytea not null,
  version integer not null default 1,
  saved_at timestamptz not null,
  primary key (practice_id, id),
  foreign key (practice_id, id) references practitioners (practice_id, id)
);

-- What the practice has below every message of the clinic; the id is the practice's. Without a row the product's own words.
create table message_footers (
  practice_id uuid not null references practices (practice_id),
  id uuid not null check (id = practice_id),
  content_sealed bytea not null,
  version integer not null default 1,
  saved_at timestamptz not null,
  primary key (practice_id, id)
);

select priv.isolate(t) from unnest(array['templates', 'template_versions', 'signatures', 'message_footers']::regclass[]) t;
grant select, insert, update on templates, signatures, message_footers to threadwell_app;
grant select, insert on template_versions to threadwell_app;
grant select on templates, template_versions, signatures, message_footers to threadwell_job;

-- Owner: conversations. What stood below a message when it was sent: signature and footer, in the patient's language.
alter table messages add column footer_sealed bytea;
create or replace function priv.refuse_message_change() returns trigger language plpgsql as $$
begin
  if new.body_sealed <> old.body_sealed or new.footer_sealed is distinct from old.footer_sealed
    or new.sent_at <> old.sent_at or new.sequence <> old.sequence or new.conversation_id <> old.conversation_id
    or new.author_id is distinct from old.author_id or new.on_behalf_of_id is distinct from old.on_behalf_of_id
    or old.retracted_at is not null then
    raise exception using errcode = '23514', message = 'a sent message does not change';
  end if;
  return new;
end $$;
