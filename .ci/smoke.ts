import { setTimeout as sleep } from 'node:timers/promises';
import mqtt from 'mqtt';
import { startAcmeHeating } from '../device-sim/vendors/start-vendors.ts';
import { askHub } from '../gateway/cli/control.ts';
import { systemClock } from '../gateway/runtime/clock.ts';

const VALUE = 21.4375;
const PATIENCE_MS = 120_000;

/**
 * One reading's way through a hub that runs: published over TLS, decided about, sealed and delivered to a cloud of ours that
 * opens and verifies it; a field that nobody agreed to stays. Throws with what did not happen. Returns how long it took, in ms.
 */
export async function smoke(dataDir: string, port: number): Promise<number> {
  const began = performance.now();
  const acme = await startAcmeHeating(systemClock);
  try {
    const ask = async <T>(operation: string, input: object): Promise<T> => {
      const answer = await askHub(dataDir, operation, input);
      if (!answer?.ok) throw new Error(`${operation}: ${answer?.problem ?? 'no hub answered'}`);
      return answer.result as T;
    };
    const { code } = await ask<{ code: string }>('setup-code', {});
    await ask('claim', { code, name: 'Anna', passphrase: 'a warm lamp by the door' });
    const added = { name: 'thermo', dialect: 'native', read: [], write: [] };
    const { password } = await ask<{ password: string }>('device add', added);
    const { certificate: ca } = await ask<{ certificate: string }>('cert show', { which: 'devices' });
    const device = await mqtt.connectAsync(`mqtts://localhost:${port}`, { ca, username: 'thermo', password });
    const says = (values: object) =>
      device.publishAsync('hearthgate/v1/devices/thermo/telemetry', JSON.stringify(values), { qos: 1 });
    await says({ temperature: 20, humidity: 40 });
    await ask('recipient add', { signed: manifest(acme) });
    const asked = { recipient: acme.recipient, request: 'live', acceptUnion: false };
    await ask('consent give', { ...asked, confirmed: true });
    await says({ temperature: VALUE, humidity: 41 });
    const arrived = () => acme.receiver.records.some(({ fields: { temperature } }) => shown(temperature) === VALUE);
    while (!arrived()) {
      if (performance.now() - began > PATIENCE_MS) throw new Error('the reading did not arrive at its recipient');
      await sleep(20);
    }
    await device.endAsync();
    if (acme.receiver.rejected.length > 0) throw new Error('the recipient could not open or verify what it got');
    if (acme.receiver.records.some(({ fields }) => 'humidity' in fields)) throw new Error('more left than was agreed');
    return performance.now() - began;
  } finally {
    await acme.cloud.stop();
  }
}

function shown(field: object | undefined): unknown {
  return field && 'value' in field ? field.value : undefined;
}

/** One field as it is, at once. */
function manifest({
  recipient,
  manifest: { controller, endpoint, keys },
}: Awaited<ReturnType<typeof startAcmeHeating>>) {
  const form = { form: 'exact', grain: 'PT1S' };
  return JSON.stringify({
    ...{ v: 1, recipient, version: 1, origin: 'household', controller, endpoint },
    keys: { encryption: keys.encryption },
    products: [
      { match: { dialect: 'native' }, fields: ['temperature', 'humidity'].map((name) => ({ name, type: 'number' })) },
    ],
    requests: [
      {
        ...{ id: 'live', purpose: 'dpv:ServiceProvision', sentence: 'To try the hub.' },
        fields: [{ name: 'temperature', form }],
        release: { release: 'live', within: 'PT0.05S' },
        ...{ retention: 'P1D', necessity: 'optional', ifRefused: 'Nothing.' },
      },
    ],
  });
}
