import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Unusable } from '../gateway/runtime/unusable.ts';
import { moveWhole, readOwn, remove, writeOwn } from './files.ts';

/** Whom an authority is trusted by: the household's devices, or the browsers that open its page. */
export type Kind = (typeof KINDS)[number];
const KINDS = ['devices', 'page'] as const;

/** How a text with a private key lies in its file. */
export interface Wrapping {
  /** The name is not kept, and what was wrapped opens under the same name only. */
  wrap(name: string, text: string): string;
  /** Undefined when it does not open. */
  unwrap(name: string, wrapped: string): string | undefined;
}

/** Where one authority has its private keys; without a wrapping they lie in the clear. */
export interface KeyFolder {
  readonly kind: Kind;
  readonly dir: string;
  readonly wrapping?: Wrapping;
}

/** `next` is a root that has not taken the place of `ca` yet. */
export type KeyName = 'ca' | 'next' | 'server';
const KEY_NAMES: readonly KeyName[] = ['ca', 'next', 'server'];

/** The folder of one authority below that of all. The devices' stood alone once, and its files are where they were. */
export function folderOf(certs: string, kind: Kind): string {
  return kind === 'devices' ? certs : join(certs, kind);
}

/** Undefined when there is none. Throws a sentence when others may read the file, or it does not open. */
export function readPrivate(folder: KeyFolder, name: KeyName): string | undefined {
  const file = privateFile(folder, name);
  const text = readOwn(file);
  if (text === undefined || !folder.wrapping) return text;
  const opened = folder.wrapping.unwrap(wrappedAs(folder, name), text);
  if (opened === undefined)
    throw new Unusable(`opening ${file}: it does not open with this root key; restore the file that belongs to it`);
  return opened;
}

/** Whole or not at all, for this user alone; `file` where it is to stand elsewhere at first. */
export function writePrivate(folder: KeyFolder, name: KeyName, text: string, file = privateFile(folder, name)): void {
  writeOwn(file, folder.wrapping?.wrap(wrappedAs(folder, name), text) ?? text);
}

/** Puts `next` in the place of `ca`. */
export function promoteNext(folder: KeyFolder): void {
  moveWhole(privateFile(folder, 'next'), privateFile(folder, 'ca'));
}

export function removeNext(folder: KeyFolder): void {
  remove(privateFile(folder, 'next'));
}

export function privateFile({ dir }: KeyFolder, name: KeyName): string {
  return join(dir, `${name}.private.pem`);
}

/** Every private key that the authorities may have below that folder, whether it is there or not. */
export function privateKeysBelow(certs: string): { readonly folder: KeyFolder; readonly name: KeyName }[] {
  return KINDS.flatMap((kind) => {
    const dir = folderOf(certs, kind);
    return existsSync(dir) ? KEY_NAMES.map((name) => ({ folder: { kind, dir }, name })) : [];
  });
}

/** A rename turns `next` into `ca`, so that both are wrapped under one name. */
function wrappedAs({ kind }: KeyFolder, name: KeyName): string {
  return `${kind} ${name === 'server' ? 'server' : 'root'}`;
}
