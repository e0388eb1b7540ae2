import { createPrivateKey } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Authority, openAuthority } from '../../certs/authority.ts';
import { folderOf, type Kind } from '../../certs/private-files.ts';
import { systemRandom } from '../runtime/random.ts';
import { createEpochs } from './epochs.ts';
import { KeyStore } from './key-store.ts';
import { moveRootKey, openUnder, settle, type To } from './move.ts';
import { wrappingOf, wrapWhatIsClear } from './private-keys.ts';
import { type Root, unlock } from './unlock.ts';
import { readWhere } from './where.ts';

/** Counts what changes files; from the given one on nothing is done any more, as if the process were gone. */
const plug = vi.hoisted(() => ({ done: 0, pulledAt: Number.POSITIVE_INFINITY }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const changing = ['writeSync', 'renameSync', 'linkSync', 'rmSync', 'fsyncSync', 'writeFileSync', 'openSync'] as const;
  const guarded = changing.map((name) => {
    const call: (...words: never[]) => unknown = fs[name];
    return [
      name,
      (...words: never[]) => {
        plug.done++;
        if (plug.done >= plug.pulledAt) throw new Error('the plug was pulled');
        return call(...words);
      },
    ];
  });
  return { ...fs, ...Object.fromEntries(guarded) };
});

const CANARY = 'canary of the household';
const PASSPHRASE = 'correct horse battery staple';
let dir: string;
let dataDir: string;
let sticks = 0;
/** Both authorities, whose making takes seconds, in the middle of a change of the devices' root; and all their keys. */
const founded = mkdtempSync(join(tmpdir(), 'hearthgate-move-certs-'));
/** The devices' alone, with as few files as a plug has to be pulled at. */
const alone = mkdtempSync(join(tmpdir(), 'hearthgate-move-alone-'));
const TODAY = Date.UTC(2026, 10, 15);
const KINDS: readonly Kind[] = ['devices', 'page'];
const kindsIn = (certs: string) => KINDS.filter((kind) => existsSync(folderOf(certs, kind)));
const KEY_FILES = ['ca', 'next', 'page/ca', 'page/server', 'server'].map((name) => `${name}.private.pem`);
const authorityOf = (certs: string, kind: Kind, root: Root): Promise<Authority> =>
  openAuthority({ kind, dir: folderOf(certs, kind), wrapping: wrappingOf(root, systemRandom), now: () => TODAY });
beforeAll(async () => {
  for (const kind of KINDS) await (await authorityOf(founded, kind, { place: 'card' })).server();
  await (await authorityOf(founded, 'devices', { place: 'card' })).beginRotation();
  keyLooks = looksOfKeys();
  for (const name of ['ca', 'server']) cpSync(join(founded, `${name}.private.pem`), join(alone, `${name}.private.pem`));
}, 60_000);
afterAll(() => {
  for (const each of [founded, alone]) rmSync(each, { recursive: true });
});

/** What tells somebody that a private key is there, and the numbers that are secret in it. */
let keyLooks: readonly Buffer[];
function looksOfKeys(): Buffer[] {
  const looks = [Buffer.from('PRIVATE KEY-----')];
  for (const name of KEY_FILES) {
    const pem = readFileSync(join(founded, name), 'utf8').replace(/^[^-]*/, '');
    const { d = '', p = '', q = '' } = createPrivateKey(pem).export({ format: 'jwk' });
    for (const secret of [d, p, q]) looks.push(Buffer.from(secret, 'base64url'), Buffer.from(secret.slice(0, 40)));
    looks.push(
      ...pem
        .split('\n')
        .slice(8, 12)
        .map((line) => Buffer.from(line)),
    );
  }
  return looks;
}
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-move-'));
  dataDir = join(dir, 'data');
  mkdirSync(dataDir, { mode: 0o700 });
});
afterEach(() => {
  plug.pulledAt = Number.POSITIVE_INFINITY;
  rmSync(dir, { recursive: true, force: true });
});

const deps = () => ({ dataDir, random: systemRandom });
const newStick = () => join(dir, `stick-${sticks++}.key`);

/** As a start does it, with everything the household has in its hands. */
async function unlocked(keyFile?: string): Promise<Root> {
  settle(dataDir);
  const outside = readWhere(dataDir)?.place === 'file' ? keyFile : undefined;
  const root = await unlock({ ...deps(), keyFile: outside, passphrase: async () => PASSPHRASE });
  wrapWhatIsClear(dataDir, root, systemRandom);
  return root;
}

/** A household with something in both databases, and secrets of each kind. */
async function furnish(authorities = founded): Promise<void> {
  const root = await unlocked();
  const db = await openUnder(root, 'household', join(dataDir, 'household.db'));
  const keys = new KeyStore({ ...deps(), db, root: root.key });
  keys.start();
  keys.keep('secret', Buffer.from(CANARY));
  createEpochs({ db, keys, random: systemRandom }).current('acme', 'dpv:A', Date.UTC(2026, 10, 15));
  db.prepare(`INSERT INTO terms (hash, json) VALUES ('h', ?)`).run(CANARY);
  db.close();
  const flow = await openUnder(root, 'flow', join(dataDir, 'flow.db'));
  flow.prepare(`INSERT INTO route_changes (change) VALUES (?)`).run(CANARY);
  flow.close();
  cpSync(authorities, join(dataDir, 'certs'), { recursive: true });
  for (const kind of kindsIn(authorities)) chmodSync(folderOf(join(dataDir, 'certs'), kind), 0o700);
}

/** Everything that was there is there, whole, and opens. */
async function look(root: Root) {
  const db = await openUnder(root, 'household', join(dataDir, 'household.db'));
  const keys = new KeyStore({ ...deps(), db, root: root.key });
  const said = {
    secret: keys.read('secret')?.toString(),
    terms: db.prepare('SELECT json FROM terms').pluck().all(),
    epochs: createEpochs({ db, keys, random: systemRandom }).current('acme', 'dpv:A', Date.UTC(2026, 10, 16)).key
      .length,
    triggers: db.prepare(`SELECT count(*) FROM sqlite_master WHERE type = 'trigger'`).pluck().get(),
    whole: db.pragma('integrity_check', { simple: true }),
  };
  db.close();
  const flow = await openUnder(root, 'flow', join(dataDir, 'flow.db'));
  const states = flow.prepare('SELECT change FROM route_changes').pluck().all();
  flow.close();
  return { ...said, states, shown: await shownUnder(join(dataDir, 'certs'), root) };
}

/** What each authority is trusted by, and what the hub shows; a key that is not its certificate's would be found here. */
async function shownUnder(certs: string, root: Root) {
  return Promise.all(
    kindsIn(certs).map(async (kind) => {
      const authority = await authorityOf(certs, kind, root);
      return { ca: authority.caPem, ...(await authority.server()) };
    }),
  );
}

const WHOLE = { secret: CANARY, terms: [CANARY], epochs: 32, whole: 'ok', states: [CANARY] };
const whole = async (from = founded) => ({ ...WHOLE, shown: await shownUnder(from, { place: 'card' }) });

function onDisk() {
  const all = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).sort();
  const files = all.filter((name) => statSync(join(dataDir, name)).isFile());
  const content = Buffer.concat(files.map((name) => readFileSync(join(dataDir, name))));
  return {
    files,
    clear: content.includes(CANARY),
    keysClear: keyLooks.some((each) => content.includes(each)),
  };
}

test('the key goes from place to place, and with it everything stays readable to the household alone', async () => {
  await furnish();
  const { triggers } = await look(await unlocked());
  const [first, second] = [newStick(), newStick()];
  const way: [To, string | undefined][] = [
    [{ place: 'file', file: first }, first],
    [{ place: 'file', file: second }, second],
    [{ place: 'passphrase', passphrase: PASSPHRASE }, undefined],
    [{ place: 'card' }, undefined],
    [{ place: 'passphrase', passphrase: PASSPHRASE }, undefined],
  ];
  let stick: string | undefined;
  let wrapped: unknown;
  for (const [to, file] of way) {
    await moveRootKey(deps(), await unlocked(stick), to);
    stick = file;
    const root = await unlocked(stick);
    expect(root.place).toBe(to.place);
    expect(await look(root)).toEqual({ ...(await whole()), triggers });
    const { clear, keysClear, files } = onDisk();
    expect([clear, keysClear]).toEqual(Array(2).fill(to.place === 'card'));
    for (const name of KEY_FILES) expect(statSync(join(dataDir, 'certs', name)).mode & 0o777).toBe(0o600);
    expect(files).toEqual([
      ...[...KEY_FILES, 'authority.crt', 'page/authority.crt'].map((name) => `certs/${name}`).sort(),
      ...['flow.db', 'household.db'],
      ...(to.place === 'card' ? ['keys/root.key'] : []),
      'keys/where.json',
    ]);
    // A root key that lay on the card once opens nothing that was written later.
    const db = await openUnder(root, 'household', join(dataDir, 'household.db'));
    const now = db.prepare('SELECT wrapped FROM keys').pluck().get();
    db.close();
    expect(now).not.toEqual(wrapped);
    wrapped = now;
  }
});

test.each<[string, (stick: string) => To]>([
  ['file', (file) => ({ place: 'file', file })],
  ['card', () => ({ place: 'card' })],
])(
  'the plug pulled at any moment of a move to the %s leaves a household that opens, whole',
  async (_, to) => {
    const expected = await whole(alone);
    let kept = 0;
    let moved = 0;
    for (let moment = 1; ; moment++) {
      rmSync(dataDir, { recursive: true });
      mkdirSync(dataDir, { mode: 0o700 });
      await furnish(alone);
      const before = newStick();
      if (to('').place === 'card') await moveRootKey(deps(), await unlocked(), { place: 'file', file: before });
      const old = await unlocked(before);
      const after = newStick();
      plug.done = 0;
      plug.pulledAt = moment;
      const over = await moveRootKey(deps(), old, to(after)).then(
        () => true,
        () => false,
      );
      plug.pulledAt = Number.POSITIVE_INFINITY;
      // While a start settles it, the plug may be pulled again.
      for (const again of [1, 4]) {
        plug.done = 0;
        plug.pulledAt = again;
        await unlocked(existsSync(after) ? after : before).catch(() => undefined);
        plug.pulledAt = Number.POSITIVE_INFINITY;
      }
      const place = readWhere(dataDir)?.place ?? 'card';
      const root = await unlocked(place === old.place ? before : after);
      expect(await look(root)).toMatchObject(expected);
      const { clear, keysClear, files } = onDisk();
      expect([clear, keysClear]).toEqual(Array(2).fill(place === 'card'));
      expect(files.filter((name) => /\.(moved|old|new)/.test(name) && !name.startsWith('keys/'))).toEqual([]);
      if (place === old.place) kept++;
      else moved++;
      if (over) break;
    }
    // Both happened: a move that was not decided, and one that was and had to be finished.
    expect(kept).toBeGreaterThan(3);
    expect(moved).toBeGreaterThan(10);
  },
  120_000,
);

test('what does not belong to this household, or is not there, changes nothing and says what to do', async () => {
  await furnish();
  const stick = newStick();
  await moveRootKey(deps(), await unlocked(), { place: 'file', file: stick });
  const files = () => onDisk().files.map((name) => readFileSync(join(dataDir, name), 'hex'));
  const before = files();
  const other = newStick();
  await unlock({ dataDir: mkdtempSync(join(dir, 'other-')), random: systemRandom, keyFile: other, passphrase: noOne });
  await expect(unlock({ ...deps(), keyFile: other, passphrase: noOne })).rejects.toThrow('of another household');
  await expect(unlock({ ...deps(), keyFile: `${stick}x`, passphrase: noOne })).rejects.toThrow('put the stick in');
  await expect(unlock({ ...deps(), passphrase: noOne })).rejects.toThrow('set HEARTHGATE_ROOT_KEY_FILE');
  expect(files()).toEqual(before);
  await moveRootKey(deps(), await unlocked(stick), { place: 'passphrase', passphrase: PASSPHRASE });
  const wrong = unlock({ ...deps(), passphrase: async () => 'another passphrase' });
  await expect(wrong).rejects.toThrow('that is not the passphrase');
});

test('a setting that names a key outside does not make one beside a household in the clear', async () => {
  await furnish();
  const stick = newStick();
  await expect(unlock({ ...deps(), keyFile: stick, passphrase: noOne })).rejects.toThrow('hearthgate keys move file');
  expect(existsSync(stick)).toBe(false);
});

test('where a table holds wrapped secrets that a move does not know, nothing is moved', async () => {
  await furnish();
  const file = join(dataDir, 'household.db');
  const db = await openUnder(await unlocked(), 'household', file);
  db.exec('CREATE TABLE later (name TEXT, wrapped_secret BLOB)');
  db.close();
  const move = moveRootKey(deps(), await unlocked(), { place: 'passphrase', passphrase: PASSPHRASE });
  await expect(move).rejects.toThrow('epochs,keys,later hold wrapped secrets');
  expect(onDisk().files.filter((name) => name.endsWith('.moved'))).toEqual([]);
  expect(await look(await unlocked())).toMatchObject(WHOLE);
});

test('private keys that an older version left in the clear are wrapped at the next start, and a plug pulled then harms none', async () => {
  await furnish();
  const stick = newStick();
  await moveRootKey(deps(), await unlocked(), { place: 'file', file: stick });
  const expected = await whole();
  let cut = 0;
  for (let moment = 1; ; moment++) {
    for (const name of KEY_FILES) cpSync(join(founded, name), join(dataDir, 'certs', name));
    expect(onDisk().keysClear).toBe(true);
    plug.done = 0;
    plug.pulledAt = moment;
    const over = await unlocked(stick).then(
      () => true,
      () => false,
    );
    plug.pulledAt = Number.POSITIVE_INFINITY;
    const root = await unlocked(stick);
    expect(await look(root)).toMatchObject(expected);
    expect(onDisk().keysClear).toBe(false);
    if (over) break;
    cut++;
  }
  expect(cut).toBeGreaterThan(20);
  expect(wrapWhatIsClear(dataDir, await unlocked(stick), systemRandom)).toBe(false);
}, 120_000);

test('a draft of a private key that a crash left in the clear goes with the next start', async () => {
  await furnish();
  const stick = newStick();
  await moveRootKey(deps(), await unlocked(), { place: 'file', file: stick });
  cpSync(join(founded, 'server.private.pem'), join(dataDir, 'certs', 'server.private.pem.new'));
  expect(onDisk().keysClear).toBe(true);
  await unlocked(stick);
  expect(onDisk().keysClear).toBe(false);
});

test('a private key of another household, or of another place, is refused with what to do and stays as it is', async () => {
  await furnish();
  const stick = newStick();
  const onCard = await unlocked();
  await moveRootKey(deps(), onCard, { place: 'file', file: stick });
  const root = await unlocked(stick);
  const certs = join(dataDir, 'certs');
  const [file, other] = [join(certs, 'ca.private.pem'), join(certs, 'page', 'ca.private.pem')];
  const page = readFileSync(other);
  await expect(authorityOf(certs, 'devices', onCard)).rejects.toThrow(`${file}: it does not open with this root key`);
  cpSync(other, file);
  await expect(authorityOf(certs, 'devices', root)).rejects.toThrow('restore the file that belongs to it');
  const move = moveRootKey(deps(), root, { place: 'passphrase', passphrase: PASSPHRASE });
  await expect(move).rejects.toThrow('restore the file that belongs to it');
  expect(readFileSync(file)).toEqual(page);
  writeFileSync(file, 'neither wrapped nor a key', { mode: 0o600 });
  expect(wrapWhatIsClear(dataDir, root, systemRandom)).toBe(false);
  await expect(authorityOf(certs, 'devices', root)).rejects.toThrow('restore the file that belongs to it');
  cpSync(join(founded, 'ca.private.pem'), file);
  expect(await look(await unlocked(stick))).toMatchObject(await whole());
});

test('a private key that others can read is not moved', async () => {
  await furnish();
  chmodSync(join(dataDir, 'certs', 'server.private.pem'), 0o644);
  const move = moveRootKey(deps(), await unlocked(), { place: 'passphrase', passphrase: PASSPHRASE });
  await expect(move).rejects.toThrow(/chmod 600 .*server\.private\.pem/);
  expect(readWhere(dataDir)).toBeUndefined();
});

async function noOne(): Promise<string> {
  throw new Error('nobody was to be asked');
}
