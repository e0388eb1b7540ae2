import { type AskedApi, openApi } from '../api.ts';

/** How often one address may ask is tried elsewhere. */
const RATES = { address: { perSecond: 1e6, burst: 1e6 }, person: { perSecond: 1e6, burst: 1e6 } };

/** `openApi` for browsers that are all at one address and click faster than people. */
export function serve(...[house, more = {}, claims, port]: Parameters<typeof openApi>): Promise<AskedApi> {
  return openApi(house, { rates: RATES, ...more }, claims, port);
}
