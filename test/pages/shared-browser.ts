import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { BrowserServer } from 'playwright-core';
import { serveBrowser } from './browser.ts';

/** One Chromium for all files of a run, started when the first asks where it is, and anew where it has ended. */
let browser: Promise<BrowserServer> | undefined;
let door: Server;

export async function setup(): Promise<void> {
  door = createServer((_, response) => {
    started().then(
      (server) => response.end(server.wsEndpoint()),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  const address = door.address();
  if (typeof address !== 'object' || address === null) throw new Error('sharing a browser: no port');
  process.env.SHARED_BROWSER = `http://127.0.0.1:${address.port}`;
}

export async function teardown(): Promise<void> {
  door.close();
  await (await browser)?.close();
}

function started(): Promise<BrowserServer> {
  const forget = () => {
    browser = undefined;
  };
  if (browser === undefined) {
    browser = serveBrowser();
    browser.then((server) => server.once('close', forget), forget);
  }
  return browser;
}
