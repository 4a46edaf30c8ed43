import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { systemClock } from '../../src/policy/clock.ts';
import { sandboxApp, sandboxEnvironment } from '../../src/sandbox/environment.ts';
import { type SandboxVendor, startSandboxVendor } from '../../src/sandbox/vendor.ts';
import { type Service, startService } from '../support/service.ts';

const SCREENSHOT = 'docs/graphiql.png';
const VIEWPORT = { width: 1580, height: 640 };

let vendor: SandboxVendor;
let service: Service;
let browser: Browser;
let page: Page;
const otherOrigins: string[] = [];
const consoleErrors: string[] = [];

beforeAll(async () => {
  vendor = await startSandboxVendor({ ...sandboxApp, clock: systemClock });
  service = await startService(sandboxConfig(vendor.url), { clock: systemClock });
  browser = await launchChromium();
  page = await browser.newPage({ viewport: VIEWPORT });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    // Data and blobs are in the page itself.
    const isLocal = protocol === 'data:' || protocol === 'blob:' || origin === service.url;
    if (!isLocal) otherOrigins.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') consoleErrors.push(message.text());
  });
  page.on('pageerror', (error) => consoleErrors.push(error.message));
  await page.goto(`${service.url}/graphql`);
});

afterAll(async () => {
  await browser?.close();
  await service?.stop();
  await vendor?.close();
});

test('says that it is a sandbox', async () => {
  expect(await page.title()).toBe('Live group admins: sandbox');
  const shown = await page.locator('.graphiql-logo').first().innerText();
  expect(shown.trim()).toBe('Live group admins: sandbox');
});

test('has one tab for each thing to try', async () => {
  await page.locator('.graphiql-tab').first().waitFor();
  const titles = await page.locator('.graphiql-tab').allInnerTexts();
  expect(titles.map((title) => title.trim())).toEqual([
    'SetAdmins',
    'RemoveAdmins',
    'ReadAdmins',
    'EveryError',
  ]);
});

test('runs the mutation of the first tab', async () => {
  await page.locator('.graphiql-execute-button').click();
  const answer = page.locator('.result-window');
  await expect
    .poll(() => answer.innerText(), { timeout: 20_000 })
    .toContain('SetLiveGroupAdminsSuccess');
  if (process.env['SCREENSHOT']) await takeScreenshot();
});

test('has its editor, its schema and its workers under the policy of the page', async () => {
  const response = await page.reload();
  const policy = response?.headers()['content-security-policy'];
  expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^ ]+';/);
  expect(policy).not.toContain('unsafe-eval');
  await page.locator('.graphiql-tab').first().waitFor();
  await expect.poll(() => page.workers().length, { timeout: 20_000 }).toBeGreaterThan(0);
  await page.getByLabel('Show Documentation Explorer').click();
  const types = page.locator('.graphiql-doc-explorer');
  await expect.poll(() => types.innerText(), { timeout: 20_000 }).toContain('Mutation');
});

test('lets no other script run', async () => {
  const isRun = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.stranger = true';
    document.body.append(script);
    return 'stranger' in globalThis;
  });
  expect(isRun).toBe(false);
  // The one violation there is to be.
  expect(consoleErrors.splice(0)).toEqual([expect.stringContaining('Content Security Policy')]);
});

test('loads nothing from elsewhere, and logs no error', async () => {
  await page.waitForLoadState('networkidle');
  expect(otherOrigins).toEqual([]);
  expect(consoleErrors).toEqual([]);
});

/** The picture of the README, the mutation's lines shown whole. */
async function takeScreenshot() {
  const bar = await page.locator('.graphiql-horizontal-drag-bar').last().boundingBox();
  if (bar === null) throw new Error('There is no bar between the mutation and its answer.');
  await page.mouse.move(bar.x + bar.width / 2, bar.y + 20);
  await page.mouse.down();
  await page.mouse.move(VIEWPORT.width - 500, bar.y + 20, { steps: 10 });
  await page.mouse.up();
  await page.mouse.move(VIEWPORT.width / 2, VIEWPORT.height - 5);
  await page.screenshot({ path: SCREENSHOT });
}

function sandboxConfig(vendorUrl: string) {
  const environment = sandboxEnvironment({}, vendorUrl);
  const result = readConfig(environment, { readFile: () => '', sandbox: true });
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.config;
}

/** Chromium as the system has it: playwright-core brings no browser of its own. */
function launchChromium(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] || '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(
      `There is no Chromium at ${executablePath}: install it, or set CHROMIUM_PATH to where it is.`,
    );
  }
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
