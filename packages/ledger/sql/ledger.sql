-- The tables of the ledger. Every primary key starts with the organisation, every table is fenced by row security,
-- and what must never change is refused by the database itself, to the tables' owner too. Each transaction sets
-- avouch.org; forgetting a person also sets avouch.forget to the subject. PostgreSQL 15 or later.

-- One row an organisation: the log's writing end. Locking it is the writer's lock.
create table ledger_log (
  org text primary key,
  origin text not null,
  size bigint not null default 0,
  recorded text,
  batch bytea
);

-- The leaves. `batch` is the token of a batch, on its first entry: after a lost answer it tells whether the batch is in.
create table ledger_entry (
  org text not null,
  idx bigint not null,
  bytes bytea not null,
  commitments bytea not null,
  batch bytea,
  primary key (org, idx)
);

-- The private payloads, encrypted. `sealed` becomes null when the subject is forgotten, and never changes otherwise.
create table ledger_part (
  org text not null,
  idx bigint not null,
  part integer not null,
  subject text,
  sealed bytea,
  primary key (org, idx, part)
);
create index ledger_part_subject on ledger_part (org, subject) where subject is not null;

-- Ciphertext and canonical JSON this short do not compress: do not try.
alter table ledger_part alter column sealed set storage external;
alter table ledger_entry alter column bytes set storage external;
alter table ledger_entry alter column commitments set storage external;

create table ledger_tile (
  org text not null,
  level smallint not null,
  n bigint not null,
  hashes bytea not null,
  primary key (org, level, n)
);
alter table ledger_tile alter column hashes set storage external;

create table ledger_checkpoint (
  org text not null,
  size bigint not null,
  note text not null,
  signed_ms bigint not null,
  primary key (org, size)
);

create table ledger_cosignature (
  org text not null,
  size bigint not null,
  line text not null,
  primary key (org, size, line)
);

-- The key store: subject keys wrapped by the key-encryption key. The empty subject is the organisation's own key.
create table ledger_key (
  org text not null,
  subject text not null,
  wrapped bytea not null,
  primary key (org, subject)
);

-- The erasure ledger: who was forgotten, and by which entry. Replayed whenever the log is opened.
create table ledger_erasure (
  org text not null,
  subject text not null,
  idx bigint not null,
  at text not null,
  primary key (org, subject)
);

create function ledger_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger keeps %: % is refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end $$;

create function ledger_log_grows() returns trigger language plpgsql as $$
begin
  if new.org <> old.org or new.origin <> old.origin or new.size < old.size then
    raise exception 'a log only grows' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create function ledger_tile_grows() returns trigger language plpgsql as $$
begin
  if (new.org, new.level, new.n) is distinct from (old.org, old.level, old.n)
    or substring(new.hashes from 1 for length(old.hashes)) <> old.hashes then
    raise exception 'a tile only grows' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create function ledger_part_forgets() returns trigger language plpgsql as $$
begin
  if (new.org, new.idx, new.part, new.subject) is distinct from (old.org, old.idx, old.part, old.subject)
    or new.sealed is not null or old.subject is null
    or old.subject is distinct from current_setting('avouch.forget', true) then
    raise exception 'a payload goes only when its subject is forgotten' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create function ledger_key_forgets() returns trigger language plpgsql as $$
begin
  if old.subject = '' or old.subject is distinct from current_setting('avouch.forget', true) then
    raise exception 'a key goes only when its subject is forgotten' using errcode = 'restrict_violation';
  end if;
  return old;
end $$;

create trigger keep before delete on ledger_log for each row execute function ledger_refuse();
create trigger grow before update on ledger_log for each row execute function ledger_log_grows();
create trigger keep before update or delete on ledger_entry for each row execute function ledger_refuse();
create trigger keep before delete on ledger_part for each row execute function ledger_refuse();
create trigger forget before update on ledger_part for each row execute function ledger_part_forgets();
create trigger keep before delete on ledger_tile for each row execute function ledger_refuse();
create trigger grow before update on ledger_tile for each row execute function ledger_tile_grows();
create trigger keep before update or delete on ledger_checkpoint for each row execute function ledger_refuse();
create trigger keep before update or delete on ledger_cosignature for each row execute function ledger_refuse();
create trigger keep before update on ledger_key for each row execute function ledger_refuse();
create trigger forget before delete on ledger_key for each row execute function ledger_key_forgets();
create trigger keep before update or delete on ledger_erasure for each row execute function ledger_refuse();

do $$
declare name text;
begin
  foreach name in array array['ledger_log', 'ledger_entry', 'ledger_part', 'ledger_tile', 'ledger_checkpoint',
    'ledger_cosignature', 'ledger_key', 'ledger_erasure']
  loop
    execute format('create trigger keep_all before truncate on %I for each statement execute function ledger_refuse()', name);
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy organisation on %I using (org = (select current_setting(''avouch.org'', true))) '
      'with check (org = (select current_setting(''avouch.org'', true)))', name);
  end loop;
end $$;
