import type { Browser, Page } from 'playwright-core';
import type { AskedApi } from '../api.ts';
import { COMMANDS } from '../commander.ts';
import { type House, openHouse, plugThermostat, signedBy, telemetry } from '../house.ts';
import { openBrowser } from './browser.ts';
import { serve } from './serve.ts';

/** A home that is asked, with a browser to answer in. */
export interface Asked {
  readonly house: House;
  readonly api: AskedApi;
  readonly browser: Browser;
  /** How each field of each device was answered last: `temperature given`. */
  answers(): string[];
  stop(): Promise<void>;
}

export const TIPS = '/requests/acme-heating/heating-tips';

/** A thermostat that has said something, and Acme that asks about it. */
export async function openAsked(): Promise<Asked> {
  const house = await openHouse();
  const api = await serve(house);
  await house.do('recipient add', { signed: await signedBy(house, { commands: COMMANDS }) });
  const thermostat = await plugThermostat(house);
  const values = { temperature: 20.5, heating: true, humidity: 40 };
  await thermostat.publishAsync(telemetry('thermostat'), JSON.stringify(values), { qos: 1 });
  const browser = await openBrowser();
  return {
    ...{ house, api, browser },
    answers: () => house.hub.consents.standing().map(({ field, state }) => `${field} ${state}`),
    async stop() {
      await browser.close();
      await api.stop();
      await house.stop();
    },
  };
}

/** For looking at what was made: nothing without `SHOTS`, a folder. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
