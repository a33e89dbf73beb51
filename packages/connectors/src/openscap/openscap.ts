import type { Connector } from '../connector.ts';
import { fileSettings, readHandedFile, type FileContent, type FileFormat, type FileSource } from '../intake/handed.ts';
import { withUniqueIds } from '../intake/identity.ts';
import { malformed } from '../intake/problem.ts';
import { instantOfIso, spanOf } from '../intake/time.ts';
import { openXmlScan } from '../intake/xml.ts';
import { findingsOf, gatherInto, latestOf, type Gathered } from './results.ts';

/** `OpenSCAP 1.3.6` from the platform name `cpe:/a:redhat:openscap:1.3.6`. */
function versionOf(testSystem: string | null): string | null {
  const version = /openscap:([\w.-]+)/.exec(testSystem ?? '')?.[1];
  return version === undefined ? testSystem : `OpenSCAP ${version}`;
}

async function parse(source: FileSource): Promise<FileContent<'finding'>> {
  const gathered: Gathered = { tests: [], titles: new Map() };
  const scan = openXmlScan(source.name, source.remedy, gatherInto(gathered, source.met));
  for await (const piece of source.text) scan.push(piece);
  scan.end();
  if (gathered.tests.length === 0) throw malformed(source.name, 'it holds no test result, as a benchmark that was never run does', source.remedy);
  const tests = latestOf(gathered.tests);
  const found = tests.flatMap((test) => findingsOf(source.name, source.remedy, test, gathered.titles));
  if (found.length === 0) throw malformed(source.name, 'its test result holds no rule', source.remedy);
  const older = gathered.tests.length - tests.length;
  source.note(`${found.length} rules on ${new Set(tests.map((test) => test.target)).size} hosts${older === 0 ? '' : `; ${older} older results of the same hosts were left out`}`);
  return {
    sourceVersion: [...new Set(tests.map((test) => versionOf(test.testSystem)).filter((version) => version !== null))].join(', ') || null,
    window: spanOf(tests.flatMap((test) => [instantOfIso(test.start), instantOfIso(test.end)])),
    entities: { finding: withUniqueIds(found) },
  };
}

const format: FileFormat<'finding'> = {
  entityTypes: ['finding'], kinds: ['xccdf', 'xml'], expected: 'XCCDF or ARF results of OpenSCAP', parse,
  remedy: 'Run `oscap xccdf eval --profile <profile> --results-arf arf.xml <data stream>` to its end and hand in `arf.xml`.',
};

/**
 * Results of OpenSCAP: XCCDF 1.1 and 1.2, alone or within ARF. `pass` is the only pass: not applicable, not checked, not
 * selected, unknown, error, informational and fixed each stay what they are.
 */
export const openscap: Connector<typeof fileSettings> = {
  id: 'openscap', version: '1', title: 'OpenSCAP results (XCCDF or ARF file)',
  summary: 'Reads how a Linux host stands against a hardening baseline such as CIS or STIG.',
  guide: [
    '1. Install OpenSCAP and the baselines: `apt-get install openscap-scanner ssg-debderived`, or `dnf install openscap-scanner scap-security-guide`.',
    '2. See the profiles: `oscap info /usr/share/xml/scap/ssg/content/ssg-<system>-ds.xml`.',
    '3. Run one as root: `oscap xccdf eval --profile <profile> --results-arf arf.xml /usr/share/xml/scap/ssg/content/ssg-<system>-ds.xml`. It ends with code 2 when a rule fails; that is no error.',
    '4. Hand in `arf.xml` (or the file of `--results`).',
  ].join('\n'),
  settings: fileSettings, files: ['file'], secrets: [],
  reads: [{ entityType: 'finding', title: 'Rules of the baseline', scopes: [{ name: 'the handed-in file', why: 'It holds the results; nothing else is opened.' }] }],
  read: (input) => readHandedFile(input, format),
};
