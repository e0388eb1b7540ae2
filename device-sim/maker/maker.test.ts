import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK } from 'jose';
import { afterEach, describe, expect, test } from 'vitest';
import { authority, serverCertificate } from '../../gateway/recipients/links/certificates.fixture.ts';
import { parseManifest } from '../../rules/manifest.ts';
import { createVendorKeys } from '../vendors/keys.ts';
import { type Broken, startBreakable } from './breakable.fixture.ts';
import { play } from './play.ts';

const dir = mkdtempSync(join(tmpdir(), 'hearthgate-maker-'));
const ca = authority(dir, 'ca');
const tls = serverCertificate(dir, 'server', 'ca', 'IP:127.0.0.1');
const keys = await createVendorKeys();
const key = { ...(await exportJWK(keys.encryption.privateKey)), kid: keys.encryption.jwk.kid };
const example = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../docs/examples/manifest-heating.json'), 'utf8'),
);
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

type Options = Partial<Parameters<typeof startBreakable>[0]> & { enrolment?: 'token' };

/** What is wrong with such a receiver, by the name of the case. */
async function wrongs({ enrolment, ...options }: Options = {}): Promise<Record<string, string | undefined>> {
  const receiver = await startBreakable({ tls, key, aud: 'acme-heating', ...options });
  stops.push(receiver.stop);
  const json = {
    ...{ ...example, ...(enrolment && { enrolment }) },
    keys: { encryption: [keys.encryption.jwk], commands: [keys.commands.jwk] },
  };
  const parsed = parseManifest(json);
  if (!('manifest' in parsed)) throw new Error('the example is no manifest');
  const { manifest } = parsed;
  const { token } = options;
  const outcomes = await play({
    ...{ manifest, endpoint: { url: receiver.url, ca }, kept: receiver.kept },
    ...(token === undefined ? {} : { token }),
  });
  return Object.fromEntries(
    outcomes.filter(({ wrong }) => wrong !== undefined).map(({ name, wrong }) => [name, wrong]),
  );
}

test('a receiver that checks everything is told nothing', async () => {
  expect(await wrongs()).toEqual({});
});

const SIGNATURES = [
  'a signature that was changed',
  'signed by another key under the name of the pinned one',
  'without signature: alg none',
  'signed with the public key as a password: alg HS256',
];
const breaks: [Broken, string[]][] = [
  [
    'acknowledges what it cannot open',
    [
      'ciphertext that was changed',
      'a tag that was changed',
      'a tag cut short',
      'a batch to a key that is not yours',
      'plain JSON',
      'another cipher: A128GCM',
      'another key agreement: ECDH-ES+A256KW',
    ],
  ],
  [
    'takes a batch before hello',
    [
      'a batch before its hello',
      'a batch of a home that said no hello',
      'a batch by the key of that hello',
      'a batch that brings its own key',
    ],
  ],
  ['believes whatever is signed', [...SIGNATURES, 'a critical header that you do not know']],
  ['takes the key that a batch brings', ['a batch that brings its own key']],
  ['takes alg none', ['without signature: alg none']],
  ['takes HS256', ['signed with the public key as a password: alg HS256']],
  ['takes any key agreement', ['another key agreement: ECDH-ES+A256KW']],
  ['takes any cipher', ['another cipher: A128GCM']],
  ['knows every critical header', ['a critical header that you do not know']],
  ['takes any typ', ['a signed thing of another kind']],
  ['takes any version', ['a batch of version 2']],
  ['takes any aud', ['a batch for another recipient']],
  ['takes any iss', ['a batch in the name of another home']],
  ['takes any enc_kid', ['a batch that was signed for another key']],
  ['takes the future', ['a batch of tomorrow']],
  ['keeps what is too old', ['a batch older than anything you may keep']],
  [
    'keeps a jti twice',
    ['a good batch', 'the same batch again', 'its jti with other content', 'its seq with other content'],
  ],
  ['keeps a seq twice', ['its seq with other content']],
  ['pins anew', ['a hello with another key for that home', 'a batch by the key of that hello']],
  ['reads everything', ['one MiB of letters']],
  ['refuses what it has', ['the same batch again']],
  ['refuses dummies', ['a batch that says there was nothing']],
  ['refuses gaps', ['a batch after a gap', 'a batch that was overtaken', 'one more batch']],
  ['refuses late ones', ['a batch that was overtaken']],
  ['refuses unknown notices', ['a notice of a type that you do not know']],
  ['refuses a second hello', ['the same home says hello again']],
];

describe.each(breaks)('a receiver that %s', (broken, cases) => {
  test('is told exactly that', async () => {
    expect(Object.keys(await wrongs({ broken })).sort()).toEqual([...cases].sort());
  });
});

test('one that opens nothing is told of each thing that it took, and of each that it did not keep', async () => {
  const wrong = await wrongs({ broken: 'opens nothing and takes all' });
  expect(wrong['a good batch']).toBe('not kept');
  expect(Object.values(wrong).filter((each) => each?.startsWith('wrongly accepted')).length).toBe(25);
});

test('one that falls over is told so, not that it refused', async () => {
  expect(Object.values(await wrongs({ broken: 'falls over' })).join()).toContain('neither taken nor refused');
});

describe('enrolment', () => {
  const credentials = { user: 'home-1', password: 'issued' };
  const answers = { signer: keys.commands, claims: { answer: 'accepted', credentials } };

  test('credentials that come with a sealed answer are used from then on, and are to be asked for', async () => {
    expect(await wrongs({ answers })).toEqual({});
    expect(Object.keys(await wrongs({ answers, broken: 'asks for no credentials' }))).toEqual([
      'a batch without the credentials that you gave',
    ]);
  });

  test('an answer that no home would take is told, and one that refuses ends it', async () => {
    const unsigned = await wrongs({ answers: { ...answers, signer: keys.manifest } });
    expect(unsigned).toEqual({ hello: 'the sealed answer not signed by its maker: a home takes none such' });
    const claims = { answer: 'refused', because: 'Not sold in your country.' };
    expect(await wrongs({ answers: { ...answers, claims } })).toEqual({
      hello: 'it refuses this home: Not sold in your country.',
    });
  });

  test('a token is to be asked for, and to be looked at', async () => {
    expect(await wrongs({ enrolment: 'token', token: 'acct-4711' })).toEqual({});
    expect(Object.keys(await wrongs({ enrolment: 'token', token: 'acct-4711', broken: 'takes any token' }))).toEqual(
      expect.arrayContaining(['a hello with no token', 'a hello with a wrong token']),
    );
  });
});
