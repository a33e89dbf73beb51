/** The instant by which a page is asked: given, or now. Of what has not come nothing is known, so a later one is now. */
export const instantOf = (asOf: string | undefined, now: () => Date): string => {
  const latest = now().toISOString();
  return asOf === undefined || asOf > latest ? latest : asOf;
};

/** The calendar day of an instant, in UTC. */
export const dayOf = (instant: string): string => instant.slice(0, 10);

/** So many milliseconds later, or earlier. */
export const shifted = (instant: string, ms: number): string => new Date(Date.parse(instant) + ms).toISOString();

/** The end of an instant: what happened at it has happened by then. */
export const endOf = (instant: string): string => shifted(instant, 1);

export const dayMs = 86_400_000;
export const hourMs = 3_600_000;
