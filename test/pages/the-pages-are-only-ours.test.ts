import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PAGES_FOLDER } from '../../gateway/web/pages.ts';
import { openScreens, SCREENS, type Screens, stand } from './screens.ts';

let screens: Screens;
beforeAll(async () => {
  screens = await openScreens();
}, 60_000);
afterAll(() => screens?.stop());

const built = () =>
  readdirSync(PAGES_FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(html|js|css|svg)$/.test(name));
const [script = '', style = ''] = ['.js', '.css'].map((ending) => `/${built().find((name) => name.endsWith(ending))}`);

test('what was built has no script or style in its markup, and names no address of anybody else', () => {
  for (const name of built()) {
    const text = readFileSync(join(PAGES_FOLDER, name), 'utf8');
    const outside = (text.match(/\b(https?|wss?):\/\/[\w.-]+|url\(\s*['"]?\/\/[\w.-]+/g) ?? []).filter(
      // What says which language markup is in is fetched by nobody.
      (address) => address !== 'http://www.w3.org',
    );
    expect(outside, name).toEqual([]);
    if (!name.endsWith('.html')) continue;
    expect(text.match(/<script(?![^>]*\ssrc="\/assets\/)/g), name).toBeNull();
    expect(text.match(/<style|\sstyle=|\son\w+=|javascript:/g), name).toBeNull();
  }
});

test('every screen asks this box alone, and breaks no rule of its policy', async () => {
  const page = await screens.open('full', 1280);
  const origin = new URL(page.url()).origin;
  const [elsewhere, said]: [string[], string[]] = [[], []];
  page.on('request', (each) => {
    const { protocol, origin: asked } = new URL(each.url());
    if (asked !== origin && protocol !== 'data:') elsewhere.push(each.url());
  });
  page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  await page.addInitScript(
    'addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => console.error("policy: " + violatedDirective + " " + blockedURI))',
  );
  for (const path of SCREENS) {
    await stand(page, path);
    // What the API says there is not, is not there: the browser tells of it.
    expect(
      said.splice(0).filter((each) => !/status of 404/.test(each)),
      path,
    ).toEqual([]);
  }
  expect(elsewhere).toEqual([]);
});

test('a page of which a part does not come says so, and is there again when it does', async () => {
  const page = await screens.openFresh(320);
  await page.route(/\/assets\/other-pages-/, (route) => route.abort());
  await page.goto('/');
  await page.getByRole('link', { name: 'Requests' }).click();
  const again = page.getByRole('alert').getByRole('button', { name: 'Try again' });
  await again.waitFor();
  await page.unroute(/\/assets\/other-pages-/);
  await again.click();
  await page.getByRole('article').first().waitFor();
  await page.context().close();
});

describe('what is given', () => {
  test('parts are kept for good, pages never; both come as small as the browser can read them', async () => {
    for (const path of [script, style, '/']) {
      const plain = await get(path);
      const br = await get(path, { 'accept-encoding': 'gzip, deflate, br, zstd' });
      const gzip = await get(path, { 'accept-encoding': 'br;q=0, gzip' });
      expect([plain, br, gzip].map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'br', 'gzip']);
      expect([brotliDecompressSync(br.body), gunzipSync(gzip.body)]).toEqual([plain.body, plain.body]);
      for (const { status, headers, body } of [plain, br, gzip]) {
        expect(status).toBe(200);
        expect(headers['content-length']).toBe(String(body.length));
        expect(headers.vary).toBe('accept-encoding');
        expect(headers['cache-control']).toBe(path === '/' ? 'no-store' : 'public, max-age=31536000, immutable');
        expect(headers['content-security-policy']).toMatch(/default-src 'none'.*require-trusted-types-for 'script'/);
      }
    }
  });

  test('asked for its head alone, it sends no body and says the same of it', async () => {
    const accept = { 'accept-encoding': 'br' };
    for (const path of [script, '/', '/requests/acme-heating']) {
      const [{ headers: head, body }, { headers: whole }] = [await get(path, accept, 'HEAD'), await get(path, accept)];
      expect(body.length).toBe(0);
      expect({ ...head, date: '' }).toEqual({ ...whole, date: '' });
    }
  });

  test('where there is no page a person is told so by a page, and a program by the API', async () => {
    const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    for (const path of ['/nowhere', '/index.html', '/nowhere/assets/x.js']) {
      const shown = await get(path, html);
      expect([shown.status, shown.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    }
    for (const [path, headers] of [
      ['/nowhere', {}],
      ['/api/v1/nowhere', html],
      ['/healthz/x', html],
      ['/assets/none.js', html],
    ] as const) {
      const said = await get(path, headers);
      expect([said.status, said.headers['content-type']]).toEqual([401, 'application/problem+json']);
    }
    const page = await screens.open('full', 1280);
    await page.goto('/nowhere');
    await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
    await page.context().close();
  });
});

interface Gotten {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Gotten> {
  const { port, ca } = screens.full;
  return new Promise((resolve, reject) => {
    const asking = request({ host: 'localhost', port, ca, path, method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    asking.on('error', reject).end();
  });
}
