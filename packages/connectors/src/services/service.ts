import { z } from 'zod';
import { type Outcome, problemOf } from '../http/problem.ts';
import { isWithoutCredentials, withoutCredentials } from '../http/redirect.ts';
import type { OpenInput, Session, Store, StoreConnector, StoredRow } from '../store.ts';
import { fieldsAsked, isMatch } from '../stores/leads.ts';
import type { Cells } from '../stores/matching.ts';
import { sleep, type Sleep } from '../stores/pace.ts';
import { sampleOf } from '../stores/sampling.ts';
import { openCalls } from './calls.ts';
import { changePlace } from './changing.ts';
import type { DescribedField, DescribedPlace, ServiceDescription } from './description.ts';
import { at } from './json-paths.ts';
import { filled, type Filling, holesOf } from './holes.ts';
import { readListing } from './listing.ts';
import { type OpenPlace, readPlace, typeIn, unknownIn } from './reading.ts';
import { type PlaceFields, placeShapeOf } from './rows.ts';

/** What the connector of a service depends on beside its input: how to wait, which tests shorten. */
export type ServiceOptions = { readonly sleep?: Sleep };

const settingsOf = (description: ServiceDescription) => z.strictObject({
  ...Object.fromEntries(Object.entries(description.settings).map(([key, { title, pattern, optional }]) => {
    const text = (pattern === undefined ? z.string().min(1) : z.string().regex(new RegExp(pattern))).describe(title);
    return [key, optional ? text.optional() : text];
  })),
  baseUrl: z.url({ protocol: /^https?$/ }).refine(isWithoutCredentials, withoutCredentials).optional().describe(`The address of the API, if it is another than ${description.base}`),
  rowsMax: z.number().int().min(1).max(1_000_000).default(20_000).describe('The most rows that may be looked through where the service cannot find them by a field'),
});

type Settings = { readonly [key: string]: unknown };

const ownFields = async (open: OpenPlace): Promise<Outcome<PlaceFields>> => {
  const { place: { own, fields }, calls, title } = open;
  if (own === undefined) return { ok: true, value: fields };
  const known = new Set(Object.entries(fields).map(([name, field]) => field.path ?? name));
  const found: Record<string, DescribedField> = {};
  const outcome = await readListing(calls, title, own, open.filling, async (rows) => {
    for (const row of rows) {
      const name = at(row, own.name);
      const label = own.label === undefined ? undefined : at(row, own.label);
      if (typeof name !== 'string' || known.has(`${own.under}.${name}`)) continue;
      found[fields[name] === undefined ? name : `${own.under}.${name}`] = {
        type: 'json', path: `${own.under}.${name}`, nullable: true,
        ...(own.category === undefined ? {} : { category: own.category }), ...(typeof label === 'string' ? { comment: label } : own.comment === undefined ? {} : { comment: own.comment }),
      };
    }
    return true;
  });
  return outcome.ok ? { ok: true, value: { ...fields, ...found } } : outcome;
};

/** The names by which the service itself knows the fields under `own.under`: some give only what is asked for by name. */
const asked = (fields: PlaceFields, under: string): readonly string[] =>
  Object.entries(fields).map(([name, field]) => field.path ?? name).filter((path) => path.startsWith(`${under}.`)).map((path) => path.slice(under.length + 1));

type Places = (name: string) => Promise<Outcome<OpenPlace>>;

const openPlaces = (description: ServiceDescription, base: Omit<OpenPlace, 'name' | 'place' | 'fields'>): Places => {
  const opened = new Map<string, OpenPlace>();
  return async (name) => {
    const known = opened.get(name);
    if (known !== undefined) return { ok: true, value: known };
    const place: DescribedPlace | undefined = Object.hasOwn(description.places, name) ? description.places[name] : undefined;
    if (place === undefined) return problemOf('not-found', `The description of ${description.title} has no place ${name}.`, `It has ${Object.keys(description.places).join(', ')}.`);
    const bare: OpenPlace = { ...base, name, place, fields: place.fields };
    const fields = await ownFields(bare);
    if (!fields.ok) return fields;
    const names = place.own === undefined ? [] : asked(fields.value, place.own.under);
    const filling: Filling = place.own === undefined ? base.filling : { ...base.filling, own: names.join(','), ownList: names };
    const open = { ...bare, fields: fields.value, filling };
    opened.set(name, open);
    return { ok: true, value: open };
  };
};

const sessionOf = (places: Places, mode: 'read' | 'write'): Session => ({
  count: async (name, where) => {
    const open = await places(name);
    if (!open.ok) return open;
    const outcome = await readPlace(open.value, where, Number.POSITIVE_INFINITY, () => undefined);
    return outcome.ok ? { ok: true, value: outcome.value.rows } : outcome;
  },
  read: async ({ place: name, key, fields, where, marks = {}, rowsMax = Number.POSITIVE_INFINITY }, each) => {
    const open = await places(name);
    if (!open.ok) return open;
    const unknown = unknownIn(open.value, [...key, ...fields, ...Object.values(marks).flatMap(fieldsAsked)]);
    if (unknown !== undefined) return unknown;
    const told = (cells: Cells): StoredRow => ({
      key: key.map((field) => cells[field] ?? null),
      cells: Object.fromEntries(fields.map((field) => [field, cells[field] ?? null])),
      marks: Object.fromEntries(Object.entries(marks).map(([mark, condition]) => [mark, isMatch(condition, cells, typeIn(open.value))])),
    });
    return readPlace(open.value, where, rowsMax, (rows) => each(rows.map(told)));
  },
  change: async (changes) => {
    if (mode === 'read') return problemOf('failed', 'This work reads only: nothing is changed in it.', 'Begin a work that writes.');
    const done = [];
    for (const change of changes) {
      const outcome = await changePlace(places, change);
      if (!outcome.ok) return outcome;
      done.push(outcome.value);
    }
    return { ok: true, value: done };
  },
});

const storeOf = (description: ServiceDescription, places: Places): Store => {
  return {
    engine: `http:${description.service}`, atomic: false, joins: false,
    shape: async () => {
      const shapes = [];
      for (const name of Object.keys(description.places)) {
        const open = await places(name);
        if (!open.ok) return open;
        shapes.push(placeShapeOf(name, description.title, open.value.place, open.value.fields));
      }
      return { ok: true, value: { engine: `http:${description.service}`, version: description.version, places: shapes } };
    },
    sample: async (name, rowsMax) => {
      const open = await places(name);
      if (!open.ok) return open;
      if (open.value.place.list === undefined) return { ok: true, value: [] };
      const rows: Cells[] = [];
      const outcome = await readPlace(open.value, { op: 'all', of: [] }, rowsMax, (batch) => { rows.push(...batch); });
      return outcome.ok ? { ok: true, value: sampleOf(Object.keys(open.value.fields), rows) } : outcome;
    },
    work: (mode, job) => job(sessionOf(places, mode)),
    files: async () => ({ ok: true, value: [] }),
    close: async () => undefined,
  };
};

/** Whether every hole of the description can be filled is for `parse`; here the account's settings fill those of its address. */
const open = async (description: ServiceDescription, options: ServiceOptions, input: OpenInput<Settings>): Promise<Outcome<Store>> => {
  const parsed = settingsOf(description).safeParse(input.settings);
  if (!parsed.success) return problemOf('malformed', `The settings of ${description.title} are not valid: ${parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')}.`, 'Correct them.');
  const { baseUrl, rowsMax, ...rest } = parsed.data;
  const filling: Filling = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, typeof value === 'string' ? value : null]));
  const base = baseUrl ?? filled(description.base, filling);
  const calls = openCalls({
    description, base, filling, secrets: input.secrets, outside: input.outside,
    perSecondMax: Math.min(description.perSecond, input.perSecondMax ?? Number.POSITIVE_INFINITY), sleep: options.sleep ?? sleep,
  });
  return { ok: true, value: storeOf(description, openPlaces(description, { calls, title: description.title, filling: { ...filling, base: base.replace(/\/$/, '') }, scanMax: rowsMax })) };
};

/** The connector to a service that is described by data. Its id is `http:<service>`. */
export const serviceConnector = (description: ServiceDescription, options: ServiceOptions = {}): StoreConnector => {
  const settings = settingsOf(description);
  return {
    id: `http:${description.service}`, version: description.version, title: description.title, summary: description.summary,
    guide: description.guide.join('\n'), settings, scopes: description.scopes,
    secrets: [{ key: description.authentication.secret, title: description.authentication.title, sentTo: ['baseUrl', ...holesOf(description.base).map((hole) => hole.name)] }],
    open: (input) => open(description, options, input),
  };
};
