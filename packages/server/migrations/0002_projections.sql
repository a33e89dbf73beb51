-- Tables derived from the ledger alone: each is emptied and filled again by a rebuild, with the same rows. Instants are
-- RFC 3339 texts in UTC with milliseconds, compared byte by byte, as the ledger spells them. Intervals are half-open;
-- no `until_at` means that it still holds. Every primary key starts with the organisation.

-- What the ledger page lists: one row an entry.
create table entry (
  org text not null,
  idx bigint not null,
  kind text not null,
  about text not null,
  actor text not null,
  captured text collate "C" not null,
  recorded text collate "C" not null,
  held_from text collate "C",
  held_to text collate "C",
  origin text not null,
  parts integer not null,
  -- How many of its parts have been forgotten.
  forgotten integer not null default 0,
  primary key (org, idx)
);
create index entry_kind on entry (org, kind, idx);
create index entry_about on entry (org, about, idx);

-- When one entity type of a source was read whole, or was not and why. `last_at` is the latest reading that said so.
create table coverage (
  org text not null,
  source text not null,
  entity_type text not null,
  from_at text collate "C" not null,
  until_at text collate "C",
  state text not null check (state in ('complete', 'problem', 'paused')),
  last_at text collate "C" not null,
  reason text,
  problem jsonb,
  first_idx bigint not null,
  last_idx bigint not null,
  primary key (org, source, entity_type, from_at)
);
create index coverage_live on coverage (org, source, entity_type) where until_at is null;
create index coverage_ended on coverage (org, until_at) where until_at is not null;

-- Every look at a source: when, and whether it was whole. What a page as of an instant calls the last look, it finds here.
create table reading (
  org text not null,
  source text not null,
  entity_type text not null,
  at text collate "C" not null,
  idx bigint not null,
  complete boolean not null,
  count integer,
  primary key (org, source, entity_type, at, idx)
);
create index reading_complete on reading (org, source, entity_type, at, idx) where complete;

-- An entity as it was seen, while it was seen so. A forgotten one keeps its place and its commitment and nothing else.
create table entity (
  org text not null,
  source text not null,
  entity_type text not null,
  entity_id text collate "C" not null,
  from_at text collate "C" not null,
  until_at text collate "C",
  idx bigint not null,
  part integer not null,
  commitment bytea,
  subject text,
  name text,
  body jsonb,
  primary key (org, source, entity_type, entity_id, from_at)
);
create index entity_live on entity (org, source, entity_type, entity_id) where until_at is null;
create index entity_place on entity (org, idx, part);
create index entity_subject on entity (org, subject) where subject is not null;

-- What a check says of one entity, while it says so. `rank` puts failing first; `idx` is the reading that it was judged from.
create table verdict (
  org text not null,
  check_id text not null,
  source text not null,
  entity_id text collate "C" not null,
  from_at text collate "C" not null,
  until_at text collate "C",
  rank smallint not null check (rank between 0 and 3),
  reason text not null,
  -- When time alone changes it.
  turns_at text collate "C",
  idx bigint not null,
  subject text,
  primary key (org, check_id, source, entity_id, from_at)
);
create index verdict_rank on verdict (org, check_id, rank, source, entity_id, from_at);
create index verdict_turns on verdict (org, source, check_id, turns_at) where until_at is null and turns_at is not null;
create index verdict_subject on verdict (org, subject) where subject is not null;

-- How one check stood at one source: counts of subjects by verdict. No row where the source was not read whole.
create table tally (
  org text not null,
  check_id text not null,
  source text not null,
  from_at text collate "C" not null,
  until_at text collate "C",
  pass integer not null,
  fail integer not null,
  not_applicable integer not null,
  unknown integer not null,
  primary key (org, check_id, source, from_at)
);

create index tally_live on tally (org, check_id, source) where until_at is null;
create index tally_ended on tally (org, until_at) where until_at is not null;

-- Readiness packages that were issued: what the ledger says of them.
create table issued_package (
  org text not null,
  id text not null,
  ledger_size bigint not null,
  open_items integer not null,
  warnings jsonb not null,
  files jsonb not null,
  idx bigint not null,
  primary key (org, id)
);

select fence(name) from unnest(array['entry', 'coverage', 'reading', 'entity', 'verdict', 'tally', 'issued_package']) as name;

-- No projection: packages that were ordered, and how far their making has come. `bundle` is the size and digest of the one
-- file that cannot lie in the fact which it proves.
create table package_order (
  org text not null,
  id text not null,
  as_of text not null,
  state text not null check (state in ('queued', 'composing', 'ready', 'failed')),
  progress text,
  problem text,
  bundle jsonb,
  ordered_at text collate "C" not null,
  primary key (org, id)
);
select fence('package_order');
