import type { Connector } from '../connector.ts';
import { fileSettings, readHandedFile, type FileContent, type FileFormat, type FileSource } from '../intake/handed.ts';
import { withUniqueIds } from '../intake/identity.ts';
import { openJsonScan } from '../intake/json.ts';
import { malformed } from '../intake/problem.ts';
import { spanOf } from '../intake/time.ts';
import { findingOf, type FoundOcsf } from './finding.ts';

type Found = Extract<FoundOcsf, { ok: true }>;

/** Reads an array of OCSF events. One that cannot be read makes the whole file a problem: nothing is left out silently. */
async function parse(source: FileSource): Promise<FileContent<'finding'>> {
  const found: Found[] = [];
  let number = 0;
  const add = (value: unknown): void => {
    number += 1;
    const one = findingOf(value);
    if (!one.ok) throw malformed(source.name, `of its findings number ${number} cannot be read: ${one.reason}`, source.remedy);
    found.push(one);
    source.met();
  };
  let isArray = false;
  const scan = openJsonScan(source.name, source.remedy,
    (path) => (path.length === 0 ? 'enter' : path[0] === '*' ? 'take' : 'skip'),
    (event) => {
      if (event.kind === 'open' && event.container === 'array') isArray = true;
      if (event.kind === 'value') add(event.value);
    });
  for await (const text of source.text) scan.push(text);
  scan.end();
  if (!isArray) throw malformed(source.name, 'it is no array of findings', source.remedy);
  if (found.length === 0) throw malformed(source.name, 'it holds no finding at all, though a scan always writes some', source.remedy);
  source.note(`${found.length} findings`);
  return {
    sourceVersion: [...new Set(found.map((one) => one.product).filter((product) => product !== null))].join(', ') || null,
    window: spanOf(found.map((one) => one.entity.at)),
    entities: { finding: withUniqueIds(found) },
  };
}

const format: FileFormat<'finding'> = {
  entityTypes: ['finding'], kinds: ['ocsf', 'json'], expected: 'OCSF findings as Prowler writes them', parse,
  remedy: 'Run `prowler <provider> --output-formats json-ocsf` to its end and hand in the file ending in `.ocsf.json` from its output folder.',
};

/**
 * Prowler's OCSF JSON (Detection Finding, class 2004), and OCSF Compliance Findings (class 2003) of other tools. PASS is the
 * only pass, MANUAL stays `manual`, a muted finding stays what it is and is marked; a torn file yields nothing.
 */
export const prowler: Connector<typeof fileSettings> = {
  id: 'prowler', version: '1', title: 'Prowler (OCSF file)',
  summary: 'Reads the findings of a Prowler scan of AWS, Azure, Google Cloud, Kubernetes, Microsoft 365 or GitHub.',
  guide: [
    '1. Give the account that Prowler uses read-only rights only: on AWS the managed policies `SecurityAudit` and `ViewOnlyAccess`.',
    '2. Run the scan to its end: `prowler aws --output-formats json-ocsf --output-directory ./scan`.',
    '3. Hand in `./scan/prowler-output-<account>-<time>.ocsf.json`. A file of each account makes a source of its own.',
    '',
    'The cloud credentials stay with Prowler; Avouch sees the file only.',
  ].join('\n'),
  settings: fileSettings, files: ['file'], secrets: [],
  reads: [{ entityType: 'finding', title: 'Findings of the scan', scopes: [{ name: 'the handed-in file', why: 'It holds the findings; nothing else is opened.' }] }],
  read: (input) => readHandedFile(input, format),
};
