import { CompactSign } from 'jose';
import { createVendorKeys } from '../../device-sim/vendors/keys.ts';
import { startMqttCloud } from '../../device-sim/vendors/mqtt-cloud.ts';
import { Receiver } from '../../device-sim/vendors/receiver.ts';
import { systemClock } from '../../gateway/runtime/clock.ts';
import { serve } from '../child.ts';

export interface VendorReport {
  /** Readings opened and verified since the last report. */
  readonly opened: number;
  readonly rejected: number;
  /** From the load generator's write to the opened record, ms. */
  readonly p50: number;
  readonly p99: number;
}

/** A vendor with a real broker over TLS that opens and verifies every batch, as docs/makers.md tells it to. */
serve<{ withinMs: number }>(async ({ withinMs }) => {
  const keys = await createVendorKeys();
  const receiver = new Receiver({
    recipient: 'bench',
    key: keys.encryption,
    clock: systemClock,
    retentionMs: 86_400_000,
  });
  const cloud = await startMqttCloud(receiver, 'Bench');
  const field = (name: string, more: object) => ({ name, type: 'number', ...more });
  const manifest = {
    v: 1,
    recipient: 'bench',
    version: 1,
    origin: 'vendor',
    controller: { name: 'Bench', country: 'DE', contact: 'bench@bench.example' },
    endpoint: { url: cloud.url, ca: cloud.ca },
    keys: { encryption: [keys.encryption.jwk] },
    products: [
      {
        match: { dialect: 'native', vendor: 'bench', model: 'b1' },
        fields: [field('temperature', { unit: '°C', bounds: [0, 40], resolution: 0.01 }), field('sent', {})],
      },
    ],
    requests: [
      ask(
        'summary',
        'dpv:ServiceProvision',
        'temperature',
        { form: 'summary', window: 'PT15M', statistics: ['mean'] },
        { release: 'slot', every: 'PT15M' },
      ),
      ask(
        'live',
        'dpv:ServiceOptimisation',
        'sent',
        { form: 'exact', grain: 'PT1S' },
        { release: 'live', within: `PT${withinMs / 1000}S` },
      ),
    ],
  };
  const { kty, crv, x, y } = keys.manifest.jwk;
  const signed = await new CompactSign(Buffer.from(JSON.stringify(manifest)))
    .setProtectedHeader({ alg: 'ES256', typ: 'hearthgate-manifest+jws', jwk: { kty, crv, x, y } })
    .sign(keys.manifest.privateKey);
  let seen = 0;
  return {
    ready: { signed },
    more: () => {
      const fresh = receiver.records.slice(seen);
      seen = receiver.records.length;
      const latencies = fresh
        .flatMap(({ fields, arrivedAt }) => {
          const sent = fields.sent;
          return sent?.form === 'exact' && typeof sent.value === 'number' ? [arrivedAt - sent.value] : [];
        })
        .sort((a, b) => a - b);
      return {
        opened: latencies.length,
        rejected: receiver.rejected.length,
        p50: latencies[Math.floor(latencies.length * 0.5)] ?? 0,
        p99: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
      } satisfies VendorReport;
    },
    stop: () => cloud.stop(),
  };
});

function ask(id: string, purpose: string, name: string, form: object, release: object) {
  return {
    id,
    purpose,
    sentence: `The bench asks for ${name}.`,
    fields: [{ name, form }],
    release,
    retention: 'P1D',
    recipients: [],
    necessity: 'optional',
    ifRefused: 'Nothing.',
  };
}
