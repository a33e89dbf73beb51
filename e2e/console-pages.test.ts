import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDemo, settled, violationsOf, type Demo } from './browser.ts';

let demo: Demo;
beforeAll(async () => { demo = await openDemo(); });
afterAll(() => demo.close());

const pages = [
  '/?demo=full', '/?demo=empty', '/?demo=broken', '/?asOf=2026-10-30', '/criteria', '/criteria/CC6.1', '/controls', '/controls/IAM-08', '/controls/PHY-01', '/controls/new', '/checks', '/checks/account.second-factor', '/checks/data-store.tls',
  '/sources', '/sources?demo=empty', '/sources/connect', '/sources/connect/git', '/sources/connect/prowler', '/sources/src-postgres', '/sources/src-git/change', '/sources/src-github/edit', '/evidence', '/evidence?demo=empty', '/evidence/file', '/programme', '/programme/vendor', '/programme/vendor/new', '/programme/system/kestrel-cloud',
  '/privacy', '/privacy?demo=empty', '/privacy?state=all', '/privacy/requests/new', '/privacy/requests/dsr-mira', '/privacy/requests/dsr-jonas', '/privacy/requests/dsr-late', '/privacy/requests/dsr-working', '/privacy/tasks', '/privacy/map', '/privacy/map?demo=empty', '/privacy/stores', '/privacy/stores/sto-shop', '/privacy/stores/connect', '/privacy/retention', '/privacy/centre', '/privacy/opendsr', '/privacy/opendsr?demo=empty', '/privacy/requests/dsr-northwind', '/privacy/requests/dsr-proof',
  '/privacy/consent', '/privacy/consent?demo=empty', '/privacy/consent/site-web', '/privacy/consent/site-web/edit', '/privacy/consent/notices/ntc-web', '/privacy/consent/answers', '/packages', '/packages/pkg-1', '/ledger', '/ledger/20', '/settings', '/settings?change=scope', '/criteria/PI1.1', '/nowhere', '/setup?demo=first-run', '/sign-in?demo=signed-out',
];
const looks = [
  { name: 'light', colorScheme: 'light', width: 1280, whole: true }, { name: 'dark', colorScheme: 'dark', width: 1280, whole: false },
  { name: 'light on a phone', colorScheme: 'light', width: 360, whole: false }, { name: 'dark on a phone', colorScheme: 'dark', width: 360, whole: true },
] as const;

describe.concurrent('every page can be read and used by everybody', () => {
  test.each(pages)('%s', async (path) => {
    const { page, complaints, strangers, go, close } = await demo.visit();
    await go(path.includes('demo=') ? path : `${path}${path.includes('?') ? '&' : '?'}demo=full`);
    for (const { name, colorScheme, width, whole } of looks) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 860 });
      await settled(page);
      // Colours hang on the scheme, layout on the width: two of the four looks have all of both.
      if (whole) expect(await violationsOf(page), `accessibility, ${name}`).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `sideways scrolling, ${name}`).toBeLessThanOrEqual(0);
    }
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
    await close();
  });
});
