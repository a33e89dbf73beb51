import type { Contract } from '@avouch/api/contract';
import { contract } from '@avouch/api/contract';
import { Refusal } from '@avouch/api/refusal';
import type { Handlers } from './fetch.ts';

type Name = Extract<keyof Contract, `consent${string}` | 'notice'>;

const refuse = (): never => {
  throw new Refusal('unavailable', 'This demonstration has no consent records.');
};

/** The consent routes, which the company in memory does not have. */
export const consentAnswers = (): Pick<Handlers, Name> =>
  Object.fromEntries(Object.keys(contract).filter((name) => name.startsWith('consent') || name === 'notice').map((name) => [name, refuse])) as unknown as Pick<Handlers, Name>;
