import type { Judgement } from './check.ts';

const dayMs = 86_400_000;

/** Reasons are whole sentences about one subject. None repeats what the source told of a person. */
export const pass = (reason: string, until?: string): Judgement => (until === undefined ? { verdict: 'pass', reason } : { verdict: 'pass', reason, until });
export const fail = (reason: string): Judgement => ({ verdict: 'fail', reason });
export const notApplicable = (reason: string): Judgement => ({ verdict: 'not-applicable', reason });
/** `what` continues "The source does not tell": "whether …", "when …". */
export const unknown = (what: string): Judgement => ({ verdict: 'unknown', reason: `The source does not tell ${what}.` });

type Setting = { readonly want?: boolean; readonly pass: string; readonly fail: string; readonly what: string };

/** The judgement of a setting that is on, off or not told. Its three answers are made once. */
export const setting = ({ want = true, ...texts }: Setting): ((value: boolean | null | undefined) => Judgement) => {
  const [good, bad, untold] = [pass(texts.pass), fail(texts.fail), unknown(texts.what)];
  return (value) => (value === null || value === undefined ? untold : value === want ? good : bad);
};

/** Remembers the answers to the few texts that come again with every entity; it forgets all when they are not few. */
export const remembered = <T>(answer: (text: string) => T, most = 1000): ((text: string) => T) => {
  const answers = new Map<string, T>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    if (answers.size >= most) answers.clear();
    const found = answer(text);
    answers.set(text, found);
    return found;
  };
};

/** The calendar day of an instant, in UTC. */
export const dayOf = (instant: string): string => instant.slice(0, 10);

type Term = { readonly pass: string; readonly fail: string };

/** Good until an instant and bad from then on: time alone changes it. The texts name dates, not ages, so that they stay true. */
export const until = (end: string, at: string, texts: Term): Judgement => (at < end ? pass(texts.pass, end) : fail(texts.fail));

const shifted = (instant: string, days: number): string => new Date(Date.parse(instant) + days * dayMs).toISOString();
/** Whole days change the date alone, and there are few dates: so the calendar is asked once for each. */
const shiftedDates = remembered((key) => shifted(`${key.slice(0, 10)}T00:00:00.000Z`, Number(key.slice(10))).slice(0, 10), 10_000);

/** The instant so many days later, or earlier when negative. */
export const daysAfter = (instant: string, days: number): string =>
  (Number.isInteger(days) ? shiftedDates(instant.slice(0, 10) + days) + instant.slice(10) : shifted(instant, days));

/** The number of a protocol version such as `TLSv1.2` or `TLS 1.3`: 1.2, 1.3; 0 for SSL, undefined when there is none in it. */
export const tlsNumber = (version: string): number | undefined => {
  const text = version.trim();
  if (/^ssl/i.test(text)) return 0;
  const found = /(?:^|v|\s)([1-9](?:\.[0-9])?)$/i.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
};
