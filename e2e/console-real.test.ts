import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildConsole, openBrowser } from './browser.ts';
import { openRealServer, type RealServer } from './real-server.ts';

const root = join(import.meta.dirname, '..');
let built: Awaited<ReturnType<typeof buildConsole>>;
let server: RealServer;
let browser: Browser;

beforeAll(async () => {
  built = await buildConsole('production', join(root, 'packages/console/dist'));
  server = await openRealServer();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server.close();
  await built.remove();
});

test('from the first run to a package: a real repository, a real database, verdicts, a receipt that verifies, a PDF', async () => {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 860 } })).newPage();
  const complaints: string[] = [];
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(server.setUpAt);
  for (const [label, value] of [['Company', 'Heron GmbH'], ['Name of the system', 'Heron Cloud'], ['What it does, and for whom', 'Keeps birds.'], ['Your name', 'Ann Ahlers'], ['E-mail', 'ann@heron.example']] as const) await page.getByRole('textbox', { name: label }).fill(value);
  await page.getByLabel('Password', { exact: false }).first().fill('correct horse battery');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('link', { name: 'Connect a source' }).click();
  await page.getByRole('link', { name: 'Git repository' }).click();
  await page.getByRole('textbox', { name: 'Location' }).fill(root);
  await page.getByRole('button', { name: 'Connect and read' }).click();
  await page.locator('.standing-now .state-word', { hasText: 'Read whole' }).waitFor();
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByRole('textbox', { name: 'Name', exact: false }).first().fill('Our code');
  await page.getByRole('button', { name: 'Record and read' }).click();
  await page.getByRole('heading', { level: 1, name: 'Our code', exact: true }).waitFor();
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('link', { name: 'Change name or scope' }).click();
  await page.getByRole('checkbox', { name: 'Availability' }).check();
  await page.getByRole('textbox', { name: 'Name of the company' }).fill('Heron AG');
  await page.getByRole('button', { name: 'Record version 2' }).click();
  await page.locator('.bar-org', { hasText: 'Heron AG' }).waitFor();
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.locator('.series .mono', { hasText: /^A1$/ }).waitFor();
  await page.getByRole('link', { name: 'Checks' }).click();
  await page.getByRole('link', { name: /approved|review|merge|straight|direct/i }).first().click();
  await page.locator('.list tbody tr').first().waitFor();
  await page.locator('.list .seal').first().click();
  await page.getByRole('button', { name: 'Verify here' }).click();
  await page.getByText('Verified in this browser').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Packages' }).click();
  await page.getByRole('button', { name: 'Compose', exact: true }).click();
  const link = page.getByRole('link', { name: /^Download \d/ });
  await link.first().waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), link.first().click()]);
  const pdf = await readFile(await download.path());
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(complaints).toEqual([]);
});
