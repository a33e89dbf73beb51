import { contract } from '@avouch/api/contract';
import { Refusal } from '@avouch/api/refusal';
import type { Handlers } from '../context.ts';
import { assertionKeyHandlers } from './assertion-keys.ts';
import { dataMapHandlers } from './data-map.ts';
import { privacyCentreHandlers } from './privacy-centre.ts';
import { openDsrHandlers } from './opendsr.ts';
import { requestHandlers } from './requests.ts';
import { storeHandlers } from './stores.ts';
import { upkeepHandlers } from './upkeep.ts';

const refuse = (): never => {
  throw new Refusal('unavailable', 'This server does not do this yet.');
};

/** The privacy side: what of it is built answers, the rest says that it is not. */
export const privacyHandlers: Handlers = {
  ...(Object.fromEntries(Object.entries(contract).filter(([, { id }]) => /^(privacy|requests|app|opendsr)\./.test(id)).map(([name]) => [name, refuse])) as Handlers),
  ...dataMapHandlers, ...storeHandlers, ...privacyCentreHandlers, ...requestHandlers, ...upkeepHandlers, ...openDsrHandlers, ...assertionKeyHandlers,
};
