import type { Consent } from './consent.ts';
import { entry, lengthSafe } from './length-safe.ts';
import type { Manifest, RecipientId, Request } from './manifest.ts';
import type { KnownDevice } from './plan.ts';
import type { DeviceId, FieldName } from './reading.ts';

/** One field of one device for one request, with every consent record about exactly that which was not superseded. */
export interface Ask {
  readonly manifest: Manifest;
  readonly request: Request;
  readonly device: KnownDevice;
  readonly field: FieldName;
  readonly consents: readonly Consent[];
}

/** The consents about one field for one request. */
export interface Answers {
  readonly request: string;
  readonly field: FieldName;
  readonly consents: Consent[];
}

/** The asks that somebody answered; a request that the manifest does not make asks for nothing. */
export function asksOf(manifest: Manifest, device: KnownDevice, given: ReadonlyMap<string, Answers>): Ask[] {
  const asks: Ask[] = [];
  for (const { request: id, field, consents } of given.values()) {
    const request: Request | undefined = manifest.requests.find((one) => one.id === id);
    if (request !== undefined) asks.push({ manifest, request, device, field, consents });
  }
  return asks;
}

/** Everything the manifest asks of the device, answered or not. */
export function allAsks(
  manifest: Manifest,
  device: KnownDevice,
  answered: ReadonlyMap<string, Answers> | undefined,
): Ask[] {
  const all = new Map(answered);
  for (const request of manifest.requests) {
    for (const { name } of request.fields) {
      const answers: Answers = { request: request.id, field: name, consents: [] };
      entry(all, askKey(request.id, name), () => answers);
    }
  }
  return asksOf(manifest, device, all);
}

/** Of several versions only the newest one asks for anything. */
export function newest(manifests: readonly Manifest[]): Map<RecipientId, Manifest> {
  const byRecipient = new Map<RecipientId, Manifest>();
  for (const manifest of manifests) {
    const known = byRecipient.get(manifest.recipient);
    if (known === undefined || known.version < manifest.version) byRecipient.set(manifest.recipient, manifest);
  }
  return byRecipient;
}

/** One pass over all consents, so that devices without any cost nothing. */
export function byDeviceAndRecipient(consents: readonly Consent[]) {
  const index = new Map<DeviceId, Map<RecipientId, Map<string, Answers>>>();
  for (const consent of consents) {
    const { request, field } = consent;
    const ofDevice = entry(index, consent.device, () => new Map<RecipientId, Map<string, Answers>>());
    const ofRecipient = entry(ofDevice, consent.recipient, () => new Map<string, Answers>());
    entry(ofRecipient, askKey(request, field), () => ({ request, field, consents: [] })).consents.push(consent);
  }
  return index;
}

function askKey(request: string, field: FieldName): string {
  return lengthSafe([request, field]);
}
