/** One line of the table: what was measured, against what in the same run, and the budget. */
export type Row = { readonly what: string; readonly measured: string; readonly against: string; readonly ratio?: number; readonly budget: string; readonly met: boolean };

/** The table as Markdown. A missed budget says so in words. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map((row) => [row.what, row.measured, row.against || '–', row.ratio === undefined ? '–' : row.ratio >= 10 ? row.ratio.toFixed(0) : row.ratio < 0.1 ? row.ratio.toPrecision(2) : row.ratio.toFixed(2), row.budget, row.met ? 'met' : '**missed**']);
  return ['| what | measured | against | ratio | budget | |', '|---|---|---|---|---|---|', ...cells.map((row) => `| ${row.join(' | ')} |`)].join('\n');
}
