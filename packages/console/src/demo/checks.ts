import type { Answer } from '@avouch/api/client';

type Check = Pick<Answer<'checks'>['items'][number], 'id' | 'title' | 'entityType' | 'entityPlural' | 'why' | 'controls'> & { readonly source: string; readonly remedy: string; readonly subjects: readonly [pass: number, fail: number, notApplicable: number]; readonly failing: string };

const check = (id: string, title: string, source: string, entity: readonly [string, string], controls: readonly string[], subjects: readonly [number, number, number], why: string, failing: string, remedy: string): Check =>
  ({ id, title, source, entityType: entity[0], entityPlural: entity[1], controls: [...controls], subjects, why, failing, remedy });
const account = ['account', 'Accounts'] as const;
const change = ['change', 'Changes'] as const;
const store = ['dataStore', 'Data stores'] as const;
const table = ['table', 'Tables'] as const;
const endpoint = ['endpoint', 'Endpoints'] as const;
const host = ['host', 'Hosts'] as const;

/** The demo's checks: how many subjects pass, fail and don't apply, and what is said of a failing one. */
export const demoChecks: readonly Check[] = [
  check('account.second-factor', 'People’s accounts have a second factor', 'src-github', account, ['IAM-02'], [21, 2, 4], 'A stolen password alone must not be enough to get in.', 'The account signs in with a password alone.', 'Open the organisation’s **Authentication security** page and require two-factor authentication.\n\n1. Tell the people who still lack it, with a date.\n2. Require it for the whole organisation.\n3. Read the source again; the verdict turns within a minute.'),
  check('account.left', 'Accounts of people who left are closed', 'src-github', account, ['IAM-05', 'HRS-06'], [26, 1, 0], 'An account that outlives its owner’s employment is a door that nobody watches.', 'The person’s last day was 12 days ago and the account is still active.', 'Remove the account, then record the date of removal in the leaver’s checklist.'),
  check('account.privileged-few', 'Privileged accounts are few and named', 'src-github', account, ['IAM-07', 'IAM-03'], [4, 0, 23], 'Each owner account can undo every other control.', '', 'Reduce the owners to those who need it each week.'),
  check('change.reviewed', 'Changes are approved by somebody else', 'src-git', change, ['CHG-02', 'CHG-05', 'IAM-12'], [1_482, 7, 31], 'A second pair of eyes catches errors and malice alike.', 'It reached the default branch with no approval by another person.', 'Protect the default branch and require one approving review. For what is already merged, have it looked at now and file the outcome as evidence; the deviation stays in the record.'),
  check('change.tested', 'Changes passed their checks before the merge', 'src-git', change, ['CHG-03', 'CHG-08'], [1_501, 0, 19], 'A merge with failing checks ships what is known to be broken.', '', 'Require the checks on the default branch.'),
  check('branch.protected', 'The default branch is protected', 'src-github', ['branch', 'Branches'], ['CHG-04'], [9, 0, 0], 'Without protection every rule about review is a wish.', '', 'Add a ruleset for the default branch.'),
  check('repository.code-owners', 'Repositories name their owners', 'src-git', ['repository', 'Repositories'], ['CHG-02', 'AST-01'], [8, 1, 0], 'A change that nobody owns is reviewed by nobody.', 'It has no CODEOWNERS file.', 'Add a `CODEOWNERS` file with at least one team.'),
  check('release.signed', 'Releases are signed', 'src-git', ['release', 'Releases'], ['CHG-01'], [42, 0, 0], 'A signature ties what runs to what was reviewed.', '', 'Sign tags with `git tag -s`.'),
  check('data-store.tls', 'Data stores require encryption in transit', 'src-postgres', store, ['CRY-01'], [2, 0, 0], 'Data on the wire can be read by whoever carries it.', '', 'Set `ssl = on` and use `hostssl` lines only.'),
  check('data-store.password-scheme', 'Passwords are kept by a strong scheme', 'src-postgres', account, ['IAM-08', 'CRY-04'], [14, 0, 3], 'MD5 password hashes can be replayed.', '', 'Set `password_encryption = scram-sha-256` and let each role set its password again.'),
  check('data-store.logging', 'Connections and schema changes are logged', 'src-postgres', store, ['LOG-01', 'LOG-03'], [2, 0, 0], 'What isn’t logged can’t be looked into.', '', 'Set `log_connections`, `log_disconnections` and `log_statement = ddl`.'),
  check('data-store.backup', 'The last backup is not older than a day', 'src-postgres', store, ['AVL-02'], [2, 0, 0], 'A backup that is not made can’t be restored.', '', 'Archive the write-ahead log, or run the backup each night.'),
  check('table.row-security', 'Tables with tenants’ rows enforce row security', 'src-postgres', table, ['IAM-11'], [64, 0, 22], 'One forgotten condition must not show one customer another’s rows.', '', 'Enable and force row security on the table.'),
  check('endpoint.tls', 'Endpoints accept modern TLS only', 'src-endpoint', endpoint, ['CRY-01', 'NET-06'], [5, 0, 0], 'Old protocol versions can be broken by who listens.', '', 'Turn off TLS 1.0 and 1.1.'),
  check('endpoint.certificate', 'Certificates are valid and not about to end', 'src-endpoint', endpoint, ['CRY-01', 'CRY-03'], [4, 1, 0], 'An expired certificate is an outage and teaches people to click warnings away.', 'The certificate ends in 6 days and was not renewed.', 'Renew the certificate and look at why the automatic renewal did not run: `certbot renew --dry-run` tells.'),
  check('endpoint.headers', 'Endpoints send the protective headers', 'src-endpoint', endpoint, ['VUL-03'], [5, 0, 0], 'Headers close whole classes of attack in the browser.', '', 'Send HSTS, a content security policy and frame protection.'),
  check('host.disk', 'Disks are encrypted', 'src-host', host, ['CRY-02', 'END-02'], [3, 0, 0], 'A lost disk must be worth nothing to its finder.', '', 'Encrypt the volume with LUKS.'),
  check('host.firewall', 'Hosts run a firewall', 'src-host', host, ['NET-01'], [3, 0, 0], 'What need not be reachable must not be.', '', 'Turn on nftables with a default of drop.'),
  check('host.updates', 'No security update is pending', 'src-host', host, ['VUL-02'], [2, 1, 0], 'Most break-ins use a hole that was already closed elsewhere.', '4 security updates have been pending for 9 days.', 'Run the updates, and turn on unattended upgrades.'),
  check('host.time', 'Clocks are synchronised', 'src-host', host, ['LOG-01'], [3, 0, 0], 'Logs that disagree about time can’t be put together.', '', 'Enable systemd-timesyncd.'),
  check('finding.storage-public', 'No storage is public', 'src-prowler', ['finding', 'Findings'], ['NET-06', 'CON-01'], [112, 3, 0], 'A public bucket is the commonest leak there is.', 'Prowler’s rule s3_bucket_public_access failed.', 'Block public access for the whole account.'),
  check('domain.mail', 'Domains refuse forged mail', 'src-dns', ['domain', 'Domains'], ['END-06'], [2, 0, 1], 'Forged mail in the company’s name deceives its customers.', '', 'Publish a DMARC policy of `quarantine` or `reject`.'),
];
