import { isObject } from '../devices/dialects/json.ts';
import type { Message } from './gathered.ts';

/** A device list of 4 MiB in base64, with room for its topic. */
const MOST_BYTES = 8 * 1024 * 1024;
const NEWLINE = 10;

/** A line of a recording; without a message where it is none. `timed`: it says when it was said. */
export interface Recorded {
  readonly line: number;
  readonly message?: Message;
  readonly timed?: boolean;
}

/**
 * The messages of a recording, one a line: as `mosquitto_sub -F %j` or `%J` prints them (`topic`, `payload`, `retain`,
 * `tst`), or with `payloadBase64` for bytes that are no text. A line at a time is in memory, and none above 8 MiB.
 */
export async function* messagesOf(input: AsyncIterable<Buffer>, now: () => number): AsyncGenerator<Recorded> {
  let line = 0;
  for await (const bytes of linesOf(input)) {
    line += 1;
    if (bytes === undefined) yield { line };
    else if (bytes.length > 0) {
      const read = messageOf(bytes.toString('utf8'), now());
      yield read === undefined ? { line } : { line, ...read };
    }
  }
}

/** Lines without their end; undefined for one that is too long to be looked at. */
async function* linesOf(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer | undefined> {
  let parts: Buffer[] = [];
  let length = 0;
  const take = (part: Buffer) => {
    length += part.length;
    if (length > MOST_BYTES) parts = [];
    else parts.push(part);
  };
  const whole = () => {
    const line = length > MOST_BYTES ? undefined : Buffer.concat(parts);
    [parts, length] = [[], 0];
    return line?.at(-1) === 13 ? line.subarray(0, -1) : line;
  };
  for await (const chunk of input) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      take(chunk.subarray(from, end));
      yield whole();
      from = end + 1;
    }
    take(chunk.subarray(from));
  }
  if (length > 0) yield whole();
}

function messageOf(line: string, now: number): { message: Message; timed: boolean } | undefined {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isObject(json) || typeof json.topic !== 'string' || json.topic === '') return undefined;
  const at = timeOf(json.tst);
  return {
    timed: at !== undefined,
    message: {
      ...{ topic: json.topic, payload: payloadOf(json.payload, json.payloadBase64) },
      ...{ kept: json.retain === 1 || json.retain === true, at: at ?? now },
    },
  };
}

function payloadOf(payload: unknown, base64: unknown): Uint8Array {
  if (typeof base64 === 'string') return Buffer.from(base64, 'base64');
  if (payload === undefined) return new Uint8Array();
  return Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
}

/** mosquitto writes `2026-11-02T08:00:00.123456Z+0100`; others seconds or milliseconds since 1970. */
function timeOf(tst: unknown): number | undefined {
  if (typeof tst === 'number') return Number.isFinite(tst) ? Math.trunc(tst < 1e11 ? tst * 1_000 : tst) : undefined;
  if (typeof tst !== 'string') return undefined;
  const at = Date.parse(tst.replace(/Z(?=[+-])/, '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(at) ? undefined : at;
}
