import { contract } from '@avouch/api/contract';
import { Refusal } from '@avouch/api/refusal';
import type { Handlers } from '../context.ts';

const refuse = (): never => {
  throw new Refusal('unavailable', 'This server does not do this yet.');
};

/** Consent: what of it is built answers, the rest says that it is not. */
export const consentHandlers: Handlers = Object.fromEntries(Object.keys(contract).filter((name) => name.startsWith('consent') || name === 'notice').map((name) => [name, refuse])) as Handlers;
