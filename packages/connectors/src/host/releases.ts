/** The last day of free security support of a release, by the ID and VERSION_ID of its os-release file. As of 2026-01. */
const lastDays: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // https://wiki.debian.org/LTS and the distro-info-data package: the end of LTS.
  debian: { 10: '2024-06-30', 11: '2026-08-31', 12: '2028-06-30', 13: '2030-06-30' },
  // https://ubuntu.com/about/release-cycle and the distro-info-data package: standard support, without Ubuntu Pro.
  ubuntu: { '18.04': '2023-05-31', '20.04': '2025-05-29', '22.04': '2027-06-01', '24.04': '2029-05-31', '25.04': '2026-01-15', '25.10': '2026-07-09', '26.04': '2031-05-29' },
  // https://access.redhat.com/support/policy/updates/errata: the end of maintenance support.
  rhel: { 7: '2024-06-30', 8: '2029-05-31', 9: '2032-05-31', 10: '2035-05-31' },
  // https://rockylinux.org/about and https://wiki.almalinux.org/release-notes/
  rocky: { 8: '2029-05-31', 9: '2032-05-31', 10: '2035-05-31' },
  almalinux: { 8: '2029-05-31', 9: '2032-05-31', 10: '2035-05-31' },
  centos: { 7: '2024-06-30', 8: '2021-12-31' },
  // https://aws.amazon.com/amazon-linux-2/faqs/ and https://docs.aws.amazon.com/linux/al2023/ug/release-cadence.html
  amzn: { 2: '2026-06-30', 2023: '2029-06-30' },
  // https://alpinelinux.org/releases/
  alpine: { '3.19': '2025-11-01', '3.20': '2026-04-01', '3.21': '2026-11-01', '3.22': '2027-05-01' },
};

/** A file of lines `KEY=value`, as os-release(5) writes them. */
export const parseAssignments = (text: string): ReadonlyMap<string, string> => new Map(text.split('\n').flatMap((line) => {
  const found = /^\s*([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line);
  return found === null ? [] : [[found[1] ?? '', (found[2] ?? '').replace(/^(["'])(.*)\1$/, '$2')] as const];
}));

/** Name, version and end of support of a Linux system out of its os-release file; what the system itself states goes first. */
export const releaseOf = (text: string | null): { readonly os: string | null; readonly osVersion: string | null; readonly endOfLife: string | null } => {
  const fields = parseAssignments(text ?? '');
  const version = fields.get('VERSION_ID') ?? '';
  const stated = fields.get('SUPPORT_END');
  const known = lastDays[fields.get('ID') ?? ''];
  return {
    os: fields.get('NAME') ?? null, osVersion: version === '' ? null : version,
    endOfLife: stated !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(stated) ? stated : known?.[version] ?? known?.[version.split('.').slice(0, 2).join('.')] ?? known?.[version.split('.')[0] ?? ''] ?? null,
  };
};
