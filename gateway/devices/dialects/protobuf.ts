/** One field of a message in protobuf's wire format (protobuf.dev/programming-guides/encoding). */
export type WireField =
  | { readonly number: number; readonly wire: 'varint'; readonly value: bigint }
  | { readonly number: number; readonly wire: 'fixed32' | 'fixed64' | 'bytes'; readonly bytes: Uint8Array };

/** More fields than any message of a home has; each costs an object. */
const MAX_WIRE_FIELDS = 20_000;
const MAX_NUMBER = 0x1fff_ffff;

/**
 * The fields of a message in their order, or undefined when the bytes are none: a length beyond the end, a varint of more
 * than 64 bits, the number 0, a group (which no message has had for long) or too many fields. Bytes are views, not copies.
 */
export function readFields(message: Uint8Array): readonly WireField[] | undefined {
  const fields: WireField[] = [];
  let at = 0;
  while (at < message.length) {
    if (fields.length >= MAX_WIRE_FIELDS) return undefined;
    const tag = varintAt(message, at);
    const number = tag === undefined ? 0n : tag.value >> 3n;
    if (tag === undefined || number < 1n || number > MAX_NUMBER) return undefined;
    const field = fieldAt(message, tag.end, Number(number), Number(tag.value & 7n));
    if (field === undefined) return undefined;
    fields.push(field.field);
    at = field.end;
  }
  return fields;
}

interface At<T> {
  readonly field: T;
  readonly end: number;
}

function fieldAt(message: Uint8Array, at: number, number: number, type: number): At<WireField> | undefined {
  const taken = (wire: 'fixed32' | 'fixed64' | 'bytes', from: number, length: number): At<WireField> | undefined =>
    from + length > message.length
      ? undefined
      : { field: { number, wire, bytes: message.subarray(from, from + length) }, end: from + length };
  switch (type) {
    case 0: {
      const varint = varintAt(message, at);
      return varint && { field: { number, wire: 'varint', value: varint.value }, end: varint.end };
    }
    case 1:
      return taken('fixed64', at, 8);
    case 2: {
      const length = varintAt(message, at);
      return length && length.value <= message.length ? taken('bytes', length.end, Number(length.value)) : undefined;
    }
    case 5:
      return taken('fixed32', at, 4);
    default:
      return undefined;
  }
}

/** At most ten bytes of seven bits each, and no more than 64 of them. */
function varintAt(message: Uint8Array, start: number): { readonly value: bigint; readonly end: number } | undefined {
  let value = 0n;
  for (let index = 0; index < 10; index++) {
    const byte = message[start + index];
    if (byte === undefined) return undefined;
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte < 0x80) return value > 0xffff_ffff_ffff_ffffn ? undefined : { value, end: start + index + 1 };
  }
  return undefined;
}
