-- Versions of records, folded from the ledger. Every row can be dropped and made again. PostgreSQL 15 or later.

-- `recorded` and `superseded` bound the time in which the ledger held this version to be the newest: a read as of an
-- instant takes the row whose bounds it lies in. Instants are RFC 3339 text in UTC with milliseconds, which sorts as time does.
create table record_version (
  org text not null,
  type text collate "C" not null,
  id text collate "C" not null,
  version integer not null,
  -- What a list sorts by: the label in lower case, or nothing once its person is forgotten.
  label text collate "C" not null,
  value jsonb not null,
  -- The personal fields, and whose they are; both null when there are none or they are forgotten.
  personal jsonb,
  subject text,
  forgotten boolean not null,
  ended boolean not null,
  actor text not null,
  held_from text collate "C" not null,
  captured text collate "C" not null,
  recorded text collate "C" not null,
  superseded text collate "C",
  entry bigint not null,
  words text not null,
  word_index tsvector generated always as (to_tsvector('simple', words)) stored,
  primary key (org, type, id, version)
);

-- The list of a type as it stands, in the order of its labels.
create index record_version_current on record_version (org, type, label, id) where superseded is null and not ended;
-- The same as of an earlier instant.
create index record_version_as_of on record_version (org, type, label, id, recorded);
-- No index over `word_index`: under row security a text match may not enter an index scan, since it could leak what it
-- was compared with. A search filters one organisation's records of one type.
create index record_version_subject on record_version (org, subject) where subject is not null;

alter table record_version enable row level security;
alter table record_version force row level security;
create policy organisation on record_version using (org = (select current_setting('avouch.org', true)))
  with check (org = (select current_setting('avouch.org', true)));
