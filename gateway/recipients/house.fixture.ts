import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compactDecrypt, compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import { pino } from 'pino';
import type { ConsentId } from '../../rules/consent.ts';
import type { ShapedField } from '../../rules/forms/form.ts';
import type { Manifest, Purpose, RecipientId } from '../../rules/manifest.ts';
import { type Permitted, type PermittedData, permit } from '../../rules/permitted.ts';
import type { DeviceId, FieldName, Value } from '../../rules/reading.ts';
import { createEpochs } from '../keys/epochs.ts';
import { KeyStore } from '../keys/key-store.ts';
import type { HomeTime } from '../runtime/clock.ts';
import { openDatabase } from '../store/database.ts';
import { Flow } from '../store/flow.ts';
import { createHomes } from './homes.ts';
import { publicJwk } from './jwk.ts';
import type { Agreed } from './notices.ts';
import { type ActiveStream, Outbox } from './outbox/outbox.ts';
import { createRecipients } from './recipients.ts';

export const HOUR = 3_600_000;
export const NOON = Date.UTC(2026, 10, 23, 12);
export const ACME = 'acme' as RecipientId;
export const CARE = 'dpv:ServiceProvision' as Purpose;

/** A clock that moves only when told; both its clocks move together. */
export class ManualClock implements HomeTime {
  readonly knowsTime = true;
  #now: number;
  #monotonic = 0;
  #timers = new Set<{ due: () => number; at: () => boolean; call: () => void }>();

  constructor(now = NOON) {
    this.#now = now;
  }
  now = () => this.#now;
  monotonic = () => this.#monotonic;
  at = (at: number, call: () => void) => this.#add({ due: () => at - this.#now, at: () => this.#now >= at, call });
  after = (ms: number, call: () => void) => {
    const at = this.#monotonic + ms;
    return this.#add({ due: () => at - this.#monotonic, at: () => this.#monotonic >= at, call });
  };
  #add(timer: { due: () => number; at: () => boolean; call: () => void }) {
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }
  /** Calls what falls due on the way, each at its time. */
  advance(ms: number): void {
    let left = ms;
    for (;;) {
      const next = [...this.#timers].sort((a, b) => a.due() - b.due())[0];
      const step = next ? Math.max(0, next.due()) : left;
      if (!next || step > left) break;
      this.#now += step;
      this.#monotonic += step;
      left -= step;
      this.#timers.delete(next);
      next.call();
    }
    this.#now += left;
    this.#monotonic += left;
  }
  /** The wall clock alone, as when the time of day is set. */
  set(now: number): void {
    this.#now = now;
  }
}

/** A recipient's side: its key, and what it can open. */
export function recipientKeys() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey, jwk: publicJwk(publicKey) };
}

export interface Opened {
  readonly header: Record<string, unknown>;
  readonly inner: Record<string, unknown>;
  readonly json: string;
  readonly claims: Record<string, unknown> & {
    readonly seq: number;
    readonly stream: string;
    readonly consents: string[];
    readonly records: { device: string; from: string; to: string; fields: Record<string, ShapedField> }[];
  };
}

export async function open(jwe: Uint8Array | string, key: KeyObject, verifyWith: KeyObject): Promise<Opened> {
  const outer = await compactDecrypt(jwe, key, {
    keyManagementAlgorithms: ['ECDH-ES'],
    contentEncryptionAlgorithms: ['A256GCM'],
  });
  const jws = new TextDecoder().decode(outer.plaintext);
  const verified = await compactVerify(jws, verifyWith, { algorithms: ['ES256'] });
  const json = new TextDecoder().decode(verified.payload);
  return {
    header: { ...outer.protectedHeader },
    inner: { ...verified.protectedHeader },
    json,
    claims: JSON.parse(json),
  };
}

/** Opens a hello: the key that verifies it stands in its own header. */
export async function openHello(jwe: Uint8Array | string, key: KeyObject) {
  const { plaintext } = await compactDecrypt(jwe, key);
  const jws = new TextDecoder().decode(plaintext);
  const { jwk } = decodeProtectedHeader(jws);
  if (!jwk) throw new Error('hello carries no key');
  const signer = await importJWK(jwk, 'ES256');
  if (signer instanceof Uint8Array) throw new Error('not a public key');
  const { payload } = await compactVerify(jws, signer, { algorithms: ['ES256'] });
  return { jwk, signer, claims: JSON.parse(new TextDecoder().decode(payload)) };
}

export function manifestFor(
  recipient: string,
  url: string,
  key: ReturnType<typeof recipientKeys>,
  more: Partial<Manifest> & { ca?: string } = {},
): Manifest {
  const { ca, ...rest } = more;
  return {
    v: 1,
    recipient: recipient as RecipientId,
    version: 1,
    origin: 'vendor',
    controller: { name: recipient, country: 'DE', contact: 'privacy@example.com' },
    endpoint: { url, ...(ca ? { ca } : {}) },
    keys: { encryption: [key.jwk] },
    products: [],
    requests: [],
    ...rest,
  };
}

export function record(more: Partial<PermittedData> = {}): Permitted {
  return permit({
    recipient: ACME,
    purpose: CARE,
    consent: 'consent-1' as ConsentId,
    slotMs: HOUR,
    withinMs: 0,
    device: 'lamp' as DeviceId,
    from: NOON - HOUR,
    to: NOON,
    field: 'temperature' as FieldName,
    shaped: { form: 'rounded', value: 21.5, step: 0.5, unit: '°C' },
    ...more,
  });
}

/** The parts of a hub that stand around the outbox, on real databases in a folder. */
export async function house(options: { dir?: string; clock?: ManualClock } = {}) {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'hearthgate-recipients-'));
  const clock = options.clock ?? new ManualClock();
  const db = openDatabase(join(dir, 'household.db'), 'household');
  const flow = new Flow(join(dir, 'flow.db'));
  await flow.start();
  const random = (size: number) => randomBytes(size);
  const keys = new KeyStore({ db, dataDir: dir, random });
  keys.start();
  const homes = createHomes({ db, keys, random });
  const epochs = createEpochs({ db, keys, random });
  const log = pino({ level: 'silent' });
  const ended = new Set<string>();
  /** What tells this home from others. */
  const names = new Set<Value>();
  /** Names of notices that were told. */
  const told: string[] = [];
  /** Recipients that take data. */
  const takers = new Set<string>([ACME, 'other']);
  const manifests = new Map<string, Manifest>();
  const agreed = new Map<string, Map<string, Agreed>>();
  const streams: ActiveStream[] = [
    { recipient: ACME, purpose: CARE, slotMs: HOUR, consents: ['consent-1' as ConsentId] },
  ];
  const deps = {
    ...{ db, flow, keys, clock, random, log, homes, epochs },
    manifest: (recipient: string) => manifests.get(recipient),
    inForce: (consent: ConsentId) => !ended.has(consent),
    activeStreams: () => streams.filter(({ consents }) => consents.some((consent) => !ended.has(consent))),
    commands: {
      mayCommand: () => false,
      reachable: () => [],
      judge: () => ({ kind: 'withhold', because: 'not allowed' }) as const,
      stopped: () => undefined,
    },
    canonical: (device: DeviceId): string | undefined => `canonical-${device}`,
    delivery: (recipient: string) => manifests.get(recipient)?.endpoint.delivery,
    agreed: (recipient: string) => agreed.get(recipient) ?? new Map<string, Agreed>(),
    ...{ timeZone: 'Europe/Berlin', isSensitive: () => false, keepsSensitive: () => false },
    holds: (value: Value) => names.has(value),
    receipt: async () => undefined,
    told: (notice: string) => void told.push(notice),
    look: async () => undefined,
    takesData: (recipient: string) => takers.has(recipient),
    refused: () => undefined,
    left: () => undefined,
    moved: () => undefined,
    wake: () => undefined,
  };
  const outbox = new Outbox(deps);
  const recipients = createRecipients(deps);
  return {
    ...{
      dir,
      clock,
      db,
      flow,
      keys,
      homes,
      epochs,
      ended,
      names,
      told,
      takers,
      manifests,
      agreed,
      streams,
      deps,
      outbox,
      recipients,
    },
    verifier: (recipient: string) => createPublicKey(homes.of(recipient).signing.key),
    /** As after a kill: nothing more is done by the program, the files stay as they are. */
    async close() {
      await outbox.stop();
      await recipients.stop();
      await flow.stop();
      db.close();
    },
  };
}

/** Resolves when the check passes: for what another thread or the network does in its own time. */
export async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  const begun = performance.now();
  while (!(await check())) {
    if (performance.now() - begun > 20_000) throw new Error('waited 20 s in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
