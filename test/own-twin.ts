import type { OpenCloud } from '../device-sim/vendors/open-cloud.ts';
import type { OpenDelivery } from '../rules/delivery.ts';
import type { House } from './house.ts';

export const OWN = 'our-dashboard';

/** A manifest of the household's own that asks for exactly what Acme asks for, for a server without a key. */
export function ownTwin(
  { acme }: House,
  { url, ca }: OpenCloud,
  delivery: Partial<OpenDelivery> = {},
  more: object = {},
) {
  const {
    keys: _,
    commands: __,
    ...asks
  } = acme.manifest as typeof acme.manifest & { keys: unknown; commands?: unknown };
  const endpoint = { url: `${url}/in`, ca, delivery: { kind: 'https-json', ...delivery } };
  return JSON.stringify({ ...asks, recipient: OWN, origin: 'household', endpoint, ...more });
}

export interface OwnRecord {
  readonly device: string;
  readonly purpose: string;
  readonly from: string;
  readonly to: string;
  readonly fields: Readonly<Record<string, object>>;
}

/** What it got as Hearthgate's own JSON, record by record. */
export function recordsOf({ requests }: OpenCloud): OwnRecord[] {
  return requests.flatMap(({ body }) => {
    const { purpose, records }: { purpose: string; records: Omit<OwnRecord, 'purpose'>[] } = JSON.parse(body);
    return records.map((record) => ({ ...record, purpose }));
  });
}
