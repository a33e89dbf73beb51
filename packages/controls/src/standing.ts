import type { Status } from './status.ts';

/** How far a criterion is from being ready to be examined (facts C.10). None of these says that it is met: that is the auditor's to say. */
export type Readiness = 'no control mapped' | 'control not in place' | 'evidence incomplete' | 'deviations open' | 'evidence complete – not examined';

/**
 * The readiness of a criterion from the controls that are mapped to it. Those left out by decision support nothing. A known
 * deviation comes first, then what was never begun, then what is unknown or too old.
 */
export function readinessOf(criterion: string, controls: readonly { readonly criteria: readonly string[]; readonly status: Status }[]): Readiness {
  const statuses = new Set(controls.filter((control) => control.criteria.includes(criterion)).map(({ status }) => status));
  statuses.delete('excluded');
  statuses.delete('not-applicable');
  if (statuses.size === 0) return 'no control mapped';
  if (statuses.has('fail')) return 'deviations open';
  if (statuses.has('not-started')) return 'control not in place';
  return statuses.has('no-data') || statuses.has('stale') ? 'evidence incomplete' : 'evidence complete – not examined';
}

/** What is open and what to do about it. `href` is a console path; `count` is how many things it is about, null when it is one. */
export type NextStep = { readonly title: string; readonly why: string; readonly href: string; readonly kind: 'start' | 'fail' | 'unknown' | 'missing'; readonly count: number | null };

/** What stands, as far as it decides what to do next. */
export type Situation = {
  readonly systems: number;
  readonly commitments: number;
  readonly sources: number;
  /** Sources of which something could not be read. */
  readonly unknownSources: readonly { readonly source: string; readonly name: string; readonly reason: string }[];
  /** Checks with failing subjects. */
  readonly failing: readonly { readonly check: string; readonly title: string; readonly count: number; readonly controls: readonly string[] }[];
  readonly controls: readonly { readonly id: string; readonly title: string; readonly status: Status }[];
  readonly criteria: readonly { readonly id: string; readonly title: string; readonly readiness: Readiness }[];
};

const list = (names: readonly string[]): string => (names.length <= 4 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`);

const beginnings = ({ systems, sources, commitments }: Situation): readonly NextStep[] => [
  ...(systems > 0 ? [] : [{ title: 'Describe your system', why: 'What you provide and what it is made of is where everything else begins.', href: '/programme/system/new', kind: 'start', count: null } as const]),
  ...(sources > 0 ? [] : [{ title: 'Connect your first source', why: 'A git repository takes a minute and gives the first results. Nothing leaves this machine.', href: '/sources/connect', kind: 'start', count: null } as const]),
  ...(commitments > 0 ? [] : [{ title: 'Record what you promised your customers', why: 'The criteria are judged against your service commitments, so they come first in the description.', href: '/programme/service-commitment/new', kind: 'missing', count: null } as const]),
];

const lost = ({ unknownSources }: Situation): readonly NextStep[] => [...unknownSources].sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, 3)
  .map(({ source, name, reason }) => ({ title: `Read ${name} again`, why: reason, href: `/sources/${source}`, kind: 'unknown', count: null }));

const failures = ({ failing }: Situation): readonly NextStep[] => [...failing].sort((a, b) => b.controls.length - a.controls.length || b.count - a.count || (a.check < b.check ? -1 : 1)).slice(0, 5)
  .map(({ check, title, count, controls }) => ({
    title, href: `/checks/${check}`, kind: 'fail', count,
    why: `${count === 1 ? '1 subject fails' : `${count} subjects fail`}${controls.length === 0 ? '' : `, for ${list(controls)}`}. The page says which, and what to do about each.`,
  }));

const byStatus = ({ controls }: Situation, status: Status): readonly string[] => controls.filter((control) => control.status === status).map(({ id }) => id);

const missing = (situation: Situation): readonly NextStep[] => {
  const [stale, unknown, idle] = [byStatus(situation, 'stale'), byStatus(situation, 'no-data'), byStatus(situation, 'not-started')];
  const bare = situation.criteria.filter(({ readiness }) => readiness === 'no control mapped');
  return [
    ...(stale.length === 0 ? [] : [{ title: 'Renew evidence that has grown old', why: `${list(stale)} ${stale.length === 1 ? 'was' : 'were'} supported once; what supported ${stale.length === 1 ? 'it' : 'them'} is past its time.`, href: '/controls?state=stale', kind: 'missing', count: stale.length } as const]),
    ...(unknown.length === 0 ? [] : [{ title: 'Find out what is not known', why: `For ${list(unknown)} a source does not tell, could not be read, or nobody filed what people did. Each page says which.`, href: '/controls?state=no-data', kind: 'unknown', count: unknown.length } as const]),
    ...(bare.length === 0 ? [] : [{ title: 'Map a control to every criterion', why: `Nothing stands behind ${list(bare.map(({ id }) => id))}. Add a control, or say why the criterion is not relevant to your system.`, href: '/criteria', kind: 'missing', count: bare.length } as const]),
    ...(idle.length === 0 ? [] : [{ title: 'Begin with the controls that nothing supports yet', why: 'Connect a source that shows them, file evidence, or decide that you do not do them and say why.', href: '/controls?state=not-started', kind: 'missing', count: idle.length } as const]),
  ];
};

/**
 * What to do next, the most useful first: begin, bring back what cannot be read, mend what fails, fill what is missing. When
 * nothing is open there is one step left: to look at what an auditor would get.
 */
export function nextSteps(situation: Situation): readonly NextStep[] {
  const steps = [...beginnings(situation), ...lost(situation), ...failures(situation), ...missing(situation)];
  return steps.length > 0 ? steps : [{ title: 'Compose the readiness package', why: 'Everything that was asked for is there. Read the package as an auditor would.', href: '/packages', kind: 'start', count: null }];
}
