-- What the migrations make, as the database tells it. Written by the test of the schema.

create table identity.account (
  id text not null,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamp with time zone,
  "refreshTokenExpiresAt" timestamp with time zone,
  scope text,
  password text,
  "createdAt" timestamp with time zone not null default CURRENT_TIMESTAMP,
  "updatedAt" timestamp with time zone not null default CURRENT_TIMESTAMP,
  account_pkey PRIMARY KEY (id),
  "account_userId_fkey" FOREIGN KEY ("userId") REFERENCES identity."user"(id) ON DELETE CASCADE
);
CREATE INDEX account_of_user ON identity.account USING btree ("userId");

create table identity.attempt (
  bucket text not null,
  opened timestamp with time zone not null,
  count integer not null,
  attempt_pkey PRIMARY KEY (bucket)
);

create table identity.instance (
  sole boolean not null default true,
  id text not null,
  key_check bytea not null,
  setup_token bytea,
  setup_claimed timestamp with time zone,
  setup_done timestamp with time zone,
  instance_pkey PRIMARY KEY (sole),
  instance_sole_check CHECK (sole)
);

create table identity.session (
  id text not null,
  "expiresAt" timestamp with time zone not null,
  token text not null,
  "createdAt" timestamp with time zone not null default CURRENT_TIMESTAMP,
  "updatedAt" timestamp with time zone not null default CURRENT_TIMESTAMP,
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null,
  session_pkey PRIMARY KEY (id),
  session_token_key UNIQUE (token),
  "session_userId_fkey" FOREIGN KEY ("userId") REFERENCES identity."user"(id) ON DELETE CASCADE
);
CREATE INDEX session_of_user ON identity.session USING btree ("userId");
CREATE UNIQUE INDEX session_token_key ON identity.session USING btree (token);

create table identity.user (
  id text not null,
  name text not null,
  email text not null,
  "emailVerified" boolean not null default false,
  image text,
  "createdAt" timestamp with time zone not null default CURRENT_TIMESTAMP,
  "updatedAt" timestamp with time zone not null default CURRENT_TIMESTAMP,
  user_email_key UNIQUE (email),
  user_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX user_email_key ON identity."user" USING btree (email);

create table identity.verification (
  id text not null,
  identifier text not null,
  value text not null,
  "expiresAt" timestamp with time zone not null,
  "createdAt" timestamp with time zone not null default CURRENT_TIMESTAMP,
  "updatedAt" timestamp with time zone not null default CURRENT_TIMESTAMP,
  verification_pkey PRIMARY KEY (id)
);
CREATE INDEX verification_identifier ON identity.verification USING btree (identifier);

create table public.app_key (
  org text not null,
  id text not null,
  name text not null,
  hash text not null,
  scopes text[] not null,
  since text collate "C" not null,
  ended text collate "C",
  entry bigint not null,
  app_key_pkey PRIMARY KEY (org, id)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE INDEX app_key_hash ON public.app_key USING btree (org, hash);

create table public.assertion_key (
  org text not null,
  id text not null,
  name text not null,
  algorithm text not null,
  public_key text,
  since text collate "C" not null,
  ended text collate "C",
  entry bigint not null,
  assertion_key_pkey PRIMARY KEY (org, id)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));

create table public.centre (
  org text not null,
  slug text not null,
  host text,
  open boolean not null,
  entry bigint not null,
  centre_host_key UNIQUE (host) DEFERRABLE INITIALLY DEFERRED,
  centre_pkey PRIMARY KEY (org),
  centre_slug_key UNIQUE (slug) DEFERRABLE INITIALLY DEFERRED
);
row security forced;
policy operator for r using ((( SELECT current_setting('avouch.member'::text, true) AS current_setting) = 'operator'::text)) with check ();
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
policy visitor for r using ((open AND ((slug = ( SELECT current_setting('avouch.centre'::text, true) AS current_setting)) OR (host = ( SELECT current_setting('avouch.centre'::text, true) AS current_setting))))) with check ();
CREATE UNIQUE INDEX centre_host_key ON public.centre USING btree (host);
CREATE UNIQUE INDEX centre_slug_key ON public.centre USING btree (slug);

create table public.checkpoint_stamp (
  org text not null,
  size bigint not null,
  authority text not null,
  at timestamp with time zone not null,
  token bytea not null,
  checkpoint_stamp_pkey PRIMARY KEY (org, size, authority)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));

create table public.consent_binding (
  org text not null,
  site text not null,
  account text collate "C" not null,
  subject uuid not null,
  own boolean not null,
  key text not null,
  idx bigint not null,
  consent_binding_pkey PRIMARY KEY (org, site, account, subject)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE INDEX consent_binding_key ON public.consent_binding USING btree (org, key);

create table public.consent_choice (
  org text not null,
  subject uuid not null,
  recorded timestamp(3) with time zone not null,
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
  at timestamp(3) with time zone not null,
  marks text,
  consent_choice_pkey PRIMARY KEY (org, subject, recorded, idx)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE INDEX consent_choice_place ON ONLY public.consent_choice USING btree (org, idx);

create table public.consent_key (
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
  consent_key_pkey PRIMARY KEY (org, site, id)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));

create table public.consent_progress (
  org text not null,
  site text not null,
  idx bigint not null,
  tries integer not null,
  problem text,
  at timestamp with time zone not null,
  consent_progress_pkey PRIMARY KEY (org, site)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));

create table public.consent_publication (
  org text not null,
  site text not null,
  idx bigint not null,
  language text collate "C" not null,
  hash text collate "C" not null,
  version text not null,
  substance boolean not null,
  document jsonb not null,
  consent_publication_pkey PRIMARY KEY (org, site, idx, language)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE INDEX consent_publication_hash ON public.consent_publication USING btree (org, site, hash);

create table public.consent_purpose_tally (
  org text not null,
  site text not null,
  day text collate "C" not null,
  purpose text collate "C" not null,
  yes integer not null,
  no integer not null,
  consent_purpose_tally_pkey PRIMARY KEY (org, site, day, purpose)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));

create table public.consent_tally (
  org text not null,
  site text not null,
  day text collate "C" not null,
  language text collate "C" not null,
  variant text collate "C" not null,
  kind text collate "C" not null,
  n integer not null,
  consent_tally_pkey PRIMARY KEY (org, site, day, language, variant, kind)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));

create table public.consent_webhook (
  org text not null,
  site text not null,
  url text not null,
  since text collate "C" not null,
  idx bigint not null,
  consent_webhook_pkey PRIMARY KEY (org, site)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));

create table public.coverage (
  org text not null,
  source text not null,
  entity_type text not null,
  from_at text collate "C" not null,
  until_at text collate "C",
  state text not null,
  last_at text collate "C" not null,
  reason text,
  problem jsonb,
  first_idx bigint not null,
  last_idx bigint not null,
  coverage_pkey PRIMARY KEY (org, source, entity_type, from_at),
  coverage_state_check CHECK ((state = ANY (ARRAY['complete'::text, 'problem'::text, 'paused'::text])))
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE INDEX coverage_ended ON public.coverage USING btree (org, until_at) WHERE (until_at IS NOT NULL);
CREATE INDEX coverage_live ON public.coverage USING btree (org, source, entity_type) WHERE (until_at IS NULL);

create table public.data_map (
  org text not null,
  version integer not null,
  text text not null,
  map jsonb not null,
  note text not null,
  systems integer not null,
  places integer not null,
  fields integer not null,
  entry bigint not null,
  data_map_pkey PRIMARY KEY (org, version)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));

create table public.entity (
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
  entity_pkey PRIMARY KEY (org, source, entity_type, entity_id, from_at)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE INDEX entity_live ON public.entity USING btree (org, source, entity_type, entity_id) WHERE (until_at IS NULL);
CREATE INDEX entity_place ON public.entity USING btree (org, idx, part);
CREATE INDEX entity_subject ON public.entity USING btree (org, subject) WHERE (subject IS NOT NULL);

create table public.entry (
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
  forgotten integer not null default 0,
  entry_pkey PRIMARY KEY (org, idx)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE INDEX entry_about ON public.entry USING btree (org, about, idx);
CREATE INDEX entry_kind ON public.entry USING btree (org, kind, idx);

create table public.handed_in (
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
  handed_in_pkey PRIMARY KEY (org, id)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE INDEX handed_in_request ON public.handed_in USING btree (org, request);

create table public.issued_package (
  org text not null,
  id text not null,
  ledger_size bigint not null,
  open_items integer not null,
  warnings jsonb not null,
  files jsonb not null,
  idx bigint not null,
  issued_package_pkey PRIMARY KEY (org, id)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));

create table public.kept_rows (
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
  kept_rows_pkey PRIMARY KEY (org, id)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE INDEX kept_rows_open ON public.kept_rows USING btree (org, next) WHERE (NOT forgotten);
CREATE INDEX kept_rows_request ON public.kept_rows USING btree (org, request);

create table public.ledger_checkpoint (
  org text not null,
  size bigint not null,
  note text not null,
  signed_ms bigint not null,
  ledger_checkpoint_pkey PRIMARY KEY (org, size)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE TRIGGER keep BEFORE DELETE OR UPDATE ON public.ledger_checkpoint FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER keep_all BEFORE TRUNCATE ON public.ledger_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

create table public.ledger_cosignature (
  org text not null,
  size bigint not null,
  line text not null,
  ledger_cosignature_pkey PRIMARY KEY (org, size, line)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE TRIGGER keep BEFORE DELETE OR UPDATE ON public.ledger_cosignature FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER keep_all BEFORE TRUNCATE ON public.ledger_cosignature FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

create table public.ledger_entry (
  org text not null,
  idx bigint not null,
  bytes bytea not null,
  commitments bytea not null,
  batch bytea,
  ledger_entry_pkey PRIMARY KEY (org, idx)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE TRIGGER keep BEFORE DELETE OR UPDATE ON public.ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER keep_all BEFORE TRUNCATE ON public.ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

create table public.ledger_erasure (
  org text not null,
  subject text not null,
  idx bigint not null,
  at text not null,
  ledger_erasure_pkey PRIMARY KEY (org, subject)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE TRIGGER keep BEFORE DELETE OR UPDATE ON public.ledger_erasure FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER keep_all BEFORE TRUNCATE ON public.ledger_erasure FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

create table public.ledger_key (
  org text not null,
  subject text not null,
  wrapped bytea not null,
  ledger_key_pkey PRIMARY KEY (org, subject)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE TRIGGER forget BEFORE DELETE ON public.ledger_key FOR EACH ROW EXECUTE FUNCTION ledger_key_forgets();
CREATE TRIGGER keep BEFORE UPDATE ON public.ledger_key FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER keep_all BEFORE TRUNCATE ON public.ledger_key FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

create table public.ledger_log (
  org text not null,
  origin text not null,
  size bigint not null default 0,
  recorded text,
  batch bytea,
  ledger_log_pkey PRIMARY KEY (org)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE TRIGGER grow BEFORE UPDATE ON public.ledger_log FOR EACH ROW EXECUTE FUNCTION ledger_log_grows();
CREATE TRIGGER keep BEFORE DELETE ON public.ledger_log FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER keep_all BEFORE TRUNCATE ON public.ledger_log FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

create table public.ledger_part (
  org text not null,
  idx bigint not null,
  part integer not null,
  subject text,
  sealed bytea,
  ledger_part_pkey PRIMARY KEY (org, idx, part)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE INDEX ledger_part_subject ON public.ledger_part USING btree (org, subject) WHERE (subject IS NOT NULL);
CREATE TRIGGER forget BEFORE UPDATE ON public.ledger_part FOR EACH ROW EXECUTE FUNCTION ledger_part_forgets();
CREATE TRIGGER keep BEFORE DELETE ON public.ledger_part FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER keep_all BEFORE TRUNCATE ON public.ledger_part FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

create table public.ledger_tile (
  org text not null,
  level smallint not null,
  n bigint not null,
  hashes bytea not null,
  ledger_tile_pkey PRIMARY KEY (org, level, n)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE TRIGGER grow BEFORE UPDATE ON public.ledger_tile FOR EACH ROW EXECUTE FUNCTION ledger_tile_grows();
CREATE TRIGGER keep BEFORE DELETE ON public.ledger_tile FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER keep_all BEFORE TRUNCATE ON public.ledger_tile FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

create table public.log_key (
  org text not null,
  origin text not null,
  verifier_key text not null,
  sealed bytea not null,
  log_key_pkey PRIMARY KEY (org)
);
row security forced;
policy operator for r using ((( SELECT current_setting('avouch.member'::text, true) AS current_setting) = 'operator'::text)) with check ();
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));

create table public.member (
  org text not null,
  id text not null,
  role text not null,
  since text not null,
  ended text,
  entry bigint not null,
  member_pkey PRIMARY KEY (org, id)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
policy own for r using ((id = ( SELECT current_setting('avouch.member'::text, true) AS current_setting))) with check ();
CREATE INDEX member_id ON public.member USING btree (id);

create table public.migration (
  id text not null,
  sha256 text not null,
  applied timestamp with time zone not null default clock_timestamp(),
  migration_pkey PRIMARY KEY (id)
);

create table public.opendsr_order (
  org text not null,
  request text not null,
  controller text not null,
  ref text not null,
  type text not null,
  submitted text collate "C" not null,
  mark text,
  changes jsonb not null,
  entry bigint not null,
  opendsr_order_pkey PRIMARY KEY (org, request)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE UNIQUE INDEX opendsr_order_ref ON public.opendsr_order USING btree (org, controller, ref);

create table public.opendsr_progress (
  org text not null,
  request text not null,
  url text not null,
  delivered integer not null,
  tries integer not null,
  problem text,
  at timestamp with time zone not null,
  opendsr_progress_pkey PRIMARY KEY (org, request, url)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));

create table public.outgoing_mail (
  org text not null,
  id text not null,
  request text,
  sealed bytea,
  state text not null,
  at timestamp with time zone not null,
  problem text,
  recipient text,
  outgoing_mail_pkey PRIMARY KEY (org, id),
  outgoing_mail_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'by-hand'::text, 'failed'::text])))
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE INDEX outgoing_mail_open ON public.outgoing_mail USING btree (org, at, id) WHERE (state = ANY (ARRAY['waiting'::text, 'by-hand'::text, 'failed'::text]));
CREATE INDEX outgoing_mail_request ON public.outgoing_mail USING btree (org, request);

create table public.package_order (
  org text not null,
  id text not null,
  as_of text not null,
  state text not null,
  progress text,
  problem text,
  bundle jsonb,
  ordered_at text collate "C" not null,
  package_order_pkey PRIMARY KEY (org, id),
  package_order_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'composing'::text, 'ready'::text, 'failed'::text])))
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));

create unlogged table public.progress (
  org text not null,
  channel text not null,
  state jsonb not null,
  at timestamp with time zone not null,
  progress_pkey PRIMARY KEY (org, channel)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));

create table public.reading (
  org text not null,
  source text not null,
  entity_type text not null,
  at text collate "C" not null,
  idx bigint not null,
  complete boolean not null,
  count integer,
  reading_pkey PRIMARY KEY (org, source, entity_type, at, idx)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE INDEX reading_complete ON public.reading USING btree (org, source, entity_type, at, idx) WHERE complete;

create table public.record_version (
  org text not null,
  type text collate "C" not null,
  id text collate "C" not null,
  version integer not null,
  label text collate "C" not null,
  value jsonb not null,
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
  word_index tsvector generated always as (to_tsvector('simple'::regconfig, words)) stored,
  record_version_pkey PRIMARY KEY (org, type, id, version)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE INDEX record_version_as_of ON public.record_version USING btree (org, type, label, id, recorded);
CREATE INDEX record_version_current ON public.record_version USING btree (org, type, label, id) WHERE ((superseded IS NULL) AND (NOT ended));
CREATE INDEX record_version_subject ON public.record_version USING btree (org, subject) WHERE (subject IS NOT NULL);

create table public.release (
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
  release_pkey PRIMARY KEY (org, id)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE INDEX release_request ON public.release USING btree (org, request);
CREATE INDEX release_token ON public.release USING btree (org, token) WHERE (token IS NOT NULL);

create table public.reminder (
  org text not null,
  key text not null,
  at timestamp with time zone not null,
  reminder_pkey PRIMARY KEY (org, key)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));

create table public.request (
  org text not null,
  id text not null,
  status text not null,
  rights text[] not null,
  state jsonb not null,
  stated jsonb,
  forgotten boolean not null default false,
  raw text collate "C" not null,
  stopped boolean not null,
  mark text,
  first_entry bigint not null,
  request_pkey PRIMARY KEY (org, id)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE INDEX request_bundle ON public.request USING btree (org, ((state #>> '{received,bundle}'::text[]))) WHERE ((state #>> '{received,bundle}'::text[]) IS NOT NULL);
CREATE INDEX request_mark ON public.request USING btree (org, mark) WHERE (mark IS NOT NULL);
CREATE INDEX request_order ON public.request USING btree (org, stopped, raw, id);
CREATE INDEX request_reference ON public.request USING btree (org, ((stated ->> 'reference'::text))) WHERE (stated IS NOT NULL);

create table public.restricted_subject (
  org text not null,
  mark text not null,
  restriction text not null,
  since text collate "C" not null,
  restricted_subject_pkey PRIMARY KEY (org, mark, restriction)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE INDEX restricted_subject_of ON public.restricted_subject USING btree (org, restriction);

create table public.restriction (
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
  restriction_pkey PRIMARY KEY (org, id)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));

create table public.secret (
  org text not null,
  owner text not null,
  sealed bytea not null,
  secret_pkey PRIMARY KEY (org, owner)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));

create table public.sent_code (
  org text not null,
  request text not null,
  purpose text not null,
  hash text not null,
  until timestamp with time zone not null,
  tries integer not null default 0,
  sent_code_pkey PRIMARY KEY (org, request, purpose)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));

create table public.store_look (
  org text not null,
  store text not null,
  kind text not null,
  state jsonb not null,
  store_look_pkey PRIMARY KEY (org, store, kind)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));

create table public.suppressed (
  org text not null,
  key_name text not null,
  mark text not null,
  request text not null,
  finds boolean not null,
  entry bigint not null,
  suppressed_pkey PRIMARY KEY (org, key_name, mark, request)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE INDEX suppressed_request ON public.suppressed USING btree (org, request);

create table public.tally (
  org text not null,
  check_id text not null,
  source text not null,
  from_at text collate "C" not null,
  until_at text collate "C",
  pass integer not null,
  fail integer not null,
  not_applicable integer not null,
  unknown integer not null,
  tally_pkey PRIMARY KEY (org, check_id, source, from_at)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE INDEX tally_ended ON public.tally USING btree (org, until_at) WHERE (until_at IS NOT NULL);
CREATE INDEX tally_live ON public.tally USING btree (org, check_id, source) WHERE (until_at IS NULL);

create table public.upkeep_run (
  org text not null,
  id text not null,
  kind text not null,
  dry boolean not null,
  scheduled boolean not null,
  state text not null,
  at text collate "C" not null,
  lines jsonb not null,
  upkeep_run_pkey PRIMARY KEY (org, id),
  upkeep_run_state_check CHECK ((state = ANY (ARRAY['working'::text, 'done'::text, 'failed'::text])))
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE INDEX upkeep_run_newest ON public.upkeep_run USING btree (org, kind, at);

create table public.upload (
  org text not null,
  id text not null,
  name text not null,
  bytes bigint not null,
  type text not null,
  sha256 text not null,
  actor text not null,
  created_at text not null,
  entry bigint not null,
  upload_pkey PRIMARY KEY (org, id)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));

create table public.used_nonce (
  org text not null,
  mark text not null,
  until timestamp with time zone not null,
  used_nonce_pkey PRIMARY KEY (org, mark)
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE INDEX used_nonce_until ON public.used_nonce USING btree (org, until);

create table public.verdict (
  org text not null,
  check_id text not null,
  source text not null,
  entity_id text collate "C" not null,
  from_at text collate "C" not null,
  until_at text collate "C",
  rank smallint not null,
  reason text not null,
  turns_at text collate "C",
  idx bigint not null,
  subject text,
  verdict_pkey PRIMARY KEY (org, check_id, source, entity_id, from_at),
  verdict_rank_check CHECK (((rank >= 0) AND (rank <= 3)))
);
row security forced;
policy organisation for * using ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting))) with check ((org = ( SELECT current_setting('avouch.org'::text, true) AS current_setting)));
CREATE INDEX verdict_rank ON public.verdict USING btree (org, check_id, rank, source, entity_id, from_at);
CREATE INDEX verdict_subject ON public.verdict USING btree (org, subject) WHERE (subject IS NOT NULL);
CREATE INDEX verdict_turns ON public.verdict USING btree (org, source, check_id, turns_at) WHERE ((until_at IS NULL) AND (turns_at IS NOT NULL));

CREATE OR REPLACE FUNCTION public.consent_month(first date)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.fence(name text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('alter table %I enable row level security', name);
  execute format('alter table %I force row level security', name);
  execute format(
    'create policy organisation on %I using (org = (select current_setting(''avouch.org'', true))) '
    'with check (org = (select current_setting(''avouch.org'', true)))', name);
end $function$;

CREATE OR REPLACE FUNCTION public.ledger_key_forgets()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.subject = '' or old.subject is distinct from current_setting('avouch.forget', true) then
    raise exception 'a key goes only when its subject is forgotten' using errcode = 'restrict_violation';
  end if;
  return old;
end $function$;

CREATE OR REPLACE FUNCTION public.ledger_log_grows()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.org <> old.org or new.origin <> old.origin or new.size < old.size then
    raise exception 'a log only grows' using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.ledger_part_forgets()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (new.org, new.idx, new.part, new.subject) is distinct from (old.org, old.idx, old.part, old.subject)
    or new.sealed is not null or old.subject is null
    or old.subject is distinct from current_setting('avouch.forget', true) then
    raise exception 'a payload goes only when its subject is forgotten' using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.ledger_refuse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'the ledger keeps %: % is refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end $function$;

CREATE OR REPLACE FUNCTION public.ledger_tile_grows()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (new.org, new.level, new.n) is distinct from (old.org, old.level, old.n)
    or substring(new.hashes from 1 for length(old.hashes)) <> old.hashes then
    raise exception 'a tile only grows' using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;
