import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDemo, settled, violationsOf, type Demo } from './browser.ts';

let demo: Demo;
beforeAll(async () => { demo = await openDemo(); });
afterAll(() => demo.close());

test('a receipt opens from its seal, shows the three times apart and verifies in the browser', async () => {
  const { page, complaints, go, close } = await demo.visit();
  await go('/evidence?demo=full');
  await page.getByRole('button', { name: /Receipt of Code of conduct/ }).click();
  const receipt = page.getByRole('dialog');
  await receipt.getByText('True from').waitFor();
  expect(await receipt.locator('dt').allTextContents()).toEqual(['True from', 'Captured', 'Recorded', 'Stated by']);
  await receipt.getByRole('button', { name: 'Verify here' }).click();
  await receipt.getByText('Verified in this browser').waitFor();
  expect(await receipt.getByText(/the entry stands at place/).count()).toBe(1);
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await receipt.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
  await close();
});

test('with the keyboard alone: skip to the content, open the palette, find a control, decide about it', async () => {
  const { page, go, close } = await demo.visit();
  await go('/?demo=full');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Find' }).fill('IAM-02');
  await page.getByText('IAM-02 Multi-factor authentication').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Multi-factor authentication' }).waitFor();
  await page.getByRole('button', { name: 'Decide' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: /Does not apply/ }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('radio', { name: /Does not apply/ }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('textbox', { name: 'Reason' }).fill('There is nobody but one person.');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Record the decision' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.standing-now').getByText('Not applicable').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('l');
  await page.getByRole('heading', { level: 1, name: 'Ledger' }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Ledger');
  await close();
});

test('the first run leads to an overview that offers the first step', async () => {
  const { page, complaints, go, close } = await demo.visit();
  await go('/setup?demo=first-run#token=abc');
  for (const [label, value] of [['Company', 'Heron'], ['Name of the system', 'Heron Cloud'], ['What it does, and for whom', 'Keeps birds.'], ['Your name', 'Ann'], ['E-mail', 'ann@heron.example']] as const) await page.getByRole('textbox', { name: label }).fill(value);
  await page.getByLabel('Password', { exact: false }).first().fill('correct horse battery');
  await page.getByRole('checkbox', { name: 'Availability' }).check();
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('heading', { name: 'Connect a source to see where you stand' }).waitFor();
  expect(new URL(page.url()).hash).toBe('');
  expect(complaints).toEqual([]);
  await close();
});

test('a source is connected, read in front of the reader, and can be left and come back to', async () => {
  const { page, complaints, go, close } = await demo.visit();
  await go('/sources/connect/git?demo=empty');
  await page.getByRole('textbox', { name: 'Location' }).fill('/srv/git/app.git');
  await page.getByRole('button', { name: 'Connect and read' }).click();
  await page.getByRole('region', { name: 'Reading now' }).waitFor();
  await page.getByRole('link', { name: 'Sources' }).first().click();
  await page.getByRole('link', { name: 'Git repository' }).first().click();
  await page.getByText('Read whole').first().waitFor();
  await page.locator('.reading').getByText('Changes to the default branch').waitFor();
  expect(complaints).toEqual([]);
  await close();
});

test('a source whose token may not read all is given a new one, its other settings staying as they are', async () => {
  const { page, complaints, go, close } = await demo.visit();
  await go('/sources/src-github?demo=full');
  await page.locator('.reading').getByRole('link', { name: 'Give it a new token' }).click();
  const token = page.getByLabel('Fine-grained personal access token, a new one');
  await token.waitFor();
  expect(await token.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await page.getByRole('textbox', { name: 'Owner' }).inputValue()).toBe('kestrel-labs');
  expect(await violationsOf(page)).toEqual([]);
  await token.fill('github_pat_new');
  await page.getByRole('button', { name: 'Record and read' }).click();
  await page.locator('.standing-now .state-word', { hasText: 'Read whole' }).waitFor();
  expect(await page.getByRole('link', { name: 'Give it a new token' }).count()).toBe(0);
  expect(await page.locator('.fields').textContent()).toContain('kestrel-labs');
  expect(complaints).toEqual([]);
  await close();
});

test('two people who change one source are shown each other’s settings, and a secret of neither', async () => {
  const { page, go, close } = await demo.visit();
  await go('/sources/src-postgres/edit?demo=full');
  await page.getByRole('textbox', { name: 'Host' }).fill('db-2.internal');
  await page.getByLabel('Password of the role, a new one').fill('hunter22');
  await page.evaluate(async () => {
    const { demoFetch } = window as unknown as { demoFetch: typeof fetch };
    await demoFetch('/api/orgs/org-kestrel/sources/src-postgres', { method: 'PUT', body: JSON.stringify({ expected: 1, name: 'Production database', settings: { host: 'db-3.internal', port: 5432, database: 'kestrel', user: 'avouch_reader' }, secrets: {}, everyMinutes: 30 }) });
  });
  await page.getByRole('button', { name: 'Record and read' }).click();
  await page.getByText('Somebody wrote version 2 while you worked on version 1.').waitFor();
  const shown = await page.locator('.conflict').textContent();
  expect(shown).toContain('db-3.internal');
  expect(shown).toContain('db-2.internal');
  expect(shown).not.toContain('hunter22');
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Write mine as version 3' }).click();
  await page.getByRole('heading', { level: 1, name: 'Production database', exact: true }).waitFor();
  await page.locator('.fields').getByText('db-2.internal').waitFor();
  await close();
});

test('a source is disconnected only after asking, and is gone from the sources', async () => {
  const { page, go, close } = await demo.visit();
  await go('/sources/src-dns/edit?demo=full');
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('button', { name: 'Disconnect it for good' }).click();
  await page.getByRole('heading', { level: 1, name: 'Sources' }).waitFor();
  await settled(page);
  expect(await page.getByRole('link', { name: 'Domains' }).count()).toBe(0);
  await close();
});

test('what is typed into a form is not lost by a click elsewhere', async () => {
  const { page, go, close } = await demo.visit();
  await go('/programme/vendor/new?demo=full');
  await page.getByRole('textbox', { name: 'Name' }).fill('Heron Hosting');
  await page.getByRole('link', { name: 'Overview' }).click();
  const asks = page.getByRole('dialog', { name: 'Leave without recording it?' });
  await asks.waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await asks.getByRole('button', { name: 'Stay' }).click();
  await asks.waitFor({ state: 'detached' });
  expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Heron Hosting');
  await page.getByRole('link', { name: 'Overview' }).click();
  await asks.getByRole('button', { name: 'Leave it' }).click();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await close();
});

test('a category out of scope is named as such and taken in, and the overview follows', async () => {
  const { page, complaints, go, close } = await demo.visit();
  await go('/criteria?demo=full');
  const out = page.locator('#out-of-scope');
  expect(await out.locator('li.check-line > strong').allTextContents()).toEqual(['Processing integrity', 'Privacy']);
  await out.getByRole('link', { name: 'Change the scope' }).click();
  await page.getByRole('checkbox', { name: 'Processing integrity' }).check();
  await page.getByRole('checkbox', { name: 'Availability' }).uncheck();
  await page.getByText('From today nothing is said about availability').waitFor();
  await page.getByRole('textbox', { name: 'Name of the company' }).fill('Kestrel Works');
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Record version 2' }).click();
  await page.getByText('Security, Confidentiality, Processing integrity').waitFor();
  expect(await page.locator('.bar-org').textContent()).toBe('Kestrel Works');
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.locator('.series .mono', { hasText: /^PI1$/ }).waitFor();
  expect(await page.locator('.series .mono', { hasText: /^A1$/ }).count()).toBe(0);
  expect(complaints).toEqual([]);
  await close();
});

test('a file is handed in before its source can be connected', async () => {
  const { page, go, close } = await demo.visit();
  await go('/sources/connect/prowler?demo=full');
  const connect = page.getByRole('button', { name: 'Connect and read' });
  expect(await connect.isDisabled()).toBe(true);
  await page.locator('input[type=file]').setInputFiles({ name: 'prowler.ocsf.json', mimeType: 'application/json', buffer: Buffer.from('[]') });
  await page.getByText('prowler.ocsf.json, 2 bytes, has arrived.').waitFor();
  expect(await connect.isDisabled()).toBe(false);
  await close();
});

test('a source that is broken gives unknown with its reason and the last known state, never a pass', async () => {
  const { page, go, close } = await demo.visit();
  await go('/controls/IAM-08?demo=full');
  const now = page.locator('.standing-now');
  expect(await now.getByText('No data').count()).toBe(1);
  expect(await now.textContent()).toContain('did not answer within 10 seconds');
  expect(await page.locator('.notice').textContent()).toMatch(/Last known state:.*Pass.*[23] days ago.*not counted as support/);
  await close();
});

test('a list of 100,000 rows holds few of them at a time and goes on as one goes down', async () => {
  const { page, go, close } = await demo.visit();
  await go('/checks/account.second-factor?demo=much');
  const table = page.getByRole('table', { name: 'Accounts judged' });
  expect(await table.getAttribute('aria-rowcount')).toBe('100001');
  const drawn = await table.locator('tbody tr[data-index]').count();
  expect(drawn).toBeGreaterThan(5);
  expect(drawn).toBeLessThan(80);
  await page.evaluate(() => { window.scrollTo(0, document.body.scrollHeight); });
  await table.locator('tr[aria-rowindex="120"]').waitFor({ state: 'attached' });
  await close();
});

test('the day in the bar turns every page to that day, says so, and offers nothing that would write', async () => {
  const { page, go, close } = await demo.visit();
  await go('/controls/IAM-02?demo=full');
  const day = new Date(Date.parse(await page.getByLabel('As of').inputValue()) - 40 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('As of').fill(day);
  await page.getByText('You see things as they stood at the end of').waitFor();
  await page.locator('.standing-now .state-word', { hasText: 'Pass' }).waitFor();
  expect(new URL(page.url()).searchParams.get('asOf')).toBe(day);
  expect(await page.getByRole('button', { name: 'Decide' }).count()).toBe(0);
  await page.getByRole('link', { name: 'Overview' }).click();
  await settled(page);
  expect(new URL(page.url()).searchParams.get('asOf')).toBe(day);
  await page.getByRole('button', { name: 'Back to today' }).click();
  await page.getByText('You see things as they stood').waitFor({ state: 'detached' });
  await close();
});

test('two people who edit one record are shown each other’s words, and nothing is overwritten', async () => {
  const { page, go, close } = await demo.visit();
  await go('/programme/vendor/github?demo=full');
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Region' }).fill('US');
  // Somebody else writes meanwhile.
  await page.evaluate(async () => {
    const { demoFetch } = window as unknown as { demoFetch: typeof fetch };
    await demoFetch('/api/orgs/org-kestrel/records/vendor/github', { method: 'PUT', body: JSON.stringify({ expected: 1, value: { name: 'GitHub', services: ['Source code'], tier: 'critical', region: 'EU' } }) });
  });
  await page.getByRole('button', { name: 'Record version 2' }).click();
  await page.getByText('Somebody wrote version 2 while you worked on version 1.').waitFor();
  expect(await page.locator('.conflict').textContent()).toContain('US');
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Write mine as version 3' }).click();
  await page.getByText('Version 3', { exact: true }).waitFor();
  await close();
});

test('a package is composed in front of the reader and offers its four files', async () => {
  const { page, go, close } = await demo.visit();
  await go('/packages?demo=full');
  expect(await page.locator('.package-words').textContent()).toContain('Not an examination report');
  await page.getByRole('button', { name: 'Compose', exact: true }).click();
  await page.getByText('Download 1.2 MB').waitFor();
  expect(await page.getByRole('link', { name: /^Download \d/ }).count()).toBe(4);
  expect(await page.getByRole('link', { name: 'Download the page that verifies, offline' }).getAttribute('href')).toBe('/verify.html');
  await close();
});

test('evidence is never filed for a time to come', async () => {
  const { page, go, close } = await demo.visit();
  await go('/evidence/file?demo=full&control=AVL-03');
  await page.getByRole('textbox', { name: 'What it is' }).fill('Restore test');
  await page.getByRole('textbox', { name: 'Note' }).fill('Restored.');
  await page.getByLabel('Captured').fill('2020-01-01');
  await page.getByRole('button', { name: 'File it' }).click();
  await page.getByText('It can’t be captured before it was true').waitFor();
  await close();
});

test('signing in with a wrong password says so and keeps the way open', async () => {
  const { page, go, close } = await demo.visit();
  await go('/?demo=signed-out');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByRole('textbox', { name: 'E-mail' }).fill('ada@kestrel.example');
  await page.locator('input[type=password]').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('The e-mail address or the password is not right.').waitFor();
  await page.locator('input[type=password]').fill('right');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await close();
});

test('a notice is written with the banner beside it, in each language, and typed words are not lost unasked', async () => {
  const { page, complaints, strangers, go, close } = await demo.visit();
  await go('/privacy/consent/notices/ntc-web?demo=full');
  const banner = page.locator('.consent-preview .avouch-banner');
  await banner.getByRole('heading', { name: 'May we count visits?' }).waitFor();
  await page.getByRole('textbox', { name: 'Heading' }).fill('Shall we count?');
  await banner.getByRole('heading', { name: 'Shall we count?' }).waitFor();
  expect(await page.locator('.avouch-banner').count()).toBe(1);
  await page.getByRole('button', { name: 'de', exact: true }).click();
  await banner.getByRole('button', { name: 'Alle ablehnen' }).waitFor();
  await banner.getByRole('button', { name: 'Auswählen' }).click();
  await page.getByRole('dialog').getByRole('checkbox', { name: 'Statistik' }).waitFor();
  expect(await page.getByRole('dialog').getByRole('checkbox', { name: 'Statistik' }).isChecked()).toBe(false);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Consent', exact: true }).first().click();
  await page.getByRole('button', { name: 'Stay' }).click();
  await page.getByRole('button', { name: 'Record the change' }).click();
  await page.getByRole('link', { name: 'Ledger' }).click();
  await page.getByRole('heading', { level: 1, name: 'Ledger' }).waitFor();
  expect(await page.locator('.avouch-banner, .avouch-back, .avouch-said').count()).toBe(0);
  expect(complaints).toEqual([]);
  expect(strangers).toEqual([]);
  await close();
});

test('an erasure shows place by place what will be done and why, and exactly that is approved', async () => {
  const { page, complaints, go, close } = await demo.visit();
  await go('/privacy?demo=full');
  expect(await page.getByRole('row').nth(1).textContent()).toMatch(/\d+ days? late/);
  await page.getByRole('link', { name: 'Erasure, Mira Sandoval' }).click();
  await page.getByRole('heading', { level: 1, name: 'Erasure, Mira Sandoval' }).waitFor();
  expect(await page.getByText('Not approved').count()).toBe(1);
  expect(await page.getByText('12 rows kept:').locator('..').textContent()).toBe('12 rows kept: Books are kept as tax law asks, Art. 17(3)(b), § 147 AO, until 31 Dec 2034');
  await page.getByRole('button', { name: '2 fields, and the law' }).click();
  await page.getByRole('cell', { name: 'gift_card_text' }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Approve this plan' }).click();
  await page.getByRole('button', { name: 'Carry it out' }).waitFor();
  expect(await page.getByText('Not approved').count()).toBe(0);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Refuse' }).click();
  await page.getByRole('dialog').getByText('Art. 17(3)(b): legal duty, in part').waitFor({ state: 'attached' });
  expect(await violationsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

test('a fault in the data map is told with its line, and nothing is written while there is one', async () => {
  const { page, go, close } = await demo.visit();
  await go('/privacy/map?demo=full');
  const file = page.getByRole('textbox', { name: 'The data map' });
  await file.fill(`${await file.inputValue()}oops: 1\n`);
  await page.getByRole('textbox', { name: 'What changed' }).fill('Nothing good');
  await page.getByText('oops is no key of the data map; did you mean people?').waitFor();
  expect(await page.getByRole('button', { name: 'Write this version' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Line 23' }).click();
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('map-text');
  await close();
});
