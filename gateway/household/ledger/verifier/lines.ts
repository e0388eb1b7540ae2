import { type Stored, type StoredEntry, Unreadable } from './stored.ts';

const FORMAT = 'hearthgate-ledger-1';

/** The ledger as JSON lines: first the key and checkpoint, then one line an entry, in the order they were made. */
export function* linesOf({ key, checkpoint, entries }: Stored): Iterable<string> {
  yield JSON.stringify({ format: FORMAT, key, checkpoint });
  for (const { seq, commitment, payload } of entries) {
    yield JSON.stringify({
      seq,
      ...(commitment ? { commitment: hex(commitment) } : {}),
      ...(payload ? { salt: hex(payload.salt), payload: Buffer.from(payload.bytes).toString('utf8') } : {}),
    });
  }
}

/** Reads what `linesOf` wrote. Every line must be spelled as it writes it, so that no change goes unseen. */
export function storedLines(text: string): Stored {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new Unreadable('its last line is cut off');
  const { format, key, checkpoint } = object(lines[0] ?? '', 1);
  if (format !== FORMAT || typeof key !== 'string' || typeof checkpoint !== 'string') {
    throw new Unreadable('it is no export of a ledger');
  }
  const entries = lines.slice(1).map(entryFrom);
  const stored = { key, checkpoint, entries };
  let number = 0;
  for (const line of linesOf(stored)) {
    if (line !== lines[number++]) throw new Unreadable(`line ${number} is not as an export writes it`);
  }
  return stored;
}

function entryFrom(line: string, index: number): StoredEntry {
  const { seq, commitment, salt, payload } = object(line, index + 2);
  if (typeof seq !== 'number') throw new Unreadable(`line ${index + 2} has no number`);
  return {
    seq,
    ...(typeof commitment === 'string' ? { commitment: Buffer.from(commitment, 'hex') } : {}),
    ...(typeof salt === 'string' && typeof payload === 'string'
      ? { payload: { salt: Buffer.from(salt, 'hex'), bytes: Buffer.from(payload) } }
      : {}),
  };
}

function object(line: string, number: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {}
  throw new Unreadable(`line ${number} is not a JSON object`);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
