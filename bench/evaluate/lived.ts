import { setTimeout as sleep } from 'node:timers/promises';
import type { Home } from '../../device-sim/home/home.ts';
import { HOUR, type House } from '../../test/house.ts';
import type { Said } from './lives.ts';
import { NOISED_HOURS } from './shaping.ts';

/** What the meter and the motion sensor told a real hub, once it was agreed who gets it; each at the time that the hub had. */
export interface Lived {
  readonly watts: readonly Said[];
  readonly motion: readonly Said[];
}

type Client = Awaited<ReturnType<House['plug']>>;

/** Lets a home live on a hub until then, message by message, and waits for what is forwarded at once. */
export async function liveOn(house: House, home: Home, end: number): Promise<Lived> {
  for (const who of ['acme', 'volt'] as const)
    await house.do('recipient add', { signed: JSON.stringify(manifest(house, who)) });
  const clients = new Map<string, Client>();
  for (const { id, dialect, base } of home.sources)
    if (SPEAK.includes(id)) clients.set(id, await house.plug(id, { dialect, base }));
  for (const { source, topic, payload } of home.greetings(home.start))
    await clients.get(source)?.publishAsync(topic, payload, { qos: 1, retain: true });

  const [watts, motion]: [Said[], Said[]] = [[], []];
  const left = [...REQUESTS.keys()];
  const { receiver } = house.acme;
  for (const { at, source, topic, payload } of home.messages(home.start + 1, end, ({ id }) => SPEAK.includes(id))) {
    if (topic.endsWith('/STATE') || topic.endsWith('/logging')) continue;
    await until(at, house);
    await clients.get(source)?.publishAsync(topic, payload, { qos: 1 });
    const told = JSON.parse(payload);
    if (told.ENERGY && !left.includes('energy')) watts.push({ at, value: told.ENERGY.Power });
    if (source !== 'meter' && !left.includes('motion')) {
      motion.push({ at, value: Number(told.occupancy) });
      if (!(await settled(() => receiver.records.length >= motion.length)))
        throw new Error(`what is forwarded at once did not come to its vendor within ${PATIENCE_MS / 1000} s`);
    }
    // What nobody has heard of cannot be agreed to.
    for (const request of [...left]) if (await agreed(house, request)) left.splice(left.indexOf(request), 1);
  }
  // What was summed up last is due in the slot after it.
  for (let at = end; at <= end + 3 * HOUR; at += HOUR / 60) await until(at, house);
  return { watts, motion };
}

/** Lets the time pass; simulated minutes would be over before the network is done with what is due in them. */
async function until(at: number, { clock, volt }: House): Promise<void> {
  await clock.advance(at - clock.now());
  // By purpose: a stream has another name in its next epoch.
  const of = (purpose: string) => volt.receiver.batches.filter(({ claims }) => claims.purpose === purpose);
  for (const purpose of new Set(volt.receiver.batches.map(({ claims }) => claims.purpose))) {
    const first = of(purpose)[0]?.claims.iat ?? at / 1000;
    const due = 1 + Math.floor((at / 1000 - first) / 3600);
    if (!(await settled(() => of(purpose).length >= due)))
      throw new Error(`a batch for ${purpose} did not come to its vendor within ${PATIENCE_MS / 1000} s`);
  }
}

const PATIENCE_MS = 30_000;

/** Whether it is met in time; what is not is seen in what is compared. */
export async function settled(met: () => boolean): Promise<boolean> {
  const begun = performance.now();
  while (!met()) {
    if (performance.now() - begun > PATIENCE_MS) return false;
    await sleep(5);
  }
  return true;
}

const SPEAK = ['meter', 'motion', 'zigbee2mqtt'];
const REQUESTS: ReadonlyMap<string, readonly ('acme' | 'volt')[]> = new Map([
  ['energy', ['volt']],
  ['motion', ['acme', 'volt']],
  ['noised', ['volt']],
]);

const BOUNDS = { bounds: [0, 6000], resolution: 10 };
/** With an error that is of use to nobody: what is looked at is how it leaves. */
const NOISED = { ...NOISED_HOURS, useful: 1e9 };

async function agreed(house: House, request: string): Promise<boolean> {
  try {
    for (const who of REQUESTS.get(request) ?? []) await house.give(house[who].recipient, request);
    return true;
  } catch {
    return false;
  }
}

/** Acme gets motion as it happens; Volt, in slots, the meter’s hourly means and how often there was motion, and for another purpose noise. */
function manifest(house: House, who: 'acme' | 'volt') {
  const { manifest, keys, recipient } = house[who];
  const live = who === 'acme';
  const summary = (statistic: 'mean' | 'count') => ({ form: 'summary', window: 'PT1H', statistics: [statistic] });
  const ask = (id: string, name: string, form: object, purpose = 'dpv:ServiceProvision') => ({
    ...{ id, purpose, sentence: 'For the evaluation.', fields: [{ name, form }] },
    release: live ? { release: 'live', within: 'PT0.05S' } : { release: 'slot', every: 'PT1H' },
    ...{ retention: 'P30D', recipients: [], necessity: 'optional', ifRefused: 'Nothing.' },
  });
  return {
    ...{ v: 1, recipient, version: 1, origin: 'household', endpoint: manifest.endpoint },
    controller: { name: recipient, country: 'DE', contact: 'privacy@example.com' },
    keys: { encryption: [keys.encryption.jwk] },
    products: [
      {
        match: { dialect: 'tasmota' },
        fields: [
          { name: 'ENERGY.Power', type: 'number', unit: 'W', ...BOUNDS },
          { name: 'ENERGY.ApparentPower', type: 'number', unit: 'VA', ...BOUNDS },
        ],
      },
      { match: { dialect: 'zigbee2mqtt' }, fields: [{ name: 'occupancy', type: 'boolean' }] },
    ],
    requests: live
      ? [ask('motion', 'occupancy', { form: 'exact', grain: 'PT1S' })]
      : [
          ask('energy', 'ENERGY.Power', summary('mean')),
          ask('motion', 'occupancy', summary('count')),
          ask('noised', 'ENERGY.ApparentPower', NOISED, 'dpv:ServiceOptimisation'),
        ],
  };
}
