-- owner: templates, attachments, rules
-- Files that go with a template: a leaflet, a form, a picture. They are the practice's own, sealed under its key, and are looked at
-- as any other file before anybody gets them. One belongs to whoever received it until a version of its template names it; from
-- then on it stays as long as that version, which is for good. What no version names within a day is removed.
create table template_documents (
  practice_id uuid not null references practices (practice_id),
  id uuid not null,
  -- A new template has its first documents before it is saved.
  template_id uuid not null,
  uploaded_by_id uuid not null,
  status text not null check (status in ('receiving', 'quarantined', 'clean', 'unscanned', 'rejected', 'removed')),
  refusal text,
  file_name_sealed bytea not null,
  media_type text not null default 'application/octet-stream',
  kind text check (kind in ('image', 'document', 'audio', 'video')),
  size_bytes bigint not null default 0,
  sha256_sealed bytea,
  blob text,
  blob_version integer not null default 1,
  blob_sha256 bytea,
  blob_bytes bigint,
  thumbnail_blob text,
  created_at timestamptz not null,
  -- When the worker looks at it next.
  due_at timestamptz,
  -- When a version of the template named it first.
  named_at timestamptz,
  primary key (practice_id, id),
  foreign key (practice_id, uploaded_by_id) references practitioners (practice_id, id),
  check (named_at is null or status <> 'removed')
);
create index template_documents_due on template_documents (practice_id, due_at) where due_at is not null;
create index template_documents_unnamed on template_documents (practice_id, uploaded_by_id)
  where named_at is null and status <> 'removed';

-- Which documents each version of a template has, in their order, for each language.
create table template_version_documents (
  practice_id uuid not null,
  template_id uuid not null,
  version integer not null,
  language text not null check (language in ('en', 'fr')),
  position integer not null check (position >= 0),
  document_id uuid not null,
  primary key (practice_id, template_id, version, language, position),
  unique (practice_id, template_id, version, language, document_id),
  foreign key (practice_id, template_id, version) references template_versions (practice_id, template_id, version),
  foreign key (practice_id, document_id) references template_documents (practice_id, id)
);

select priv.isolate(t) from unnest(array['template_documents', 'template_version_documents']::regclass[]) t;
grant select, insert, update on template_documents to threadwell_app, threadwell_job;
grant select, insert on template_version_documents to threadwell_app;
grant select on template_version_documents to threadwell_job;

-- Owner: attachments. Of which document a file is a copy: the same one is not put into a draft twice.
alter table attachments add column document_id uuid,
  add foreign key (practice_id, document_id) references template_documents (practice_id, id);

-- Owner: rules. A rule sends words alone.
alter table routings
  drop constraint routings_reply_problem_check,
  add constraint routings_reply_problem_check
    check (reply_problem in ('archived', 'language', 'variables', 'documents', 'recent'));

create policy owner_finds_due on template_documents for select to threadwell_owner using (true);
create function priv.practices_with_documents_to_scan(at timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    where exists (select from public.template_documents d
      where d.practice_id = p.id and d.status = 'quarantined' and d.due_at <= at)
    order by p.id
  $$;
-- `received_before`: what no version names is kept this long.
create function priv.practices_with_documents_to_remove(at timestamptz, received_before timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select p.id from public.practices p
    where exists (select from public.template_documents d
      where d.practice_id = p.id and d.named_at is null and d.status <> 'removed' and d.created_at <= received_before)
      or exists (select from public.template_documents d
        where d.practice_id = p.id and d.status = 'removed' and d.due_at <= at)
    order by p.id
  $$;
revoke all on function priv.practices_with_documents_to_scan(timestamptz),
  priv.practices_with_documents_to_remove(timestamptz, timestamptz) from public;
grant execute on function priv.practices_with_documents_to_scan(timestamptz),
  priv.practices_with_documents_to_remove(timestamptz, timestamptz) to threadwell_job;
