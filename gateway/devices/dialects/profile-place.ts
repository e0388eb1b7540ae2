import { isObject, type JsonObject } from './json.ts';

/** Where in which file something is, so that each complaint can say it. */
export class Place {
  readonly #file: string;
  readonly #at: string;

  constructor(file: string, at: string) {
    this.#file = file;
    this.#at = at;
  }

  in(step: string): Place {
    return new Place(this.#file, this.#at === '' ? step : `${this.#at}.${step}`);
  }

  wrong(what: string): Error {
    return new Error(`reading the profile ${this.#file}: ${this.#at === '' ? 'the file' : this.#at} must be ${what}`);
  }
}

export function objectOf(raw: unknown, place: Place, keys?: readonly string[]): JsonObject {
  if (!isObject(raw)) throw place.wrong('a mapping');
  const unknown = keys && Object.keys(raw).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw place.in(unknown).wrong(`left out or renamed: known here are ${keys?.join(', ')}`);
  return raw;
}

export function listOf(raw: unknown, place: Place): readonly unknown[] {
  if (!Array.isArray(raw)) throw place.wrong('a list');
  return raw;
}

export function textOf(raw: unknown, place: Place): string {
  if (typeof raw !== 'string' || raw === '') throw place.wrong('a text');
  return raw;
}

export function optionalText(raw: unknown, place: Place): string | undefined {
  return raw === undefined ? undefined : textOf(raw, place);
}

export function oneOf<T extends string>(raw: unknown, known: readonly T[], place: Place): T {
  const found = known.find((each) => each === raw);
  if (found === undefined) throw place.wrong(`one of ${known.join(', ')}`);
  return found;
}
