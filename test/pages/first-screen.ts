import type { Page } from 'playwright-core';

/** What somebody who opens a page waits for, in milliseconds from asking for it. */
export interface FirstScreen {
  readonly requests: readonly string[];
  /** How much moved while it was read, and what. */
  readonly shift: number;
  readonly moved: readonly string[];
  readonly largestMs: number;
  /** Until nothing keeps it from answering a tap any more. */
  readonly interactiveMs: number;
}

/** Opens a page for the first time, with a processor as much slower as is said. */
export async function openFirst(page: Page, path: string, slower = 1): Promise<FirstScreen> {
  const requests: string[] = [];
  page.on('request', (request) => {
    const { protocol, pathname, search } = new URL(request.url());
    if (protocol !== 'data:') requests.push(pathname + search);
  });
  const tools = await page.context().newCDPSession(page);
  await tools.send('Emulation.setCPUThrottlingRate', { rate: slower });
  await page.addInitScript(WATCHING);
  await page.goto(path);
  await page.locator('main h1').waitFor();
  const seen = await page.evaluate<Omit<FirstScreen, 'requests'>>(STILL);
  return { requests, ...seen };
}

const WATCHING = `
  globalThis.seen = { shift: 0, moved: [], largestMs: 0, interactiveMs: 0 };
  const observe = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe('layout-shift', ({ value, hadRecentInput, sources }) => {
    if (hadRecentInput) return;
    seen.shift += value;
    for (const { node, previousRect, currentRect } of sources)
      seen.moved.push((node?.outerHTML ?? node?.nodeName ?? '').slice(0, 80) + ' from ' + previousRect.y + ' to ' + currentRect.y);
  });
  observe('largest-contentful-paint', ({ startTime }) => { seen.largestMs = startTime; });
  observe('longtask', ({ startTime, duration }) => { seen.interactiveMs = startTime + duration; });
  addEventListener('DOMContentLoaded', () => new MutationObserver((_, self) => {
    if (!document.querySelector('main h1')) return;
    self.disconnect();
    seen.interactiveMs = Math.max(seen.interactiveMs, performance.now());
  }).observe(document.body, { childList: true, subtree: true }));
`;

/** Resolves half a second after the last thing that was loaded or kept the page busy. */
const STILL = `new Promise((done) => {
  let last = '';
  const look = () => {
    const now = performance.getEntriesByType('resource').length + ' ' + JSON.stringify(seen);
    if (now === last) return done(seen);
    last = now;
    setTimeout(look, 500);
  };
  look();
})`;
