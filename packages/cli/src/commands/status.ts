import type { Command, Given } from '../command.ts';
import type { Standing, Status } from '../session/answers.ts';
import { openSession } from '../session/session.ts';
import { bold, columns, dim, legible, statusMark, wrapped, type Terminal } from '../terminal.ts';

const order: readonly Status[] = ['fail', 'no-data', 'stale', 'pass', 'not-started', 'not-applicable', 'excluded'];

/** Shows the standing, or one control with its checks. */
export const status: Command = {
  options: { 'as-of': { type: 'string' } },
  run: async (given, terminal) => {
    const session = await openSession(terminal, given.where);
    try {
      const org = await session.org();
      const asOf = given.options['as-of'];
      const query = typeof asOf === 'string' ? { asOf: asOf.length === 10 ? `${asOf}T23:59:59.999Z` : asOf } : {};
      const [control] = given.words;
      if (control === undefined) {
        const standing = await session.client.standing({ params: { org }, query });
        terminal.out(given.json ? `${JSON.stringify(standing, undefined, 2)}\n` : standingText(standing, terminal));
      } else {
        await showControl(session.client, org, control, query, given, terminal);
      }
      return 0;
    } finally {
      await session.close();
    }
  },
};

async function showControl(client: Awaited<ReturnType<typeof openSession>>['client'], org: string, id: string, query: { asOf?: string }, given: Given, terminal: Terminal): Promise<void> {
  const control = await client.control({ params: { org, control: id }, query });
  if (given.json) return terminal.out(`${JSON.stringify(control, undefined, 2)}\n`);
  const known = control.lastKnown === null ? '' : `  ${dim(terminal, `last known ${control.lastKnown.status} at ${minute(control.lastKnown.at)}`)}\n`;
  terminal.out(`${bold(terminal, `${control.id}  ${control.title}`)}\n${wrapped(control.statement, '  ')}\n  ${statusMark(terminal, control.status)}  ${legible(control.reason)}\n${known}\n`);
  terminal.out(columns(control.checkStates.map((check) => [statusMark(terminal, check.status), check.title, tally(check.counts)])));
  if (control.checkStates.length === 0) terminal.out('  No automated check supports this control: it stands on filed evidence.\n');
}

const tally = (counts: { pass: number; fail: number; unknown: number }): string => `${counts.pass} pass · ${counts.fail} fail · ${counts.unknown} unknown`;
const minute = (instant: string): string => `${instant.slice(0, 16).replace('T', ' ')} UTC`;

/** The standing as a page of text: what stands, what is open, what to do next. */
export function standingText(standing: Standing, terminal: Pick<Terminal, 'color'>): string {
  const shown = order.filter((one) => (standing.controls[one] ?? 0) > 0).map((one) => statusMark(terminal, one, `${standing.controls[one]} ${one.replace('-', ' ')}`));
  const title = standing.system === null ? standing.company : `${standing.company} — ${standing.system}`;
  return [
    `${bold(terminal, title)}  ${dim(terminal, `as of ${minute(standing.asOf)}`)}\n`,
    `  ${standing.categories.join(' · ')} · ${standing.sources} ${standing.sources === 1 ? 'source' : 'sources'}\n\n`,
    `Controls\n  ${shown.join('   ')}\n\n`,
    `Verdicts\n  ${statusMark(terminal, 'pass', `${standing.verdicts.pass} pass`)}   ${statusMark(terminal, 'fail', `${standing.verdicts.fail} fail`)}   ${statusMark(terminal, 'no-data', `${standing.verdicts.unknown} unknown`)}   ${dim(terminal, `– ${standing.verdicts.notApplicable} not applicable`)}\n\n`,
    `Criteria in scope\n${columns(series(standing))}\n`,
    unknownText(standing, terminal),
    standing.next.length === 0 ? '' : `Next\n${standing.next.map((step, i) => `  ${i + 1}. ${legible(step.title)}\n${wrapped(step.why, '     ')}`).join('')}`,
  ].join('');
}

function series(standing: Standing): string[][] {
  const rows = new Map<string, { title: string; words: Map<string, number> }>();
  for (const criterion of standing.criteria.filter((one) => one.inScope)) {
    const row = rows.get(criterion.series) ?? { title: criterion.seriesTitle, words: new Map<string, number>() };
    row.words.set(criterion.readiness, (row.words.get(criterion.readiness) ?? 0) + 1);
    rows.set(criterion.series, row);
  }
  return [...rows].map(([id, { title, words }]) => [id, title, [...words].map(([word, count]) => `${word} ${count}`).join(' · ')]);
}

function unknownText(standing: Standing, terminal: Pick<Terminal, 'color'>): string {
  if (standing.unknownSources.length === 0) return '';
  const lines = standing.unknownSources.map((one) => `  ${statusMark(terminal, 'no-data', one.name)}  ${legible(one.reason)}  ${dim(terminal, one.lastComplete === null ? 'never read whole' : `last read whole ${minute(one.lastComplete)}`)}\n`);
  return `Unknown\n${lines.join('')}\n`;
}
