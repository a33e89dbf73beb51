// For the company's own server, never for a page: the key that it asks with is a secret.

/** Where to ask, and with which key: one of the company's own app, issued for restrictions. */
export type RestrictionsOptions = {
  /** The address of Avouch: `https://avouch.example.com`. */
  readonly base: string;
  readonly org: string;
  readonly key: string;
  /** How long an answer counts, in milliseconds; five seconds when absent, and zero asks every time. A restriction that is set meanwhile is heard that much later. */
  readonly freshMs?: number;
  /** How many answers are kept in memory; 10,000 when absent. */
  readonly keptMax?: number;
  /** How long to wait for an answer, in milliseconds; two seconds when absent. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
  /** Milliseconds that only ever grow. */
  readonly now?: () => number;
};

/** Whether processing of somebody's data is restricted (Art. 18 GDPR), and since when; or why nobody knows. */
export type Restriction =
  | { readonly known: true; readonly restricted: boolean; readonly since: string | null }
  | { readonly known: false; readonly why: string };

/** Asks Avouch, and remembers its answers for a short while. */
export type Restrictions = {
  /** `subject` is any value that names the person in the data map: an address, a customer's number. Never rejects. */
  readonly of: (subject: string) => Promise<Restriction>;
  /** Whether more than storing is allowed: false when it is restricted, and when that is not known. */
  readonly mayProcess: (subject: string) => Promise<boolean>;
};

const isAnswer = (body: unknown): body is { readonly restricted: boolean; readonly since: string | null } =>
  typeof body === 'object' && body !== null && 'restricted' in body && typeof body.restricted === 'boolean' && 'since' in body && (body.since === null || typeof body.since === 'string');

/** What a status other than 200 means for who asked. */
const whyOf = (status: number): string => {
  if (status === 401) return 'Avouch does not know the key, or it has ended: issue one under Privacy → Centre.';
  if (status === 403) return 'The key is not for restrictions: issue one that is.';
  return `Avouch answered with ${status}.`;
};

/**
 * Opens the questions of one app. An answer counts for `freshMs` and not longer, also when Avouch cannot be reached: then it is not
 * known. Those who ask about the same person at once share one question. Throws RangeError for a key that Avouch cannot have issued.
 */
export function openRestrictions({ base, org, key, freshMs = 5_000, keptMax = 10_000, timeoutMs = 2_000, fetch: ask = fetch, now = () => performance.now() }: RestrictionsOptions): Restrictions {
  if (!/^avk_[\w-]+$/.test(key)) throw new RangeError('the key is not one that Avouch issued: it begins with avk_');
  const kept = new Map<string, { readonly answer: Promise<Restriction>; readonly until: number }>();
  const asked = async (subject: string): Promise<Restriction> => {
    try {
      const answer = await ask(`${base.replace(/\/+$/, '')}/api/orgs/${encodeURIComponent(org)}/app/restrictions/${encodeURIComponent(subject)}`, {
        headers: { authorization: `Bearer ${key}`, accept: 'application/json' }, redirect: 'error', signal: AbortSignal.timeout(timeoutMs),
      });
      if (!answer.ok) return { known: false, why: whyOf(answer.status) };
      const body: unknown = await answer.json();
      return isAnswer(body) ? { known: true, restricted: body.restricted, since: body.since } : { known: false, why: 'What answered is not Avouch.' };
    } catch (cause) {
      return { known: false, why: cause instanceof Error && cause.name === 'TimeoutError' ? `Avouch did not answer within ${timeoutMs} ms.` : 'Avouch could not be reached.' };
    }
  };
  const of = (given: string): Promise<Restriction> => {
    // As Avouch compares them.
    const subject = given.trim().toLowerCase();
    const at = now();
    const standing = kept.get(subject);
    if (standing !== undefined && at < standing.until) return standing.answer;
    const answer = asked(subject);
    kept.delete(subject);
    const [oldest] = kept.keys();
    if (kept.size >= keptMax && oldest !== undefined) kept.delete(oldest);
    const held = { answer, until: at + freshMs };
    kept.set(subject, held);
    // What is not known is asked again at the next question.
    void answer.then(({ known }) => { if (!known && kept.get(subject) === held) kept.delete(subject); });
    return answer;
  };
  return {
    of,
    mayProcess: async (subject) => {
      const found = await of(subject);
      return found.known && !found.restricted;
    },
  };
}
