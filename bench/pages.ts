import { buildIfOld } from '../gateway/web/build.ts';
import { PAGE_NAMES } from '../gateway/web/page-names.ts';
import { openFirst } from '../test/pages/first-screen.ts';
import { openScreens } from '../test/pages/screens.ts';

/**
 * How long each page keeps one waiting who opens it for the first time, on a processor four times as slow as this:
 * `npm run measure:pages`. A quiet machine shows the largest thing within 1.5 s and answers within 2 s.
 */
await buildIfOld();
const screens = await openScreens();
for (const name of PAGE_NAMES) {
  const page = await screens.openFresh(390);
  const { requests, shift, largestMs, interactiveMs } = await openFirst(page, `/${name}`, 4);
  const ms = (time: number) => `${Math.round(time).toString().padStart(5)} ms`;
  console.log(
    `/${name.padEnd(12)} largest ${ms(largestMs)}   interactive ${ms(interactiveMs)}   shift ${shift.toFixed(3)}   ${requests.length} requests`,
  );
  await page.context().close();
}
await screens.stop();
