import { mkdtempSync, openSync, ftruncateSync, closeSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { cyclonedx } from '../cyclonedx/cyclonedx.ts';
import { lynis } from '../lynis/lynis.ts';
import { openscap } from '../openscap/openscap.ts';
import { osquery } from '../osquery/osquery.ts';
import { prowler } from '../prowler/prowler.ts';
import { sarif } from '../sarif/sarif.ts';
import { fileAt, fileOf, handIn, problemOf } from './hand-in.ts';

const sample = (path: string): Buffer => readFileSync(new URL(`../${path}`, import.meta.url));
const every = [
  { connector: prowler, name: 'orchard.ocsf.json', bytes: sample('prowler/samples/orchard.ocsf.json') },
  { connector: sarif, name: 'orchard.sarif', bytes: sample('sarif/samples/orchard.sarif') },
  { connector: cyclonedx, name: 'orchard.cdx.json', bytes: sample('cyclonedx/samples/orchard.cdx.json') },
  { connector: cyclonedx, name: 'orchard.cdx.xml', bytes: sample('cyclonedx/samples/orchard.cdx.xml') },
  { connector: openscap, name: 'orchard-arf.xml', bytes: sample('openscap/samples/orchard-arf.xml') },
  { connector: lynis, name: 'lynis-report.dat', bytes: sample('lynis/samples/lynis-report.dat') },
  { connector: osquery, name: 'osqueryd.results.log', bytes: sample('osquery/samples/osqueryd.results.log') },
];
const utf16 = (bytes: Buffer, order: 'le' | 'be', mark: boolean): Buffer => {
  const text = Buffer.from((mark ? '\uFEFF' : '') + bytes.toString('utf8'), 'utf16le');
  return order === 'le' ? text : text.swap16();
};

describe.each(every)('The file $name handed in to $connector.id', ({ connector, name, bytes }) => {
  test('is read whole, whatever the pieces it comes in', async () => {
    const { readings } = await handIn(connector, fileOf(name, bytes));
    expect(readings.every((reading) => reading.complete)).toBe(true);
    for (const pieceBytes of [1, 7, 65_536]) {
      expect((await handIn(connector, fileOf(name, bytes, pieceBytes))).readings).toEqual(readings);
    }
    expect(readings[0]?.query).toMatch(new RegExp(`^file ${name}, ${bytes.length} bytes, sha256 [0-9a-f]{64}$`));
  });

  test('that is torn anywhere is a problem and gives no entity', async () => {
    for (let part = 1; part < 20; part += 1) {
      // Whole lines of a log are a shorter log, so a cut that falls on the end of a line is moved into it.
      const at = Math.floor((bytes.length * part) / 20);
      const torn = bytes.subarray(0, bytes.subarray(0, at).toString().endsWith('}') ? at - 1 : at);
      const { readings } = await handIn(connector, fileOf(name, torn));
      for (const reading of readings) {
        expect(reading.complete, `torn after ${part}/20`).toBe(false);
        if (part > 2) expect(problemOf([reading]).kind).toBe('cut-short');
      }
    }
  });

  test('that gives fewer bytes than it has is cut short', async () => {
    const { readings } = await handIn(connector, { ...fileOf(name, bytes), bytes: bytes.length + 1 });
    expect(problemOf(readings).kind).toBe('cut-short');
  });

  test('may begin with a byte order mark, and may be UTF-16 as Windows shells write it', async () => {
    const plain = (await handIn(connector, fileOf(name, bytes))).readings.map((reading) => (reading.complete ? reading.entities : reading.problem));
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
    for (const other of [marked, utf16(bytes, 'le', true), utf16(bytes, 'be', true), utf16(bytes, 'le', false), utf16(bytes, 'be', false)]) {
      const { readings } = await handIn(connector, fileOf(name, other));
      expect(readings.map((reading) => (reading.complete ? reading.entities : reading.problem))).toEqual(plain);
    }
  });

  test('that is not UTF-8 is refused with a sentence', async () => {
    const { readings } = await handIn(connector, fileOf(name, Buffer.concat([bytes.subarray(0, -3), Buffer.from([0xe9, 0xe8]), bytes.subarray(-3)])));
    expect(problemOf(readings)).toMatchObject({ kind: 'malformed', sentence: `The file ${name} cannot be used: it is not UTF-8 text.` });
  });

  test('that is empty, blank or gone is a problem that says so', async () => {
    expect(problemOf((await handIn(connector, fileOf(name, Buffer.alloc(0)))).readings).sentence).toBe(`The file ${name} cannot be used: it is empty.`);
    expect(problemOf((await handIn(connector, fileOf(name, Buffer.from(' \n\n')))).readings).sentence).toContain('looks like an empty file');
    expect(problemOf((await handIn(connector, undefined)).readings).kind).toBe('not-found');
  });

  test('of another tool is refused by the name of what it looks like', async () => {
    for (const other of every) {
      if (other.connector === connector) continue;
      const { kind, sentence, remedy } = problemOf((await handIn(connector, fileOf(other.name, other.bytes))).readings);
      expect(kind).toBe('malformed');
      expect(sentence).toMatch(/looks like (OCSF findings|a SARIF log|a CycloneDX bill|XCCDF or ARF|a Lynis report|result lines of osquery)/);
      expect(remedy).not.toBe('');
    }
    const others = { archive: [0x1f, 0x8b, 8, 0], document: [...Buffer.from('%PDF-1.7\n')], page: [...Buffer.from('<!doctype html><html>')], program: [0x7f, 0x45, 0x4c, 0x46, 0, 0] };
    for (const head of Object.values(others)) expect(problemOf((await handIn(connector, fileOf(name, Buffer.from(head)))).readings).sentence).toMatch(/looks like a/);
  });

  test('of 3 GB is refused by its size before a byte of it is read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'avouch-intake-'));
    try {
      const path = join(folder, 'huge.bin');
      const handle = openSync(path, 'w');
      ftruncateSync(handle, 3_000_000_000);
      closeSync(handle);
      let opened = 0;
      const file = fileAt(pathToFileURL(path));
      const { readings } = await handIn(connector, { ...file, stream: () => { opened += 1; return file.stream(); } });
      expect(problemOf(readings)).toMatchObject({ kind: 'too-large', sentence: 'The file huge.bin is too large: it has 3 GB, and at most 512 MB are read.' });
      expect(opened).toBe(0);
      expect(problemOf((await handIn(connector, file, { bytesMax: 4e9 })).readings).sentence).toContain('looks like something that Avouch does not know');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('that cannot be read from its disk is a problem, not an exception', async () => {
    const { readings } = await handIn(connector, { name, bytes: 10, stream: () => fileAt(new URL('.', import.meta.url)).stream() });
    expect(problemOf(readings)).toMatchObject({ kind: 'failed' });
  });
});

test.each([
  ['{"spdxVersion": "SPDX-2.3"}', 'an SPDX bill'], ['[{"AwsAccountId": "1", "ProductArn": "x"}]', 'Security Hub'], ['<?xml version="1.0"?><oval_results xmlns="x"/>', 'OVAL results'],
  ['{"hello": 1}', 'JSON of another kind'], ['<note/>', 'XML of another kind'], ['just words', 'something that Avouch does not know'], ['<!DOCTYPE html><html></html>', 'a web page'],
])('A file that begins with %s is called %s', async (text, words) => {
  expect(problemOf((await handIn(lynis, fileOf('a.txt', Buffer.from(text)))).readings).sentence).toContain(words);
});
