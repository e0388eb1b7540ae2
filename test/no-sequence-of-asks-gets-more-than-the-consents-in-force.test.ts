import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, signedBy, telemetry } from './house.ts';

/**
 * A maker that publishes whatever versions it likes and a household that answers, takes back, stops, sets its clock and
 * restarts its hub, in generated sequences over a real hub and a real vendor. The oracle below is a second, simple
 * implementation: it knows consents, terms and times, and nothing of plans, windows or queues. Every value that is said
 * is said once, so that a record tells which reading it was made of.
 */
const DAY = 24 * HOUR;
const REFUSED_FOR = 90 * DAY;

/** What of a request matters to the oracle. */
interface Terms {
  readonly id: string;
  readonly purpose: string;
  readonly retentionDays: number;
  readonly contact: string;
  readonly grain: 'PT1S' | 'PT15M';
}

interface Given {
  readonly terms: Terms;
  readonly until: number;
}

interface Said {
  readonly at: number;
  /** Purposes it may leave for: consents that were in force when it was said, by what must not end before it leaves. */
  readonly under: Map<string, Given>;
}

class Oracle {
  asked: Terms | undefined;
  version = 0;
  given: Given | undefined;
  refused: { readonly purpose: string; readonly at: number; readonly terms: Terms } | undefined;
  stopped = false;
  readonly said = new Map<number, Said>();
  seen = 0;

  /** Less: only shorter retention; whatever else differs needs a new answer. */
  published(version: number, terms: Terms): void {
    this.version = version;
    this.asked = terms;
    if (!this.given) return;
    const { retentionDays: kept, ...same } = this.given.terms;
    const { retentionDays: asks, ...others } = terms;
    if (JSON.stringify(same) === JSON.stringify(others) && asks <= kept) this.given = { ...this.given, terms };
  }

  permits(now: number): Given | undefined {
    const { given, asked } = this;
    return given && asked && now < given.until && given.terms === asked && !this.stopped ? given : undefined;
  }

  say(value: number, now: number): void {
    const given = this.permits(now);
    this.said.set(value, { at: now, under: new Map(given ? [[given.terms.purpose, given]] : []) });
  }
}

interface World {
  readonly house: House;
  readonly oracle: Oracle;
}

type Step = { readonly toString: () => string; readonly run: (world: World) => Promise<void> };
const step = (name: string, run: Step['run']): Step => ({ run, toString: () => name });

const someTerms = fc.record({
  id: fc.constantFrom('a', 'b'),
  purpose: fc.constantFrom('dpv:ServiceProvision', 'dpv:Marketing'),
  retentionDays: fc.constantFrom(10, 30),
  contact: fc.constantFrom('privacy@acme.example', 'other@acme.example'),
  grain: fc.constantFrom('PT1S' as const, 'PT15M' as const),
});

function manifestOf({ house }: World, version: number, terms: Terms): object {
  const { controller } = house.acme.manifest;
  return {
    version,
    controller: { ...controller, contact: terms.contact },
    requests: [
      {
        id: terms.id,
        purpose: terms.purpose,
        sentence: 'For a test.',
        fields: [{ name: 'target', form: { form: 'exact', grain: terms.grain } }],
        release: { release: 'slot', every: 'PT1H' },
        retention: `P${terms.retentionDays}D`,
        necessity: 'optional',
        ifRefused: 'Nothing.',
      },
    ],
  };
}

let next = 1000;
const publish = fc.tuple(fc.integer({ min: -1, max: 3 }), someTerms).map(([up, terms]) =>
  step(`version ${up} ${JSON.stringify(terms)}`, async (world) => {
    const { house, oracle } = world;
    const version = oracle.version + up;
    const signed = await signedBy(house, manifestOf(world, Math.max(1, version), terms));
    const taken = await house.do('recipient add', { signed }).then(
      () => true,
      () => false,
    );
    expect(taken).toBe(Math.max(1, version) > oracle.version);
    if (taken) oracle.published(Math.max(1, version), terms);
  }),
);
const forge = someTerms.map((terms) =>
  step('a version that its maker did not sign', async (world) => {
    const { house, oracle } = world;
    const other = { ...house, acme: { ...house.acme, keys: house.volt.keys } };
    const signed = await signedBy(other, manifestOf(world, oracle.version + 1, terms));
    await expect(house.do('recipient add', { signed })).rejects.toThrow('another key');
    const unsigned = JSON.stringify({ ...house.acme.manifest, ...manifestOf(world, oracle.version + 1, terms) });
    await expect(house.do('recipient add', { signed: unsigned })).rejects.toThrow();
  }),
);
const givenFor = (lifetime: number) =>
  step(`give for ${lifetime / HOUR} h`, async ({ house, oracle }) => {
    const terms = oracle.asked;
    if (!terms) return;
    await house.give('acme-heating', terms.id, { field: 'target', lifetime });
    oracle.given = { terms, until: house.clock.now() + lifetime };
    if (oracle.refused?.terms.id === terms.id) oracle.refused = undefined;
  });
const give = fc.constantFrom(3 * HOUR, 5 * DAY).map(givenFor);
const refuse = fc.constant(
  step('refuse', async ({ house, oracle }) => {
    const terms = oracle.asked;
    if (!terms) return;
    await house.do('consent refuse', { recipient: 'acme-heating', request: terms.id });
    if (oracle.given?.terms.id === terms.id) oracle.given = undefined;
    oracle.refused = { purpose: terms.purpose, at: house.clock.now(), terms };
  }),
);
const withdraw = fc.constant(
  step('withdraw', async ({ house, oracle }) => {
    await house.do('consent withdraw', { recipient: 'acme-heating' }).catch(() => undefined);
    oracle.given = undefined;
  }),
);
const stop = fc.constant(
  step('stop', async ({ house, oracle }) => {
    await house.do('sharing stop', {});
    oracle.stopped = true;
    for (const { under } of oracle.said.values()) under.clear();
  }),
);
const resume = fc.constant(
  step('resume', async ({ house, oracle }) => {
    if (oracle.stopped) await house.do('sharing resume', { confirmed: true });
    oracle.stopped = false;
  }),
);
const sayOnce = step('say', async ({ house, oracle }) => {
  const value = next++;
  oracle.say(value, house.clock.now());
  const client = house.hub.clients.client('thermostat');
  if (!client) throw new Error('the thermostat is gone');
  const payload = Buffer.from(`{"target":${value}}`);
  const topic = telemetry('thermostat');
  await house.hub.line.take({ client, topic, payload, qos: 1, receivedAt: house.clock.now() });
});
const say = fc.constant(sayOnce);
const waitFor = (ms: number) =>
  step(`wait ${ms / HOUR} h`, async ({ house }) => {
    await house.clock.advance(ms);
    await expect.poll(() => unsettled(house), { timeout: 30_000, interval: 5 }).toEqual([]);
  });
const wait = fc.constantFrom(HOUR / 2, 2 * HOUR, 2 * HOUR, 26 * HOUR).map(waitFor);
/** Something arrives in every run: one in which nothing does shows nothing. */
const arrival = step('something arrives', ({ house }) =>
  house.acme.receiver.until(() => house.acme.receiver.records.length > 0),
);
const OPENING = [givenFor(3 * HOUR), sayOnce, waitFor(2 * HOUR), arrival];
const back = fc.constantFrom(HOUR, 3 * DAY).map((ms) =>
  step(`the clock is set back ${ms / HOUR} h`, async ({ house, oracle }) => {
    // What lasts for a time and is over stays over.
    if (oracle.given && house.clock.now() >= oracle.given.until) oracle.given = undefined;
    house.clock.turnBack(ms);
    await house.hub.replan();
  }),
);
const restart = fc.constant(step('restart', ({ house }) => house.restart()));

/** What is due and is not formed, sent and acknowledged yet; looked for three times, since one leads to the next. */
async function unsettled({ hub }: House): Promise<unknown[]> {
  for (let look = 0; look < 3; look++) {
    const waiting = await hub.flow.read<object>('outbox batch recipients');
    const states = hub.recipients.states();
    const sending = states.filter(({ state }) => /connecting|sending/.test(state));
    // What is to be told then waits until it is known again, which no time that passes here brings about.
    const isTimeKnown = states.every(({ state }) => state !== 'waiting: the time is not known');
    if (isTimeKnown && waiting.length + sending.length > 0) return [...waiting, ...sending];
  }
  return [];
}

/** Every record that arrived since the last look was permitted when it was said, and is not taken back by now. */
function look({ house, oracle }: World, current: Given | undefined): void {
  const { records } = house.acme.receiver;
  for (const { purpose, fields } of records.slice(oracle.seen)) {
    const shaped = fields.target;
    if (!shaped || !('value' in shaped)) throw new Error('something else than what was asked for');
    const said = oracle.said.get(Number(shaped.value));
    const under = said?.under.get(purpose);
    expect({ value: shaped.value, under }).toEqual({ value: shaped.value, under: expect.anything() });
    // The consent it was said under is the one in force, apart from terms that only became less.
    expect([under?.until, under?.terms.id]).toEqual([current?.until, current?.terms.id]);
  }
  oracle.seen = records.length;
  const values = records.map(({ fields }) => JSON.stringify(fields.target));
  expect(new Set(values).size).toBe(values.length);
}

async function expectRefusalHolds({ house, oracle }: World): Promise<void> {
  const { refused, asked } = oracle;
  if (!refused || !asked || asked.purpose !== refused.purpose || oracle.given) return;
  const coarser = refused.terms.grain === 'PT1S' && asked.grain === 'PT15M';
  const less = coarser && asked.retentionDays <= refused.terms.retentionDays;
  if (less || house.clock.now() - refused.at >= REFUSED_FOR) return;
  expect(await house.do('request list', {})).toEqual([]);
}

test('whatever is published, answered, taken back, stopped and set back, nothing arrives that no consent in force allows', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          publish,
          publish,
          forge,
          give,
          give,
          give,
          refuse,
          withdraw,
          stop,
          resume,
          resume,
          say,
          say,
          say,
          say,
          wait,
          wait,
          wait,
          back,
          restart,
        ),
        {
          minLength: 20,
          maxLength: 40,
        },
      ),
      async (steps) => {
        const house = await openHouse();
        try {
          const world = { house, oracle: new Oracle() };
          await plugThermostat(house);
          await house.do('recipient add', { signed: await signedBy(house, manifestOf(world, 1, START)) });
          world.oracle.published(1, START);
          for (const each of [...OPENING, ...steps]) {
            const before = world.oracle.given;
            await each.run(world);
            await house.hub.flow.read('outbox consents');
            look(world, before);
            await expectRefusalHolds(world);
          }
          expect(house.acme.receiver.rejected).toEqual([]);
        } finally {
          await house.stop();
        }
      },
    ),
    { numRuns: 6, endOnFailure: true },
  );
}, 120_000);

const START: Terms = {
  id: 'a',
  purpose: 'dpv:ServiceProvision',
  retentionDays: 30,
  contact: 'privacy@acme.example',
  grain: 'PT1S',
};
