import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FieldSample, StoreShape } from '@avouch/connectors/store';
import { dataMapSchema, type DataMap } from '@avouch/privacy/datamap';
import { acceptReviews, proposeMap, writeProposal, type Seen } from '@avouch/privacy/discovery';
import { compareWithLive, type LiveShapes } from '@avouch/privacy/guard';
import type { Command, Given } from '../command.ts';
import { counted, legible, statusMark, WrongUse, type Terminal } from '../terminal.ts';
import { extract, extractOptions } from './datamap-extract.ts';
import { annotations, needed, parseMap, readMapFile, saveMapFile, toldOf, toldText, type Told } from './datamap-file.ts';
import { pull, push } from './datamap-server.ts';
import { parseAddress, withStore, type Address, type Looked } from './datamap-store.ts';

const parts: Readonly<Record<string, (given: Given, terminal: Terminal) => Promise<number>>> = { discover, check, accept, extract, schema, push, pull };

/** The data map: proposes one, compares it with the live stores, accepts proposals, extracts a part for development, prints its schema, all without a server; pushes it to one and pulls it from there. */
export const datamap: Command = {
  options: { file: { type: 'string' }, url: { type: 'string', multiple: true }, rows: { type: 'string' }, all: { type: 'boolean' }, github: { type: 'boolean' }, ...extractOptions },
  run: async (given, terminal) => {
    const [name = '', ...words] = given.words;
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (part === undefined) throw new WrongUse('Say what to do with the data map: avouch datamap discover, check, accept, extract, schema, push or pull.');
    return part({ ...given, words }, terminal);
  },
};

const schemaText = (): string => `${JSON.stringify(dataMapSchema, undefined, 2)}\n`;

async function schema(_: Given, terminal: Terminal): Promise<number> {
  terminal.out(schemaText());
  return 0;
}

const rowsMost = 1000;

async function discover(given: Given, terminal: Terminal): Promise<number> {
  if (given.words.length === 0) throw new WrongUse('Name what to look at: avouch datamap discover [SYSTEM=]ADDRESS …, such as shop=postgres://reader@localhost/shop.');
  const rows = given.options['rows'] === undefined ? 200 : Number(given.options['rows']);
  if (!Number.isInteger(rows) || rows < 0 || rows > rowsMost) throw new WrongUse(`--rows takes a whole number from 0 to ${rowsMost.toLocaleString('en')}: how many rows of each place are looked at.`);
  const { name, path, text } = await readMapFile(given, terminal);
  const before = text === undefined ? undefined : parseMap(text, name);
  if (before?.ok === false) {
    terminal.err(`${toldText(toldOf(before.faults), name, terminal)}The file must read before anything is added to it: mend this first.\n`);
    return 1;
  }
  const seen: Seen[] = [];
  for (const address of given.words.map((one) => parseAddress(one, terminal))) {
    const looked = await withStore(address, terminal, (store) => look(store, address, rows, terminal));
    terminal.progress('');
    if (!looked.ok) {
      terminal.err(`${address.shown} was not looked at, and nothing was written. ${legible(looked.problem)}\n`);
      return 1;
    }
    seen.push(looked.value);
  }
  const proposal = proposeMap(seen, before?.map);
  await saveMapFile(path, writeProposal(proposal, text));
  // The line at the top of the file leads editors to it.
  await writeFile(join(dirname(path), 'avouch.datamap.schema.json'), schemaText());
  const marks = proposal.notes.filter((one) => one.mark).length;
  const sum = sumOf(proposal.map, seen);
  if (given.json) terminal.out(`${JSON.stringify({ file: name, ...sum, toReview: marks, notes: proposal.notes }, undefined, 2)}\n`);
  else terminal.out(`${statusMark(terminal, 'stale', 'proposed')}  ${name}: ${counted(sum.places, 'place')}, ${sum.personalPlaces} of them with personal data in ${counted(sum.personalFields, 'column')}\nNothing left this machine, and no value stands in the file. ${marks === 0 ? 'There is nothing new.' : `${marks} ${marks === 1 ? 'mark waits' : 'marks wait'} for a person: correct the file, then \`avouch datamap accept NAME …\` or --all.`}\n`);
  return 0;
}

function sumOf(map: DataMap, seen: readonly Seen[]): { places: number; personalPlaces: number; personalFields: number } {
  const places = seen.flatMap((one) => one.shape.places.map((place) => map.systems[one.system]?.places[place.place])).filter((one) => one !== undefined);
  return { places: places.length, personalPlaces: places.filter((one) => one.personal).length, personalFields: places.flatMap((one) => Object.values(one.fields)).filter((one) => one.category !== 'none').length };
}

async function look(store: Parameters<Parameters<typeof withStore>[2]>[0], address: Address, rows: number, terminal: Terminal): Promise<Looked<Seen>> {
  const shape = await store.shape();
  if (!shape.ok) return { ok: false, problem: `${shape.problem.sentence} ${shape.problem.remedy}` };
  const samples: Record<string, readonly FieldSample[]> = {};
  for (const [n, { place }] of shape.value.places.entries()) {
    if (rows === 0) break;
    terminal.progress(`Looking at ${place} (${n + 1} of ${shape.value.places.length}) …`);
    const sample = await store.sample(place, rows);
    if (sample.ok) samples[place] = sample.value;
    else terminal.err(`${legible(place)} was judged by its names alone: ${legible(sample.problem.sentence)}\n`);
  }
  return { ok: true, value: { system: address.system, title: address.system, shape: { ...shape.value, engine: address.connector }, samples } };
}

async function check(given: Given, terminal: Terminal): Promise<number> {
  const { name, text } = await readMapFile(given, terminal);
  const parsed = parseMap(needed(text, name), name);
  const urls = given.options['url'] ?? [];
  const addresses = [...given.words, ...(Array.isArray(urls) ? urls as readonly string[] : [])].map((one) => parseAddress(one, terminal));
  const live: Record<string, StoreShape | { problem: string }> = {};
  if (parsed.ok) for (const address of addresses) live[address.system] = await shapeAt(address, terminal);
  const told: readonly Told[] = parsed.ok ? compareWithLive(parsed, live satisfies LiveShapes) : toldOf(parsed.faults);
  const faults = told.filter((one) => one.severity === 'fault').length;
  if (given.json) terminal.out(`${JSON.stringify({ file: name, ok: faults === 0, compared: Object.keys(live), ...(parsed.ok ? { findings: told } : { faults: parsed.faults }) }, undefined, 2)}\n`);
  else if (given.options['github'] === true) terminal.out(annotations(told, name));
  else terminal.out(`${toldText(told, name, terminal)}${verdict(faults, parsed.ok ? Object.keys(live) : undefined, terminal)}`);
  return faults === 0 ? 0 : 1;
}

async function shapeAt(address: Address, terminal: Terminal): Promise<StoreShape | { problem: string }> {
  terminal.progress(`Looking at ${address.shown} …`);
  const looked = await withStore(address, terminal, async (store): Promise<Looked<StoreShape>> => {
    const shape = await store.shape();
    return shape.ok ? shape : { ok: false, problem: `${shape.problem.sentence} ${shape.problem.remedy}` };
  });
  terminal.progress('');
  return looked.ok ? looked.value : { problem: looked.problem };
}

/** `compared` is undefined when the file does not read, and nothing was compared. */
function verdict(faults: number, compared: readonly string[] | undefined, terminal: Terminal): string {
  if (compared === undefined) return `${statusMark(terminal, 'fail', 'not read')}  ${faults} ${faults === 1 ? 'fault' : 'faults'} in the file; no store was compared.\n`;
  if (faults > 0) return `${statusMark(terminal, 'fail', 'open')}  ${faults} ${faults === 1 ? 'fault' : 'faults'}.\n`;
  if (compared.length === 0) return `${statusMark(terminal, 'stale', 'reads')}  The file reads. It was compared with no store: name one, as in \`avouch datamap check SYSTEM=ADDRESS\`.\n`;
  return `${statusMark(terminal, 'pass', 'complete')}  Every column of ${compared.join(', ')} is in the map.\n`;
}

async function accept(given: Given, terminal: Terminal): Promise<number> {
  const all = given.options['all'] === true;
  if (all === given.words.length > 0) throw new WrongUse('Name what you have looked at: avouch datamap accept PLACE …, PLACE.FIELD …, people.KIND …, or --all for everything.');
  const { name, path, text } = await readMapFile(given, terminal);
  const written = needed(text, name);
  const parsed = parseMap(written, name);
  if (!parsed.ok) {
    terminal.err(`${toldText(toldOf(parsed.faults), name, terminal)}The file must read before anything in it is accepted: mend this first.\n`);
    return 1;
  }
  const { text: next, accepted, unmatched } = acceptReviews(written, all ? 'all' : given.words);
  if (unmatched.length > 0) throw new WrongUse(`Nothing in ${name} waits under ${unmatched.join(', ')}; nothing was changed.`);
  await saveMapFile(path, next);
  const after = parseMap(next, name);
  const left = after.ok ? after.reviews.length : 0;
  if (given.json) terminal.out(`${JSON.stringify({ file: name, accepted, left, ...(after.ok ? {} : { faults: after.faults }) }, undefined, 2)}\n`);
  else terminal.out(`${accepted} accepted, ${left} left to look at.\n${after.ok ? '' : toldText(toldOf(after.faults), name, terminal)}`);
  return after.ok ? 0 : 1;
}
