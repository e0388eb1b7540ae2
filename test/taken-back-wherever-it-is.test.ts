import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, signedBy, telemetry } from './house.ts';

/**
 * Promise 2 for every place a reading can be and every cause that takes it back, over real vendors. What was on the wire
 * may have been received, and is called so; everything else is never seen outside.
 */
let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.do('recipient add', { signed: house.acme.signed });
});
afterEach(() => house.stop());

const SAID = '23.456';
const ask = { recipient: 'acme-heating', request: 'setpoints' };

/** How a household, or a recipient, ends what was agreed to. */
const CAUSES: Readonly<Record<string, (of: House) => Promise<unknown>>> = {
  'a withdrawal': (of) => of.do('consent withdraw', ask),
  'a refusal': (of) => of.do('consent refuse', ask),
  'a stop': (of) => of.do('sharing stop', {}),
  'a removed recipient': (of) => of.do('recipient remove', { recipient: 'acme-heating' }),
  'a removed device': (of) => of.do('device remove', { name: 'thermostat' }),
  'a manifest that asks for more': async (of) => {
    const requests = of.acme.manifest.requests.map((request) => ({ ...request, retention: 'P9Y' }));
    return of.do('recipient add', { signed: await signedBy(of, { version: 2, requests }) });
  },
};

/** Shares again whatever was ended, so that nothing but the ending keeps home what was said before it. */
async function shareAgain(of: House): Promise<void> {
  await of.do('sharing resume', { confirmed: true }).catch(() => undefined);
  if (of.hub.manifests.all().length === 0) await of.do('recipient add', { signed: of.acme.signed });
  if (of.hub.registry.known().length === 0) await plugThermostat(of);
  await of.give('acme-heating', 'setpoints');
}

async function seenAfterwards(of: House): Promise<boolean> {
  const { batches } = of.acme.receiver;
  const before = batches.length;
  await of.clock.advance(3 * HOUR);
  await of.acme.receiver.until(() => batches.length > before);
  return of.everythingOutside().includes(SAID);
}

const say = (client: Awaited<ReturnType<typeof plugThermostat>>, qos: 0 | 1 = 1) =>
  client.publishAsync(telemetry('thermostat'), `{"target":${SAID}}`, { qos });

for (const [cause, end] of Object.entries(CAUSES)) {
  test(`${cause} reaches what was published and not yet taken`, async () => {
    const thermostat = await plugThermostat(house);
    await house.give('acme-heating', 'setpoints');
    const published = say(thermostat).catch(() => undefined);
    await end(house);
    // A device that was removed is cut off, perhaps before it was acknowledged.
    await Promise.race([published, expect.poll(() => thermostat.connected).toBe(false)]).catch(() => undefined);
    await shareAgain(house);
    expect(await seenAfterwards(house)).toBe(false);
  });

  test(`${cause} reaches what waits for its commit and for its slot`, async () => {
    const thermostat = await plugThermostat(house);
    await house.give('acme-heating', 'setpoints');
    await say(thermostat, 0);
    await say(thermostat);
    await end(house);
    await shareAgain(house);
    expect(await seenAfterwards(house)).toBe(false);
  });

  test(`${cause} reaches what stands in a batch that nobody took`, async () => {
    const thermostat = await plugThermostat(house);
    house.acme.cloud.answer('disconnect');
    await house.give('acme-heating', 'setpoints');
    await say(thermostat);
    await house.clock.advance(HOUR);
    await end(house);
    house.acme.cloud.answer('receive');
    await shareAgain(house);
    expect(await seenAfterwards(house)).toBe(false);
  });

  test(`${cause} calls possibly received what is on its way, and sends it no second time`, async () => {
    const thermostat = await plugThermostat(house);
    await house.give('acme-heating', 'setpoints');
    // Hello and the notice of the consent come first; then the vendor keeps what comes and acknowledges nothing.
    const { receiver } = house.acme;
    const states = () => house.hub.recipients.states().map(({ state }) => state);
    while (receiver.notices.length < 2) {
      const { batches } = receiver;
      const before = batches.length;
      await house.clock.advance(HOUR);
      await receiver.until(() => batches.length > before);
      await expect.poll(states).toEqual(['idle']);
    }
    house.acme.cloud.answer('keep silent');
    await say(thermostat);
    await house.clock.advance(HOUR);
    await receiver.until(() => house.everythingOutside().includes(SAID));
    const arrived = receiver.records.length;
    await end(house);
    const ended = (await house.hub.recipients.deliveries(0, 100)).filter(({ records }) => records > 0);
    expect(ended.map(({ state }) => state)).toEqual(['possibly received']);
    house.acme.cloud.answer('receive');
    await shareAgain(house);
    await house.clock.advance(3 * HOUR);
    expect(receiver.records).toHaveLength(arrived);
  });
}
