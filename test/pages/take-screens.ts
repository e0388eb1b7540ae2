import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { buildIfOld } from '../../gateway/web/build.ts';
import { PAGE_NAMES } from '../../gateway/web/page-names.ts';
import { openScreens, stand } from './screens.ts';
import { smallPng } from './small-png.ts';

/** `npm run screens`: a picture of every page on a phone, and of the first ones on a desk, in docs/screens. */
const FOLDER = join(import.meta.dirname, '../../docs/screens');
const SIZES = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 760 } };
const ON_A_DESK: readonly string[] = ['', 'requests', 'devices', 'left'];
const DECISION = '/requests/acme-heating/setpoints';

await buildIfOld();
mkdirSync(FOLDER, { recursive: true });
const screens = await openScreens();
for (const [size, shape] of Object.entries(SIZES)) {
  const page = await screens.open('full', shape.width);
  await page.setViewportSize(shape);
  for (const name of size === 'desk' ? ON_A_DESK : PAGE_NAMES)
    await take(page, `/${name}`, `${name || 'home'}-${size}`);
  await take(page, DECISION, `decision-${size}`);
}
await screens.stop();

async function take(page: Page, address: string, name: string): Promise<void> {
  await stand(page, address);
  await page.evaluate('for (const open of document.querySelectorAll("main details")) open.open = false');
  await page.evaluate('scrollTo(0, 0)');
  const picture = smallPng(await page.screenshot());
  writeFileSync(join(FOLDER, `${name}.png`), picture);
  console.log(`${name.padEnd(20)} ${(picture.length / 1000).toFixed(0).padStart(3)} kB`);
}
