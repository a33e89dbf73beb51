-- Sign-in, and what belongs to the process. Every table of an organisation has a primary key that starts with it and
-- is fenced by row security; each transaction sets avouch.org. PostgreSQL 15 or later.

-- Confines a table to the organisation of the transaction, its owner too.
create function fence(name text) returns void language plpgsql as $$
begin
  execute format('alter table %I enable row level security', name);
  execute format('alter table %I force row level security', name);
  execute format(
    'create policy organisation on %I using (org = (select current_setting(''avouch.org'', true))) '
    'with check (org = (select current_setting(''avouch.org'', true)))', name);
end $$;

-- Sign-in belongs to no organisation: one person may be a member of several.
create schema identity;

create table identity."user" (
  "id" text primary key,
  "name" text not null,
  "email" text not null unique,
  "emailVerified" boolean not null default false,
  "image" text,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp
);

create table identity."session" (
  "id" text primary key,
  "expiresAt" timestamptz not null,
  "token" text not null unique,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp,
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references identity."user" ("id") on delete cascade
);
create index session_of_user on identity."session" ("userId");

create table identity."account" (
  "id" text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references identity."user" ("id") on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  "scope" text,
  "password" text,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp
);
create index account_of_user on identity."account" ("userId");

create table identity."verification" (
  "id" text primary key,
  "identifier" text not null,
  "value" text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp
);
create index verification_identifier on identity."verification" ("identifier");

-- How often something was tried since its window opened. `bucket` is a keyed hash: it names nobody.
create table identity.attempt (
  bucket text primary key,
  opened timestamptz not null,
  count integer not null
);

-- One row: this installation. `key_check` opens only under the right key-encryption key; `setup_token` is a hash, and
-- empty once the first run is done.
create table identity.instance (
  sole boolean primary key default true check (sole),
  id text not null,
  key_check bytea not null,
  setup_token bytea,
  setup_claimed timestamptz,
  setup_done timestamptz
);

-- The key that signs an organisation's checkpoints, encrypted under the key-encryption key, and the log's name for ever.
create table log_key (
  org text primary key,
  origin text not null,
  verifier_key text not null,
  sealed bytea not null
);
select fence('log_key');
-- Whoever runs the server sees which organisations there are.
create policy operator on log_key for select using ((select current_setting('avouch.member', true)) = 'operator');

-- What connectors sign in with, encrypted under the key-encryption key. Never in the ledger.
create table secret (
  org text not null,
  owner text not null,
  sealed bytea not null,
  primary key (org, owner)
);
select fence('secret');

-- How far running work has come: shown, never relied on, and lost without harm.
create unlogged table progress (
  org text not null,
  channel text not null,
  state jsonb not null,
  at timestamptz not null,
  primary key (org, channel)
);
select fence('progress');

-- RFC 3161 tokens over checkpoints, as the authority gave them.
create table checkpoint_stamp (
  org text not null,
  size bigint not null,
  authority text not null,
  at timestamptz not null,
  token bytea not null,
  primary key (org, size, authority)
);
select fence('checkpoint_stamp');

-- Projection: who belongs to the organisation, and as what.
create table member (
  org text not null,
  id text not null,
  role text not null,
  since text not null,
  ended text,
  entry bigint not null,
  primary key (org, id)
);
create index member_id on member (id);
select fence('member');
-- Somebody who signs in sees their own memberships before choosing an organisation.
create policy own on member for select using (id = (select current_setting('avouch.member', true)));

-- Projection: files that were handed in. The bytes lie in the object store under the same id.
create table upload (
  org text not null,
  id text not null,
  name text not null,
  bytes bigint not null,
  type text not null,
  sha256 text not null,
  actor text not null,
  created_at text not null,
  entry bigint not null,
  primary key (org, id)
);
select fence('upload');
