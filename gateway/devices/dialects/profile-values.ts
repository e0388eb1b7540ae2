import type { Value } from '../../../rules/reading.ts';
import { asValue } from './fields.ts';
import type { ProfileField } from './profile.ts';
import { toBoolean, toNumber } from './scalar.ts';

/**
 * A raw scalar as the profile says it is meant, or undefined when it is not. A map, where there is one, is complete:
 * a raw value that it does not name means nothing. Digits in quotes are a number only in topics that carry one scalar.
 */
export function convert(field: ProfileField, raw: string | number | boolean, fromText = false): Value | undefined {
  if (field.map !== undefined) return field.map.get(String(raw));
  switch (field.type) {
    case 'number': {
      const number = typeof raw === 'string' && fromText ? toNumber(raw) : raw;
      return typeof number === 'number' ? finite(number * (field.scale ?? 1)) : undefined;
    }
    case 'boolean':
      if (typeof raw === 'boolean') return raw;
      if (raw === 0 || raw === 1) return raw === 1;
      return typeof raw === 'string' ? toBoolean(raw) : undefined;
    case 'category':
      return typeof raw === 'string' && field.values?.has(raw) ? raw : undefined;
  }
}

/** Scaling by 0.1 writes 21.700000000000003 for 217; twelve digits are more than any sensor has. */
function finite(number: number): Value | undefined {
  const value = asValue(Number(number.toPrecision(12)));
  return typeof value === 'object' ? undefined : value;
}
