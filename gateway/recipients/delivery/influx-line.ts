import type { InfluxLine } from '../../../rules/delivery.ts';
import type { Part } from './parts.ts';
import { chunks } from './template.ts';
import { type OpenRecord, type Value, valuesOf } from './values.ts';

/**
 * InfluxDB line protocol, one line for each value: measurement, the device as tag, the field with its statistic, and the end of
 * the time it is about in ns, which is the protocol's own unit where an address says no other.
 */
export function influxLine(delivery: InfluxLine, records: readonly OpenRecord[], purpose: string): Part[] {
  const measurement = delivery.measurement.replace(/[, \\]/g, escaped);
  const lines = valuesOf(delivery, records).map((value) => {
    const tags = `device=${tag(value.device)},purpose=${tag(purpose)}${value.unit === '' ? '' : `,unit=${tag(value.unit)}`}`;
    const name = [value.as, ...(value.statistic === '' ? [] : [value.statistic])].join('_');
    return `${measurement},${tags} ${key(name)}=${said(value.value)} ${value.to / 1000}000000000`;
  });
  return chunks(lines, delivery.most).map((some) => ({ body: some.join('\n') }));
}

/** A tag's value: a comma, an equals sign or a space would end it, a line break the line; a backslash before those
 * escapes. Quotes are literal here, and not read so by every server. */
function tag(text: string): string {
  return key(text) || '_';
}

function key(text: string): string {
  return text
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\\/g, '/')
    .replace(/"/g, "'")
    .replace(/[,= ]/g, escaped);
}

function escaped(character: string): string {
  return character === '\\' ? '/' : `\\${character}`;
}

function said(value: Value['value']): string {
  if (typeof value !== 'string') return String(value);
  return `"${value.replace(/\p{Cc}/gu, ' ').replace(/["\\]/g, '\\$&')}"`;
}
