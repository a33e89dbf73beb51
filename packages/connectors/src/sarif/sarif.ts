import { z } from 'zod';
import type { Connector } from '../connector.ts';
import { fileSettings, readHandedFile, type FileContent, type FileFormat, type FileSource } from '../intake/handed.ts';
import { withUniqueIds } from '../intake/identity.ts';
import { openJsonScan, type JsonEvent, type JsonPath } from '../intake/json.ts';
import { FileProblem, malformed } from '../intake/problem.ts';
import { instantOfIso, spanOf } from '../intake/time.ts';
import { entityOfResult, sarifResult, sarifRule, type SarifEntity, type SarifResult, type SarifRule } from './result.ts';

const text = z.string().nullish();
const component = z.object({ name: z.string(), version: text, semanticVersion: text, rules: z.array(sarifRule).nullish() });
const tool = z.object({ driver: component, extensions: z.array(component).nullish() });
const invocations = z.array(z.object({ executionSuccessful: z.boolean().nullish(), startTimeUtc: text, endTimeUtc: text }));

/** One run as it is being read: its results wait for the tool's rules, which may come after them. */
type Run = { tool: z.infer<typeof tool> | undefined; invocations: z.infer<typeof invocations>; results: SarifResult[]; hasResults: boolean };
type Log = { version: unknown; hasRuns: boolean; runs: Run[] };

const wanted = (path: JsonPath): 'take' | 'enter' | 'skip' => {
  const place = path.join('/');
  if (['version', 'runs/*/tool', 'runs/*/invocations', 'runs/*/results/*'].includes(place)) return 'take';
  return ['runs', 'runs/*', 'runs/*/results'].includes(place) ? 'enter' : 'skip';
};

function collect(source: FileSource, log: Log, event: JsonEvent): void {
  const place = event.path.join('/');
  const run = log.runs.at(-1);
  const read = <T>(schema: z.ZodType<T>, value: unknown, what: string): T => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw malformed(source.name, `${what} is not as SARIF 2.1.0 has it (${parsed.error.issues[0]?.path.join('.') || 'its type'})`, source.remedy);
  };
  if (event.kind === 'open') {
    if (place === 'runs') log.hasRuns = event.container === 'array';
    if (place === 'runs/*') log.runs.push({ tool: undefined, invocations: [], results: [], hasResults: false });
    if (place === 'runs/*/results' && run !== undefined) run.hasResults = event.container === 'array';
  }
  if (event.kind !== 'value') return;
  if (place === 'version') log.version = event.value;
  if (run === undefined) return;
  if (place === 'runs/*/tool') run.tool = read(tool, event.value, `the tool of run ${log.runs.length}`);
  if (place === 'runs/*/invocations') run.invocations = read(invocations.nullish(), event.value, `the invocations of run ${log.runs.length}`) ?? [];
  if (place === 'runs/*/results/*') {
    run.results.push(read(sarifResult, event.value, `result ${run.results.length + 1} of run ${log.runs.length}`));
    source.met();
  }
}

function ruleOf(run: Run, result: SarifResult): SarifRule | undefined {
  const extension = result.rule?.toolComponent?.index;
  const rules = (typeof extension === 'number' ? run.tool?.extensions?.[extension] : run.tool?.driver)?.rules ?? [];
  const index = result.rule?.index ?? result.ruleIndex ?? -1;
  const id = result.ruleId ?? result.rule?.id;
  const everyRule = [...(run.tool?.driver.rules ?? []), ...(run.tool?.extensions ?? []).flatMap((one) => one.rules ?? [])];
  return rules[index] ?? everyRule.find((rule) => rule.id === id) ?? everyRule.find((rule) => id?.startsWith(`${rule.id}/`));
}

/** A run that gives no results array was not a scan, and one whose tool says that it failed did not look at everything. */
function examineRun(source: FileSource, run: Run, number: number): void {
  if (run.tool === undefined) throw malformed(source.name, `run ${number} names no tool`, source.remedy);
  if (!run.hasResults) throw malformed(source.name, `run ${number} of ${run.tool.driver.name} holds no results, as a log of rules alone does`, source.remedy);
  if (run.invocations.some((one) => one.executionSuccessful === false)) {
    throw new FileProblem({
      kind: 'failed', sentence: `The file ${source.name} says that the run of ${run.tool.driver.name} did not succeed, so it may have looked at a part only.`,
      remedy: 'Look into the tool\'s messages, run it again, and hand in the new file.',
    });
  }
}

async function parse(source: FileSource): Promise<FileContent<'finding' | 'vulnerability'>> {
  const log: Log = { version: undefined, hasRuns: false, runs: [] };
  const scan = openJsonScan(source.name, source.remedy, wanted, (event) => collect(source, log, event));
  for await (const piece of source.text) scan.push(piece);
  scan.end();
  if (!log.hasRuns) throw malformed(source.name, 'it holds no runs', source.remedy);
  if (log.version !== '2.1.0') throw malformed(source.name, `its SARIF version is ${JSON.stringify(log.version ?? null).slice(0, 40)}, and only 2.1.0 is read`, source.remedy);
  if (log.runs.length === 0) throw malformed(source.name, 'its list of runs is empty, so no tool has looked', source.remedy);
  const found: SarifEntity[] = [];
  let gone = 0;
  for (const [index, run] of log.runs.entries()) {
    examineRun(source, run, index + 1);
    const at = instantOfIso(run.invocations.at(-1)?.endTimeUtc);
    for (const result of run.results) {
      const one = entityOfResult(result, ruleOf(run, result), run.tool?.driver.name ?? 'unknown tool', at);
      if (one === undefined) gone += 1;
      else found.push(one);
    }
  }
  const findings = found.filter((one) => one.type === 'finding');
  const vulnerabilities = found.filter((one) => one.type === 'vulnerability');
  source.note(`${findings.length} findings and ${vulnerabilities.length} vulnerabilities${gone === 0 ? '' : `; ${gone} findings that are gone were left out`}`);
  return {
    sourceVersion: log.runs.map((run) => [run.tool?.driver.name, run.tool?.driver.semanticVersion || run.tool?.driver.version].filter(Boolean).join(' ')).join(', '),
    window: spanOf(log.runs.flatMap((run) => run.invocations.flatMap((one) => [instantOfIso(one.startTimeUtc), instantOfIso(one.endTimeUtc)]))),
    entities: { finding: withUniqueIds(findings), vulnerability: withUniqueIds(vulnerabilities) },
  };
}

const format: FileFormat<'finding' | 'vulnerability'> = {
  entityTypes: ['finding', 'vulnerability'], kinds: ['sarif', 'json'], expected: 'a SARIF 2.1.0 log', parse,
  remedy: 'Let the tool write SARIF 2.1.0 (for example `semgrep scan --sarif --output scan.sarif`) and hand in the whole file.',
};

const scopes = [{ name: 'the handed-in file', why: 'It holds the results; nothing else is opened.' }];

/**
 * SARIF 2.1.0 logs of any scanner. A failing result whose rule says that it is about security is a `vulnerability`, every
 * other result a `finding`; each result is in one reading only. A suppressed result is kept and marked, and `pass` is the only pass.
 */
export const sarif: Connector<typeof fileSettings> = {
  id: 'sarif', version: '1', title: 'SARIF file',
  summary: 'Reads what a scanner of code, secrets, images or infrastructure wrote as SARIF.',
  guide: [
    'Let the scanner of your pipeline write SARIF, and hand in the file as it is:',
    '',
    '- Semgrep: `semgrep scan --config auto --sarif --output scan.sarif`',
    '- CodeQL: `codeql database analyze db --format=sarif-latest --output=scan.sarif`',
    '- Trivy: `trivy fs --format sarif --output scan.sarif .`',
    '- Gitleaks: `gitleaks git --report-format sarif --report-path scan.sarif .`',
    '- ESLint: `eslint . --format @microsoft/eslint-formatter-sarif --output-file scan.sarif`',
    '',
    'No right at the code host is needed.',
  ].join('\n'),
  settings: fileSettings, files: ['file'], secrets: [],
  reads: [
    { entityType: 'finding', title: 'Results of rules that are not about security, and every pass', scopes },
    { entityType: 'vulnerability', title: 'Failing results of security rules', scopes },
  ],
  read: (input) => readHandedFile(input, format),
};
