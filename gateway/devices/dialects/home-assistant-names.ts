import { type FieldName, fieldName } from '../../../rules/reading.ts';
import type { Entity } from './home-assistant-config.ts';
import type { ConfigDevice } from './home-assistant-device.ts';
import type { Place } from './home-assistant-places.ts';

/** One place of an entity of a device, as it is kept. */
export interface Placed {
  readonly entity: Entity;
  readonly place: Place;
  /** Given where the ecosystem behind it names its fields by itself. */
  readonly ownName?: string;
}

/** A place with the field it tells; undefined where the name would be another's, too, or no name at all. */
export interface Named extends Placed {
  readonly name: FieldName | undefined;
}

/**
 * All places of one device with their field names, a function of the set of them in whatever order it was learned. Two
 * that would have one name are both told apart by their object ids; those that still would have none. Places of one
 * topic and path are one field, and the one that says most of it comes first (docs/decisions/0024).
 */
export function namesOf(device: ConfigDevice, placed: readonly Placed[]): readonly Named[] {
  const sorted = [...placed].sort(byTelling);
  const bySpot = new Map<string, Placed>();
  for (const each of sorted) {
    const spot = spotOf(each.place);
    if (!bySpot.has(spot)) bySpot.set(spot, each);
  }
  const names = new Map<string, string>();
  const calling = callingOf(device);
  for (const [name, alike] of Map.groupBy(bySpot, ([, each]) => plainName(calling, each))) {
    const [only] = alike;
    if (alike.length === 1 && only !== undefined) names.set(only[0], name);
    else for (const [spot, told] of toldApart(calling, name, alike)) names.set(spot, told);
  }
  const times = Map.groupBy(names.values(), (name) => name);
  return sorted.map((each) => {
    const name = names.get(spotOf(each.place)) ?? '';
    return { ...each, name: times.get(name)?.length === 1 ? fieldName(name) : undefined };
  });
}

/** Where a value is read: entities that read the same one tell one field. */
function spotOf({ topic, template, isAttributes, aspect }: Place): string {
  const where = template === undefined ? `? ${aspect}` : `${template.json} ${JSON.stringify(template.path)}`;
  return `${topic}\0${isAttributes === true}\0${where}`;
}

/** What stands behind an id of its own: a hardware address, a serial number, a hash. */
export function isIdentity(word: string): boolean {
  return (/^(?:0x)?[0-9a-f]{6,}$/i.test(word) && /\d/.test(word)) || /\d{5,}|^[0-9a-f]{12}$/i.test(word);
}

/** What in names only says which device it is: what they begin with, and words that stand anywhere. */
export interface Calling {
  readonly openings: readonly (readonly string[])[];
  readonly identities: ReadonlySet<string>;
}

export function callingOf({ names, identities }: Pick<ConfigDevice, 'names' | 'identities'>): Calling {
  const openings = names.map(wordsOf).filter((words) => words.length > 0);
  // `aa:bb:cc:dd:ee:ff` stands in ids as one word.
  const words = identities.flatMap((identity) => {
    const parts = wordsOf(identity);
    return [
      ...parts.filter((word) => word.length >= 4 && /\d/.test(word)),
      ...(parts.length > 1 ? [parts.join('')] : []),
    ];
  });
  return { openings: openings.sort((a, b) => b.length - a.length), identities: new Set(words) };
}

/** An object id without what says which device it is, or undefined where nothing is left: `kitchen_plug_power` → `power`. */
export function strippedId(id: string, { openings, identities }: Calling): string | undefined {
  let words = wordsOf(id);
  for (let again = true; again; ) {
    const opening = openings.find((one) => one.every((word, index) => words[index] === word));
    again = opening !== undefined;
    words = words.slice(opening?.length ?? 0);
  }
  const telling = words.filter((word) => !isIdentity(word) && !identities.has(word));
  return telling.join('_').slice(0, 60) || undefined;
}

/** Words of a path that mean nothing without what they stand in. */
const EMPTY = new Set(['value', 'val', 'v', 'data', 'payload', 'raw', 'numval', 'state', 'status']);
/** Classes that say how a value is written, not what it is. */
const FORMS = new Set([
  'enum',
  'timestamp',
  'date',
  'duration',
  'monetary',
  'distance',
  'speed',
  'data_size',
  'data_rate',
]);
/** Components of which there are many kinds, so that their own name says nothing. */
const MANY_KINDS = new Set(['sensor', 'binary_sensor', 'number', 'select', 'event']);

function plainName(calling: Calling, { entity, place, ownName }: Placed): string {
  if (ownName !== undefined) return ownName;
  const path = pathName(calling, place);
  if (path !== undefined) return path;
  if (place.aspect !== '') return place.aspect;
  const { component, id } = entity;
  if (place.deviceClass !== undefined && !FORMS.has(place.deviceClass)) return place.deviceClass;
  return MANY_KINDS.has(component) ? (strippedId(id, calling) ?? component) : component;
}

/** A template's path as a name, without steps that are identities. */
function pathName({ identities }: Calling, { template, isAttributes }: Place): string | undefined {
  if (isAttributes || !template?.json) return undefined;
  const steps = template.path.flatMap((step) => {
    const isOne = wordsOf(step).some((word) => isIdentity(word) || identities.has(word));
    return isOne ? [] : [step.replace(/[^\p{L}\p{N}_:-]+/gu, '_')];
  });
  const last = steps.at(-1)?.toLowerCase();
  return last === undefined || EMPTY.has(last) ? undefined : steps.join('.');
}

/** Behind the name the entity's id, and where two places of one entity still share it, what of the entity it is. */
function toldApart(calling: Calling, name: string, alike: readonly (readonly [string, Placed])[]): [string, string][] {
  const withId = ({ entity }: Placed): string => {
    const id = strippedId(entity.id, calling) ?? entity.component;
    if (id === name) return name;
    return `${name}.${id.startsWith(`${name}_`) ? id.slice(name.length + 1) : id}`;
  };
  const byId = Map.groupBy(alike, ([, each]) => withId(each));
  return [...byId].flatMap(([told, same]) =>
    same.map(([spot, { place }]): [string, string] => {
      return [spot, same.length === 1 ? told : `${told}.${place.aspect || 'state'}`];
    }),
  );
}

/** The entity that says most of a place decides what it means; the order of their names where two say as much. */
function byTelling(a: Placed, b: Placed): number {
  const told = ({ place }: Placed) =>
    Number(place.on !== undefined) + Number(place.unit !== undefined) + 2 * Number(place.deviceClass !== undefined);
  const [one, other] = [`${a.entity.component}/${a.entity.id}`, `${b.entity.component}/${b.entity.id}`];
  return told(b) - told(a) || (one < other ? -1 : 1);
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
