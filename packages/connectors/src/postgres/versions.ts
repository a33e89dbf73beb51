/**
 * The last day on which each major version of PostgreSQL gets fixes.
 * Source: https://www.postgresql.org/support/versioning/, as of 2026-01.
 */
const lastDays: Readonly<Record<string, string>> = {
  '9.5': '2021-02-11', '9.6': '2021-11-11', '10': '2022-11-10', '11': '2023-11-09', '12': '2024-11-21', '13': '2025-11-13',
  '14': '2026-11-12', '15': '2027-11-11', '16': '2028-11-09', '17': '2029-11-08', '18': '2030-11-14',
};

/** The day on which support for a version such as `16.4 (Debian 16.4-1)` ends; null when it is not in the list. */
export const endOfLifeOf = (version: string): string | null => {
  const [major = '', minor = ''] = version.split(/[^0-9]/);
  return lastDays[Number(major) >= 10 ? major : `${major}.${minor}`] ?? null;
};
