import type { Manifest } from '../rules/manifest.ts';
import type { KnownDevice, Plan } from '../rules/plan.ts';
import type { DeviceId } from '../rules/reading.ts';

export interface Sharing {
  readonly topic: string;
  readonly payload: Buffer;
}

/**
 * What each native device is told about the choices in force: of its own maker's requests, which field leaves in which
 * form. Other recipients are none of the device's business, and why a field is missing is not said.
 */
export function sharingOf(plan: Plan, manifests: readonly Manifest[], devices: readonly KnownDevice[]): Sharing[] {
  return devices
    .filter(({ dialect }) => dialect === 'native')
    .map((device) => ({
      topic: `hearthgate/v1/devices/${device.id}/sharing`,
      payload: Buffer.from(
        JSON.stringify({ v: 1, requests: requestsOf(plan, device.id, makersOf(device, manifests)) }),
      ),
    }));
}

function makersOf(device: KnownDevice, manifests: readonly Manifest[]): Set<string> {
  const makers = manifests.filter(
    ({ origin, products }) =>
      origin === 'vendor' &&
      device.vendor !== undefined &&
      products.some(({ match }) => match.vendor === device.vendor),
  );
  return new Set(makers.map(({ recipient }) => recipient));
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
