import { performance } from 'node:perf_hooks';
import type { Block, Cell, Document, StateMark } from '@avouch/documents/document';
import { renderHtml, renderPdf } from '@avouch/documents/render';
import { openChromium } from './chromium.ts';

/** One line of the table that `npm run bench` prints. */
export type Row = {
  readonly what: string;
  readonly measured: string;
  readonly against: string;
  readonly ratio?: number;
  readonly budget: string;
  readonly met: boolean;
};

const CONTROLS = 120;
const ITEMS = 25_000;
const TESTS = 9;
const ROUNDS = 3;
const BUDGET_MS = 2_000;

const states: readonly StateMark[] = ['pass', 'pass', 'pass', 'fail', 'pass', 'stale', 'pass', 'no-data', 'not-applicable'];

const controlBlocks = (control: number): readonly Block[] => {
  const rows = Array.from({ length: TESTS }, (_, test): readonly Cell[] => [
    [{ kind: 'code', text: `T-${control}-${test}` }],
    `Inspected the recorded settings of the systems in scope for control ${control} and compared them with what the control asks for, part ${test}.`,
    { kind: 'state', state: states[test] ?? 'no-data' },
    String(Math.round(ITEMS / CONTROLS / TESTS) + test),
    [{ kind: 'cite', entries: [control * 100 + test, control * 100 + test + 1] }],
  ]);
  return [
    { kind: 'heading', level: 2, text: `Control ${control}: access to production is approved, recorded and withdrawn`, id: `control-${control}` },
    { kind: 'paragraph', text: ['Access to production systems is granted on the basis of a recorded approval by the owner of the system, is limited to what the role needs, and is withdrawn within one working day of the end of the engagement. ', { kind: 'cite', entries: [control] }] },
    { kind: 'table', caption: `Management’s own tests of control ${control}`, columns: [{ title: 'Test', width: 1.2 }, { title: 'What was looked at', width: 4 }, { title: 'Result', width: 1.6 }, { title: 'Items', width: 0.8, align: 'right' }, { title: 'Facts', width: 1.6 }], rows },
    { kind: 'paragraph', text: 'Nothing in this section is an opinion of an auditor. The population was fixed in the ledger before the sample was drawn, and the readings can be judged again to the same verdicts.' },
  ];
};

/** A Type II package of 120 controls: 1,080 rows of tests that summarise 25,000 population items, on 100 pages or more. */
const packageDocument = (): Document => ({
  title: 'SOC 2 Type II package', subtitle: 'Security', cover: ['Company: Ledgerly GmbH', 'Period: 1 July 2025 to 30 June 2026'], language: 'en', author: 'Ledgerly GmbH',
  date: '2026-07-01', runningNotice: 'Prepared by management – not an examination report',
  blocks: [
    { kind: 'heading', level: 1, text: 'Contents' }, { kind: 'contents' }, { kind: 'page-break' },
    { kind: 'heading', level: 1, text: 'Controls and management’s own tests' },
    ...Array.from({ length: CONTROLS }, (_, index): readonly Block[] => [...controlBlocks(index + 1), ...(index % 2 === 1 ? [{ kind: 'page-break' } as const] : [])]).flat(),
  ],
});

const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

const rounds = async (work: () => Promise<unknown>): Promise<number> => {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await timed(work));
  return median(times);
};

const pagesIn = (pdf: Uint8Array): number => Math.max(...[...Buffer.from(pdf).toString('latin1').matchAll(/\/Count (\d+)/g)].map(([, count]) => Number(count)), 0);

/** Headless Chromium printing the same document's HTML, started once and warm, as a server would keep it. */
const chromiumPrint = async (html: string): Promise<number> => {
  const browser = await openChromium();
  try {
    return await rounds(async () => {
      const page = await browser.newPage();
      await page.setContent(html, { waitUntil: 'load' });
      await page.pdf({ preferCSSPageSize: true, tagged: true });
      await page.close();
    });
  } finally {
    await browser.close();
  }
};

/** The PDF of a Type II package, cold (its own thread and fonts each time), against Chromium printing the same document. */
export async function run(): Promise<Row[]> {
  const document = packageDocument();
  const { bytes } = await renderPdf(document);
  const ours = await rounds(() => renderPdf(document));
  const html = new TextDecoder().decode((await renderHtml(document)).bytes);
  const theirs = await chromiumPrint(html);
  return [
    {
      what: `PDF/A of a package: ${CONTROLS} controls, ${CONTROLS * TESTS} rows over ${ITEMS.toLocaleString('en')} items, ${pagesIn(bytes)} pages`,
      measured: `${Math.round(ours)} ms, ${Math.round(bytes.length / 1024)} KiB`,
      against: `headless Chromium prints the same HTML in ${Math.round(theirs)} ms`,
      ratio: ours / theirs,
      budget: `< ${BUDGET_MS} ms`,
      met: ours < BUDGET_MS,
    },
  ];
}
