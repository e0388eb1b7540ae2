import { entry } from '../rules/length-safe.ts';
import type { Manifest } from '../rules/manifest.ts';
import type { KnownDevice, Plan } from '../rules/plan.ts';
import type { DeviceId } from '../rules/reading.ts';

export interface Sharing {
  readonly device: DeviceId;
  readonly payload: Buffer;
}

/**
 * What each of these native devices is told about the choices in force: of its own maker's requests, which field leaves in which
 * form. Other recipients are none of the device's business, and why a field is missing is not said.
 */
export function sharingOf(plan: Plan, manifests: readonly Manifest[], devices: readonly KnownDevice[]): Sharing[] {
  const makers = makersOf(manifests);
  return devices.map(({ id, vendor = '' }) => ({
    device: id,
    payload: Buffer.from(JSON.stringify({ v: 1, requests: requestsOf(plan, id, makers.get(vendor) ?? NOBODY) })),
  }));
}

export function sharingTopic(device: DeviceId): string {
  return `hearthgate/v1/devices/${device}/sharing`;
}

const NOBODY: ReadonlySet<string> = new Set();

/** Who makes the devices of each vendor name. */
function makersOf(manifests: readonly Manifest[]): Map<string, Set<string>> {
  const makers = new Map<string, Set<string>>();
  for (const { recipient, origin, products } of manifests) {
    if (origin !== 'vendor') continue;
    for (const { match } of products) if (match.vendor) entry(makers, match.vendor, () => new Set()).add(recipient);
  }
  return makers;
}

function requestsOf(plan: Plan, device: DeviceId, makers: ReadonlySet<string>): Record<string, Record<string, string>> {
  const requests = new Map<string, Map<string, string>>();
  for (const routes of plan.devices.get(device)?.values() ?? []) {
    for (const { recipient, request, field, released } of routes) {
      if (!makers.has(recipient)) continue;
      const fields = requests.get(request) ?? new Map<string, string>();
      requests.set(request, fields.set(field, released.form));
    }
  }
  return Object.fromEntries([...requests].map(([request, fields]) => [request, Object.fromEntries(fields)]));
}
