import { createHmac, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '../../device-sim/random.ts';
import { createVendorKeys, type EncryptionKey } from '../../device-sim/vendors/keys.ts';
import { unseal } from '../../device-sim/vendors/open.ts';
import { createEpochs } from '../../gateway/keys/epochs.ts';
import { KeyStore } from '../../gateway/keys/key-store.ts';
import { createHomes } from '../../gateway/recipients/homes.ts';
import { sealBatch, sealHello } from '../../gateway/recipients/outbox/seal.ts';
import { openDatabase } from '../../gateway/store/database.ts';
import { pseudonym } from '../../rules/pseudonym.ts';
import { linked, windows } from './common-bytes.ts';
import { START } from './lives.ts';
import type { Share } from './measures.ts';

/** A4 by identifiers: what two recipients got of so many homes, everything but values and times, which are those of all. */
export interface Names {
  /** Byte strings of 8 and more that both recipients got of one home and of no other. */
  readonly equal: number;
  readonly acrossRecipients: Share;
  /** Inside one recipient, by what a batch says of its stream and devices; the connection and `iss` stay and are said. */
  readonly acrossEpochs: Share;
  /** The same where the device's own id is not replaced: an attack that does not see that sees nothing. */
  readonly broken: Share;
}

const PURPOSE = 'dpv:ServiceProvision';
const MONTH_MS = 31 * 86_400_000;

export async function names(seed: string, count: number): Promise<Names> {
  const keys = [(await createVendorKeys()).encryption, (await createVendorKeys()).encryption] as const;
  const homes: Told[][] = [];
  for (let n = 0; n < count; n++) homes.push(await tellAll(`${seed} ${n}`, keys));
  const list = (pick: (told: readonly Told[]) => string) => homes.map((told) => windows(pick(told)));
  const [one, other] = [0, 1].map((i) => list((told) => all(told[i])));
  const plain = [0, 1].map((i) => list((told) => `${all(told[i])} ${told[i]?.device}`));
  const [before, after] = ['before', 'after'].map((when) => list(([told]) => told?.[when as 'before' | 'after'] ?? ''));
  const recipients = linked(one ?? [], other ?? []);
  return {
    equal: recipients.alone,
    acrossRecipients: recipients.top1,
    acrossEpochs: linked(before ?? [], after ?? []).top1,
    broken: linked(plain[0] ?? [], plain[1] ?? []).top1,
  };
}

interface Told {
  readonly connection: string;
  readonly before: string;
  readonly after: string;
  /** The id that never leaves. */
  readonly device: string;
}

function all({ connection, before, after }: Told = { connection: '', before: '', after: '', device: '' }): string {
  return [connection, before, after].join(' ');
}

/** One home's names as the hub's own functions make them, sealed, and opened again by whom they are for. */
async function tellAll(seed: string, keys: readonly EncryptionKey[]): Promise<Told[]> {
  const draw = createRandom(`names ${seed}`);
  const random = (size: number) => draw.bytes(size);
  const dataDir = mkdtempSync(join(tmpdir(), 'hearthgate-evaluate-'));
  const db = openDatabase(join(dataDir, 'household.db'), 'household');
  try {
    const store = new KeyStore({ db, dataDir, random });
    store.start();
    const [homes, epochs] = [createHomes({ db, keys: store, random }), createEpochs({ db, keys: store, random })];
    const device = random(8).toString('hex');
    return await Promise.all(
      keys.map(async (key, n) => {
        const home = homes.of(`recipient-${n}`);
        const batch = async (at: number) => {
          const { epoch, stream, firstSeq, key: secret } = epochs.current(home.recipient, PURPOSE, at);
          const hmac = (k: Uint8Array, data: Uint8Array) => createHmac('sha256', k).update(data).digest();
          const fields = new Map([['power', { form: 'summary', mean: 100, unit: 'W' } as const]]);
          const record = { device: pseudonym(hmac, secret, 'device', device), from: at, to: at + 3_600_000, fields };
          const jti = random(16).toString('base64url');
          const consents = [homes.receiptId('consent', epoch)];
          return sealBatch(home, key.jwk, {
            ...{ purpose: PURPOSE, stream, epoch, seq: firstSeq, jti, at: at + home.phase, window: 'PT1H' },
            ...{ dummy: false, consents, records: [record], notices: [], bucket: 4096 },
          });
        };
        const hello = sealHello(home, key.jwk, { jti: random(16).toString('base64url'), at: START });
        const opened = async (sealed: Uint8Array) => {
          const opening = await unseal(sealed, key);
          if (!opening.ok) throw new Error(`a recipient could not open a batch: ${opening.reason}`);
          return opening.unsealed;
        };
        const met = await opened(hello);
        const [before = '', after = ''] = await Promise.all(
          [START, START + MONTH_MS + 96 * 3_600_000].map(async (at) => inside((await opened(await batch(at))).text)),
        );
        const connection = [home.home, home.clientId, parts(home.tls.cert), met.text, met.kid, JSON.stringify(met.jwk)];
        return { connection: connection.join(' '), before, after, device };
      }),
    );
  } finally {
    db.close();
    rmSync(dataDir, { recursive: true });
  }
}

/** A batch without what is the same in all of one recipient's and is said to be. */
function inside(batch: string): string {
  const { iss, aud, enc_kid, pad, ...rest } = JSON.parse(batch);
  return JSON.stringify(rest);
}

/** All of a certificate that could be a home's own; where its parts meet, a few bytes are alike by chance. */
function parts(pem: string): string {
  const cert = new X509Certificate(pem);
  const key = JSON.stringify(cert.publicKey.export({ format: 'jwk' }));
  const told = [cert.serialNumber.toLowerCase(), cert.subject, cert.issuer, cert.validFrom, cert.validTo, key];
  return [...told, cert.raw.subarray(-32).toString('hex')].join(' ');
}
