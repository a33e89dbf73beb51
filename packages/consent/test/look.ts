import { openBrowser } from './browser.ts';
import { openShop } from './page.ts';
const filler = '<style nonce="NONCE">body{font:16px/1.6 Georgia,serif;margin:40px}</style>'+'<p>Fine tea from small gardens, packed by hand and sent within two days. Our shop has been here since 1987, and every order still comes with a note.</p>'.repeat(9);
const site = await openShop(); const browser = await openBrowser();
const shots: [string, object, (p: any) => Promise<void>, any?][] = [
  ['light', { viewport: { width: 1100, height: 700 } }, async () => {}],
  ['dark', { viewport: { width: 1100, height: 700 }, colorScheme: 'dark' }, async () => {}],
  ['phone', { viewport: { width: 320, height: 640 } }, async () => {}],
  ['prefs', { viewport: { width: 1100, height: 800 } }, async (p) => { await p.getByRole('button', { name: 'Choose' }).click(); await p.locator('summary').nth(1).click(); }],
  ['prefsdark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }, async (p) => { await p.getByRole('button', { name: 'Choose' }).click(); }],
  ['rtl', { viewport: { width: 1100, height: 700 } }, async () => {}, { html: '<html lang="en" dir="rtl">', config: { texts: { en: { dir: 'rtl', language: 'ar', title: 'بياناتك، قرارك', body: 'هل يمكننا استخدام ملفات تعريف الارتباط؟ لن يبدأ شيء قبل موافقتك، ويمكنك تغيير رأيك في أي وقت.', accept: 'قبول الكل', refuse: 'رفض الكل', choose: 'اختيار', notice: 'إشعار الخصوصية' } } } }],
  ['held', { viewport: { width: 800, height: 600 } }, async (p) => { await p.getByRole('button', { name: 'Reject all' }).click(); await p.waitForSelector('.avouch-held'); }, { body: '<iframe data-consent="media" data-vendor="tube" data-src="https://tube.test/v" title="Film" width="480" height="270"></iframe>' }],
];
for (const [name, context, act, page] of shots) {
  const c = await browser.newContext(context as any); const p = await c.newPage();
  p.on('console', (m) => console.log(name, m.text())); p.on('pageerror', (e) => console.log(name, 'ERR', e.message));
  await p.goto(site.page({ body: filler, ...page })); await p.waitForSelector('.avouch-banner');
  await act(p); await p.screenshot({ path: `/tmp/shot-${name}.png` }); await c.close();
}
await browser.close(); await site.close();
