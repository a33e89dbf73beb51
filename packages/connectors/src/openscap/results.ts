import type { EntityOf } from '../entities.ts';
import { excerpt, idOf } from '../intake/identity.ts';
import { malformed } from '../intake/problem.ts';
import { instantOfIso } from '../intake/time.ts';
import type { XmlElement, XmlListener } from '../intake/xml.ts';

type Finding = EntityOf<'finding'>;
type RuleResult = { rule: string; result: string; severity: string | null; instances: string[]; message: string | null; at: string | null };

/** One XCCDF TestResult: which host was looked at by which profile, when, and what came of each rule. */
export type TestResult = {
  target: string; benchmark: string; profile: string; testSystem: string | null;
  start: string | null; end: string | null; results: RuleResult[];
};

/** What was gathered from a file: its test results, and the titles of its rules where it carries the benchmark. */
export type Gathered = { readonly tests: TestResult[]; readonly titles: Map<string, string> };

/** XCCDF 1.2, 6.6.4.2. Only `pass` is a pass; `fixed` was failing and needs another look; what was not evaluated was not checked. */
const states: { readonly [result: string]: Finding['state'] } = {
  pass: 'pass', fail: 'fail', error: 'error', unknown: 'error', notapplicable: 'not-applicable',
  notchecked: 'not-checked', notselected: 'not-checked', informational: 'manual', fixed: 'not-checked',
};

const severities: { readonly [severity: string]: Finding['severity'] } = { critical: 'critical', high: 'high', medium: 'medium', low: 'low', info: 'info' };
const kept: ReadonlySet<string> = new Set(['result', 'target', 'title', 'message', 'instance']);

/** Gathers from XCCDF results and from ARF around them; definitions, OVAL and everything else pass by unread. */
export function gatherInto(gathered: Gathered, met: () => void): XmlListener {
  let test: TestResult | undefined;
  let rule: RuleResult | undefined;
  let titled: string | undefined;
  const attribute = (element: XmlElement, name: string): string | null => element.attributes.get(name) ?? null;
  return {
    keepsText: (name) => kept.has(name),
    opened: (element) => {
      if (element.name === 'Rule') titled = attribute(element, 'id') ?? undefined;
      if (element.name === 'TestResult') {
        test = {
          target: '', benchmark: '', profile: '', testSystem: attribute(element, 'test-system'),
          start: attribute(element, 'start-time'), end: attribute(element, 'end-time'), results: [],
        };
      }
      if (test === undefined) return;
      if (element.name === 'benchmark') test.benchmark = attribute(element, 'id') ?? attribute(element, 'href') ?? '';
      if (element.name === 'profile') test.profile = attribute(element, 'idref') ?? '';
      if (element.name === 'rule-result') {
        rule = { rule: attribute(element, 'idref') ?? '', result: '', severity: attribute(element, 'severity'), instances: [], message: null, at: attribute(element, 'time') };
      }
    },
    closed: (element, text) => {
      const parent = element.path.at(-2);
      if (element.name === 'title' && parent === 'Rule' && titled !== undefined) gathered.titles.set(titled, text.replace(/\s+/g, ' '));
      if (element.name === 'target' && test !== undefined) test.target = text;
      if (rule !== undefined && parent === 'rule-result') {
        if (element.name === 'result') rule.result = text;
        if (element.name === 'instance') rule.instances.push(text);
        if (element.name === 'message') rule.message = [rule.message, text].filter(Boolean).join(' ');
      }
      if (element.name === 'rule-result' && rule !== undefined && test !== undefined) {
        test.results.push(rule);
        rule = undefined;
        met();
      }
      if (element.name === 'TestResult' && test !== undefined) {
        gathered.tests.push(test);
        test = undefined;
      }
    },
  };
}

/** Of the test results for the same host, benchmark and profile, the one that ended last. */
export function latestOf(tests: readonly TestResult[]): TestResult[] {
  const latest = new Map<string, TestResult>();
  for (const test of tests) {
    const key = JSON.stringify([test.target, test.benchmark, test.profile]);
    const before = latest.get(key);
    if (before === undefined || (before.end ?? '') <= (test.end ?? '')) latest.set(key, test);
  }
  return [...latest.values()];
}

/** The findings of one test result. A result word that XCCDF does not know makes the file a problem. */
export function findingsOf(file: string, remedy: string, test: TestResult, titles: ReadonlyMap<string, string>): { readonly entity: Finding; readonly more: readonly (string | null)[] }[] {
  return test.results.map((result) => {
    const state = Object.hasOwn(states, result.result) ? states[result.result] : undefined;
    if (state === undefined || result.rule === '') {
      throw malformed(file, `the rule ${result.rule || 'without a name'} has the result ${JSON.stringify(result.result.slice(0, 40))}, which XCCDF does not know`, remedy);
    }
    const note = ['notselected', 'fixed', 'unknown'].includes(result.result) ? `OpenSCAP says "${result.result}".` : null;
    return {
      more: [...result.instances, result.message],
      entity: {
        id: idOf([test.target, result.rule, ...result.instances]), name: excerpt(titles.get(result.rule), 500) ?? result.rule.slice(0, 500),
        tool: 'OpenSCAP', rule: result.rule, state, muted: false, severity: severities[result.severity ?? ''] ?? 'unknown',
        resource: test.target || null, account: null, detail: excerpt([note, result.message].filter(Boolean).join(' ')), at: instantOfIso(result.at ?? test.end),
      },
    };
  });
}
