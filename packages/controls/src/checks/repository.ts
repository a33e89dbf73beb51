import type { EntityOf } from '@avouch/connectors/entities';
import { checksOver, type Judgement } from './check.ts';
import { fail, notApplicable, pass, setting, unknown } from './verdicts.ts';

type Repository = EntityOf<'repository'>;

const archived = notApplicable('The repository is archived and takes no changes.');
const live = (judge: (repository: Repository) => Judgement) => (repository: Repository): Judgement => (repository.archived === true ? archived : judge(repository));

const codeOwners = setting({ pass: 'A CODEOWNERS file says who must review what.', fail: 'No CODEOWNERS file says who must review what.', what: 'whether there is a CODEOWNERS file' });
const integration = setting({ pass: 'Changes are built and tested automatically.', fail: 'No automatic build and test is set up.', what: 'whether changes are built and tested automatically' });
const lock = setting({ pass: 'The exact versions of dependencies are written down.', fail: 'No lock file fixes the versions of dependencies.', what: 'whether the versions of dependencies are fixed' });
const ignores = setting({ pass: 'Files that usually hold secrets are kept out of version control.', fail: 'Nothing keeps files that usually hold secrets out of version control.', what: 'whether files that hold secrets are kept out' });
const secrets = setting({ pass: 'Pushed changes are scanned for secrets.', fail: 'Changes are not scanned for secrets.', what: 'whether changes are scanned for secrets' });
const alerts = setting({ pass: 'Known vulnerabilities of dependencies raise an alert.', fail: 'Nothing reports known vulnerabilities of dependencies.', what: 'whether vulnerable dependencies raise an alert' });
const scanning = setting({ pass: 'Changes are analysed for flaws in the code.', fail: 'Changes are not analysed for flaws in the code.', what: 'whether changes are analysed for flaws' });
const policy = setting({ pass: 'A security policy tells how to report a vulnerability.', fail: 'Nothing tells outsiders how to report a vulnerability.', what: 'whether there is a security policy' });

const judgeVisibility = ({ visibility, licence }: Repository): Judgement => {
  if (visibility === 'unknown') return unknown('who can see the repository');
  if (visibility !== 'public') return pass(`The repository is ${visibility}.`);
  if (licence === null || licence === undefined) return unknown('whether the public repository has a licence, which would show that it was published on purpose');
  return licence ? pass('The repository is public under a licence, so it was published on purpose.') : fail('The repository is public and has no licence, so it may not have been published on purpose.');
};

/** Checks over repositories of source code. */
export const repositoryChecks = checksOver('repository', [
  {
    id: 'repository.code-owners', title: 'Somebody owns each part of the code', why: 'A review by whoever happens to be there misses what only the owner of a part knows.',
    remedy: 'Add a `CODEOWNERS` file that names a team for each folder, at least for sign-in, payments and deployment, and require its review on the default branch.',
    controls: ['CHG-02'], judge: live((repository) => codeOwners(repository.codeOwners)),
  },
  {
    id: 'repository.continuous-integration', title: 'Each change is built and tested automatically', why: 'Tests that people must remember to run are not run when it matters.',
    remedy: 'Add a pipeline that builds and tests each pull request, then require its check on the default branch.',
    controls: ['CHG-03'], judge: live((repository) => integration(repository.continuousIntegration)),
  },
  {
    id: 'repository.dependency-lock', title: 'The versions of dependencies are fixed', why: 'Otherwise what was tested is not what is released, and a hijacked new version gets in by itself.',
    remedy: 'Commit the lock file of your package manager (`package-lock.json`, `poetry.lock`, `go.sum` …) and install from it in the pipeline (`npm ci`).',
    controls: ['CHG-03'], judge: live((repository) => lock(repository.dependencyLock)),
  },
  {
    id: 'repository.ignores-secrets', title: 'Files that hold secrets stay out of version control', why: 'A secret that was committed once stays in the history for ever.',
    remedy: 'Add `.env`, key files and local credentials to `.gitignore`. Revoke whatever has already been committed.',
    controls: ['CRY-04'], judge: live((repository) => ignores(repository.ignoresSecrets)),
  },
  {
    id: 'repository.secret-scanning', title: 'Changes are scanned for secrets', why: 'A leaked key is found by strangers within minutes; it should be found by you first.',
    remedy: 'Switch on secret scanning and push protection of your code host, or run a scanner in the pipeline that blocks on a finding.',
    controls: ['CRY-04'], judge: live((repository) => secrets(repository.secretScanning)),
  },
  {
    id: 'repository.dependency-alerts', title: 'Vulnerable dependencies raise an alert', why: 'Most flaws arrive with code that others wrote, and become known after it was added.',
    remedy: 'Switch on dependency alerts of your code host, or run a dependency scanner daily and send its findings to the team.',
    controls: ['VUL-01'], judge: live((repository) => alerts(repository.dependencyAlerts)),
  },
  {
    id: 'repository.code-scanning', title: 'Changes are analysed for flaws', why: 'Common mistakes are found before they are released, on every change alike.',
    remedy: 'Run a static analyser on each pull request (CodeQL, Semgrep or that of your language) and block on the severity that you set.',
    controls: ['CHG-08'], judge: live((repository) => scanning(repository.codeScanning)),
  },
  {
    id: 'repository.visibility', title: 'A repository is public only on purpose', why: 'Source code shows how a system can be attacked, and often more than it should.',
    remedy: 'Make the repository private. If it is meant to be public, add a licence file and check its whole history for secrets.',
    controls: ['NET-06'], judge: live(judgeVisibility),
  },
  {
    id: 'repository.security-policy', title: 'Outsiders are told how to report a vulnerability', why: 'Who finds a flaw and knows no door publishes it instead.',
    remedy: 'Add a `SECURITY.md` with an address, what you promise about answering, and what is in scope.',
    controls: ['COM-03'], judge: (repository) => (repository.visibility === 'private' ? notApplicable('The repository is private.') : live(({ securityPolicy }) => policy(securityPolicy))(repository)),
  },
]);
