import type { ConsentConfig } from '@avouch/consent/consent';
import { shop } from './consent';

/** Where your Avouch gives the notice that you published: `https://avouch.example.com/api/notices/<key of the site>`. */
const published = process.env['CONSENT_NOTICE'];

/**
 * The config of the next page: the published notice, which also says where answers go, at most a minute old (Next keeps the last
 * one while Avouch does not answer), or `shop`, whose answers stay in the browser, when none is named or none ever came.
 */
export async function noticeIn(language: string): Promise<ConsentConfig> {
  if (!published) return shop;
  try {
    const answer = await fetch(`${published}/${language}`, { next: { revalidate: 60 } });
    if (answer.ok) return await answer.json() as ConsentConfig;
    console.error(`${published}/${language} answered ${answer.status}: answers are kept in browsers alone until it gives the notice.`);
  } catch (cause) {
    console.error(`${published}/${language} cannot be read: answers are kept in browsers alone until it can.`, cause);
  }
  return shop;
}
