import { Refusal } from '@avouch/api/refusal';
import { categoriesOf, nameOf, type Company } from './company.ts';
import { consentAnswers } from './consent-answers.ts';
import type { Handlers } from './fetch.ts';
import { openDsrAnswers } from './opendsr-answers.ts';
import { privacyAnswers } from './privacy-answers.ts';
import { programmeAnswers } from './programme-answers.ts';
import { sourceAnswers } from './source-answers.ts';
import { standingAnswers } from './standing-answers.ts';
import { ledgerAnswers } from './ledger-answers.ts';

/** A wait that really passes, for what is shown as it happens. */
export type Wait = (ms: number) => Promise<void>;

/** Every route of the contract, answered from the company. A route that is missing here does not compile. */
export function answersOf(company: Company, wait: Wait): Handlers {
  const session = () => {
    if (!company.signedIn) throw new Refusal('unauthenticated', 'Sign in first.');
    return { member: { id: 'mem-ada', name: 'Ada Lindqvist', email: 'ada@kestrel.example' }, organisations: [{ id: 'org-kestrel', name: nameOf(company), role: 'owner' as const }] };
  };
  return {
    health: () => ({ ok: true, version: '0.1.0', database: 'PostgreSQL 18.4' }),
    setupState: () => ({ needed: company.needsSetup }),
    setup: ({ body }) => {
      company.name = body.company.name;
      company.records.set('organisation/organisation', [{ type: 'organisation', id: 'organisation', version: 1, value: { name: body.company.name, categories: body.categories }, ended: false, seal: company.log.append({ kind: 'record.written', about: 'organisation', aboutName: body.company.name, captured: new Date(company.now).toISOString(), actor: 'mem-ada', header: { type: 'organisation', version: 1 } }) }]);
      company.needsSetup = false;
      company.signedIn = true;
      return session();
    },
    signIn: ({ body }) => {
      if (body.password === 'wrong') throw new Refusal('unauthenticated', 'The e-mail address or the password is not right.');
      company.signedIn = true;
      return session();
    },
    session,
    signOut: () => { company.signedIn = false; return { ok: true as const }; },
    organisation: ({ params }) => ({ id: params.org, name: nameOf(company), categories: categoriesOf(company), createdAt: new Date(company.now - 92 * 86_400_000).toISOString() }),
    ...programmeAnswers(company),
    ...sourceAnswers(company, wait),
    ...standingAnswers(company),
    ...ledgerAnswers(company, wait),
    ...consentAnswers(company),
    ...privacyAnswers(company, wait),
    ...openDsrAnswers(company),
  };
}
