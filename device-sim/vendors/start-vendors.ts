import type { Clock } from '../../gateway/runtime/clock.ts';
import { type HttpsCloud, startHttpsCloud } from './https-cloud.ts';
import { createVendorKeys, type VendorKeys } from './keys.ts';
import {
  ACME_HEATING,
  acmeHeatingManifest,
  type VendorManifest,
  VOLT_INSIGHT,
  voltInsightManifest,
} from './manifest-for.ts';
import { type MqttCloud, startMqttCloud } from './mqtt-cloud.ts';
import { Receiver } from './receiver.ts';

/** A vendor, complete: what it published, where it listens, what it got. */
export interface Vendor<Cloud> extends VendorManifest {
  readonly keys: VendorKeys;
  readonly receiver: Receiver;
  readonly cloud: Cloud;
}

const DAY_MS = 86_400_000;

export async function startAcmeHeating(clock: Clock): Promise<Vendor<MqttCloud>> {
  const keys = await createVendorKeys();
  const receiver = new Receiver({ recipient: ACME_HEATING, key: keys.encryption, clock, retentionMs: 30 * DAY_MS });
  const cloud = await startMqttCloud(receiver, 'Acme Heating');
  return { ...(await acmeHeatingManifest(keys, cloud)), keys, receiver, cloud };
}

export async function startVoltInsight(clock: Clock): Promise<Vendor<HttpsCloud>> {
  const keys = await createVendorKeys();
  const receiver = new Receiver({ recipient: VOLT_INSIGHT, key: keys.encryption, clock, retentionMs: 90 * DAY_MS });
  const cloud = await startHttpsCloud(receiver, 'Volt Insight');
  return { ...(await voltInsightManifest(keys, cloud)), keys, receiver, cloud };
}
