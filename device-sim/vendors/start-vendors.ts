import type { Clock } from '../../gateway/runtime/clock.ts';
import { createServerIdentity } from './authority.ts';
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

/** `identify` says who a server is by its company's name; left out, each is somebody new. */
export async function startAcmeHeating(clock: Clock, identify = createServerIdentity): Promise<Vendor<MqttCloud>> {
  const keys = await createVendorKeys();
  const receiver = new Receiver({ recipient: ACME_HEATING, key: keys.encryption, clock, retentionMs: 30 * DAY_MS });
  const cloud = await startMqttCloud(receiver, await identify('Acme Heating'));
  return { ...(await acmeHeatingManifest(keys, cloud)), keys, receiver, cloud };
}

/** `identify` as for the other. */
export async function startVoltInsight(clock: Clock, identify = createServerIdentity): Promise<Vendor<HttpsCloud>> {
  const keys = await createVendorKeys();
  const receiver = new Receiver({ recipient: VOLT_INSIGHT, key: keys.encryption, clock, retentionMs: 90 * DAY_MS });
  const cloud = await startHttpsCloud(receiver, await identify('Volt Insight'));
  return { ...(await voltInsightManifest(keys, cloud)), keys, receiver, cloud };
}
