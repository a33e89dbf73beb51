import type { Outcome } from '@avouch/connectors/store';
import { prepareExtract, releaseFigures, rowName, writeExtract, type Counts, type Extract, type ReleaseFigures, type Who } from '@avouch/privacy/extract';
import type { Given } from '../command.ts';
import { columns, legible, statusMark, wrapped, WrongUse, type Terminal } from '../terminal.ts';
import { writeFolder, type Rows } from './datamap-csv.ts';
import { needed, parseMap, readMapFile, toldOf, toldText } from './datamap-file.ts';
import { parseAddress, withStore, type Address, type Looked } from './datamap-store.ts';

/** The options that only `datamap extract` has. */
export const extractOptions = { from: { type: 'string' }, to: { type: 'string' }, people: { type: 'string' }, who: { type: 'string', multiple: true }, quasi: { type: 'string' }, sensitive: { type: 'string' }, allow: { type: 'string', multiple: true }, write: { type: 'boolean' } } as const;

const peopleMost = 10_000;
const rowsMost = 200_000;
const listRowsMost = 10_000;

const textOption = (given: Given, name: string): string | undefined => (typeof given.options[name] === 'string' ? given.options[name] : undefined);
const listOption = (given: Given, name: string): readonly string[] => (Array.isArray(given.options[name]) ? given.options[name] as readonly string[] : []);

function whoOf(given: Given): Who {
  const named = listOption(given, 'who');
  const people = textOption(given, 'people');
  if ((named.length > 0) === (people !== undefined)) throw new WrongUse('Say whose rows: --people N for a sample, or --who KIND.KEY=VALUE for people whom you name, such as --who customer.email=ann@example.com.');
  if (people !== undefined) {
    if (!/^\d+$/.test(people) || Number(people) < 1 || Number(people) > peopleMost) throw new WrongUse(`--people takes a whole number from 1 to ${peopleMost.toLocaleString('en')}.`);
    return { kind: 'sample', people: Number(people) };
  }
  const identity: Record<string, string[]> = {};
  for (const one of named) {
    const [, key, value] = /^([\w-]+\.[\w-]+)=(.+)$/s.exec(one) ?? [];
    if (key === undefined || value === undefined) throw new WrongUse('--who takes KIND.KEY=VALUE, such as --who customer.email=ann@example.com.');
    (identity[key] ??= []).push(value);
  }
  return { kind: 'named', identity };
}

/** The same key gives the same pseudonyms in every store; without one, nobody can repeat the extract, nor find people by it. */
function keyOf({ env, random }: Terminal): Uint8Array {
  const given = env['AVOUCH_EXTRACT_KEY'];
  if (given === undefined || given === '') return random(32);
  if (!/^([0-9a-f]{2}){32,}$/i.test(given)) throw new WrongUse('AVOUCH_EXTRACT_KEY takes at least 64 hexadecimal digits: make one with `openssl rand -hex 32`.');
  return Uint8Array.from(Buffer.from(given, 'hex'));
}

type Release = { readonly place: string; readonly quasi: readonly string[]; readonly sensitive: string | null };

const parted = (name: string): readonly [string, string] => [name.slice(0, name.lastIndexOf('.')), name.slice(name.lastIndexOf('.') + 1)];

function releasesOf(given: Given): readonly Release[] {
  const byPlace = new Map<string, string[]>();
  for (const [place, field] of (textOption(given, 'quasi') ?? '').split(',').filter((one) => one !== '').map(parted)) byPlace.set(place, [...(byPlace.get(place) ?? []), field]);
  const [place, sensitive] = parted(textOption(given, 'sensitive') ?? '');
  if (sensitive !== '' && !byPlace.has(place)) throw new WrongUse('--sensitive names a field of a place of which --quasi names fields.');
  return [...byPlace].map(([one, quasi]) => ({ place: one, quasi, sensitive: one === place ? sensitive : null }));
}

const lookedOf = <T>(outcome: Outcome<T>): Looked<T> => (outcome.ok ? outcome : { ok: false, problem: `${outcome.problem.sentence} ${outcome.problem.remedy}` });

/** Extracts a part of a store for development; writes only with `--write`. */
export async function extract(given: Given, terminal: Terminal): Promise<number> {
  const [from, to] = [textOption(given, 'from'), textOption(given, 'to')];
  if (from === undefined || given.words.length > 0) throw new WrongUse('Name the store: avouch datamap extract --from SYSTEM=ADDRESS --people 100, and with --to ADDRESS --write where the extract goes.');
  const [source, target] = [parseAddress(from, terminal), to === undefined ? undefined : parseAddress(to, terminal)];
  const write = given.options['write'] === true;
  if (write && target === undefined) throw new WrongUse('Name with --to where the extract goes: an empty database of the same schema, or csv:FOLDER.');
  const [who, releases, key, allowed] = [whoOf(given), releasesOf(given), keyOf(terminal), listOption(given, 'allow')];
  const { name, text } = await readMapFile(given, terminal);
  const parsed = parseMap(needed(text, name), name);
  if (!parsed.ok) {
    terminal.err(`${toldText(toldOf(parsed.faults), name, terminal)}The file must read before anything is extracted by it.\n`);
    return 1;
  }
  if (parsed.reviews.length > 0) throw new WrongUse(`${parsed.reviews.length} proposals in ${name} were looked at by nobody: \`avouch datamap check\` tells which. Nothing was read.`);
  if (!Object.hasOwn(parsed.map.systems, source.system)) throw new WrongUse(`${name} has no system ${source.system}: write its name before the address, as in --from shop=postgres://….`);
  const prepared = await withStore(source, terminal, async (store) => lookedOf(await prepareExtract({ map: parsed.map, system: source.system, stores: { [source.system]: store }, key, who, allowed, listRowsMax: listRowsMost, rowsMax: rowsMost, progress: terminal.progress })));
  terminal.progress('');
  if (!prepared.ok) return failed(prepared.problem, source, terminal);
  const planned = Object.fromEntries(prepared.value.places.map(({ shape, rows }) => [shape.place, rows]));
  checkReleases(releases, prepared.value);
  if (!write || target === undefined || prepared.value.faults.length > 0) return tell(prepared.value, figuresOf(releases, planned, prepared.value), undefined, source, given, terminal);
  const written = target.connector === 'csv' ? await writeFolder(prepared.value, target, allowed, terminal)
    : await withStore(target, terminal, async (store): Promise<Looked<Rows>> => {
      const outcome = lookedOf(await writeExtract(prepared.value, store, allowed, terminal.progress));
      return outcome.ok ? { ok: true, value: outcome.value.rows } : outcome;
    });
  terminal.progress('');
  if (!written.ok) return failed(written.problem, target, terminal);
  return tell(prepared.value, figuresOf(releases, written.value, prepared.value), target, source, given, terminal);
}

function failed(problem: string, at: Address, terminal: Terminal): number {
  terminal.err(`${at.shown}: nothing was extracted. ${legible(problem)}\n`);
  return 1;
}

function checkReleases(releases: readonly Release[], { places, faults }: Extract): void {
  if (faults.length > 0) return;
  for (const { place, quasi, sensitive } of releases) {
    const fields = places.find(({ shape }) => shape.place === place)?.shape.fields.map((field) => field.name);
    const missing = fields === undefined ? place : [...quasi, ...(sensitive === null ? [] : [sensitive])].find((one) => !fields.includes(one));
    if (missing !== undefined) throw new WrongUse(`--quasi and --sensitive take PLACE.FIELD of places in the extract, and it has no ${fields === undefined ? place : `${place}.${missing}`}. Nothing was written.`);
  }
}

type Figures = Release & { readonly figures: ReleaseFigures; readonly blanks: number };

/** Blank rows would hide the others among them, so they are not counted. */
function figuresOf(releases: readonly Release[], rows: Rows, { places }: Extract): readonly Figures[] {
  return releases.map((one) => {
    const place = places.find(({ shape }) => shape.place === one.place);
    const counted = (rows[one.place] ?? []).filter((row) => place?.blanks.has(rowName(place.shape.key, row)) !== true);
    return { ...one, figures: releaseFigures(counted, one.quasi, one.sensitive), blanks: (rows[one.place] ?? []).length - counted.length };
  });
}

const reasons: Readonly<Record<keyof Counts, string>> = { own: 'their own', shared: 'shared with others', list: 'of nobody, whole', along: 'come along', forced: 'of others, because a reference cannot be empty', loosened: 'references emptied that point at others' };

const countsText = (counts: Counts): string => (Object.keys(reasons) as (keyof Counts)[]).filter((name) => counts[name] > 0).map((name) => `${counts[name]} ${reasons[name]}`).join(', ');

function tell(prepared: Extract, figures: readonly Figures[], target: Address | undefined, source: Address, given: Given, terminal: Terminal): number {
  const { people, places, faults } = prepared;
  const code = faults.length > 0 ? 1 : 0;
  if (given.json) {
    terminal.out(`${JSON.stringify({ system: source.system, people, written: target !== undefined, anonymous: false, places: places.map((one) => ({ place: one.shape.place, rows: one.rows.length, ...one.counts, replaced: one.replaced, emptied: one.emptied })), faults, figures: figures.map(({ figures: numbers, ...one }) => ({ ...one, ...numbers })) }, undefined, 2)}\n`);
    return code;
  }
  if (places.length > 0) terminal.out(`${people} ${people === 1 ? 'person' : 'people'} of ${source.system}\n${columns(places.map((one) => [one.shape.place, `${one.rows.length} ${one.rows.length === 1 ? 'row' : 'rows'}`, countsText(one.counts)]))}`);
  for (const one of places.filter(({ replaced, emptied }) => replaced.length + emptied.length > 0)) terminal.out(wrapped(`${one.shape.place}:${one.replaced.length > 0 ? ` other values in ${one.replaced.join(', ')}` : ''}${one.emptied.length > 0 ? `${one.replaced.length > 0 ? ';' : ''} emptied ${one.emptied.join(', ')}` : ''}`, '  '));
  for (const one of figures) terminal.out(figuresText(one));
  if (faults.length > 0) {
    terminal.out(columns(faults.map(({ sentence }) => [statusMark(terminal, 'fail', 'fault'), sentence]), ''));
    terminal.out(`${statusMark(terminal, 'fail', 'not written')}  Nothing is written as long as there is a fault.\n`);
    return code;
  }
  terminal.out(target === undefined ? `${statusMark(terminal, 'stale', 'not written')}  This was a look only: give --to and --write to write it.\n`
    : `${statusMark(terminal, 'pass', 'written')}  ${target.shown}: all of it was read again, and no original text of a personal column was found.\n`);
  terminal.out(wrapped('This is pseudonymised, not anonymous: what stays can still lead to people, alone or with what somebody knows besides, so it stays personal data (GDPR recital 26). Give it only to those who may see it.', ''));
  return code;
}

const share = (part: number, whole: number): string => (whole === 0 ? '0 %' : `${Math.round((part / whole) * 1000) / 10} %`);

function figuresText({ place, quasi, sensitive, figures, blanks }: Figures): string {
  const sizes = figures.sizes.map(({ from, to, classes, rows }) => [`${to === null ? `${from} or more` : from === to ? String(from) : `${from} to ${to}`} alike`, `${classes} ${classes === 1 ? 'class' : 'classes'}`, `${rows} ${rows === 1 ? 'row' : 'rows'}`]);
  const l = figures.l === null ? '' : wrapped(`l = ${figures.l}: that many different values of ${sensitive} at least are in each class; ${share(figures.sameSensitive ?? 0, figures.rows)} of rows are in classes where all have the same.`, '  ');
  return `\n${legible(place)} by ${legible(quasi.join(', '))}\n${wrapped(`k = ${figures.k}: the smallest class of rows that hold the same there; ${figures.unique} of ${figures.rows} rows (${share(figures.unique, figures.rows)}) are alone.`, '  ')}${columns(sizes, '    ')}${l}${wrapped(`These figures speak of these columns in this extract alone: not of other columns, nor of how rare somebody is among all people.${blanks === 0 ? '' : ` The ${blanks === 1 ? 'row' : `${blanks} rows`} of others that had to come ${blanks === 1 ? 'is' : 'are'} blank and not counted.`}`, '  ')}\n`;
}
