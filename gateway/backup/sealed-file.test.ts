import { execFileSync, spawn } from 'node:child_process';
import { argon2Sync, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SealedReader, SealedWriter } from './sealed-file.ts';

const PASSPHRASE = 'a warm lamp by the door';
/** The least that is read, so that many files can be. */
const COST = { memoryKiB: 8_192, passes: 1, lanes: 1 };
const PREFACE = Buffer.from('{"first":"piece"}');
const CONTENT = randomBytes(150_000);
let dir: string;
let sealed: Buffer;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-sealed-'));
  const file = join(dir, 'sealed');
  const descriptor = openSync(file, 'wx');
  const writer = new SealedWriter(descriptor, PASSPHRASE, randomBytes, COST);
  writer.write(PREFACE);
  writer.flush();
  writer.write(CONTENT.subarray(0, 7));
  writer.write(CONTENT.subarray(7));
  const length = writer.end();
  closeSync(descriptor);
  sealed = readFileSync(file);
  expect(length).toBe(sealed.length);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Reads all of it, as a restore does. */
function read(bytes: Uint8Array, passphrase = PASSPHRASE): Buffer {
  const file = join(dir, 'read');
  writeFileSync(file, bytes);
  const reader = new SealedReader(file, passphrase);
  try {
    expect(reader.piece()).toEqual(PREFACE);
    const parts: Buffer[] = [];
    for (let left = CONTENT.length; left > 0; left -= parts.at(-1)?.length ?? 0) parts.push(reader.some(left));
    reader.end();
    return Buffer.concat(parts);
  } finally {
    reader.close();
  }
}

/** Where each piece begins and ends. */
function pieces(): [number, number][] {
  const found: [number, number][] = [];
  for (let at = sealed.indexOf(10) + 1; at < sealed.length; ) {
    const end = at + 5 + sealed.readUInt32BE(at + 1);
    found.push([at, end]);
    at = end;
  }
  return found;
}

test('what was written is read again', () => {
  expect(read(sealed)).toEqual(CONTENT);
  expect(pieces()).toHaveLength(4);
});

test('another program opens it by what the format says', () => {
  const line = sealed.subarray(0, sealed.indexOf(10) + 1);
  const { salt, memoryKiB, passes, lanes, ...said } = JSON.parse(line.toString());
  expect({ said, memoryKiB, passes, lanes }).toEqual({ said: { hearthgate: 'backup', v: 1 }, ...COST });
  const nonce = Buffer.from(salt, 'base64url');
  const cost = { memory: memoryKiB, passes, parallelism: lanes, tagLength: 32 };
  const stretched = argon2Sync('argon2id', { message: Buffer.from(PASSPHRASE), nonce, ...cost });
  const key = Buffer.from(hkdfSync('sha256', stretched, '', 'hearthgate/v1/backup', 32));
  const opened = pieces().map(([start, end], number) => {
    const iv = Buffer.concat([Buffer.alloc(10), Buffer.from([number]), sealed.subarray(start, start + 1)]);
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 }).setAAD(line);
    decipher.setAuthTag(sealed.subarray(end - 16, end));
    return Buffer.concat([decipher.update(sealed.subarray(start + 5, end - 16)), decipher.final()]);
  });
  expect(Buffer.concat(opened)).toEqual(Buffer.concat([PREFACE, CONTENT]));
});

test('a guess costs what RFC 9106 recommends, where nothing else is said', () => {
  const file = join(dir, 'usual');
  const descriptor = openSync(file, 'wx');
  new SealedWriter(descriptor, PASSPHRASE, randomBytes).end();
  closeSync(descriptor);
  const [line = ''] = readFileSync(file, 'latin1').split('\n');
  expect(JSON.parse(line)).toMatchObject({ memoryKiB: 65_536, passes: 3, lanes: 4 });
});

test('another passphrase does not open it', () => {
  expect(() => read(sealed, `${PASSPHRASE}.`)).toThrow('that is not its passphrase');
});

test('wherever it is cut off it is refused', () => {
  const edges = pieces().flatMap(([start, end]) => [start, start + 3, start + 5, end - 1]);
  for (const size of [0, 10, ...edges])
    expect(() => read(sealed.subarray(0, size)), `${size}`).toThrow(/ends too early|no backup/);
});

test('whatever byte of it is changed it is refused', () => {
  const edges = pieces().flatMap(([start, end]) => [start, start + 1, start + 4, start + 5, end - 16, end - 1]);
  for (const at of [3, 20, 40, sealed.indexOf(10), ...edges]) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    expect(() => read(changed), `byte ${at}`).toThrow(/damaged|does not open|no backup|ends too early|newer/);
  }
});

test('pieces that are left out, repeated, in another order or of another file are refused', () => {
  const at = pieces().map(([start, end]) => sealed.subarray(start, end));
  const line = sealed.subarray(0, sealed.indexOf(10) + 1);
  const [first = line, second = line, third = line, last = line] = at;
  for (const order of [
    [first, third, last],
    [first, second, second, third, last],
    [first, third, second, last],
    [first, last],
  ])
    expect(() => read(Buffer.concat([line, ...order]))).toThrow('damaged');
  expect(() => read(Buffer.concat([sealed, last]))).toThrow('more in it than it says');
});

test('a file of another kind, a newer one, and one that would cost all memory are told apart before anything is spent', () => {
  expect(() => read(Buffer.from('PK\u0003\u0004'))).toThrow('no backup of Hearthgate');
  const said = { hearthgate: 'backup', v: 1, salt: 'A'.repeat(22), memoryKiB: 65_536, passes: 3, lanes: 4 };
  expect(() => read(Buffer.from(`${JSON.stringify({ ...said, v: 2 })}\n`))).toThrow('newer Hearthgate');
  expect(() => read(Buffer.from(`${JSON.stringify({ ...said, memoryKiB: 4_194_304 })}\n`))).toThrow('no backup');
});

test('a pipe that is full and does not wait by itself is waited for', async () => {
  const pipe = join(dir, 'pipe');
  const out = join(dir, 'out');
  execFileSync('mkfifo', [pipe]);
  const descriptor = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
  const reading = spawn('sh', [
    '-c',
    'sleep 0.2; exec head -c "$1" "$2" > "$3"',
    'sh',
    String(sealed.length),
    pipe,
    out,
  ]);
  const writer = new SealedWriter(descriptor, PASSPHRASE, randomBytes, COST);
  writer.write(PREFACE);
  writer.flush();
  writer.write(CONTENT);
  expect(writer.end()).toBe(sealed.length);
  await once(reading, 'exit');
  closeSync(descriptor);
  expect(read(readFileSync(out))).toEqual(CONTENT);
});
