import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { problemsOf } from '../../rules/problems.ts';
import { en } from '../../rules/words/en.ts';
import { createThrough, syncFolder } from '../runtime/durable.ts';
import { Unusable } from '../runtime/unusable.ts';
import { hkdf } from './hash.ts';
import { Locked } from './passphrase.ts';
import { openKeysFolder } from './root-key.ts';

const V = Type.Literal(1);
/** Tells one root key from another, and nothing about it. */
const Check = Type.String({ pattern: '^[0-9a-f]{32}$' });
/** Files with the ending `.moved` take the place of those without; see move.ts. */
const Moving = Type.Optional(Type.Literal(true));
const closed = { additionalProperties: false };

const Where = Type.Union([
  Type.Object({ v: V, place: Type.Literal('card'), moving: Moving }, closed),
  Type.Object({ v: V, place: Type.Literal('file'), check: Check, moving: Moving }, closed),
  Type.Object({ v: V, place: Type.Literal('passphrase'), check: Check, locked: Locked, moving: Moving }, closed),
]);

/** Where the root key lies: `<dataDir>/keys/where.json`. It holds nothing that opens anything. */
export type Where = Static<typeof Where>;
export type Place = Where['place'];

/** What a thief of the data directory can read, for each place of the root key; also what people are told. */
export const PLACES: Readonly<Record<Place, string>> = en.hub.rootKey;

/** Nothing was ever moved and no other place was named: the card. */
export function readWhere(dataDir: string): Where | undefined {
  const file = fileOf(dataDir);
  if (!existsSync(file)) return undefined;
  const value = parsed(readFileSync(file, 'utf8'));
  const [problem] = problemsOf(Where, value);
  if (problem) throw new Unusable(`${file} says where the root key lies and is damaged: restore it`);
  return value as Where;
}

/** Whole or not at all, and on the disk when it returns. */
export function writeWhere(dataDir: string, where: Where): void {
  const folder = openKeysFolder(dataDir);
  const draft = join(folder, 'where.json.new');
  rmSync(draft, { force: true });
  createThrough(draft, `${JSON.stringify(where, null, 2)}\n`);
  renameSync(draft, fileOf(dataDir));
  syncFolder(folder);
}

export function checkOf(key: Uint8Array): string {
  return hkdf(key, Buffer.alloc(0), Buffer.from('hearthgate/v1/check'), 16).toString('hex');
}

function fileOf(dataDir: string): string {
  return join(dataDir, 'keys', 'where.json');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
