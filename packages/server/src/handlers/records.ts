import { z } from 'zod';
import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import { permissionsOf } from '@avouch/api/contract';
import type { RecordType, RecordVersion } from '@avouch/records/record-type';
import { recordTypeOf, recordTypes } from '@avouch/records/record-types';
import { currentRecord, recordsOf, versionsOf } from '@avouch/records/store';
import { recordFact, type RecordDraft } from '@avouch/records/versions';
import type { Actor, Context, Handlers } from '../context.ts';

/** Written by routes of their own, which check more than the shape and ask for another permission. */
const ownRoutes: readonly string[] = ['source', 'evidence', 'control', 'criterion-relevance', 'store', 'privacy-centre', 'opendsr-processor', 'opendsr-controller', 'opendsr-recipient', 'consent-site', 'consent-notice'];

/** There is one, from the first run on, and what is in scope follows from it: it is changed, by whom its own permission allows. */
const SOLE = 'organisation';

type RecordAnswer = Answer<'record'>;

/** Whether a type names people who asked something of the company, and this role does not handle requests. */
const hidden = (type: string, { role }: Pick<Actor, 'role'>): boolean => type === 'legal-hold' && !permissionsOf[role].includes('privacy.write');

/** The generic routes over every record type. */
export const recordHandlers: Handlers = {
  recordTypes: async () => ({ items: recordTypes.map(infoOf) }),
  records: async ({ params: { org, type }, query, actor }, context) => {
    typeOf(type);
    // A search finds by whom a record names, too.
    if (query.search !== undefined && hidden(type, actor)) throw new Refusal('forbidden', `Your role (${actor.role}) does not allow to search in these: ask an owner of the organisation.`, { field: 'search' });
    const { items, next } = await context.tenant(org, (tx) =>
      recordsOf(tx, { org, type, limit: query.limit, ...optional('asOf', query.asOf), ...optional('search', query.search), ...optional('after', query.cursor) }));
    return { items: await shown(actor, items, context), next, total: null };
  },
  record: async ({ params: { org, type, record }, query, actor }, context) => {
    typeOf(type);
    const found = await context.tenant(org, (tx) => currentRecord(tx, { org, type, id: record, ...optional('asOf', query.asOf) }));
    return one(actor, found ?? missing(type), context);
  },
  recordHistory: async ({ params: { org, type, record }, actor }, context) => {
    typeOf(type);
    const versions = await context.tenant(org, (tx) => versionsOf(tx, { org, type, id: record }));
    if (versions.length === 0) missing(type);
    return { items: await shown(actor, versions, context) };
  },
  recordCreate: async ({ params: { org, type }, body, actor }, context) => {
    const { personal } = writable(type, actor);
    if (type === SOLE) throw new Refusal('conflict', 'There is one organisation already: change that one.');
    if (personal.length > 0 && body.id !== undefined) throw new Refusal('invalid', 'A record that names a person gets its id from the server, so that the id names nobody: leave id out.', { field: 'id' });
    const id = body.id ?? `${type}_${Buffer.from(context.random(8)).toString('hex')}`;
    return write({ org, type, id, actor, value: body.value, heldFrom: body.heldFrom, expected: 0 }, context);
  },
  recordWrite: async ({ params: { org, type, record }, body, actor }, context) => {
    writable(type, actor);
    // A version that was read counts from 1: from 0 this would make a record under an id that somebody chose.
    if (body.expected < 1) throw new Refusal('invalid', 'expected is the version that was read, 1 or more: a new record is created, not written over.', { field: 'expected' });
    return write({ org, type, id: record, actor, value: body.value, heldFrom: body.heldFrom, expected: body.expected }, context);
  },
  recordEnd: async ({ params: { org, type, record }, query, actor }, context) => {
    writable(type, actor);
    if (type === SOLE) throw new Refusal('conflict', 'The organisation does not end: everything here is its own.');
    const before = (await context.tenant(org, (tx) => currentRecord(tx, { org, type, id: record }))) ?? missing(type);
    return write({ org, type, id: record, actor, value: before.value, heldFrom: undefined, expected: query.expected, ended: true }, context);
  },
};

type Write = {
  readonly org: string; readonly type: string; readonly id: string; readonly actor: Actor;
  readonly value: Readonly<Record<string, unknown>>; readonly heldFrom: string | undefined;
  /** The version that was read; 0 for a new record. */
  readonly expected: number;
  readonly ended?: boolean;
};

/** Appends one version. The ledger's own lock decides between two who write at once: the later one meets a conflict. */
async function write({ org, type, id, actor, value, heldFrom, expected, ended }: Write, context: Context): Promise<RecordAnswer> {
  const captured = context.now().toISOString();
  if (heldFrom !== undefined && heldFrom > captured) throw new Refusal('invalid', 'heldFrom cannot be later than now: nothing is stated in advance.', { field: 'heldFrom' });
  const before = expected === 0 ? undefined : await context.tenant(org, (tx) => currentRecord(tx, { org, type, id }));
  if (expected !== 0 && before === undefined) missing(type);
  const draft: RecordDraft = {
    type, id, version: expected + 1, value, actor: actor.member, captured, heldFrom: heldFrom ?? captured, subject: id, random: context.random,
    ...(before === undefined ? {} : { previous: before.entry }), ...(ended === true ? { ended } : {}),
  };
  const ledger = await context.ledgerOf(org);
  await ledger.append(recordFact(draft), {
    guard: async (tx) => {
      const current = await currentRecord(tx, { org, type, id });
      if ((current?.version ?? 0) !== expected) throw conflict(current);
      if (current?.ended === true) throw new Refusal('conflict', 'This record has ended: write a new one.');
    },
  });
  const written = await context.tenant(org, (tx) => currentRecord(tx, { org, type, id }));
  return one(actor, written ?? missing(type), context);
}

const conflict = (current: RecordVersion | undefined): Refusal =>
  new Refusal('conflict', current === undefined ? 'This record is gone: read the list again.' : `Somebody else wrote version ${current.version} meanwhile: read it, then write again.`);

const optional = <Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } => (value === undefined ? {} : { [key]: value } as { readonly [K in Key]?: Value });

function missing(type: string): never {
  throw new Refusal('not_found', `There is no such ${typeOf(type).title.toLowerCase()}.`);
}

function typeOf(id: string): RecordType {
  const type = recordTypeOf(id);
  if (type === undefined) throw new Refusal('not_found', `There is no record type ${id}.`);
  return type;
}

function writable(id: string, actor: Actor): RecordType {
  const type = typeOf(id);
  if ((id === SOLE && !permissionsOf[actor.role].includes('organisation.write')) || hidden(id, actor)) throw new Refusal('forbidden', `Your role (${actor.role}) does not allow this: ask an owner of the organisation.`);
  if (ownRoutes.includes(id)) throw new Refusal('invalid', `A ${type.title.toLowerCase()} is written on its own page, not as a plain record.`);
  return type;
}

const infoOf = (type: RecordType): Answer<'recordTypes'>['items'][number] => ({
  id: type.id, title: type.title, plural: type.plural, purpose: type.purpose, label: type.label,
  schema: z.toJSONSchema(type.schema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>,
  personal: [...type.personal], columns: [...type.columns],
  relations: Object.fromEntries(Object.entries(type.relations).map(([field, { to, many }]) => [field, { to, many: many === true }])),
});

/** What a record says, without whom it names where that is not shown: that it names somebody stays to be seen. */
const valueFor = (viewer: Actor, { type, value }: RecordVersion): RecordAnswer['value'] =>
  (hidden(type, viewer) ? { ...value, ...Object.fromEntries(typeOf(type).personal.filter((field) => value[field] !== undefined).map((field) => [field, {}])) } : { ...value });

async function shown(viewer: Actor, versions: readonly RecordVersion[], context: Context): Promise<RecordAnswer[]> {
  const names = await context.actorNames(viewer.org, versions.map((version) => version.actor));
  return versions.map((held) => {
    const { type, id, version, ended, actor, heldFrom, captured, recorded, entry } = held;
    const seal = { entry, kind: ended ? 'record.ended' : 'record.written', heldFrom, heldTo: null, captured, recorded, actor, actorName: names.get(actor) ?? null };
    return { type, id, version, value: valueFor(viewer, held), ended, seal };
  });
}

async function one(viewer: Actor, version: RecordVersion, context: Context): Promise<RecordAnswer> {
  const [answer] = await shown(viewer, [version], context);
  if (answer === undefined) throw new Error('one version gives one answer');
  return answer;
}
