-- The privacy side: projections of the data map, of requests and what follows from them, and a few tables of what is
-- under way. What a projection shows of a person comes out of sealed parts and goes when they are forgotten.

-- Every version of avouch.datamap.yaml, as it was written and as it was read.
create table data_map (
  org text not null,
  version integer not null,
  text text not null,
  map jsonb not null,
  note text not null,
  systems integer not null,
  places integer not null,
  fields integer not null,
  entry bigint not null,
  primary key (org, version)
);
select fence('data_map');

-- A request as its facts tell it. `stated` is what the person said of themselves; null once that is forgotten.
create table request (
  org text not null,
  id text not null,
  status text not null,
  rights text[] not null,
  state jsonb not null,
  stated jsonb,
  forgotten boolean not null default false,
  raw text collate "C" not null,
  stopped boolean not null,
  -- A keyed hash of right and address, by which a duplicate is found.
  mark text,
  first_entry bigint not null,
  primary key (org, id)
);
create index request_order on request (org, stopped, raw, id);
-- The person's own reference finds it, until it is forgotten.
create index request_reference on request (org, (stated ->> 'reference')) where stated is not null;
create index request_mark on request (org, mark) where mark is not null;
-- What a person asked in the same breath is found together.
create index request_bundle on request (org, (state #>> '{received,bundle}')) where state #>> '{received,bundle}' is not null;
select fence('request');

-- An answer that lies ready to be fetched. `token` is the hash of what stands in the link.
create table release (
  org text not null,
  id text not null,
  request text not null,
  token text,
  way text not null,
  until text collate "C" not null,
  bytes bigint not null,
  fetched integer not null default 0,
  ended boolean not null default false,
  entry bigint not null,
  primary key (org, id)
);
create index release_token on release (org, token) where token is not null;
create index release_request on release (org, request);
select fence('release');

-- Art. 18: what stands restricted, and the keyed hashes by which the company's app asks for it.
create table restriction (
  org text not null,
  id text not null,
  request text,
  ground text not null,
  since text collate "C" not null,
  subjects text[],
  lift_on text,
  noticed text collate "C",
  lifted text collate "C",
  entry bigint not null,
  primary key (org, id)
);
select fence('restriction');

create table restricted_subject (
  org text not null,
  mark text not null,
  restriction text not null,
  since text collate "C" not null,
  primary key (org, mark, restriction)
);
create index restricted_subject_of on restricted_subject (org, restriction);
select fence('restricted_subject');

-- Erased people, whose return is watched for: keyed hashes of identity values, by identity key.
create table suppressed (
  org text not null,
  key_name text not null,
  mark text not null,
  request text not null,
  -- False for what an emptied row still holds: it tells that a row is whole theirs, and finds nobody.
  finds boolean not null,
  entry bigint not null,
  -- Of somebody who was erased twice each erasure watches by itself.
  primary key (org, key_name, mark, request)
);
create index suppressed_request on suppressed (org, request);
select fence('suppressed');

-- A key of the company's own app. `hash` is of random bytes.
create table app_key (
  org text not null,
  id text not null,
  name text not null,
  hash text not null,
  scopes text[] not null,
  since text collate "C" not null,
  ended text collate "C",
  entry bigint not null,
  primary key (org, id)
);
create index app_key_hash on app_key (org, hash);
select fence('app_key');

-- Under which names the public finds an organisation's privacy centre.
create table centre (
  org text primary key,
  -- At the end of a transaction: a rebuild passes by names that were given up, and that others took since.
  slug text not null unique deferrable initially deferred,
  host text unique deferrable initially deferred,
  open boolean not null,
  entry bigint not null
);
select fence('centre');
-- A visitor comes by its name alone, before any organisation is known.
create policy visitor on centre for select using (open and (slug = (select current_setting('avouch.centre', true)) or host = (select current_setting('avouch.centre', true))));

-- The server itself must know under which hosts it is asked for a centre.
create policy operator on centre for select using ((select current_setting('avouch.member', true)) = 'operator');

-- What was last seen of a store: its drift from the data map, or what discovery proposed. Made again at each look.
create table store_look (
  org text not null,
  store text not null,
  kind text not null,
  state jsonb not null,
  primary key (org, store, kind)
);
select fence('store_look');

-- Messages on their way. `sealed` is encrypted under the key-encryption key, and gone once it was sent.
create table outgoing_mail (
  org text not null,
  id text not null,
  request text,
  sealed bytea,
  state text not null check (state in ('waiting', 'sent', 'by-hand', 'failed')),
  at timestamptz not null,
  problem text,
  primary key (org, id)
);
create index outgoing_mail_open on outgoing_mail (org, at, id) where state in ('waiting', 'by-hand', 'failed');
create index outgoing_mail_request on outgoing_mail (org, request);
select fence('outgoing_mail');

-- Codes that were sent to be typed in: keyed hashes, good for a time and a few tries.
create table sent_code (
  org text not null,
  request text not null,
  purpose text not null,
  hash text not null,
  until timestamptz not null,
  tries integer not null default 0,
  primary key (org, request, purpose)
);
select fence('sent_code');

-- Runs that are of no request: retention and scans for erased people.
create table upkeep_run (
  org text not null,
  id text not null,
  kind text not null,
  dry boolean not null,
  -- Whether the clock began it.
  scheduled boolean not null,
  state text not null check (state in ('working', 'done', 'failed')),
  at text collate "C" not null,
  lines jsonb not null,
  primary key (org, id)
);
create index upkeep_run_newest on upkeep_run (org, kind, at);
select fence('upkeep_run');

-- What erasures keep until a day, by system. `next` is the day after which it is looked at again; null when nothing is left to end.
create table kept_rows (
  org text not null,
  id text not null,
  request text not null,
  system text not null,
  rows integer not null,
  until text collate "C" not null,
  next text collate "C",
  look jsonb,
  forgotten boolean not null default false,
  entry bigint not null,
  looked bigint,
  primary key (org, id)
);
create index kept_rows_open on kept_rows (org, next) where not forgotten;
create index kept_rows_request on kept_rows (org, request);
select fence('kept_rows');

-- Reminders that were sent, so that none is sent twice. `key` names no person.
create table reminder (
  org text not null,
  key text not null,
  at timestamptz not null,
  primary key (org, key)
);
select fence('reminder');
