/** Writes payloads of Sparkplug B for tests, as sparkplug_b.proto says, by other code than what reads them. */
export interface Written {
  readonly name?: string;
  readonly alias?: number;
  readonly datatype?: number;
  readonly timestamp?: number;
  readonly unit?: string;
  readonly historical?: boolean;
  readonly null?: boolean;
  /** The field of the value and its bytes, as `int(21)` makes it. */
  readonly value?: readonly number[];
}

export function payload(metrics: readonly Written[], timestamp = 1_777_888_799_000): Uint8Array {
  const written = metrics.flatMap((metric) => lengthy(2, metricOf(metric)));
  return Uint8Array.from([...tagged(1, 0), ...varint(BigInt(timestamp)), ...written, ...tagged(3, 0), 7]);
}

export const int = (value: number): readonly number[] => [
  ...tagged(10, 0),
  ...varint(BigInt.asUintN(32, BigInt(value))),
];
export const long = (value: bigint): readonly number[] => [...tagged(11, 0), ...varint(BigInt.asUintN(64, value))];
export const bool = (value: boolean): readonly number[] => [...tagged(14, 0), value ? 1 : 0];
export const text = (value: string): readonly number[] => lengthy(15, utf8(value));
export const raw = (field: number, value: readonly number[]): readonly number[] => lengthy(field, value);

export function float(value: number): readonly number[] {
  return [...tagged(12, 5), ...new Uint8Array(Float32Array.of(value).buffer)];
}

export function double(value: number): readonly number[] {
  return [...tagged(13, 1), ...new Uint8Array(Float64Array.of(value).buffer)];
}

function metricOf({ name, alias, datatype, timestamp, unit, historical, null: isNull, value }: Written): number[] {
  return [
    ...(name === undefined ? [] : lengthy(1, utf8(name))),
    ...(alias === undefined ? [] : [...tagged(2, 0), ...varint(BigInt(alias))]),
    ...(timestamp === undefined ? [] : [...tagged(3, 0), ...varint(BigInt(timestamp))]),
    ...(datatype === undefined ? [] : [...tagged(4, 0), ...varint(BigInt(datatype))]),
    ...(historical ? [...tagged(5, 0), 1] : []),
    ...(isNull ? [...tagged(7, 0), 1] : []),
    ...(unit === undefined
      ? []
      : lengthy(9, [...lengthy(1, utf8('engUnit')), ...lengthy(2, [...tagged(1, 0), 12, ...lengthy(8, utf8(unit))])])),
    ...(value ?? []),
  ];
}

function lengthy(field: number, bytes: readonly number[]): readonly number[] {
  return [...tagged(field, 2), ...varint(BigInt(bytes.length)), ...bytes];
}

function tagged(field: number, wire: number): readonly number[] {
  return varint(BigInt(field * 8 + wire));
}

function varint(value: bigint): number[] {
  return value < 128n ? [Number(value)] : [Number(value % 128n) + 128, ...varint(value / 128n)];
}

function utf8(value: string): number[] {
  return [...new TextEncoder().encode(value)];
}
