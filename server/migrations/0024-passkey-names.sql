-- owner: accounts
-- What a person calls their passkey is their words, and may hold a name: it is sealed under the platform key, as their e-mail
-- is. Names that stand here in clear are sealed by the worker, which leaves an empty one behind.
alter table passkeys
  add column name_sealed bytea,
  add column version integer not null default 1,
  alter column name set default '';
create index passkeys_to_seal on passkeys (id) where name <> '';
grant select, update (name, name_sealed, version) on passkeys to threadwell_job;
