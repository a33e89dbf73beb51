import { setTimeout as pause } from 'node:timers/promises';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Answer } from '@avouch/api/client';
import { Refusal } from '@avouch/api/refusal';
import type { Command, Given } from '../command.ts';
import { openSession, type Session } from '../session/session.ts';
import { bold, columns, counted, dim, legible, statusMark, WrongUse, type Terminal } from '../terminal.ts';

type Detail = Answer<'request'>;
type Summary = Answer<'requests'>['items'][number];
type At = { readonly given: Given; readonly terminal: Terminal; readonly session: Session; readonly org: string; readonly words: readonly string[] };

const rights = ['access', 'rectification', 'erasure', 'restriction', 'portability', 'objection', 'marketing', 'human_review', 'consent'] as const;
const parts: Readonly<Record<string, (at: At) => Promise<number>>> = { list, show, new: take, identify, approve, run, answer, certificate, replay };

/** Requests of people, from the command line: seen, taken in, approved, carried out, certified; and erased people who came back. */
export const request: Command = {
  options: { out: { type: 'string' }, mail: { type: 'string' }, name: { type: 'string' }, key: { type: 'string', multiple: true }, reason: { type: 'string' }, all: { type: 'boolean' } },
  run: async (given, terminal) => {
    const [name = 'list', ...words] = given.words;
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (part === undefined) throw new WrongUse('Say what to do with requests: avouch request list, show, new, identify, approve, run, answer, certificate or replay.');
    const session = await openSession(terminal, given.where);
    try {
      return await part({ given, terminal, session, org: await session.org(), words });
    } finally {
      await session.close();
    }
  },
};

const option = ({ given }: At, name: string): string | undefined => (typeof given.options[name] === 'string' ? given.options[name] : undefined);
const print = ({ given, terminal }: At, value: unknown, text: string): void => terminal.out(given.json ? `${JSON.stringify(value, undefined, 2)}\n` : text);

const clockOf = ({ clock }: Pick<Summary, 'clock'>): string => (clock.clock === 'stopped' ? 'stopped' : clock.clock === 'paused' ? 'paused' : clock.late ? `${counted(-clock.daysLeft, 'day')} late` : `${counted(clock.daysLeft, 'day')}, until ${clock.due}`);
const markOf = ({ clock, next }: Summary): 'fail' | 'stale' | 'pass' => (clock.late ? 'fail' : next.act === 'none' || next.act === 'wait' ? 'pass' : 'stale');

async function list(at: At): Promise<number> {
  const { items } = await at.session.client.requests({ params: { org: at.org }, query: at.given.options['all'] === true ? {} : { open: 'yes' } });
  const rows = items.map((one) => [statusMark(at.terminal, markOf(one), one.rights.join(', ')), one.stated?.reference ?? one.id, one.status, clockOf(one), legible(one.next.sentence)]);
  print(at, items, items.length === 0 ? 'No request is open.\n' : columns(rows));
  return 0;
}

/** The request by its id, or by the reference that the person keeps; under one reference there may be several, of which any may do. */
async function needed(at: At, any = false): Promise<string> {
  const [name] = at.words;
  if (name === undefined) throw new WrongUse('Name the request, by its id or its reference: `avouch request list` shows both.');
  if (name.startsWith('dsr_')) return name;
  const { items } = await at.session.client.requests({ params: { org: at.org }, query: { reference: name } });
  if (items[0] === undefined) throw new Refusal('not_found', `There is no request ${name}.`);
  if (items.length > 1 && !any) throw new WrongUse(`Several things were asked under ${name}. Name the one that is meant by its id: ${items.map(({ id, rights: asked }) => `${id} (${asked.join(', ')})`).join(', ')}.`);
  return items[0].id;
}

const read = async (at: At, id: string): Promise<Detail> => at.session.client.request({ params: { org: at.org, request: id } });

type Faults = NonNullable<Detail['plan']>['faults'];

/** What is said of many places in the same words is said once, with all of them. */
function together(faults: Faults): readonly Pick<Faults[number], 'sentence' | 'stops'>[] {
  const alike = new Map<string, { readonly fault: Faults[number]; readonly places: string[] }>();
  for (const fault of faults) {
    const words = JSON.stringify([fault.stops, fault.place === null ? fault.sentence : fault.sentence.split(fault.place)]);
    const known = alike.get(words);
    if (known === undefined) alike.set(words, { fault, places: fault.place === null ? [] : [fault.place] });
    else if (fault.place !== null) known.places.push(fault.place);
  }
  return [...alike.values()].map(({ fault, places }) => (fault.place === null || places.length < 2 ? fault : { ...fault, sentence: fault.sentence.split(fault.place).join(places.join(', ')) }));
}

function detailText(detail: Detail, { terminal }: At): string {
  const places = (detail.plan?.places ?? []).filter(({ does }) => does !== 'nothing').map((place) => [place.system, place.place, place.does, `${place.rows.own} own, ${place.rows.shared} shared`, ...place.kept.map((kept) => legible(`${kept.rows} kept: ${kept.reason}${kept.law === null ? '' : ` (${kept.law})`}`))]);
  const faults = together(detail.plan?.faults ?? []).map(({ sentence, stops }) => [statusMark(terminal, stops ? 'fail' : 'stale', stops ? 'stops it' : 'look at it'), legible(sentence)]);
  return [
    `${bold(terminal, `${detail.rights.join(', ')}  ${detail.stated?.reference ?? detail.id}`)}  ${dim(terminal, detail.id)}\n`,
    `  ${detail.status} · ${clockOf(detail)} · ${detail.proven === null ? 'nobody knows yet who asks' : `shown by ${detail.proven}`}\n`,
    places.length === 0 ? '' : `\n${columns(places)}`, faults.length === 0 ? '' : `\n${columns(faults)}`,
    detail.steps.length === 0 ? '' : `\n${columns(detail.steps.map((step) => [statusMark(terminal, step.problem === null ? 'pass' : 'fail', step.step), `${step.done} of ${step.planned}`, legible(step.problem === null ? '' : `${step.problem.sentence} ${step.problem.remedy}`)]))}`,
    detail.together.length === 0 ? '' : `\nAsked with it: ${detail.together.map((one) => `${one.rights.join(', ')} (${one.status}, ${one.id})`).join(' · ')}\n`,
    `\nNext: ${legible(detail.next.sentence)}\n`,
  ].join('');
}

async function show(at: At): Promise<number> {
  const detail = await read(at, await needed(at));
  print(at, detail, detailText(detail, at));
  return 0;
}

async function take(at: At): Promise<number> {
  const asked = rights.filter((one) => at.words.includes(one));
  if (asked.length === 0 || asked.length < new Set(at.words).size) throw new WrongUse(`Say what was asked, one thing or several: avouch request new ${rights.join('|')} … [--mail ADDRESS] [--name NAME].`);
  const detail = await at.session.client.requestCreate({ params: { org: at.org }, body: { rights: asked, channel: 'hand', received: at.terminal.now().toISOString(), mail: option(at, 'mail') ?? null, name: option(at, 'name') ?? null } });
  print(at, detail, detailText(detail, at));
  return 0;
}

async function identify(at: At): Promise<number> {
  const id = await needed(at, true);
  const given = at.given.options['key'];
  const keys: Record<string, string[]> = {};
  for (const pair of Array.isArray(given) ? given : []) {
    const [key = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    if (key === '' || value === '') throw new WrongUse('A key is written as customer.email=ada@example.com.');
    (keys[key] ??= []).push(value);
  }
  const reason = option(at, 'reason');
  if (Object.keys(keys).length === 0 || reason === undefined) throw new WrongUse('Say by which keys the person is known and how it was shown: --key customer.email=ada@example.com --reason TEXT.');
  await at.session.client.requestIdentify({ params: { org: at.org, request: id }, body: { by: 'known', keys, reason } });
  return followed(at, id);
}

async function approve(at: At): Promise<number> {
  const id = await needed(at);
  const { plan } = await read(at, id);
  if (plan === null) throw new Refusal('conflict', 'There is no plan to approve yet.');
  await at.session.client.requestApprove({ params: { org: at.org, request: id }, body: { digest: plan.digest } });
  return followed(at, id);
}

async function run(at: At): Promise<number> {
  const id = await needed(at);
  await at.session.client.requestRun({ params: { org: at.org, request: id } });
  return followed(at, id);
}

/** Between two jobs of which the second begins by itself there is a moment in which none is under way. */
const BETWEEN_MS = 250;
const TURNS_MAX = 40;

const goesOn = ({ working, next }: Detail): boolean => working || next.act === 'reread';

/** Follows the jobs that begin by themselves to their end, and shows how the request then stands. */
async function followed(at: At, id: string): Promise<number> {
  let failed = false;
  for (let turn = 0; turn < TURNS_MAX && !failed; turn += 1) {
    for await (const state of at.session.client.follow('requestProgress', { params: { org: at.org, request: id } })) {
      at.terminal.progress(`${state.job}: ${state.phase} ${state.done}`);
      failed = state.phase === 'failed';
      if (state.phase === 'failed' && state.note !== null) at.terminal.err(`${legible(state.note)}\n`);
    }
    if (!failed && !goesOn(await read(at, id))) break;
    await pause(BETWEEN_MS);
  }
  at.terminal.progress('');
  const detail = await read(at, id);
  print(at, detail, detailText(detail, at));
  return failed ? 1 : 0;
}

async function written(at: At, name: string, bytes: Uint8Array): Promise<number> {
  const path = resolve(at.terminal.cwd, option(at, 'out') ?? name);
  await writeFile(path, bytes, { mode: 0o600 });
  print(at, { written: path }, `${path}\n`);
  return 0;
}

async function answer(at: At): Promise<number> {
  return written(at, 'answer.zip', await at.session.client.requestAnswer({ params: { org: at.org, request: await needed(at) }, query: { form: 'zip' } }));
}

async function certificate(at: At): Promise<number> {
  return written(at, 'certificate.json', await at.session.client.requestCertificate({ params: { org: at.org, request: await needed(at) }, query: { form: 'json' } }));
}

/** After a restored backup: who was erased and stands there again is erased again. Gives 1 while a place could not be looked through. */
async function replay(at: At): Promise<number> {
  await at.session.client.suppressionScan({ params: { org: at.org } });
  let state = await at.session.client.suppression({ params: { org: at.org } });
  while (state.running) {
    at.terminal.progress('Looking for erased people who came back …');
    await pause(BETWEEN_MS);
    state = await at.session.client.suppression({ params: { org: at.org } });
  }
  at.terminal.progress('');
  print(at, state, `${state.people} erased ${state.people === 1 ? 'person is' : 'people are'} watched for; ${state.again ?? 0} came back as they were and ${state.again === 1 ? 'is' : 'are'} being erased again.\n${(state.asked ?? 0) === 0 ? '' : `${state.asked} in new rows: a person decides on the request whether they came again by their own will.\n`}${state.problems.map((one) => `${statusMark(at.terminal, 'no-data', 'not looked through')}  ${legible(one)}\n`).join('')}`);
  return state.problems.length === 0 ? 0 : 1;
}
