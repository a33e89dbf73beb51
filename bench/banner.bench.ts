import type { Browser } from 'playwright-core';
import { openBanners, serveBanners, type Banner } from './banners.ts';
import { openChromium } from './chromium.ts';
import type { Row } from './row.ts';

const ROUNDS = 7;
const BUDGET = 0.8;
const phone = { viewport: { width: 390, height: 844 } };

type Condition = { readonly name: string; readonly processor: number; readonly network?: { readonly latency: number; readonly bytesPerSecond: number } };
const conditions: readonly Condition[] = [
  { name: 'at full speed', processor: 1 },
  { name: 'at a quarter of the processor', processor: 4 },
  { name: 'on a slow network (400 kbit/s, 300 ms)', processor: 1, network: { latency: 300, bytesPerSecond: 50_000 } },
];

type Visit = { readonly paintedMs: number; readonly shift: number; readonly blockedMs: number };
type Watched = Window & { painted?: number; shift: number; blocked: number };

/** A first visit with nothing cached: when the banner was on the screen, what had moved by then, and for how long the page could not answer. */
async function visit(browser: Browser, url: string, { selector }: Banner, { processor, network }: Condition): Promise<Visit> {
  const context = await browser.newContext(phone);
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: processor });
    if (network) await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: network.latency, downloadThroughput: network.bytesPerSecond, uploadThroughput: network.bytesPerSecond });
    await page.addInitScript((wanted) => {
      const own = window as unknown as Watched;
      Object.assign(own, { shift: 0, blocked: 0 });
      new PerformanceObserver((list) => { for (const one of list.getEntries()) own.shift += (one as PerformanceEntry & { value: number }).value; }).observe({ type: 'layout-shift', buffered: true });
      new PerformanceObserver((list) => { for (const one of list.getEntries()) own.blocked += Math.max(0, one.duration - 50); }).observe({ type: 'longtask', buffered: true });
      // A message sent in a frame arrives when that frame has been painted.
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => { own.painted = performance.now(); });
      port1.start();
      // A banner that fades in counts as soon as anything of it can be seen.
      const look = (): void => {
        const banner = document.querySelector(wanted);
        const seen = banner !== null && banner.getBoundingClientRect().height > 0 && banner.checkVisibility({ opacityProperty: true, visibilityProperty: true });
        if (seen) port2.postMessage(null);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }, selector);
    await page.goto(url, { waitUntil: 'load' });
    await page.waitForFunction(() => (window as unknown as Watched).painted !== undefined, undefined, { timeout: 30_000 });
    await page.waitForLoadState('networkidle');
    const { painted = Number.NaN, shift, blocked } = await page.evaluate(() => {
      const { painted: at, shift: moved, blocked: held } = window as unknown as Watched;
      return { ...at !== undefined && { painted: at }, shift: moved, blocked: held };
    });
    return { paintedMs: painted, shift, blockedMs: blocked };
  } finally {
    await context.close();
  }
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const kb = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

type Measured = { readonly banner: Banner; readonly paintedMs: number; readonly shift: number; readonly blockedMs: number };

/** All banners under one condition, in turn, so that a busy moment of the machine meets each of them. */
async function measure(browser: Browser, origin: string, banners: readonly Banner[], condition: Condition): Promise<readonly Measured[]> {
  const visits = new Map<Banner, Visit[]>(banners.map((banner) => [banner, []]));
  for (let round = 0; round < ROUNDS; round += 1) for (const [banner, all] of visits) all.push(await visit(browser, `${origin}/${banner.name}`, banner, condition));
  return [...visits].map(([banner, all]) => ({ banner, paintedMs: median(all.map((one) => one.paintedMs)), shift: Math.max(...all.map((one) => one.shift)), blockedMs: median(all.map((one) => one.blockedMs)) }));
}

const named = (measured: readonly Measured[], value: (one: Measured) => string): string => measured.map((one) => `${one.banner.name} ${value(one)}`).join(', ');

function rowsOf(condition: Condition, [ours, within, none, ...rivals]: readonly Measured[]): Row[] {
  if (ours === undefined || within === undefined || none === undefined) return [];
  const sorted = rivals.toSorted((a, b) => a.paintedMs - b.paintedMs);
  const row = (what: string, { paintedMs }: Measured): Row => {
    const ratio = paintedMs / (sorted[0]?.paintedMs ?? Number.NaN);
    return { what, measured: `${Math.round(paintedMs)} ms`, against: `${named(sorted, (one) => `${Math.round(one.paintedMs)} ms`)}; the page’s own heading ${Math.round(none.paintedMs)} ms`, ratio, budget: `≤ ${BUDGET} of the quickest`, met: ratio <= BUDGET };
  };
  const painted = [row(`banner painted ${condition.name}, first visit, median of ${ROUNDS}`, ours), row('the same, with our script inside the page', within)];
  if (condition.processor === 1) return painted;
  return [
    ...painted,
    {
      what: 'banner: layout shift, and time for which the page is blocked, at a quarter of the processor', measured: `${ours.shift.toFixed(3)}, ${Math.round(ours.blockedMs)} ms (inside the page ${within.shift.toFixed(3)}, ${Math.round(within.blockedMs)} ms)`,
      against: `without a banner ${Math.round(none.blockedMs)} ms; ${named(sorted, (one) => `${one.shift.toFixed(3)}, ${Math.round(one.blockedMs)} ms`)}`, budget: 'no shift, and no longer than without', met: ours.shift === 0 && ours.blockedMs <= none.blockedMs,
    },
  ];
}

/** Our banner against others with the same four categories and six held scripts, each bundled as a user would. */
export async function run(): Promise<Row[]> {
  const banners = await openBanners();
  const { origin, close } = await serveBanners(banners);
  const browser = await openChromium();
  try {
    const ours = banners[0];
    const rivals = banners.slice(3).toSorted((a, b) => a.bytes - b.bytes);
    const rows: Row[] = [{ what: 'banner: script and style with one language, gzip', measured: kb(ours?.bytes ?? 0), against: rivals.map((one) => `${one.name} ${kb(one.bytes)}`).join(', '), ratio: (ours?.bytes ?? 0) / (rivals[0]?.bytes ?? 1), budget: '≤ 6 kB', met: (ours?.bytes ?? Number.NaN) <= 6000 }];
    for (const condition of conditions) rows.push(...rowsOf(condition, await measure(browser, origin, banners, condition)));
    return rows;
  } finally {
    await browser.close();
    await close();
  }
}
