import { useId } from 'react';
import { stateMarks, type State } from './states.ts';
import { dayNumberOf, dayOf, placeRuns, summariseRuns, type PlacedRun, type Run } from './strip.ts';

// Height tells the state as well as colour: a fail stands tallest, a pass is a calm band, what does not count lies on the line.
const topOf: Readonly<Record<State, number>> = { 'fail': 0, 'pass': 0.36, 'no-data': 0.36, 'stale': 0.36, 'not-started': 0.36, 'excluded': 0.36, 'not-applicable': 0.92 };
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function RunShape({ run, height, hatch }: { readonly run: PlacedRun; readonly height: number; readonly hatch: string }) {
  const y = height * topOf[run.status];
  const box = { x: run.start, y, width: run.days, height: height - y };
  const label = `${run.from === run.to ? run.from : `${run.from} to ${run.to}`}: ${stateMarks[run.status].word}. ${run.reason}`;
  const outlined = run.status === 'not-started' || run.status === 'no-data' || run.status === 'excluded' || run.status === 'stale';
  const fill = run.status === 'no-data' || run.status === 'excluded' ? `url(#${hatch}-${run.status})` : outlined ? 'none' : 'currentColor';
  return (
    <g data-state={run.status} className="strip-run">
      <title>{label}</title>
      <rect {...box} fill="transparent" />
      <rect {...box} fill={fill} stroke={outlined ? 'currentColor' : 'none'} strokeWidth="1" vectorEffect="non-scaling-stroke" />
      {run.status === 'stale' ? <rect x={run.start} y={height * 0.72} width={run.days} height={height * 0.28} fill="currentColor" /> : null}
    </g>
  );
}

/** A history as a line of days, readable at a glance; the sentence and the list below say the same in words. */
export function StripOfDays({ runs, last, days, label, height = 26, slim = false }: {
  readonly runs: readonly Run[]; readonly last: string; readonly days: number; readonly label: string; readonly height?: number; readonly slim?: boolean;
}) {
  const id = useId().replaceAll(':', '');
  const placed = placeRuns(runs, last, days);
  const summary = summariseRuns(placed, days);
  const first = dayNumberOf(last) - days + 1;
  const ticks = Array.from({ length: days }, (_, at) => ({ at, date: dayOf(first + at) })).filter((tick) => tick.date.endsWith('-01'));
  return (
    <figure className="strip" data-slim={slim || undefined}>
      <svg viewBox={`0 0 ${days} ${height}`} preserveAspectRatio="none" role="img" aria-label={`${label}. ${summary}`} style={{ height }}>
        <defs>
          {(['no-data', 'excluded'] as const).map((state) => (
            <pattern key={state} id={`${id}-${state}`} width={state === 'no-data' ? 3 : 6} height="4" patternUnits="userSpaceOnUse" patternTransform="skewX(-30)">
              <path d="M0.5 0V4" stroke={`var(--state-${state})`} strokeWidth="1" />
            </pattern>
          ))}
        </defs>
        {placed.map((run) => <RunShape key={run.start} run={run} height={height} hatch={id} />)}
        <path className="strip-line" d={`M0 ${height}H${days}`} vectorEffect="non-scaling-stroke" />
      </svg>
      {slim ? null : (
        <>
          <div className="strip-months" aria-hidden="true">
            {ticks.map((tick) => <span key={tick.date} style={{ left: `${(tick.at / days) * 100}%` }} data-quarter={/-(01|04|07|10)-01$/.test(tick.date) || undefined}>{months[Number(tick.date.slice(5, 7)) - 1]}{tick.date.slice(5, 7) === '01' ? ` ${tick.date.slice(0, 4)}` : ''}</span>)}
          </div>
          <figcaption>{summary}</figcaption>
        </>
      )}
    </figure>
  );
}
