import type { ReadPromise } from '../connector.ts';

/** How to make a token that can read what is needed and change nothing. */
export const guide = [
  'Let an **owner of the organisation** make the token; GitHub shows only to owners who has no second factor.',
  '',
  '1. Settings → Developer settings → Personal access tokens → Fine-grained tokens → Generate new token.',
  '2. Resource owner: your organisation. Expiration: at most a year. Repository access: all repositories (or those in scope).',
  '3. Repository permissions, each **Read-only**: Metadata, Contents, Administration, Pull requests, Commit statuses, Checks, Dependabot alerts, Secret scanning alerts, Code scanning alerts.',
  '4. Organisation permissions, each **Read-only**: Members, Administration.',
  '5. Generate it, let an owner approve it if your organisation asks for that, and put it in here.',
  '',
  'For a GitHub Enterprise Server set the address of its API: `https://<host>/api/v3`.',
  'A read asks once for each list and four times for each merged pull request; a token has 5,000 requests an hour.',
].join('\n');

/** What is read, with the fine-grained permissions that each needs. */
export const reads = [
  { entityType: 'workspace', title: 'The organisation and its settings', scopes: [{ name: 'Organisation › Administration: read', why: 'To see whether a second factor is required and what members may do by default.' }, { name: 'Organisation › Members: read', why: 'To count the members.' }] },
  { entityType: 'account', title: 'Members, owners and outside collaborators', scopes: [{ name: 'Organisation › Members: read', why: 'To see who has access, and, as an owner, who has no second factor.' }] },
  {
    entityType: 'repository', title: 'Repositories and their protective files', scopes: [
      { name: 'Metadata: read', why: 'To list the repositories.' }, { name: 'Contents: read', why: 'To see which files there are, such as CODEOWNERS.' },
      { name: 'Administration: read', why: 'To see whether secret scanning and dependency alerts are on.' }, { name: 'Code scanning alerts: read', why: 'To see whether code is analysed.' },
    ],
  },
  { entityType: 'branch', title: 'Default branches and the protection in effect', scopes: [{ name: 'Metadata: read', why: 'To read the rules of rulesets.' }, { name: 'Contents: read', why: 'To read the branch.' }, { name: 'Administration: read', why: 'To read classic branch protection and who may bypass rulesets.' }] },
  {
    entityType: 'change', title: 'Changes of the default branch with reviews and checks', scopes: [
      { name: 'Contents: read', why: 'To read the commits.' }, { name: 'Pull requests: read', why: 'To read merged pull requests and their reviews.' },
      { name: 'Checks: read', why: 'To read what the checks of a change said.' }, { name: 'Commit statuses: read', why: 'To read the results of older kinds of checks.' },
    ],
  },
  {
    entityType: 'vulnerability', title: 'Dependabot, secret and code scanning alerts', scopes: [
      { name: 'Dependabot alerts: read', why: 'To read alerts on dependencies.' }, { name: 'Secret scanning alerts: read', why: 'To read alerts on secrets; the secrets themselves are not asked for.' },
      { name: 'Code scanning alerts: read', why: 'To read alerts on code.' },
    ],
  },
  { entityType: 'auditEvent', title: 'Audit log (Enterprise plan)', scopes: [{ name: 'Organisation › Administration: read', why: 'To read the audit log of the organisation.' }] },
] as const satisfies readonly ReadPromise[];
