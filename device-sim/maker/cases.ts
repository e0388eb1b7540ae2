import type { Batch, NoticePart } from '../../gateway/recipients/outbox/seal.ts';
import { type Forge, HOUR, pieces, withHeader } from './forge.ts';
import { newId, playedHome } from './played-home.ts';

/** What an endpoint must answer: 2xx, 4xx, or one of both, where only what it keeps matters. */
export type Must = 'take' | 'refuse' | 'either';

/** One message, in the order in which a home or somebody who pretends to be one sends it. */
export interface Case {
  readonly name: string;
  readonly must: Must;
  readonly kind: 'data' | 'notice';
  /** What goes wrong where the endpoint answers otherwise. */
  readonly why: string;
  readonly seal: () => Promise<string> | string;
  /** The name of the device in its record, and how often its record is to be kept once all was sent. */
  readonly record?: { readonly device: string; readonly kept: 0 | 1 };
}

const DAY = 24 * HOUR;

/** Everything that is sent after the home was taken. */
export function casesFor(forge: Forge, requests: readonly string[]): Case[] {
  const cases: Case[] = [];
  const { home } = forge;
  const stranger = playedHome(home.recipient);
  const bare = ({ signing }: typeof home) => {
    const { kty, crv, x, y } = signing.jwk;
    return { kty, crv, x, y };
  };
  const batch = (
    name: string,
    must: Must,
    kept: 0 | 1,
    why: string,
    seal: (change: Partial<Batch>) => Promise<string> | string,
  ) => {
    const device = newId();
    const change = () => ({ records: [forge.record(device)] });
    cases.push({ name, must, kind: 'data', why, seal: () => seal(change()), record: { device, kept } });
  };
  const notice = (name: string, must: Must, why: string, seal: () => Promise<string>) =>
    cases.push({ name, must, kind: 'notice', why, seal });

  let good: string;
  batch(
    'a good batch',
    'take',
    1,
    'it comes again until it is taken',
    async (change) => (good = await forge.batch(change)),
  );
  const taken = cases[cases.length - 1];
  cases.push({
    ...{ name: 'the same batch again', must: 'take', kind: 'data', seal: () => good },
    why: 'your answer was lost: acknowledge it again, and keep it once',
    ...(taken?.record === undefined ? {} : { record: taken.record }),
  });
  cases.push({
    ...{ name: 'a batch that says there was nothing', must: 'take', kind: 'data', seal: () => forge.dummy() },
    why: 'silence looks like data to whoever listens on the way',
  });
  batch(
    'a batch after a gap',
    'take',
    1,
    'what is missing was withdrawn: nothing is missing that you may have',
    (change) => forge.batch({ ...change, seq: forge.seq + 4 }),
  );
  batch('a batch that was overtaken', 'take', 1, 'after a lost connection one may overtake another', (change) =>
    forge.batch({ ...change, seq: forge.seq - 2 }),
  );
  const jti = newId();
  let seq = 0;
  batch('one more batch', 'take', 1, 'it comes again until it is taken', (change) => {
    seq = forge.seq + 1;
    return forge.batch({ ...change, jti, seq });
  });
  batch('its seq with other content', 'refuse', 0, 'a number is used once in its stream and epoch', (change) =>
    forge.batch({ ...change, seq }),
  );
  batch('its jti with other content', 'either', 0, 'one name stands for one message', (change) =>
    forge.batch({ ...change, jti }),
  );
  batch('a batch older than anything you may keep', 'either', 0, 'you must not keep what you must erase', (change) =>
    forge.batch({ ...change, at: Date.now() - 25 * 366 * DAY }),
  );
  batch('a batch of tomorrow', 'refuse', 0, 'a clock is wrong, yours or one that is played with', (change) =>
    forge.batch({ ...change, at: Date.now() + DAY }),
  );
  batch('ciphertext that was changed', 'refuse', 0, 'somebody changed it on the way', async (change) =>
    swapped(await forge.batch(change), 3),
  );
  batch('a tag that was changed', 'refuse', 0, 'somebody changed it on the way', async (change) =>
    swapped(await forge.batch(change), 4),
  );
  batch('a tag cut short', 'refuse', 0, 'a short tag can be guessed', async (change) =>
    (await forge.batch(change)).slice(0, -6),
  );
  batch('a signature that was changed', 'refuse', 0, 'anybody can encrypt to your key', async (change) =>
    forge.encrypted(swapped(await forge.jws(change), 2)),
  );
  batch(
    'content that was changed under its signature',
    'refuse',
    0,
    'anybody can encrypt to your key',
    async (change) => forge.encrypted(swapped(await forge.jws(change), 1)),
  );
  batch('signed by another key under the name of the pinned one', 'refuse', 0, 'anybody can write a name', (change) =>
    forge.signedAgain({}, {}, stranger.signing.key, change),
  );
  batch('a batch that brings its own key', 'refuse', 0, 'only a hello brings a key', (change) =>
    forge.signedAgain({}, { kid: stranger.signing.jwk.kid, jwk: bare(stranger) }, stranger.signing.key, change),
  );
  batch('a batch of a home that said no hello', 'refuse', 0, 'nobody knows whose it is', (change) =>
    forge.batch(change, stranger),
  );
  batch('a batch for another recipient', 'refuse', 0, 'another maker passes on what it got', (change) =>
    forge.signedAgain({ aud: 'another-maker' }, {}, home.signing.key, change),
  );
  batch('a batch in the name of another home', 'refuse', 0, 'a home speaks for itself alone', (change) =>
    forge.signedAgain({ iss: stranger.home }, {}, home.signing.key, change),
  );
  batch('a batch that was signed for another key', 'refuse', 0, 'somebody opened it and passes it on', (change) =>
    forge.signedAgain({ enc_kid: stranger.commands.jwk.kid }, {}, home.signing.key, change),
  );
  batch('a batch to a key that is not yours', 'refuse', 0, 'you cannot open it', (change) =>
    forge.batch(change, {}, stranger.commands.jwk),
  );
  batch('without signature: alg none', 'refuse', 0, 'anybody can encrypt to your key', async (change) =>
    forge.encrypted(withHeader(await forge.jws(change), { alg: 'none' }).replace(/[^.]*$/, '')),
  );
  batch('signed with the public key as a password: alg HS256', 'refuse', 0, 'the public key is no secret', (change) =>
    forge.signedWithPassword(JSON.stringify(bare(home)), change),
  );
  batch(
    'another key agreement: ECDH-ES+A256KW',
    'refuse',
    0,
    'take exactly the algorithms of the contract',
    async (change) => forge.encrypted(await forge.jws(change), { alg: 'ECDH-ES+A256KW' }),
  );
  batch('another cipher: A128GCM', 'refuse', 0, 'take exactly the algorithms of the contract', async (change) =>
    forge.encrypted(await forge.jws(change), { enc: 'A128GCM' }),
  );
  batch('a critical header that you do not know', 'refuse', 0, 'RFC 7515 section 4.1.11', async (change) =>
    forge.signedAgain({}, { crit: ['x-new'], 'x-new': 1 }, home.signing.key, change),
  );
  batch('a signed thing of another kind', 'refuse', 0, 'a receipt or a manifest is no batch', (change) =>
    forge.signedAgain({}, { typ: 'hearthgate-receipt+jws' }, home.signing.key, change),
  );
  batch('a batch of version 2', 'refuse', 0, 'you do not know what it means', (change) =>
    forge.signedAgain({ v: 2 }, {}, home.signing.key, change),
  );
  cases.push({
    ...{ name: 'plain JSON', must: 'refuse', kind: 'data', seal: () => '{"v":1,"records":[]}' },
    why: 'nothing comes unsealed',
  });
  cases.push({
    ...{ name: 'one MiB of letters', must: 'refuse', kind: 'data', seal: () => 'x'.repeat(1024 * 1024) },
    why: 'a sealed message has at most 512 KiB; read no further',
  });
  notice('the same home says hello again', 'take', 'your answer was lost, or its credentials are over', () =>
    forge.hello(),
  );
  notice('a hello with another key for that home', 'refuse', 'somebody takes the home over', () =>
    forge.hello({ signing: stranger.signing }),
  );
  batch('a batch by the key of that hello', 'refuse', 0, 'somebody took the home over', (change) =>
    forge.batch(change, { signing: stranger.signing }),
  );
  batch('the first batch of a new epoch', 'take', 1, 'names and numbers begin anew every month', (change) => {
    forge.nextEpoch();
    return forge.batch(change);
  });
  const [request = 'first'] = requests;
  const told = (state: string, fields: object) => ({ type: 'consent', body: { request, state, fields } });
  const tells = (name: string, parts: readonly NoticePart[]) =>
    cases.push({
      ...{ name, must: 'take', kind: 'data', why: 'it comes again until it is taken' },
      seal: () => forge.telling(parts),
    });
  tells('a notice of what was agreed to', pieces(told('given', { temperature: ['summary'] })));
  const [first, second, third] = pieces({ type: 'receipt', body: { receipt: `e30.${'A'.repeat(2_000)}.e30` } }, 3);
  if (!first || !second || !third) throw new Error('a receipt in less than three parts');
  tells('the second part of a notice', [second]);
  tells('its first and third part', [first, third]);
  tells('its second part again', [second]);
  tells('a notice of a type that you do not know', pieces({ type: 'something-new', body: {} }));
  const objection = { of: ['sale', 'sharing'], requests, consents: [] };
  tells('the household does not want it sold or shared', pieces({ type: 'opt-out', body: objection }));
  tells('the household withdraws', pieces(told('withdrawn', {})));
  batch('a batch after the withdrawal', 'take', 1, 'it was agreed to anew, and the notice of that follows', (change) =>
    forge.batch(change),
  );
  return cases;
}

/** Comes after what was kept was looked at: whoever obeys it at once has nothing more to show. */
export function erasureCase(forge: Forge, requests: readonly string[]): Case {
  const body = { requests, consents: [newId()] };
  return {
    ...{
      name: 'the household asks for erasure',
      must: 'take',
      kind: 'data',
      why: 'it comes again until it is taken',
    },
    seal: () => forge.telling(pieces({ type: 'erasure', body })),
  };
}

/** One character in the middle of one part of a compact JWE or JWS, changed. */
function swapped(compact: string, index: number): string {
  const parts = compact.split('.');
  const part = parts[index] ?? '';
  const at = Math.floor(part.length / 2);
  return parts.with(index, `${part.slice(0, at)}${part[at] === 'A' ? 'B' : 'A'}${part.slice(at + 1)}`).join('.');
}
