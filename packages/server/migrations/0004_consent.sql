-- Consent, folded from the ledger. What visitors answered lies in one partition a month of the server's time: new answers
-- write into a small index, however many there are. Every primary key starts with the organisation.

-- What was published: the exact document that a hash names, one row a language.
create table consent_publication (
  org text not null,
  site text not null,
  idx bigint not null,
  language text collate "C" not null,
  hash text collate "C" not null,
  version text not null,
  substance boolean not null,
  document jsonb not null,
  primary key (org, site, idx, language)
);
create index consent_publication_hash on consent_publication (org, site, hash);

-- Every answer. `key` is the ledger's subject, under which it is sealed: the pseudonym itself stands in no public place.
-- `repeated` rows came twice, through two processes at once: they count for nothing but their key.
create table consent_choice (
  org text not null,
  subject uuid not null,
  recorded timestamptz(3) not null,
  idx bigint not null,
  site text not null,
  id uuid not null,
  key text not null,
  repeated boolean not null default false,
  version text not null,
  hash text not null,
  language text not null,
  variant text,
  method text not null,
  states jsonb not null,
  signal text,
  place text,
  country text,
  regime text not null,
  at timestamptz(3) not null,
  marks text,
  primary key (org, subject, recorded, idx)
) partition by range (recorded);
-- By place: receipts, exports, erasures, and what came last.
create index consent_choice_place on consent_choice (org, idx);

-- Makes the month's partition where there is none. It runs as the tables' owner, since the server's own role owns nothing.
create function consent_month(first date) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  name text := 'consent_choice_' || to_char(first, 'YYYYMM');
begin
  if to_regclass(name) is not null then return; end if;
  perform pg_advisory_xact_lock(hashtext('avouch consent months'));
  if to_regclass(name) is not null then return; end if;
  execute format('create table %I (like consent_choice including defaults)', name);
  perform fence(name);
  -- As the table that it is a part of may be used, so may it.
  execute (select coalesce(string_agg(format('grant %s on %I to %I', privilege_type, name, grantee), ';'), 'select 1') from information_schema.table_privileges
    where table_schema = 'public' and table_name = 'consent_choice' and grantee <> grantor and grantee <> 'PUBLIC');
  execute format('alter table consent_choice attach partition %I for values from (%L) to (%L)', name,
    to_char(first, 'YYYY-MM-01') || ' 00:00:00+00', to_char(first + interval '1 month', 'YYYY-MM-01') || ' 00:00:00+00');
end $$;

-- Answers by day, language and variant; `kind` is all, some, none, signal or withdrawn.
create table consent_tally (
  org text not null,
  site text not null,
  day text collate "C" not null,
  language text collate "C" not null,
  variant text collate "C" not null,
  kind text collate "C" not null,
  n integer not null,
  primary key (org, site, day, language, variant, kind)
);

-- Yes and no to each purpose and vendor by day.
create table consent_purpose_tally (
  org text not null,
  site text not null,
  day text collate "C" not null,
  purpose text collate "C" not null,
  yes integer not null,
  no integer not null,
  primary key (org, site, day, purpose)
);

-- Which pseudonyms belong to an account of the company.
create table consent_binding (
  org text not null,
  site text not null,
  account text collate "C" not null,
  subject uuid not null,
  -- Made for the account itself, by no browser.
  own boolean not null,
  key text not null,
  idx bigint not null,
  primary key (org, site, account, subject)
);
create index consent_binding_key on consent_binding (org, key);

-- Keys of back ends: of the secret only its SHA-256.
create table consent_key (
  org text not null,
  site text not null,
  id text not null,
  name text not null,
  scopes text[] not null,
  begins text not null,
  hash text not null,
  actor text not null,
  created_at text collate "C" not null,
  ended boolean not null default false,
  idx bigint not null,
  primary key (org, site, id)
);

-- Where answers are sent on to.
create table consent_webhook (
  org text not null,
  site text not null,
  url text not null,
  since text collate "C" not null,
  idx bigint not null,
  primary key (org, site)
);

select fence(name) from unnest(array['consent_publication', 'consent_choice', 'consent_tally', 'consent_purpose_tally', 'consent_binding', 'consent_key', 'consent_webhook']) as name;

-- No projection: how far the webhook of a site, and the ending of its old answers (`expiry:` and the site), have come.
create table consent_progress (
  org text not null,
  site text not null,
  idx bigint not null,
  -- How often in a row it failed, why, and since when.
  tries integer not null,
  problem text,
  at timestamptz not null,
  primary key (org, site)
);
select fence('consent_progress');
