-- What other companies and people's browsers bring to a request: orders by OpenDSR, signed words of the company's app, files.

-- An order of a controller by OpenDSR: which request it became, and each status that it had, in order. `mark` comes out of
-- the sealed part and goes when the person is forgotten; that it was ordered stays.
create table opendsr_order (
  org text not null,
  request text not null,
  controller text not null,
  ref text not null,
  type text not null,
  submitted text collate "C" not null,
  mark text,
  changes jsonb not null,
  entry bigint not null,
  primary key (org, request)
);
create unique index opendsr_order_ref on opendsr_order (org, controller, ref);
select fence('opendsr_order');

-- How far each callback of an order got: how many of its statuses were told there. Under way, so no fold.
create table opendsr_progress (
  org text not null,
  request text not null,
  url text not null,
  delivered integer not null,
  tries integer not null,
  problem text,
  at timestamptz not null,
  primary key (org, request, url)
);
select fence('opendsr_progress');

-- Tokens and assertions that were used, as keyed hashes, until they would have ended anyway.
create table used_nonce (
  org text not null,
  mark text not null,
  until timestamptz not null,
  primary key (org, mark)
);
create index used_nonce_until on used_nonce (org, until);
select fence('used_nonce');

-- A key under which the company's app signs who is signed in there. What verifies it is a secret, or public.
create table assertion_key (
  org text not null,
  id text not null,
  name text not null,
  algorithm text not null,
  public_key text,
  since text collate "C" not null,
  ended text collate "C",
  entry bigint not null,
  primary key (org, id)
);
select fence('assertion_key');

-- To which recipient of the data map a message is the notice of Art. 19: it counts as told when it went out.
alter table outgoing_mail add column recipient text;

-- A file that a person handed in for a request. Its bytes lie on the shelf of the request, under the request's own secret.
create table handed_in (
  org text not null,
  id text not null,
  request text not null,
  purpose text not null,
  name text,
  type text not null,
  bytes bigint not null,
  at text collate "C" not null,
  seen text collate "C",
  deleted text collate "C",
  entry bigint not null,
  primary key (org, id)
);
create index handed_in_request on handed_in (org, request);
select fence('handed_in');
