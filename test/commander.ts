import type { MqttClient } from 'mqtt';
import { expect, vi } from 'vitest';
import { type CommandParts, commandClaims, sealCommand } from '../device-sim/vendors/seal-command.ts';
import { HOUR, type House, openHouse, plugThermostat, signedBy, telemetry } from './house.ts';

const MINUTE = 60_000;

/** What Acme wants to be able to make its thermostats do. */
export const COMMANDS = [
  {
    name: 'set-target',
    sentence: 'Set the temperature you chose in our app.',
    arguments: [{ name: 'celsius', type: 'number', bounds: [5, 30], resolution: 0.5, unit: '°C' }],
  },
  {
    name: 'boost',
    sentence: 'Heat for a while.',
    arguments: [{ name: 'minutes', type: 'number', bounds: [1, 120] }],
  },
  { name: 'open-valve', sentence: 'Rinse the radiator.', arguments: [] },
  {
    name: 'set-upload-interval',
    sentence: 'Fit how often it measures to your rooms.',
    arguments: [{ name: 'seconds', type: 'number', bounds: [1, 3600] }],
  },
];

/** A house whose vendor knows its thermostat by a name, and everything that the thermostat is told. */
export interface Commanded {
  readonly house: House;
  readonly home: string;
  readonly thermostat: MqttClient;
  /** `name payload` of every command that reached the thermostat. */
  readonly told: string[];
  /** Claims of a command that is right in everything. */
  right(changes?: object): Record<string, unknown>;
  seal(claims: object, changes?: Partial<CommandParts>): Promise<string>;
  send(claims: object, changes?: Partial<CommandParts>): Promise<void>;
  /** Resolves when the thermostat is told something. */
  heard(): Promise<void>;
  /** Resolves when a command that was sent after all others has reached the thermostat. */
  settled(): Promise<void>;
  allow(more?: object): Promise<void>;
  /** Resolves when everything that was sent has been looked at, whatever came of it. */
  looked(): Promise<void>;
  /** Resolves when the vendor has the name that the thermostat has now. */
  learnName(): Promise<void>;
  /** The device's name in another purpose's or an older epoch's batches. */
  names(): { device: string; purpose: string; epoch: string }[];
  /** What reached no device, as `what because` with how often. */
  stopped(): Promise<Record<string, number>>;
}

/** With a consent in force, a batch delivered, and nothing allowed yet. */
export async function openCommanded(): Promise<Commanded> {
  // In the middle of a month, so that no code changes by itself meanwhile.
  const house = await openHouse({ start: Date.UTC(2026, 10, 16, 8) });
  const { acme } = house;
  await house.do('recipient add', { signed: await signedBy(house, { commands: COMMANDS }) });
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'setpoints');
  await thermostat.publishAsync(telemetry('thermostat'), '{"target":19.5}', { qos: 1 });
  await house.clock.advance(2 * HOUR);
  await acme.receiver.until(() => acme.receiver.records.length > 0);
  const [known] = acme.receiver.homes();
  if (!known) throw new Error('the home said no hello');
  const { home } = known;
  const told: string[] = [];
  const hears = (client: MqttClient) =>
    client.on('message', (topic, payload) => told.push(`${topic.split('/').at(-1)} ${payload.toString()}`));
  hears(thermostat);
  thermostat.setMaxListeners(0);
  await thermostat.subscribeAsync('hearthgate/v1/devices/thermostat/commands/+', { qos: 1 });
  let seq = 1000;
  let boost = false;
  const names = () => acme.receiver.records.map(({ device, purpose, epoch }) => ({ device, purpose, epoch }));
  const nonsense = async () => {
    const stopped = await commanded.stopped();
    return (stopped['refused cannot be opened'] ?? 0) + (stopped['withheld cannot be recorded'] ?? 0);
  };
  const commanded: Commanded = {
    ...{ house, home, thermostat, told, names },
    right(changes = {}) {
      const device = names().at(-1);
      if (!device) throw new Error('no record came');
      seq += 10;
      const asked = { recipient: 'acme-heating', home, device, seq, at: house.clock.now() };
      return { ...commandClaims({ ...asked, name: 'set-target', arguments: { celsius: 21 } }), ...changes };
    },
    seal: (claims, changes) =>
      sealCommand({ claims: { ...claims }, signer: acme.keys.commands, to: known.commands, ...changes }),
    async send(claims, changes) {
      await acme.cloud.command(home, await commanded.seal(claims, changes));
    },
    heard: () => new Promise((resolve) => thermostat.once('message', () => resolve())),
    async settled() {
      if (!boost) await commanded.allow({ command: 'boost' });
      boost = true;
      await commanded.looked();
      // Rates count what reached the device; two minutes later they count anew.
      await house.clock.advance(2 * MINUTE);
      const minutes = 1 + ((seq / 10) % 90);
      const mark = `boost {"minutes":${minutes}}`;
      const came = new Promise<void>((resolve) => {
        const look = () => {
          if (told.at(-1) !== mark) return;
          thermostat.off('message', look);
          resolve();
        };
        thermostat.on('message', look);
      });
      await commanded.send(commanded.right({ name: 'boost', arguments: { minutes } }));
      await came;
      told.pop();
    },
    async allow(more = {}) {
      const input = { recipient: 'acme-heating', command: 'set-target', confirmed: true, ...more };
      await house.do('command allow', input);
      await acme.cloud.listens(home);
    },
    async looked() {
      // In order: with two that are nonsense looked at, or one and what was sent before, that has been looked at.
      const before = await nonsense();
      for (const mark of ['x', 'y']) await acme.cloud.command(home, mark);
      await vi.waitFor(async () => expect(await nonsense()).toBeGreaterThanOrEqual(before + 2), { timeout: 3000 });
    },
    async learnName() {
      // What is of the window before still has the name of then.
      await house.clock.advance(HOUR);
      const before = acme.receiver.records.length;
      await thermostat.publishAsync(telemetry('thermostat'), '{"target":20}', { qos: 1 });
      await house.clock.advance(2 * HOUR);
      await acme.receiver.until(() => acme.receiver.records.length > before);
      await acme.cloud.listens(home);
    },
    async stopped() {
      const { stopped } = await house.do<{ stopped: { what: string; because: string; count: number }[] }>(
        'command list',
        {},
      );
      const counts: Record<string, number> = {};
      for (const { what, because, count } of stopped) {
        counts[`${what} ${because}`] = (counts[`${what} ${because}`] ?? 0) + count;
      }
      return counts;
    },
  };
  return commanded;
}
