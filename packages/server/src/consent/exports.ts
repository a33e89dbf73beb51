import type { Context, Download } from '../context.ts';
import { choiceColumns, shownChoice, type ChoiceRow } from './history.ts';

/** Which answers: of one site or of all, behind an entry, in which form. */
export type ExportOrder = { readonly org: string; readonly site: string | undefined; readonly form: 'csv' | 'jsonl'; readonly after: number };

const STEP = 1000;

/** Answers behind a place in the order of the ledger, a page at a time: the place of the last is where the next begins. */
export async function choicesAfter(order: Omit<ExportOrder, 'form'>, limit: number, context: Context): Promise<readonly ChoiceRow[]> {
  const { rows } = await context.tenant(order.org, (tx) => tx.query<ChoiceRow>({
    name: 'consent-after', values: [order.org, order.after, order.site ?? null, limit],
    text: `select ${choiceColumns} from consent_choice c where c.org = $1 and c.idx > $2 and ($3::text is null or c.site = $3) and not c.repeated order by c.idx limit $4`,
  }));
  return rows;
}

const fields = ['entry', 'receipt', 'id', 'site', 'subject', 'method', 'recorded', 'at', 'notice_version', 'notice_hash', 'language', 'variant', 'place', 'country', 'regime', 'signal', 'marks', 'answers', 'states'] as const;

/** RFC 4180. A text that a spreadsheet would take for a formula gets a quote in front. */
const cell = (value: unknown): string => {
  const text = value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value as string | number);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

function csvLine(row: ChoiceRow, log: string): string {
  const one = shownChoice(row, log);
  const values: Readonly<Record<(typeof fields)[number], unknown>> = { ...one, notice_version: one.notice.version, notice_hash: one.notice.hash, marks: one.marks.join(' ') };
  return `${fields.map((name) => cell(values[name])).join(',')}\r\n`;
}

/** The answers as a stream that holds a page at a time. Each stands once; `entry` of the last line is `after` for the next export. */
export async function exportFile(order: ExportOrder, context: Context): Promise<Download> {
  const { origin } = await context.ledgerOf(order.org);
  async function* lines(): AsyncIterable<Uint8Array> {
    if (order.form === 'csv') yield Buffer.from(`${fields.join(',')}\r\n`);
    for (let after = order.after; ;) {
      const rows = await choicesAfter({ ...order, after }, STEP, context);
      if (rows.length > 0) yield Buffer.from(rows.map((row) => (order.form === 'csv' ? csvLine(row, origin) : `${JSON.stringify(shownChoice(row, origin))}\n`)).join(''));
      after = rows.at(-1)?.idx ?? after;
      if (rows.length < STEP) return;
    }
  }
  return { name: `choices.${order.form}`, type: order.form === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson', bytes: lines() };
}
