/** The kinds of file that somebody may hand in, as far as their beginning tells. */
export type FileKind =
  | 'empty' | 'archive' | 'document' | 'web-page' | 'prowler-csv' | 'prowler-asff' | 'prowler-native' | 'ocsf' | 'sarif' | 'cyclonedx' | 'cyclonedx-xml'
  | 'spdx' | 'xccdf' | 'oval' | 'lynis' | 'osquery' | 'json' | 'xml' | 'unknown';

const words: { readonly [K in FileKind]: string } = {
  empty: 'an empty file', archive: 'a compressed archive', document: 'a document or image', 'web-page': 'a web page', 'prowler-csv': 'a CSV file of Prowler',
  'prowler-asff': 'findings in Amazon\'s Security Hub format', 'prowler-native': 'the JSON format of Prowler 2 and 3', ocsf: 'OCSF findings as Prowler writes them',
  sarif: 'a SARIF log', cyclonedx: 'a CycloneDX bill of materials', 'cyclonedx-xml': 'a CycloneDX bill of materials in XML', spdx: 'an SPDX bill of materials',
  xccdf: 'XCCDF or ARF results of OpenSCAP', oval: 'OVAL results without XCCDF', lynis: 'a Lynis report', osquery: 'result lines of osquery',
  json: 'JSON of another kind', xml: 'XML of another kind', unknown: 'something that Avouch does not know',
};

/** How a kind of file is called in a sentence: "it looks like a SARIF log". */
export const formatKind = (kind: FileKind): string => words[kind];

/** Kinds told by their first bytes: archives (gzip, zip, bzip2, xz, zstd, 7z) and documents (PDF, PNG, JPEG, ELF). */
function binaryKindOf(bytes: Uint8Array): FileKind | undefined {
  const hex = Buffer.from(bytes.subarray(0, 8)).toString('hex');
  if (/^(1f8b|504b0304|504b0506|425a68|fd377a58|28b52ffd|377abcaf)/.test(hex)) return 'archive';
  return /^(25504446|89504e47|ffd8ff|7f454c46|4d5a)/.test(hex) ? 'document' : undefined;
}

/** Signs of which all must be there. Each is looked for by itself, so that a hostile beginning cannot make the search slow. */
const textSigns: readonly (readonly [FileKind, ...RegExp[]])[] = [
  ['web-page', /^\s*(<!doctype html|<html)/i],
  ['cyclonedx-xml', /<(\w{1,30}:)?bom[\s>]/, /cyclonedx\.org\/schema\/bom/],
  ['xccdf', /<(\w{1,30}:)?(asset-report-collection|Benchmark|TestResult)[\s>]/, /checklists\.nist\.gov\/xccdf|asset-reporting-format/],
  ['oval', /<(\w{1,30}:)?oval_results[\s>]/],
  ['xml', /^\s*<(\?xml|[A-Za-z])/],
  ['sarif', /^\s*\{/, /"\$schema"\s*:\s*"[^"]{0,200}sarif|"runs"\s*:\s*\[/],
  ['cyclonedx', /^\s*\{/, /"bomFormat"\s*:\s*"CycloneDX"/],
  ['spdx', /^\s*\{|^SPDXVersion:/, /"spdxVersion"\s*:|^SPDXVersion:/],
  ['osquery', /^\s*\{/, /^[^\n]*"(hostIdentifier|hostname)"\s*:/, /^[^\n]*"(unixTime|calendarTime)"\s*:/],
  ['prowler-asff', /^\s*\[\s*\{/, /"(AwsAccountId|ProductArn)"\s*:/],
  ['prowler-native', /^\s*\[\s*\{/, /"(AssessmentStartTime|FindingUniqueId)"\s*:/],
  ['ocsf', /^\s*[[{]/, /"(class_uid|finding_info|event_code)"\s*:/],
  ['json', /^\s*[[{]/],
  ['lynis', /^(# Lynis Report|(report_version_major|lynis_version|report_datetime_start)=)/m],
  ['prowler-csv', /^"?(AUTH_METHOD|ASSESSMENT_START_TIME)"?[;,]/],
];

/** What a file looks like by its first bytes and text; `unknown` rather than a guess. */
export function fileKindOf(bytes: Uint8Array, head: string): FileKind {
  if (bytes.length === 0 || head.trim() === '') return bytes.length === 0 || !bytes.some((byte) => byte === 0) ? 'empty' : 'unknown';
  return binaryKindOf(bytes) ?? textSigns.find(([, ...signs]) => signs.every((sign) => sign.test(head)))?.[0] ?? 'unknown';
}
