import { buffer } from 'node:stream/consumers';
import {
  type Browser,
  type BrowserContext,
  type BrowserServer,
  chromium,
  type Download,
  type Page,
} from 'playwright-core';
import type { AskedApi } from '../api.ts';
import { PASSPHRASE } from '../api.ts';
import { chromiumPath } from './chromium.ts';

const HOW = {
  args: [
    ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    ...['--disable-component-update', '--disable-sync'],
  ],
};

/** The browser of the run, of which only what is opened here is seen and closed; outside of a run one of its own. */
export async function openBrowser(): Promise<Browser> {
  const door = process.env.SHARED_BROWSER;
  if (door === undefined) return chromium.launch({ ...HOW, executablePath: chromiumPath() });
  const answer = await fetch(door);
  if (!answer.ok) throw new Error(`starting the browser of all tests: ${await answer.text()}`);
  return chromium.connect(await answer.text());
}

/** One that others connect to by its address. */
export function serveBrowser(): Promise<BrowserServer> {
  return chromium.launchServer({ ...HOW, executablePath: chromiumPath(), host: '127.0.0.1' });
}

/** What was downloaded; the browser of a run has its files elsewhere. */
export async function bytesOf(download: Download): Promise<Buffer> {
  return buffer(await download.createReadStream());
}

export interface Visit {
  readonly width?: number;
  readonly height?: number;
  readonly look?: 'light' | 'dark';
  readonly language?: string;
  readonly reducedMotion?: boolean;
}

/** Somebody's browser, with nothing in it: another context for another person. */
export async function visit(
  browser: Browser,
  { port }: Pick<AskedApi, 'port'>,
  { width = 1280, height = 800, look = 'light', language = 'en-GB', reducedMotion = true }: Visit = {},
): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
  const context = await browser.newContext({
    baseURL: `https://localhost:${port}`,
    // The household's authority is not in the store of this browser; what TLS does is tried elsewhere.
    ignoreHTTPSErrors: true,
    viewport: { width, height },
    colorScheme: look,
    locale: language,
    timezoneId: 'Europe/Berlin',
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
  });
  return { context, page: await context.newPage() };
}

/** Signs in on the page itself. */
export async function signIn(page: Page, name = 'Anna', path = '/'): Promise<void> {
  await page.goto(path);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('nav.nav').waitFor();
}
