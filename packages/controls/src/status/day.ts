import { lastBefore, type OpenHistory, type Strand, touching } from './history.ts';
import { type Standing, worst } from './worst.ts';

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

type Word = { readonly standing: Standing; readonly kind: 'fresh' | 'untold' | 'unread' };

const failed = (strand: Strand, subjects: number): Standing => ({ status: 'fail', reason: `${strand.title}: ${count(subjects, 'subject')} failed.` });

/** What a strand says at an instant by its source's last word; undefined when the source has not been read yet. */
const lastWordOf = (strand: Strand, end: number): Word | undefined => {
  const word = lastBefore(strand.words, end);
  if (word === undefined) return undefined;
  if (!word.complete) return { kind: 'unread', standing: { status: 'no-data', reason: word.reason ?? `${strand.title}: the source could not be read.` } };
  const stretch = lastBefore(strand.stretches, end);
  if (stretch === undefined || stretch.to < end) return { kind: 'unread', standing: { status: 'stale', reason: `${strand.title}: the last complete reading is too old.` } };
  const [tally] = touching(strand.tallies, end - 1, end);
  if (tally === undefined) return { kind: 'unread', standing: { status: 'no-data', reason: `${strand.title}: nothing has been judged from the last reading.` } };
  if (tally.fail > 0) return { kind: 'fresh', standing: failed(strand, tally.fail) };
  if (tally.unknown > 0) return { kind: 'untold', standing: { status: 'no-data', reason: `${strand.title}: the source does not tell for ${count(tally.unknown, 'subject')}.` } };
  if (tally.pass > 0) return { kind: 'fresh', standing: { status: 'pass', reason: `${strand.title}: ${count(tally.pass, 'subject')} passed.` } };
  return { kind: 'fresh', standing: { status: 'not-started', reason: `${strand.title}: the source holds nothing that this applies to.` } };
};

/**
 * A failure of the day, the newest one: seen while a reading was fresh, or still standing from before when the source
 * was read again that day. A reading that failed in between does not end a known failure; only a whole one does.
 */
const failureOf = (strand: Strand, word: Word, start: number, end: number): Standing | undefined => {
  for (const tally of touching(strand.tallies, start, end)) {
    if (tally.fail === 0) continue;
    const [from, to] = [Math.max(tally.from, start), Math.min(tally.to, end)];
    const [seen] = touching(strand.stretches, from, to);
    if (seen !== undefined || word.kind !== 'unread') return failed(strand, tally.fail);
  }
  return undefined;
};

/** What filed evidence says at an instant. */
const evidenceAt = ({ evidence }: OpenHistory, end: number): Standing => {
  const filed = evidence.filter(({ from }) => from < end);
  if (filed.some(({ to }) => to >= end)) return { status: 'pass', reason: 'Filed evidence is fresh.' };
  return filed.length > 0 ? { status: 'stale', reason: 'The filed evidence is too old.' } : { status: 'not-started', reason: 'Nobody has filed evidence.' };
};

const nothing: Standing = { status: 'not-started', reason: 'No source is connected that its checks can read, and nobody has filed evidence.' };

/**
 * What people did cannot be read from a setting. A control that people carry out is supported by fresh filed evidence,
 * or by a source that itself recorded the act; passing checks alone leave it without data.
 */
const withPeople = (nature: OpenHistory['nature'], machine: Standing | undefined, evidence: Standing, showsActs: boolean): Standing => {
  const started = machine !== undefined && machine.status !== 'not-started';
  if (!started) return evidence.status === 'not-started' ? machine ?? nothing : evidence;
  if (nature === 'automated' || (nature === 'hybrid' && showsActs)) return machine;
  if (evidence.status === 'not-started') return worst([machine, { status: 'no-data', reason: 'Settings were read, but no evidence shows that people acted.' }]) ?? machine;
  return worst([machine, evidence]) ?? machine;
};

/** How a control stood from `start` to `end`, decisions aside: exactly one status. */
export function statusBetween(history: OpenHistory, start: number, end: number): Standing {
  const evidence = evidenceAt(history, end);
  const standings: Standing[] = [];
  let showsActs = false;
  for (const strand of history.strands) {
    if (strand.ended <= start) continue;
    const until = Math.min(strand.ended, end);
    const word = lastWordOf(strand, until);
    if (word === undefined) continue;
    const failure = failureOf(strand, word, start, until);
    if (failure !== undefined) standings.push(failure);
    if (word.standing.status === 'pass' && strand.shows === 'act') showsActs = true;
    // A document can tell what a source that was read whole does not. It never stands in for a reading that failed.
    standings.push(word.kind === 'untold' && evidence.status === 'pass' ? evidence : word.standing);
  }
  return withPeople(history.nature, worst(standings), evidence, showsActs);
}
