import { contract, type Contract } from '@avouch/api/contract';
import { Refusal } from '@avouch/api/refusal';
import type { Handlers } from './fetch.ts';

type Name = { [N in keyof Contract]: N extends `dataMap${string}` | 'drift' | `store${string}` | `retention${string}` | `suppression${string}` | `restriction${string}` | `privacyCentre${string}` | `appKey${string}` | `mail${string}` | `request${string}` | `manualTask${string}` | 'appRequest' | 'appRestriction' | 'appHealth' ? N : never }[keyof Contract];

const refuse = (): never => {
  throw new Refusal('unavailable', 'This demonstration has no requests.');
};

/** The routes of the privacy side, which the company in memory does not have. */
export const privacyAnswers = (): Pick<Handlers, Name> =>
  Object.fromEntries(Object.entries(contract).filter(([, { id }]) => /^(privacy|requests|app)\./.test(id)).map(([name]) => [name, refuse])) as unknown as Pick<Handlers, Name>;
