import type { StateMark } from './document.ts';
import { stateMarks } from './states.ts';
import { element, escapeXml, formatLength } from './svg/element.ts';
import { hatchPath } from './svg/hatch.ts';
import { drawingFont, tonesOf, type Ground } from './svg/tones.ts';

/** One day's state; `date` is `YYYY-MM-DD`. */
export type StripDay = { readonly date: string; readonly state: StateMark };

/** `label` names whose history it is. `from` and `to` set the range, else the days themselves do; sizes are CSS pixels. */
export type StripOptions = {
  readonly label: string;
  readonly from?: string;
  readonly to?: string;
  readonly width?: number;
  readonly height?: number;
  readonly ground?: Ground;
};

type Run = { readonly state: StateMark; readonly start: number; readonly days: number };

const day = 86_400_000;
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const dayNumber = (date: string): number => {
  const time = Date.parse(`${date}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(time)) throw new RangeError(`A day of the strip is not a date: ${date}`);
  return time / day;
};

const runsOf = (days: readonly StripDay[], first: number, last: number): Run[] => {
  const known = new Map(days.map(({ date, state }) => [dayNumber(date), state]));
  const runs: Run[] = [];
  for (let at = first; at <= last; at += 1) {
    const state = known.get(at) ?? 'no-data';
    const before = runs.at(-1);
    if (before?.state === state) runs[runs.length - 1] = { ...before, days: before.days + 1 };
    else runs.push({ state, start: at - first, days: 1 });
  }
  return runs;
};

// Height tells the state as well as colour does: a fail stands tallest, a pass is a calm band, what does not count lies on the line.
const drawRun = (state: StateMark, x: number, width: number, height: number, colour: string): string => {
  const box = (top: number, fill: string, opacity?: number): string => element('rect', { x, y: height * top, width, height: height * (1 - top), fill, 'fill-opacity': opacity });
  const lined = (top: number, d: string): string => {
    const outline = `M${formatLength(x)} ${formatLength(height * top)}h${formatLength(width)}`;
    return element('path', { d: outline + d, fill: 'none', stroke: colour, 'stroke-width': 0.9 });
  };
  switch (state) {
    case 'pass':
      return box(0.36, colour, 0.75);
    case 'fail':
      return box(0, colour);
    case 'no-data':
      return lined(0.36, hatchPath(x, height * 0.36, width, height * 0.64, 3.4));
    case 'stale':
      return box(0.72, colour) + lined(0.36, '');
    case 'not-applicable':
      return box(0.93, colour);
    case 'not-started':
      return lined(0.36, '');
    case 'excluded':
      return lined(0.36, hatchPath(x, height * 0.36, width, height * 0.64, 11));
  }
};

const monthTicks = (first: number, last: number, scale: number, top: number, ground: Ground): string => {
  const tones = tonesOf[ground];
  const marks: string[] = [];
  const perMonth = 30 * scale;
  for (let at = first; at <= last; at += 1) {
    const date = new Date(at * day);
    if (date.getUTCDate() !== 1) continue;
    const x = (at - first) * scale;
    marks.push(element('path', { d: `M${formatLength(x)} ${top}v4`, stroke: tones.edge, 'stroke-width': 0.8 }));
    const month = date.getUTCMonth();
    const name = month === 0 ? `${monthNames[month]} ${date.getUTCFullYear()}` : (monthNames[month] ?? '');
    const room = (last + 1 - at) * scale;
    if ((perMonth >= 26 || month % 3 === 0) && room >= name.length * 6) {
      marks.push(element('text', { x: x + 3, y: top + 11, 'font-family': drawingFont, 'font-size': 9, fill: tones.muted }, name));
    }
  }
  return marks.join('');
};

const describe = (label: string, runs: readonly Run[], total: number): string => {
  const counts = new Map<StateMark, number>();
  for (const run of runs) counts.set(run.state, (counts.get(run.state) ?? 0) + run.days);
  const parts = [...counts].map(([state, days]) => `${stateMarks[state].word.toLowerCase()} on ${days}`);
  return `${label}: of ${total} ${total === 1 ? 'day' : 'days'}, ${parts.join(', ')}.`;
};

/** The strip of days as an SVG drawing without ids, the same for report and console. A day of the range that has no state is drawn as no data. */
export const drawStrip = (days: readonly StripDay[], options: StripOptions): string => {
  const { label, width = 612, height = 26, ground = 'light' } = options;
  const numbers = days.map(({ date }) => dayNumber(date));
  const first = options.from === undefined ? Math.min(...numbers) : dayNumber(options.from);
  const last = options.to === undefined ? Math.max(...numbers) : dayNumber(options.to);
  if (!Number.isFinite(first) || !Number.isFinite(last) || last < first) throw new RangeError('A strip needs at least one day');
  const runs = runsOf(days, first, last);
  const total = last - first + 1;
  const scale = width / total;
  const drawn = runs.map((run) => drawRun(run.state, run.start * scale, run.days * scale, height, stateMarks[run.state][ground])).join('');
  const line = element('path', { d: `M0 ${height}h${formatLength(width)}`, stroke: tonesOf[ground].edge, 'stroke-width': 0.8 });
  const alt = describe(label, runs, total);
  const full = height + 15;
  return element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${formatLength(width)} ${formatLength(full)}`, width, height: full, role: 'img', 'aria-label': alt },
    `<title>${escapeXml(alt)}</title>${drawn}${line}${monthTicks(first, last, scale, height, ground)}`,
  );
};
