import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Forge, HOUR, pieces, withHeader } from '../../device-sim/maker/forge.ts';
import { newId } from '../../device-sim/maker/played-home.ts';
import { makeKeys } from '../../gateway/cli/manifest/maker-key.ts';
import type { Home } from '../../gateway/recipients/homes.ts';
import { house, recipientKeys } from '../../gateway/recipients/house.fixture.ts';
import { oneCharacterOff } from './one-character-off.fixture.ts';
import { noPython, PYTHON } from './python.fixture.ts';

const AUD = 'acme-heating';

const dir = mkdtempSync(join(tmpdir(), 'hearthgate-examples-'));
const key = join(dir, 'encryption-key.json');
let parts: Awaited<ReturnType<typeof house>>;
let home: Home;
let stranger: Home;
let forge: Forge;
beforeAll(async () => {
  parts = await house();
  home = parts.homes.of(AUD);
  stranger = parts.homes.of('stranger');
  forge = new Forge(home, makeKeys(dir).encryption);
});
afterAll(async () => {
  await parts.close();
  rmSync(dir, { recursive: true, force: true });
});

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(program: string, args: readonly string[], input = ''): Promise<Ran> {
  const child = spawn(program, args, { cwd: dir });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status: child.exitCode, stdout, stderr };
}

function example(name: string): string {
  return join(import.meta.dirname, name);
}

function otherKey(): string {
  const folder = join(dir, newId());
  mkdirSync(folder);
  makeKeys(folder);
  return join(folder, 'encryption-key.json');
}

/** Without a stack trace of either language, whatever happened. */
function expectPlain({ stderr }: Ran): void {
  expect(stderr).not.toMatch(/Traceback|^\s+at |node:internal|File "/m);
}

/** A receiving program, and what it said of each line of its input; nothing of what it took. */
interface Receiver {
  run(lines: readonly string[], options?: { readonly keys?: readonly string[]; readonly aud?: string }): Promise<Ran>;
  said(stderr: string): Map<number, string>;
}

const typescript: Receiver = {
  run: (lines, { keys = [key], aud = AUD } = {}) => {
    const state = join(dir, `${newId()}.json`);
    return run(
      process.execPath,
      [example('receive.ts'), ...keys.flatMap((file) => ['--key', file]), '--aud', aud, '--state', state],
      lines.map((line) => `${line}\n`).join(''),
    );
  },
  said: (stderr) => {
    const lines = stderr.split('\n').entries();
    const told = ([at, line]: [number, string]): [number, string] => [
      at,
      /^batch \d+ .*?, (notice .*)$/.exec(line)?.[1] ?? line,
    ];
    return new Map(
      [...lines].map(told).filter(([, line]) => line !== '' && !/^(hello from|batch \d+ from) /.test(line)),
    );
  },
};

const python: Receiver = {
  run: (lines, { keys = [key], aud = AUD } = {}) =>
    run(PYTHON, [example('open_batch.py'), ...keys, aud], lines.map((line) => `${line}\n`).join('')),
  said: (stderr) =>
    new Map(
      [...stderr.matchAll(/^line (\d+)(?:: )?(.*)$/gm)].map(([, line, said = '']) => [Number(line) - 1, said.trim()]),
    ),
};

const receivers = [
  { name: 'receive.ts', receiver: typescript, skip: false },
  {
    name: noPython ? 'open_batch.py (not tried here: python3-jwcrypto is missing)' : 'open_batch.py',
    receiver: python,
    skip: noPython,
  },
];

const UNKNOWN_HOME = 'refused: signed by a home that has not said hello; hello comes first';
const DOES_NOT_DECRYPT = 'refused: does not decrypt: it was changed on the way, or sealed for another key';
const NO_JWE = 'refused: this is no JWE compact around a JWS compact';

/** What may arrive, in this order, and what is said of it; nothing where it is taken. */
interface Arrival {
  readonly name: string;
  readonly seal: () => Promise<string> | string;
  readonly said: string | RegExp | (() => string);
}

const first = newId();
const receipt = pieces({ type: 'receipt', body: { receipt: `e30.${'A'.repeat(2_000)}.e30` } }, 3);
let batch: string;
const arrivals: Arrival[] = [
  {
    name: 'a batch before its home said hello',
    seal: async () => (batch = await forge.batch({ jti: first })),
    said: UNKNOWN_HOME,
  },
  { name: 'the hello', seal: () => forge.hello(), said: '' },
  { name: 'that batch, sent again', seal: () => batch, said: '' },
  { name: 'a dummy', seal: () => forge.dummy(), said: '' },
  { name: 'the last part of a notice', seal: () => forge.telling(receipt.slice(2)), said: '' },
  { name: 'its other parts', seal: () => forge.telling(receipt.slice(0, 2)), said: 'notice receipt' },
  { name: 'one of its parts again', seal: () => forge.telling(receipt.slice(1, 2)), said: '' },
  {
    name: 'two notices together',
    seal: () =>
      forge.telling([...pieces({ type: 'consent', body: {} }), ...pieces({ type: 'something-new', body: {} })]),
    said: 'notice consent, notice something-new',
  },
  {
    name: 'a part beyond the last',
    seal: () => forge.signedAgain({ notices: [{ jti: newId(), part: 3, of: 2, text: 'x' }] }),
    said: 'refused: a part of a notice is malformed',
  },
  {
    name: 'a notice by itself',
    seal: () => forge.signedAgain({ type: 'consent' }, { typ: 'hearthgate-notice+jws' }),
    said: 'refused: the type of a message by itself is "consent", must be "hello"',
  },

  { name: 'a batch that was taken', seal: () => batch, said: `replay of ${first}: taken before, nothing taken now` },
  {
    name: 'another batch with a jti that was taken',
    seal: () => forge.batch({ jti: first }),
    said: `replay of ${first}: taken before, nothing taken now`,
  },
  { name: 'one more batch', seal: () => forge.batch(), said: '' },
  {
    name: 'another batch with its seq',
    seal: () => forge.batch({ seq: forge.seq }),
    said: /^refused: seq \d+ was used for another batch$/,
  },
  {
    name: 'a batch from longer ago than it may be kept',
    seal: () => forge.batch({ jti: 'o'.repeat(22), at: Date.now() - 31 * 24 * HOUR }),
    said: `older than what you may keep: ${'o'.repeat(22)}`,
  },
  {
    name: 'a batch of the future',
    seal: () => forge.batch({ at: Date.now() + HOUR }),
    said: 'refused: iat is in the future: compare the clocks',
  },

  {
    name: 'a batch for another recipient',
    seal: () => forge.batch({}, { recipient: 'volt-insight' }),
    said: `refused: aud is "volt-insight", must be "${AUD}"`,
  },
  {
    name: 'a batch in the name of another home',
    seal: () => forge.batch({}, { home: stranger.home }),
    said: () => `refused: iss is "${stranger.home}", must be "${home.home}"`,
  },
  {
    name: 'a batch that was signed for another key and passed on',
    seal: () => forge.signedAgain({ enc_kid: stranger.commands.jwk.kid }),
    said: /^refused: enc_kid is ".{43}", must be ".{43}"$/,
  },
  {
    name: 'a batch for a key nobody here has',
    seal: () => forge.batch({}, {}, recipientKeys().jwk),
    said: /^refused: JWE kid is .{43}, none of your keys$/,
  },
  {
    name: 'a batch for another key under the name of this one',
    seal: () => forge.batch({}, {}, { ...recipientKeys().jwk, kid: forge.kid }),
    said: DOES_NOT_DECRYPT,
  },

  { name: 'a batch of a stranger', seal: () => forge.batch({}, stranger), said: UNKNOWN_HOME },
  {
    name: 'a batch that a stranger signed under the name of the pinned key',
    seal: () => forge.signedAgain({}, {}, stranger.signing.key),
    said: 'refused: the signature does not fit',
  },
  {
    name: 'a batch that brings its own key',
    seal: () => forge.signedAgain({}, { kid: stranger.signing.jwk.kid, jwk: bare(stranger) }, stranger.signing.key),
    said: 'refused: header member jwk is not allowed',
  },
  {
    name: "a stranger's hello for a home that is known",
    seal: () => forge.hello({ signing: stranger.signing }),
    said: 'refused: a hello with another key than the one pinned for this home',
  },
  {
    name: 'a batch without signature',
    seal: async () => {
      const unsigned = withHeader(await forge.jws(), { alg: 'none' });
      return forge.encrypted(unsigned.replace(/[^.]*$/, ''));
    },
    said: 'refused: JWS alg is "none", must be "ES256"',
  },
  {
    name: 'a batch signed with the public key as a password',
    seal: () => forge.signedWithPassword(JSON.stringify(bare(home))),
    said: 'refused: JWS alg is "HS256", must be "ES256"',
  },
  {
    name: 'something else that was signed',
    seal: () => forge.signedAgain({}, { typ: 'hearthgate-manifest+jws' }),
    said: 'refused: JWS typ is "hearthgate-manifest+jws", must be "hearthgate-notice+jws"',
  },
  {
    name: 'a signature with a critical extension',
    seal: async () => forge.encrypted(withHeader(await forge.jws(), { crit: ['b64'] })),
    said: 'refused: header member crit is not allowed',
  },
  { name: 'a batch of another version', seal: () => forge.signedAgain({ v: 2 }), said: 'refused: v is 2, must be 1' },
  { name: 'a batch without jti', seal: () => forge.signedAgain({ jti: undefined }), said: /^refused: / },
  { name: 'a batch without seq', seal: () => forge.signedAgain({ seq: undefined }), said: /^refused: / },
  { name: 'a batch whose records are none', seal: () => forge.signedAgain({ records: [1] }), said: /^refused: / },

  {
    name: 'a batch encrypted with another key agreement',
    seal: async () => forge.encrypted(await forge.jws(), { alg: 'ECDH-ES+A256KW' }),
    said: 'refused: JWE alg is "ECDH-ES+A256KW", must be "ECDH-ES"',
  },
  {
    name: 'a batch encrypted with another cipher',
    seal: async () => forge.encrypted(await forge.jws(), { enc: 'A128GCM' }),
    said: 'refused: JWE enc is "A128GCM", must be "A256GCM"',
  },
  {
    name: 'a JWE of another type',
    seal: async () => forge.encrypted(await forge.jws(), { typ: 'JWE' }),
    said: 'refused: JWE typ is "JWE", must be "hearthgate+jwe"',
  },
  {
    name: 'a JWE around something else',
    seal: async () => forge.encrypted(await forge.jws(), { cty: 'JWT' }),
    said: 'refused: JWE cty is "JWT", must be "JWS"',
  },
  {
    name: 'a compressed batch',
    seal: async () => withHeader(await forge.batch(), { zip: 'DEF' }),
    said: 'refused: header member zip is not allowed',
  },
  {
    name: 'a batch that asks for many rounds of a password',
    seal: async () => withHeader(await forge.batch(), { p2c: 1e9 }),
    said: 'refused: header member p2c is not allowed',
  },
  {
    name: 'a header with one member more',
    seal: async () => withHeader(await forge.batch(), { apu: 'AA' }),
    said: DOES_NOT_DECRYPT,
  },
  {
    name: 'a header with another ephemeral key',
    seal: async () => withHeader(await forge.batch(), { epk: bare(stranger) }),
    said: DOES_NOT_DECRYPT,
  },
  {
    name: 'an ephemeral key that is no point of the curve',
    seal: async () => withHeader(await forge.batch(), { epk: { ...bare(stranger), y: bare(stranger).x } }),
    said: DOES_NOT_DECRYPT,
  },
  {
    name: 'a wrapped key where none belongs',
    seal: async () => (await forge.batch()).replace('..', '.AAAA.'),
    said: /^refused: (does not decrypt|this is no JWE compact)/,
  },
  { name: 'a batch with a shorter tag', seal: async () => (await forge.batch()).slice(0, -6), said: DOES_NOT_DECRYPT },
  {
    name: 'a batch without tag',
    seal: async () => (await forge.batch()).replace(/\.[^.]*$/, ''),
    said: NO_JWE,
  },
  { name: 'no signature at all inside', seal: () => forge.encrypted('{"records":[{"a":1}]}'), said: NO_JWE },
  { name: 'plain JSON', seal: () => '{"v":1,"records":[{"a":1}]}', said: NO_JWE },
  { name: 'bytes that are no text', seal: () => '\u{1f600}.\0.x', said: NO_JWE },
  {
    name: 'a header of ten thousand levels',
    seal: () => `${Buffer.from('['.repeat(10_000)).toString('base64url')}....`,
    said: /^refused: /,
  },
  { name: 'the next batch, after all that', seal: () => forge.batch(), said: '' },
];

function bare({ signing }: Home) {
  const { kty, crv, x, y } = signing.jwk;
  return { kty, crv, x, y };
}

describe.each(receivers)('$name', ({ receiver, skip }) => {
  describe.skipIf(skip)('as a maker runs it', () => {
    let ran: Ran;
    let said: Map<number, string>;
    beforeAll(async () => {
      const lines: string[] = [];
      for (const { seal } of arrivals) lines.push(await seal());
      ran = await receiver.run(lines);
      said = receiver.said(ran.stderr);
    });

    test('prints the records of the batches it took, and nothing else', () => {
      const records = ran.stdout.split('\n').filter((line) => line !== '');
      const taken = arrivals.filter((each) => each.said === '' && /batch/.test(each.name));
      expect(records.map((line) => JSON.parse(line))).toEqual(
        taken.map(() =>
          expect.objectContaining({
            home: home.home,
            purpose: 'dpv:ServicePersonalisation',
            fields: { temperature: { form: 'summary', mean: 21.5, unit: '°C' } },
          }),
        ),
      );
      expect(ran.status).toBe(1);
      expectPlain(ran);
    });

    test.each([...arrivals.entries()].map(([at, arrival]) => ({ at, ...arrival })))(
      'answers to $name in one plain line, or takes it',
      ({ at, said: must }) => {
        const is = said.get(at) ?? '';
        if (must instanceof RegExp) expect(is).toMatch(must);
        else expect(is).toBe(typeof must === 'string' ? must : must());
      },
    );

    test('refuses a message with any one character changed, outside and inside the encryption', async () => {
      const hello = await forge.hello();
      const sealed = await forge.batch();
      const changed = oneCharacterOff(sealed);
      for (const each of oneCharacterOff(await forge.jws())) changed.push(await forge.encrypted(each));
      const answer = await receiver.run([hello, ...changed]);
      const said = receiver.said(answer.stderr);
      expect(changed.filter((_, at) => !said.get(at + 1)?.startsWith('refused: '))).toEqual([]);
      expect(answer).toMatchObject({ stdout: '', status: 1 });
      expectPlain(answer);
    });

    test('ends with 0 where nothing was refused, also when the same comes twice', async () => {
      const sealed = await forge.batch();
      const good = await receiver.run([await forge.hello(), sealed, sealed, '', await forge.dummy()]);
      expect(good.status).toBe(0);
      expect(good.stdout.trim().split('\n')).toHaveLength(1);
    });

    test('opens what was sealed for an older key that it is given, too', async () => {
      const answer = await receiver.run([await forge.hello(), await forge.batch()], { keys: [otherKey(), key] });
      expect(answer.status).toBe(0);
      expect(answer.stdout.trim().split('\n')).toHaveLength(1);
    });

    test('refuses all with the key or the name of somebody else', async () => {
      const lines = [await forge.hello(), await forge.batch()];
      for (const options of [{ keys: [otherKey()] }, { aud: 'volt-insight' }]) {
        const wrong = await receiver.run(lines, options);
        expect(wrong).toMatchObject({ status: 1, stdout: '' });
        expect([...receiver.said(wrong.stderr).values()]).toEqual([
          expect.stringMatching(/^refused: (JWE kid|aud) is /),
          expect.stringMatching(/^refused: /),
        ]);
      }
    });

    test('says in one line what it needs where its key is missing or is none', async () => {
      const broken = join(dir, `${newId()}.json`);
      writeFileSync(broken, 'no key', { mode: 0o600 });
      for (const file of [join(dir, 'nowhere.json'), broken]) {
        const failed = await receiver.run([], { keys: [file] });
        expect(failed.status).toBeGreaterThan(0);
        expect(failed.stderr.trim()).toMatch(/^[^\n]*key[^\n]*$/);
      }
    });
  });
});
