-- owner: accounts
-- The directory: one person, one account, whatever practices they belong to. Nothing here is keyed by practice;
-- names and addresses are sealed under the platform key, tokens and codes are hashed.
create table accounts (
  id uuid primary key,
  email_hash bytea not null unique,
  email_sealed bytea not null,
  version integer not null default 1,
  language text not null default 'en' check (language in ('en', 'fr')),
  password_hash text,
  totp_sealed bytea,
  totp_confirmed_at timestamptz,
  totp_last_step bigint,
  is_demo boolean not null default false,
  created_at timestamptz not null
);

create table passkeys (
  id uuid primary key,
  account_id uuid not null references accounts,
  credential_id bytea not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkeys_account on passkeys (account_id);

create table recovery_codes (
  account_id uuid not null references accounts,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (account_id, code_hash)
);

-- strength: password = first factor only, may do nothing but finish signing in; full = both factors or a passkey.
create table sessions (
  id uuid primary key,
  token_hash bytea not null unique,
  account_id uuid not null references accounts,
  strength text not null check (strength in ('password', 'full')),
  method text not null check (method in ('password', 'totp', 'recovery-code', 'passkey', 'demo')),
  device_hash bytea,
  device_label text not null default '',
  ip_prefix text not null default '',
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  stepped_up_at timestamptz,
  idle_minutes integer not null,
  ends_at timestamptz not null,
  ended_at timestamptz
);
create index sessions_account on sessions (account_id) where ended_at is null;

-- A challenge handed out and not yet answered: passkeys, enrolment, set-up. Used once.
create table challenges (
  id uuid primary key,
  kind text not null,
  account_id uuid references accounts,
  payload_sealed bytea not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- What an account may act as. The id is the id of the patient or the practitioner in the practice.
create table memberships (
  id uuid primary key,
  account_id uuid references accounts,
  practice_id uuid not null,
  kind text not null check (kind in ('patient', 'practitioner')),
  status text not null check (status in ('invited', 'confirmed', 'suspended', 'ended')),
  role text check (role in ('physician', 'nurse-practitioner', 'nurse', 'clerk', 'administrator', 'privacy-officer')),
  created_at timestamptz not null,
  check ((kind = 'practitioner') = (role is not null)),
  check (status in ('invited', 'ended') or account_id is not null)
);
create index memberships_account on memberships (account_id);
create index memberships_practice on memberships (practice_id, kind);

-- An invitation is found by the hash of its code alone: whoever opens it is nobody yet.
create table invitations (
  id uuid primary key,
  membership_id uuid not null references memberships,
  practice_id uuid not null,
  code_hash bytea not null unique,
  -- For patients: HMAC of the date of birth, so that it is checked before any practice key is touched.
  birth_date_hash bytea,
  email_hash bytea,
  tries_left integer not null default 5 check (tries_left >= 0),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  voided_at timestamptz
);
create index invitations_membership on invitations (membership_id);

-- Keys. Wrapped bytes only; the key-encryption key is never in the database.
create table platform_keys (
  version integer primary key,
  kek_id text not null,
  id uuid not null,
  wrapped bytea not null,
  state text not null default 'active' check (state in ('active', 'decrypt-only', 'destroyed')),
  created_at timestamptz not null
);

create table deployment (
  is_only boolean primary key default true check (is_only),
  id uuid not null,
  signing_key_id uuid not null,
  signing_key_wrapped bytea not null,
  signing_public_key bytea not null,
  set_up_at timestamptz,
  is_demo boolean not null default false,
  created_at timestamptz not null
);
grant select, insert, update on accounts, passkeys, sessions, challenges, memberships, invitations to threadwell_app;
grant select, insert, update, delete on recovery_codes to threadwell_app;
grant delete on passkeys, challenges to threadwell_app;
grant select on platform_keys, deployment to threadwell_app, threadwell_job;
grant insert on platform_keys, deployment to threadwell_app;
grant update (set_up_at, is_demo) on deployment to threadwell_app;
grant select on accounts, memberships to threadwell_job;
grant select, update, delete on sessions, challenges, invitations to threadwell_job;
