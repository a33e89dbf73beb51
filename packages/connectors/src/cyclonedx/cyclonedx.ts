import { z } from 'zod';
import type { Connector } from '../connector.ts';
import type { EntityOf } from '../entities.ts';
import { fileSettings, readHandedFile, type FileContent, type FileFormat, type FileSource } from '../intake/handed.ts';
import { withUniqueIds } from '../intake/identity.ts';
import { openJsonScan, type JsonEvent, type JsonPath } from '../intake/json.ts';
import { malformed, unsupported } from '../intake/problem.ts';
import { openXmlScan } from '../intake/xml.ts';
import { instantOfIso, spanOf } from '../intake/time.ts';
import { listenToBom } from './xml-bom.ts';
import { bomComponent, bomMetadata, bomVulnerability, componentOf, toolsOf, vulnerabilitiesOf, type BomMetadata } from './bom.ts';

type Bom = {
  format: unknown; version: unknown; metadata: BomMetadata | undefined;
  components: EntityOf<'component'>[]; hasComponents: boolean; names: Map<string, string>;
  vulnerabilities: z.infer<typeof bomVulnerability>[]; hasVulnerabilities: boolean;
};

const versions = ['1.2', '1.3', '1.4', '1.5', '1.6', '1.7'];
const wanted = (path: JsonPath): 'take' | 'enter' | 'skip' => {
  const place = path.join('/');
  if (['bomFormat', 'specVersion', 'metadata', 'components/*', 'vulnerabilities/*'].includes(place)) return 'take';
  return place === 'components' || place === 'vulnerabilities' ? 'enter' : 'skip';
};

function read<T>(source: FileSource, schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw malformed(source.name, `${what} is not as CycloneDX has it (${parsed.error.issues[0]?.path.join('.') || 'its type'})`, source.remedy);
}

function addComponent(source: FileSource, bom: Bom, value: unknown): void {
  const component = read(source, bomComponent, value, `component ${bom.components.length + 1}`);
  const entity = componentOf(component);
  bom.components.push(entity);
  bom.names.set(component['bom-ref'] ?? entity.id, [entity.name, entity.version].filter(Boolean).join('@'));
  source.met();
  for (const nested of component.components ?? []) addComponent(source, bom, nested);
}

function addMetadata(source: FileSource, bom: Bom, value: unknown): void {
  bom.metadata = read(source, bomMetadata, value, 'its metadata');
}

function addVulnerability(source: FileSource, bom: Bom, value: unknown): void {
  bom.vulnerabilities.push(read(source, bomVulnerability, value, `vulnerability ${bom.vulnerabilities.length + 1}`));
  source.met();
}

function collect(source: FileSource, bom: Bom, event: JsonEvent): void {
  const place = event.path.join('/');
  if (event.kind === 'open') {
    if (place === 'components') bom.hasComponents = event.container === 'array';
    if (place === 'vulnerabilities') bom.hasVulnerabilities = event.container === 'array';
  }
  if (event.kind !== 'value') return;
  if (place === 'bomFormat') bom.format = event.value;
  if (place === 'specVersion') bom.version = event.value;
  if (place === 'metadata') addMetadata(source, bom, event.value);
  if (place === 'components/*') addComponent(source, bom, event.value);
  if (place === 'vulnerabilities/*') addVulnerability(source, bom, event.value);
}

/** The scan of a bill, in JSON or XML by its first sign. */
function openScan(source: FileSource, bom: Bom, head: string): ReturnType<typeof openJsonScan> {
  if (!/^\s*</.test(head)) return openJsonScan(source.name, source.remedy, wanted, (event) => collect(source, bom, event));
  bom.format = 'CycloneDX';
  return openXmlScan(source.name, source.remedy, listenToBom({
    version: (version) => { bom.version = version; },
    metadata: (value) => addMetadata(source, bom, value), component: (value) => addComponent(source, bom, value), vulnerability: (value) => addVulnerability(source, bom, value),
    list: (name) => { if (name === 'components') bom.hasComponents = true; else bom.hasVulnerabilities = true; },
  }));
}

async function parse(source: FileSource): Promise<FileContent<'component' | 'vulnerability'>> {
  const bom: Bom = { format: undefined, version: undefined, metadata: undefined, components: [], hasComponents: false, names: new Map(), vulnerabilities: [], hasVulnerabilities: false };
  let scan: ReturnType<typeof openJsonScan> | undefined;
  for await (const piece of source.text) {
    if (scan === undefined && piece.trim() === '') continue;
    scan ??= openScan(source, bom, piece);
    scan.push(piece);
  }
  scan?.end();
  if (bom.format !== 'CycloneDX') throw malformed(source.name, 'it does not call itself CycloneDX', source.remedy);
  if (!versions.includes(String(bom.version))) throw malformed(source.name, `its CycloneDX version is ${JSON.stringify(bom.version ?? null).slice(0, 40)}, and ${versions[0]} to ${versions.at(-1)} are read`, source.remedy);
  const about = bom.metadata?.component;
  const aboutName = [about?.name, about?.version].filter(Boolean).join('@') || source.name;
  if (about?.['bom-ref']) bom.names.set(about['bom-ref'], aboutName);
  const vulnerabilities = bom.vulnerabilities.flatMap((one) => vulnerabilitiesOf(one, bom.names, aboutName));
  source.note(`${bom.components.length} components, ${bom.hasVulnerabilities ? `${vulnerabilities.length} vulnerabilities` : 'nothing about vulnerabilities'}`);
  return {
    sourceVersion: toolsOf(bom.metadata),
    window: spanOf([instantOfIso(bom.metadata?.timestamp)]),
    entities: {
      component: bom.hasComponents ? withUniqueIds(bom.components.map((entity) => ({ entity, more: [entity.purl, entity.version] })))
        : unsupported(source.name, 'it has no list of components', 'Hand in the bill of materials itself, not only its vulnerabilities.'),
      vulnerability: bom.hasVulnerabilities ? withUniqueIds(vulnerabilities)
        : unsupported(source.name, 'it lists parts, but says nothing of vulnerabilities', 'Let a scanner write them in, for example `trivy sbom --format cyclonedx --scanners vuln bom.json`.'),
    },
  };
}

const format: FileFormat<'component' | 'vulnerability'> = {
  entityTypes: ['component', 'vulnerability'], kinds: ['cyclonedx', 'cyclonedx-xml', 'json'], expected: 'a CycloneDX bill of materials', parse,
  remedy: 'Write one with `npm sbom --sbom-format cyclonedx`, or turn another format into it with `cyclonedx convert`.',
};

const scopes = [{ name: 'the handed-in file', why: 'It holds the bill of materials; nothing else is opened.' }];

/**
 * CycloneDX bills of materials (JSON or XML, 1.2 to 1.7). A bill without a list of vulnerabilities says nothing about them, so that
 * reading is a problem, not an empty list; one whose own analysis says `not_affected` is dismissed with that reason.
 */
export const cyclonedx: Connector<typeof fileSettings> = {
  id: 'cyclonedx', version: '1', title: 'CycloneDX file',
  summary: 'Reads the parts that your software is made of, and the vulnerabilities that a scanner found in them.',
  guide: [
    'Make the bill in your pipeline and hand in the file:',
    '',
    '- a Node project: `npm sbom --sbom-format cyclonedx > bom.json`',
    '- with vulnerabilities: `trivy fs --format cyclonedx --scanners vuln --output bom.json .`, or `grype dir:. -o cyclonedx-json=bom.json`',
    '- an image: `syft <image> -o cyclonedx-json=bom.json`',
  ].join('\n'),
  settings: fileSettings, files: ['file'], secrets: [],
  reads: [
    { entityType: 'component', title: 'Components', scopes },
    { entityType: 'vulnerability', title: 'Vulnerabilities of the components', scopes },
  ],
  read: (input) => readHandedFile(input, format),
};
