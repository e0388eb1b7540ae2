import { fieldName } from '../../../rules/reading.ts';
import { ADDRESS } from './chosen.ts';
import type {
  Dialect,
  FoundDevice,
  FoundField,
  Interpreter,
  QuarantineReason,
  SourceDevice,
  Understood,
} from './dialect.ts';
import type { Ecosystem } from './ecosystem.ts';
import { addValue, type Flat, MAX_FIELDS } from './fields.ts';
import { instantOf } from './instant.ts';
import { IGNORED, ignore, oneReading, quarantine } from './outcome.ts';
import { type Metric, type Payload, readPayload, textOf, typeOf, valueOfMetric } from './sparkplug-payload.ts';

const START = 'spBv1.0/';
const TOPIC = /^spBv1\.0\/([^/]+)\/([ND](?:BIRTH|DATA|DEATH|CMD))\/([^/]+)(?:\/([^/]+))?$/;
/** Metrics that are remembered of all births together; what is born beyond them stays unknown. */
const MAX_KNOWN = 20_000;

export const sparkplugEcosystem = {
  name: 'sparkplug',
  title: 'Sparkplug B',
  kind: 'bridge',
  base: 'its group and edge node, for example "home/boiler-room"',
  dialect: sparkplug,
  rights({ base }) {
    const [group = '', edge = ''] = base.split('/');
    const node = ['NBIRTH', 'NDATA', 'NDEATH'].map((type) => `${START}${group}/${type}/${edge}`);
    const devices = ['DBIRTH', 'DDATA', 'DDEATH'].map((type) => `${START}${group}/${type}/${edge}/+`);
    const commands = [`${START}${group}/NCMD/${edge}`, `${START}${group}/DCMD/${edge}/+`, `${START}STATE/+`];
    return edge === '' ? { write: [], read: [] } : { write: [...node, ...devices], read: commands };
  },
  ofWill(topic) {
    const [, group, type, edge] = TOPIC.exec(topic) ?? [];
    return type === 'NDEATH' ? `${group}/${edge}` : undefined;
  },
} as const satisfies Ecosystem;

/**
 * Sparkplug B (sparkplug.eclipse.org): protobuf on `spBv1.0/<group>/<type>/<edge node>[/<device>]`. A birth says which
 * metrics there are, what they are called and of which type; later messages can say an alias alone, which means nothing
 * without the birth, and nothing any more after a death. Numbers and booleans become fields; text, times, bytes, tables
 * and templates never do.
 */
export function sparkplug(source: { readonly base?: string } = {}): Dialect {
  const births = new Map<string, Birth>();

  function route(topic: string): Interpreter | undefined {
    if (!topic.startsWith(START)) return undefined;
    if (topic.startsWith(`${START}STATE/`)) return ignore;
    const [, group, type, edge, device] = TOPIC.exec(topic) ?? [];
    const node = `${group}/${edge}`;
    const isOfDevice = device !== undefined;
    if (
      type === undefined ||
      (source.base !== undefined && node !== source.base) ||
      isOfDevice !== type.startsWith('D')
    ) {
      return undefined;
    }
    const key = isOfDevice ? `${node}/${device}` : node;
    switch (type.slice(1)) {
      case 'BIRTH':
        return interpreter((payload) => born(key, isOfDevice, payload));
      case 'DEATH':
        return interpreter((payload) => died(key, isOfDevice, payload));
      case 'DATA':
        return interpreter((payload) => said({ key }, births.get(key), payload) ?? 'unknown device');
      default:
        return ignore;
    }
  }

  function born(key: string, isOfDevice: boolean, payload: Payload): Understood | QuarantineReason {
    // The birth of an edge node makes everything that was said of it and its devices before void.
    end(key, !isOfDevice);
    const birth = birthOf(payload);
    const known = [...births.values()].reduce((sum, { byName }) => sum + byName.size, 0);
    if (known + birth.byName.size > MAX_KNOWN) return 'too many fields';
    births.set(key, birth);
    const reading = said({ key }, birth, payload);
    const devices = [found(key, birth, payload)];
    return reading?.kind === 'readings' ? { ...reading, devices } : { kind: 'devices', devices };
  }

  function died(key: string, isOfDevice: boolean, payload: Payload): Understood {
    const birth = births.get(key);
    const sequence = sequenceOf(payload);
    // A will of an earlier connection can come after the birth of the next one, which it does not end.
    const isOfEarlier = birth?.sequence !== undefined && sequence !== undefined && birth.sequence !== sequence;
    if (isOfDevice || !isOfEarlier) end(key, !isOfDevice);
    return IGNORED;
  }

  function end(key: string, withDevices: boolean): void {
    births.delete(key);
    if (!withDevices) return;
    for (const each of [...births.keys()]) if (each.startsWith(`${key}/`)) births.delete(each);
  }

  return { name: 'sparkplug', generation: 0, route };
}

function interpreter(read: (payload: Payload) => Understood | QuarantineReason): Interpreter {
  return (bytes) => {
    const payload = readPayload(bytes);
    const understood = 'reason' in payload ? payload.reason : read(payload);
    return typeof understood === 'string' ? quarantine(understood, bytes) : understood;
  };
}

/** What a birth said of its metrics. */
interface Birth {
  readonly byName: ReadonlyMap<string, Known>;
  readonly byAlias: ReadonlyMap<bigint, Known>;
  /** Which connection it is of, where it says so. */
  readonly sequence: bigint | undefined;
}

interface Known {
  readonly name: string;
  readonly datatype: number | undefined;
  readonly unit: string | undefined;
}

const SEQUENCE = 'bdSeq';

function birthOf({ metrics }: Payload): Birth {
  const byName = new Map<string, Known>();
  const byAlias = new Map<bigint, Known>();
  for (const { name, alias, datatype, unit } of metrics) {
    if (name === undefined) continue;
    const known: Known = { name, datatype, unit };
    byName.set(name, known);
    if (alias !== undefined) byAlias.set(alias, known);
  }
  return { byName, byAlias, sequence: sequenceOf({ metrics }) };
}

function sequenceOf({ metrics }: Payload): bigint | undefined {
  const value = metrics.find(({ name }) => name === SEQUENCE)?.value;
  return value?.wire === 'varint' ? value.value : undefined;
}

/** The reading of a payload, or undefined where nothing in it is of a metric that is known. */
function said(device: SourceDevice, birth: Birth | undefined, { metrics, timestamp }: Payload): Understood | undefined {
  const flat: Flat = { fields: [], leftOver: [] };
  let isKnown = metrics.length === 0;
  for (const metric of metrics) {
    if (metric.name === SEQUENCE) continue;
    const known = knownAs(metric, birth);
    if (known === undefined) flat.leftOver.push('unexpected shape');
    else {
      isKnown = true;
      addMetric(flat, known, metric);
    }
    if (flat.leftOver.length >= MAX_FIELDS) break;
  }
  const once = withoutDoubles(flat);
  return isKnown ? oneReading(device, once, instantOf(timestamp, 'ms')) : undefined;
}

/** Whoever gives its name and type in full needs no birth; once there is one, it is the list of all there is. */
function knownAs({ name, alias, datatype, unit }: Metric, birth: Birth | undefined): Known | undefined {
  if (name !== undefined) return birth === undefined ? { name, datatype, unit } : birth.byName.get(name);
  return alias === undefined ? undefined : birth?.byAlias.get(alias);
}

function addMetric(flat: Flat, known: Known, { datatype, value, isNull, isHistorical }: Metric): void {
  if (isNull || value === undefined) return;
  const type = typeOf(known.datatype);
  const isTyped = known.datatype !== undefined && (datatype === undefined || datatype === known.datatype);
  const read = type === undefined || !isTyped ? undefined : valueOfMetric(known.datatype ?? 0, value);
  // What was kept back while there was no connection would count as what is now.
  if (read === undefined || isHistorical) flat.leftOver.push(type === undefined ? 'text' : 'unexpected shape');
  else {
    const { unit } = known;
    addValue(flat, nameOf(known.name), read, (name, checked) =>
      unit === undefined || typeof checked !== 'number' ? { name, value: checked } : { name, value: checked, unit },
    );
  }
}

/** `Inputs/A b` as `Inputs.A_b`; an address in it makes it no name. */
function nameOf(name: string): string {
  return ADDRESS.test(name) ? '' : name.replaceAll('/', '.').replaceAll(/[^\p{L}\p{N}_.:-]+/gu, '_');
}

/** One metric twice, or two that come to one name, are none. */
function withoutDoubles({ fields, leftOver }: Flat): Flat {
  const times = new Map<string, number>();
  for (const { name } of fields) times.set(name, (times.get(name) ?? 0) + 1);
  const once = fields.filter(({ name }) => times.get(name) === 1);
  return once.length === fields.length
    ? { fields, leftOver }
    : { fields: once, leftOver: [...leftOver, 'duplicate key'] };
}

function found(key: string, { byName }: Birth, payload: Payload): FoundDevice {
  const fields = [...byName.values()]
    .slice(0, MAX_FIELDS)
    .flatMap(({ name, datatype, unit }): readonly FoundField[] => {
      const known = fieldName(nameOf(name));
      const type = typeOf(datatype);
      return known === undefined || type === undefined || name === SEQUENCE
        ? []
        : [{ name: known, type, ...(unit === undefined ? {} : { unit }) }];
    });
  const vendor = propertyOf(payload, 'Properties/Hardware Make');
  const model = propertyOf(payload, 'Properties/Hardware Model');
  return { key, fields, ...(vendor === undefined ? {} : { vendor }), ...(model === undefined ? {} : { model }) };
}

function propertyOf({ metrics }: Payload, name: string): string | undefined {
  const value = metrics.find((metric) => metric.name === name)?.value;
  return value?.number === 15 ? textOf(value) : undefined;
}
