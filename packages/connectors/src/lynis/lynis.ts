import type { Connector } from '../connector.ts';
import { fileSettings, readHandedFile, type FileContent, type FileFormat, type FileSource } from '../intake/handed.ts';
import { withUniqueIds } from '../intake/identity.ts';
import { cutShort, malformed } from '../intake/problem.ts';
import { linesOf } from '../intake/text.ts';
import { addLine, findingsOf, hostOf, type LynisReport } from './report.ts';

const lineLengthMax = 1_000_000;

/** Lynis writes `finish=true` when its audit came to the end; without it the report is a part. Its times have no zone, so they tell no moment. */
async function parse(source: FileSource): Promise<FileContent<'host' | 'finding'>> {
  const values = new Map<string, string>();
  const lists = new Map<string, string[]>();
  let number = 0;
  for await (const each of linesOf(source.name, source.text, lineLengthMax)) {
    number += 1;
    if (!addLine(each.line, values, lists)) {
      if (!each.ended) throw cutShort(source.name, `line ${number} is incomplete`);
      throw malformed(source.name, `line ${number} is not of the form key=value`, source.remedy);
    }
    if (each.line !== '') source.met();
  }
  if (!values.has('lynis_version') && !values.has('report_version_major') && values.get('finish') !== 'true') throw malformed(source.name, 'it names no version of Lynis', source.remedy);
  if (values.get('finish') !== 'true') throw cutShort(source.name, 'the line finish=true is missing, with which Lynis ends a report');
  const report: LynisReport = { values, lists };
  const host = hostOf(report);
  const findings = withUniqueIds(findingsOf(report, host.name));
  source.note(`${findings.length} warnings and suggestions`);
  const version = values.get('lynis_version');
  return { sourceVersion: version ? `Lynis ${version}` : null, window: undefined, entities: { host: [host], finding: findings } };
}

const format: FileFormat<'host' | 'finding'> = {
  entityTypes: ['host', 'finding'], kinds: ['lynis'], expected: 'a Lynis report', parse,
  remedy: 'Run `lynis audit system` as root to its end and hand in `/var/log/lynis-report.dat`.',
};

const scopes = [{ name: 'the handed-in file', why: 'It holds the report; nothing else is opened.' }];

/** Lynis reports (`lynis-report.dat`): the host as far as the report tells, its warnings as failures and its suggestions as `manual`. */
export const lynis: Connector<typeof fileSettings> = {
  id: 'lynis', version: '1', title: 'Lynis report',
  summary: 'Reads how well a Linux, macOS or BSD host is hardened.',
  guide: [
    '1. Install Lynis: `apt-get install lynis`, `dnf install lynis` or `brew install lynis`.',
    '2. Run it as root: `lynis audit system --quick`. Without root it skips tests.',
    '3. Hand in `/var/log/lynis-report.dat`. One file is one host.',
  ].join('\n'),
  settings: fileSettings, files: ['file'], secrets: [],
  reads: [
    { entityType: 'host', title: 'The audited host', scopes },
    { entityType: 'finding', title: 'Warnings and suggestions', scopes },
  ],
  read: (input) => readHandedFile(input, format),
};
