import { Refusal } from '@avouch/api/refusal';
import type { NoticeDocument } from '@avouch/privacy/notices';
import type { Context } from '../context.ts';
import type { Order } from './intake.ts';
import type { Site, Sites } from './site.ts';

/** An answer that comes through the company's back end, in a form or a mail. */
export type Passed = { readonly subject: string; readonly answers: Readonly<Record<string, boolean>>; /** Its id, where it must be the same when it is sent again. */ readonly id?: string; readonly method: Order['chosen']['method']; readonly language: string; readonly hash: string; readonly document: NoticeDocument; readonly actor: string; readonly pending?: boolean };

/** The answer as it is taken in. */
export const orderOf = (site: Site, { subject, answers, id, method, language, hash, document, actor, pending }: Passed, context: Context): Order => {
  const received = context.now();
  return {
    site, document, actor, received, ...(pending === true ? { states: Object.fromEntries(Object.keys(answers).map((purpose) => [purpose, 'ConsentRequested' as const])) } : {}),
    chosen: {
      id: id ?? Buffer.from(context.random(16)).toString('hex'), subject, previous: '', notice: { version: document.notice.version, hash }, language, variant: null, answers, method, signal: null,
      place: null, country: null, regime: 'opt-in', at: received.toISOString(),
    },
  };
};

/** The document under a hash, else the one that is published now in a language, else in any. */
export async function documentFor(site: Site, hash: string | undefined, language: string, sites: Sites, context: Context): Promise<{ readonly hash: string; readonly document: NoticeDocument }> {
  const [first] = site.current?.hashes.values() ?? [];
  const named = hash ?? site.current?.hashes.get(language) ?? site.current?.hashes.get(language.split('-')[0] ?? '') ?? first;
  const document = named === undefined ? undefined : await sites.document(site, named, context);
  if (named === undefined || document === undefined) throw new Refusal('invalid', 'No notice was published here under this hash.', { field: 'notice' });
  return { hash: named, document };
}
