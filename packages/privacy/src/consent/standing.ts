import type { Chosen, Method, State } from './fact.ts';

/** An answer with its place in the ledger and when that took it. */
export type Placed = { readonly chosen: Chosen; readonly recorded: string; readonly entry: number };

/** What stands for one purpose or vendor. */
export type Answered = { readonly allowed: boolean; readonly state: State; readonly at: string; readonly expires: string | null; readonly entry: number };

/** What stands for a person at a site. What is absent has not been answered. */
export type Standing = {
  readonly answers: Readonly<Record<string, Answered>>;
  /** What may be used now; of what is required the caller knows. */
  readonly allowed: readonly string[];
  /** The newest answer counts under no other version, or is over. */
  readonly asked: boolean;
};

/** What is asked now: the standing version of the notice, and how long an answer holds. */
export type Asking = { readonly version: string; readonly months: number; readonly ids: ReadonlySet<string> };

const asksOnly = (method: Method): boolean => method === 'expiry';

/** The same day so many months later; the last of a shorter month. */
export function monthsAfter(instant: string, months: number): string {
  const from = new Date(instant);
  const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1, from.getUTCHours(), from.getUTCMinutes(), from.getUTCSeconds(), from.getUTCMilliseconds()));
  const last = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(from.getUTCDate(), last));
  return to.toISOString();
}

type Vote = { readonly yes: boolean; readonly since: string; readonly placed: Placed };

/**
 * From when an answer counts beside those of other browsers: a yes from when it was given, which is never after it came; a no
 * from when it came. So a yes that waited in an offline browser does not outlive a refusal that was given meanwhile.
 */
const sinceOf = ({ chosen, recorded }: Placed, yes: boolean): string => (yes && chosen.at < recorded ? chosen.at : recorded);

/** The last answer of one browser on each id: in the order in which the ledger took them, since a browser's clock may run back. */
function votesOf(history: readonly Placed[]): ReadonlyMap<string, Vote> {
  const votes = new Map<string, Vote>();
  for (const placed of history.toSorted((a, b) => a.entry - b.entry)) {
    if (asksOnly(placed.chosen.method)) continue;
    for (const [id, yes] of Object.entries(placed.chosen.answers)) {
      if (placed.chosen.states[id] === 'ConsentRequested') continue;
      votes.set(id, { yes, since: sinceOf(placed, yes), placed });
    }
  }
  return votes;
}

/** Between two browsers of one person the newer answer wins, and a refusal wins a tie. */
const stronger = (a: Vote, b: Vote): Vote => {
  if (a.since !== b.since) return a.since > b.since ? a : b;
  if (a.yes !== b.yes) return a.yes ? b : a;
  return a.placed.entry > b.placed.entry ? a : b;
};

function mergedVotes(history: readonly Placed[]): ReadonlyMap<string, Vote> {
  const bySubject = new Map<string, Placed[]>();
  for (const placed of history) bySubject.set(placed.chosen.subject, [...(bySubject.get(placed.chosen.subject) ?? []), placed]);
  const merged = new Map<string, Vote>();
  for (const own of bySubject.values()) {
    for (const [id, vote] of votesOf(own)) {
      const other = merged.get(id);
      merged.set(id, other === undefined ? vote : stronger(vote, other));
    }
  }
  return merged;
}

/**
 * What stands at an instant, from every answer of one person: one browser, or all that are bound to an account. A yes counts
 * under the version that it was given to and for the period alone; a no counts until a yes.
 */
export function standingOf(history: readonly Placed[], asking: Asking, at: string): Standing {
  const answers: Record<string, Answered> = {};
  for (const [id, { yes, since, placed }] of mergedVotes(history)) {
    const { chosen, entry } = placed;
    const expires = monthsAfter(since, asking.months);
    const over = yes && (expires <= at || chosen.notice.version !== asking.version);
    answers[id] = { allowed: yes && !over && asking.ids.has(id), state: over ? 'ConsentExpired' : chosen.states[id] ?? (yes ? 'ConsentGiven' : 'ConsentRefused'), at: since, expires: yes ? expires : null, entry };
  }
  const allowed = Object.keys(answers).filter((id) => answers[id]?.allowed === true).toSorted();
  const lacks = [...asking.ids].some((id) => answers[id] === undefined || answers[id].state === 'ConsentExpired');
  const newest = history.toSorted((a, b) => b.entry - a.entry).find(({ chosen }) => !asksOnly(chosen.method));
  const asked = newest === undefined || lacks || newest.chosen.notice.version !== asking.version || monthsAfter(newest.recorded, asking.months) <= at;
  return { answers, allowed, asked };
}

/** The state of each id after an answer, as ISO/IEC TS 27560 names them: against what stood before. */
export function statesAfter(answers: Readonly<Record<string, boolean>>, before: Standing | undefined): Readonly<Record<string, State>> {
  const states: Record<string, State> = {};
  for (const [id, yes] of Object.entries(answers)) {
    const stood = before?.answers[id];
    const had = stood !== undefined && (stood.state === 'ConsentGiven' || stood.state === 'RenewedConsentGiven' || stood.state === 'ConsentExpired');
    states[id] = yes ? (had ? 'RenewedConsentGiven' : 'ConsentGiven') : stood?.allowed === true ? 'ConsentWithdrawn' : 'ConsentRefused';
  }
  return states;
}
