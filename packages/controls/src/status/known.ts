import type { Status } from '../status.ts';
import { lastBefore, type OpenHistory, touching } from './history.ts';
import { worst } from './worst.ts';

/** What was last known before an instant, from the last whole reading of each source and the newest filed evidence. */
export function knownBefore(history: OpenHistory, end: number): { readonly status: Status; readonly ms: number } | undefined {
  const known: { readonly status: Status; readonly ms: number }[] = [];
  for (const strand of history.strands) {
    const word = lastBefore(strand.words.filter(({ complete }) => complete), end);
    if (word === undefined) continue;
    const ms = Math.min(word.last, end - 1);
    const [tally] = touching(strand.tallies, ms, ms + 1);
    if (tally === undefined || tally.unknown + tally.fail + tally.pass === 0) continue;
    known.push({ status: tally.fail > 0 ? 'fail' : tally.unknown > 0 ? 'no-data' : 'pass', ms });
  }
  const filed = history.evidence.filter(({ from }) => from < end);
  if (filed.length > 0) known.push({ status: 'pass', ms: Math.min(end, Math.max(...filed.map(({ to }) => to))) });
  const told = known.filter(({ status }) => status !== 'no-data');
  const status = worst(told.map((one) => ({ status: one.status, reason: '' })))?.status;
  return status === undefined ? undefined : { status, ms: Math.min(...told.map(({ ms }) => ms)) };
}
