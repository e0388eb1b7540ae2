import { type NoticePart, partSize } from './seal.ts';

/** A row of outbox_notice_parts. */
export interface PartRow {
  readonly id: number;
  readonly jti: string;
  readonly part: number;
  readonly parts: number;
  readonly text: string;
}

/** As it stands in a batch. */
export function partOf({ jti, part, parts, text }: PartRow): NoticePart {
  return { jti, part, of: parts, text };
}

/** The member around them. */
const AROUND = Buffer.byteLength('"notices":[],');

/** Takes parts in order as long as they need at most `room` bytes; `size` is what they need. */
export function packParts(parts: readonly PartRow[], room: number): { taken: readonly PartRow[]; size: number } {
  let size = 0;
  const taken: PartRow[] = [];
  for (const part of parts) {
    const needed = partSize(partOf(part)) + (size === 0 ? AROUND : 0);
    if (size + needed > room) break;
    size += needed;
    taken.push(part);
  }
  return { taken, size };
}
