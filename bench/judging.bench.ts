import { performance } from 'node:perf_hooks';
import type { EntityOf } from '@avouch/connectors/entities';
import type { Verdict } from '@avouch/controls/checks';
import { judgeReading, tallyOf } from '@avouch/controls/judge';
import type { Row } from './row.ts';

const ENTITIES = 100_000;
const CHECKS = 100;
/** Judged so many at a time, so that verdicts are counted and let go as a projection would. */
const STEP = 1000;
const ROUNDS = 3;
const AT = '2026-06-01T00:00:00.000Z';

const flag = (n: number): boolean | null => (n % 7 === 0 ? null : n % 5 !== 0);

/** Endpoints are judged by the most checks, among them some that compare dates and lists. */
const endpointOf = (n: number): EntityOf<'endpoint'> => ({
  id: `endpoint-${n}`, name: `host-${n}.example`, url: `https://host-${n}.example/`, tlsVersion: n % 11 === 0 ? 'TLSv1.2' : 'TLSv1.3', oldTlsAccepted: flag(n), certificateValid: flag(n + 1),
  certificateProblem: null, certificateNotAfter: new Date(Date.parse(AT) + (n % 90) * 86_400_000).toISOString(), certificateIssuer: 'A certificate authority', redirectsToHttps: flag(n + 2), hsts: flag(n + 3),
  hstsMaxAgeS: 31_536_000, contentSecurityPolicy: flag(n + 4), frameProtection: flag(n + 5), contentTypeOptions: flag(n + 6), referrerPolicy: flag(n), revealsServerVersion: flag(n + 1),
  cookies: [{ name: 'session', secure: true, httpOnly: n % 3 === 0, sameSite: 'Lax' }], securityTxt: flag(n + 2), status: 200,
});

type Judged = { readonly ms: number; readonly judgements: number };

/** Judges these entities until there have been as many judgements as `CHECKS` checks over each would give. */
const judgeAll = (entities: readonly EntityOf<'endpoint'>[]): Judged => {
  const wanted = entities.length * CHECKS;
  const started = performance.now();
  let judgements = 0;
  const verdicts: Verdict[] = [];
  while (judgements < wanted) {
    for (let from = 0; from < entities.length && judgements < wanted; from += STEP) {
      const { judged } = judgeReading({ entityType: 'endpoint', put: entities.slice(from, from + STEP), gone: [], due: [], at: AT });
      verdicts.length = 0;
      for (const { judgement } of judged) verdicts.push(judgement.verdict);
      const { pass, fail, notApplicable, unknown } = tallyOf(verdicts);
      judgements += pass + fail + notApplicable + unknown;
    }
  }
  return { ms: performance.now() - started, judgements };
};

const best = (entities: readonly EntityOf<'endpoint'>[]): Judged =>
  Array.from({ length: ROUNDS }, () => judgeAll(entities)).reduce((a, b) => (b.ms < a.ms ? b : a));

const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 1000 ? 3 : 2)} s`;

/** Judges 100,000 entities by 100 checks, then a change of one in a hundred. */
export async function run(): Promise<Row[]> {
  const entities = Array.from({ length: ENTITIES }, (_, n) => endpointOf(n));
  judgeAll(entities.slice(0, STEP));
  const whole = best(entities);
  const change = best(entities.filter((_, n) => n % 100 === 0));
  const ratio = change.ms / whole.ms;
  return [
    { what: `judging ${ENTITIES.toLocaleString('en')} entities × ${CHECKS} checks`, measured: seconds(whole.ms), against: `${whole.judgements.toLocaleString('en')} judgements`, budget: '< 3 s', met: whole.ms < 3000 },
    { what: 'judging again after a change of 1 %', measured: seconds(change.ms), against: seconds(whole.ms), ratio, budget: '≤ 1/50', met: ratio <= 1 / 50 },
  ];
}
