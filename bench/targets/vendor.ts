import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServerIdentity } from '../../device-sim/vendors/authority.ts';
import { createVendorKeys } from '../../device-sim/vendors/keys.ts';
import { serve } from '../child.ts';
import { manifestFor } from '../manifest.ts';
import { freePort, Mosquitto } from '../mosquitto.ts';
import { Opener } from '../opener.ts';
import { subscribe } from '../subscriber.ts';

export interface Vendor {
  /** Its manifest, signed. */
  readonly signed: string;
  /** Where its broker listens with TLS, and the authority to trust. */
  readonly port: number;
  readonly ca: string;
}

export interface VendorReport {
  /** Readings that arrived since the last whole report: opened and verified, or forwarded as they were. */
  readonly opened: number;
  /** Sealed messages that were none, ever. */
  readonly rejected: number;
  /** Once as many arrived as were asked for; then it counts from nothing. */
  readonly whole?: {
    /** MQTT bytes of all that came meanwhile, without TLS's own. */
    readonly bytes: number;
    /** From the load generator's write to the opened record, ms. */
    readonly p50: number;
    readonly p99: number;
    /** Milliseconds between the first and the last of them. */
    readonly during: number;
  };
}

/** What forwards without sealing puts before its topics. */
const RAW = 'raw/';

/** A vendor as it would be: mosquitto with TLS, and behind it a program that opens and verifies every batch. */
serve<{ withinMs: number; window?: string }>(async (asked) => {
  const keys = await createVendorKeys();
  const identity = await createServerIdentity('Bench');
  const opener = new Opener(keys.encryption);
  const mosquitto = new Mosquitto();
  const [port, inside] = [await freePort(), await freePort()];
  for (const part of ['ca', 'cert', 'key'] as const) writeFileSync(join(mosquitto.dir, `${part}.pem`), identity[part]);
  const settings = [
    ...[`listener ${inside} 127.0.0.1`, `listener ${port} 127.0.0.1`],
    ...(['ca', 'cert', 'key'] as const).map((part) => `${part}file ${join(mosquitto.dir, part)}.pem`),
  ];
  await mosquitto.start(settings);
  let arrivals: number[] = [];
  let bytes = 0;
  let first = 0;
  let last = 0;
  const arrived = (sentAt: number) => {
    const now = performance.timeOrigin + performance.now();
    if (arrivals.length === 0) first = now;
    arrivals.push(now - sentAt);
    last = now;
  };
  const listen = () =>
    subscribe(inside, '#', (topic, payload, size) => {
      bytes += size;
      if (topic.startsWith(RAW)) arrived(sentIn(payload));
      else opener.receive(Buffer.from(payload), arrived);
    });
  let socket = await listen();
  return {
    ready: {
      signed: await manifestFor({ keys, url: `mqtts://127.0.0.1:${port}`, ca: identity.ca, ...asked }),
      port,
      ca: identity.ca,
    } satisfies Vendor,
    usage: () => mosquitto.usage,
    more: (count: number): VendorReport => {
      const { rejected } = opener;
      const opened = arrivals.length;
      if (opened < count) return { opened, rejected };
      const sorted = Float64Array.from(arrivals).sort();
      const at = (share: number) => sorted[Math.floor(opened * share)] ?? 0;
      const whole = { bytes, p50: at(0.5), p99: at(0.99), during: last - first };
      arrivals = [];
      bytes = 0;
      return { opened, rejected, whole };
    },
    /** Its broker ends, or comes back at the same address. */
    act: async (what: 'end' | 'come back') => {
      if (what === 'end') {
        socket.destroy();
        await mosquitto.end();
        return;
      }
      await mosquitto.start(settings);
      socket = await listen();
    },
    stop: () => mosquitto.stop(),
  };
});

const SENT = Buffer.from('"sent":');

/** The generator's time in a payload that was forwarded as JSON, read without parsing all of it. */
function sentIn(payload: Buffer): number {
  const at = payload.indexOf(SENT) + SENT.length;
  return Number.parseFloat(payload.toString('latin1', at, at + 20));
}
