import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { exportJWK } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { noPython, PYTHON } from '../docs/examples/python.fixture.ts';
import { COMMANDS, type Commanded, openCommanded } from './commander.ts';
import { HOUR, signedBy, slotsUntil } from './house.ts';

let at: Commanded;
beforeEach(async () => {
  at = await openCommanded();
});
afterEach(() => at.house.stop());

const states = async () => {
  const { commands } = await at.house.do<{ commands: { command: string; state: string }[] }>('command list', {});
  return Object.fromEntries(commands.map(({ command, state }) => [command, state]));
};

test('a command that was allowed reaches the device, with its arguments and nothing else, and stands in the ledger', async () => {
  expect((await states())['set-target']).toBe('waiting');
  await at.allow();
  expect((await states())['set-target']).toBe('allowed');
  const heard = at.heard();
  await at.send(at.right({ arguments: { celsius: 21.3 } }));
  await heard;
  expect(at.told).toEqual(['set-target {"celsius":21.5}']);
  const entries = at.house.hub.ledger.read(0, 1000).flatMap(({ entry }) => entry ?? []);
  const [allowed, delivered] = entries.filter(({ type }) => type.startsWith('command.'));
  expect(allowed).toMatchObject({ type: 'command.allowed', device: 'thermostat', command: 'set-target' });
  expect(delivered).toMatchObject({ type: 'command.delivered', device: 'thermostat', command: 'set-target' });
  expect(JSON.stringify(delivered)).not.toContain('21');
});

test('allowing takes two steps, and what no household can allow is not asked', async () => {
  const input = { recipient: 'acme-heating', command: 'set-target' };
  const { preview } = await at.house.do<{ preview: { may: string }[] }>('command allow', {
    ...input,
    confirmed: false,
  });
  expect(preview.map(({ may }) => may).join()).toMatch(
    /^Acme Heating may make it do “set-target” with celsius from 5 to 30 °C/,
  );
  expect((await states())['set-target']).toBe('waiting');
  const spying = { ...input, command: 'set-upload-interval', confirmed: true };
  await expect(at.house.do('command allow', spying)).rejects.toThrow(/nobody outside may be allowed/);
  expect((await states())['set-upload-interval']).toBe('never');
});

test('the home listens only while something is allowed and shared, and rules do not show in that', async () => {
  await at.allow();
  await at.house.do('sharing stop', {});
  await at.house.clock.advance(HOUR);
  await at.house.acme.cloud.listens(at.home);
  await at.house.do('sharing resume', { confirmed: true });
  await at.house.do('command withdraw', {});
  await at.house.acme.cloud.listens(at.home, false);
  await at.allow();
  await at.house.do('consent withdraw', { recipient: 'acme-heating' });
  await at.house.acme.cloud.listens(at.home, false);
});

test('refusing works at once though the disk takes no record of it, and is kept when it does', async () => {
  await at.allow();
  const { db } = at.house.hub.erasing;
  db.pragma('query_only = ON');
  const refused = await at.house.do<{ refused: number; notKept?: string }>('command refuse', {
    recipient: 'acme-heating',
    command: 'set-target',
  });
  expect(refused).toMatchObject({ refused: 1, notKept: expect.stringContaining('it is in force') });
  expect((await states())['set-target']).toBe('refused');
  await at.house.acme.cloud.listens(at.home, false);
  db.pragma('query_only = OFF');
  await expect.poll(() => at.house.hub.unsaved, { timeout: 15_000 }).toBeUndefined();
  await at.house.restart();
  expect((await states())['set-target']).toBe('refused');
  expect(at.told).toEqual([]);
}, 30_000);

interface Undone {
  readonly undone: number;
  readonly mayAgain?: readonly { readonly may: string }[];
}

test('what took a command back is undone within a minute in one step, and later after a look', async () => {
  const last = async () => {
    const { changes } = await at.house.do<{ changes: { seq: number; undo?: string; notUndone?: string }[] }>(
      ...(['activity list', { most: 1 }] as const),
    );
    return { seq: -1, ...changes[0] };
  };
  const undo = async (seq: number, confirmed = false) => at.house.do<Undone>('activity undo', { seq, confirmed });
  const target = { recipient: 'acme-heating', command: 'set-target' };
  await at.allow({ lifetime: 2 * HOUR });
  const allowed = await last();
  await at.house.do('command withdraw', target);
  const withdrawn = await last();
  expect(withdrawn).toMatchObject({ undo: 'at once' });
  await expect(undo(allowed.seq)).rejects.toThrow('it is over already');
  expect(await undo(withdrawn.seq)).toMatchObject({
    undone: 1,
    mayAgain: [{ may: expect.stringContaining('5 to 30') }],
  });
  expect((await states())['set-target']).toBe('allowed');
  await expect(undo(withdrawn.seq)).rejects.toThrow('answered again since');

  await at.house.do('command refuse', target);
  const refused = await last();
  await at.house.clock.advance(HOUR);
  expect(await undo(refused.seq)).toMatchObject({ undone: 0, mayAgain: [{ may: expect.stringContaining('until') }] });
  expect((await states())['set-target']).toBe('refused');
  await undo(refused.seq, true);
  expect((await states())['set-target']).toBe('allowed');
  const again = await last();
  expect(again).toMatchObject({ undo: 'at once' });
  await undo(again.seq);
  expect((await states())['set-target']).toBe('withdrawn');
  // For no longer than it was allowed before.
  const ended = await last();
  await at.house.clock.advance(HOUR);
  await expect(undo(ended.seq, true)).rejects.toThrow('its time is over meanwhile');
});

test('what was never allowed, is declared otherwise since or is removed is not allowed by undoing', async () => {
  const of = async (type: string) => {
    const { changes } = await at.house.do<{ changes: { type?: string; seq: number; notUndone?: string }[] }>(
      ...(['activity list', { most: 50 }] as const),
    );
    return changes.find((each) => each.type === type)?.notUndone;
  };
  await at.house.do('command refuse', { recipient: 'acme-heating', command: 'boost' });
  expect(await of('command.denied')).toContain('nothing was allowed before it');
  await at.allow();
  await at.house.do('command withdraw', {});
  expect(await of('command.withdrawn')).toBeUndefined();
  const [target, ...others] = COMMANDS;
  const commands = [{ ...target, sentence: 'Set any temperature.' }, ...others];
  await at.house.do('recipient add', { signed: await signedBy(at.house, { version: 2, commands }) });
  expect(await of('command.withdrawn')).toContain('declared something else');
  await at.house.do('device remove', { name: 'thermostat' });
  expect(await of('command.withdrawn')).toContain('removed');
});

test('every answer about commands is in the export, with what it was an answer to', async () => {
  await at.allow();
  await at.house.do('command withdraw', {});
  await at.house.do('command refuse', { recipient: 'acme-heating', command: 'boost' });
  const { base64 } = await at.house.do<{ base64: string }>('export', {});
  const files = unzipSync(Buffer.from(base64, 'base64'));
  const told = JSON.parse(Buffer.from(files['allowances.json'] ?? []).toString());
  expect(told).toMatchObject([
    { command: 'set-target', state: 'withdrawn', terms: { command: COMMANDS[0] } },
    { command: 'boost', state: 'refused' },
  ]);
  const page = Buffer.from(files['index.html'] ?? []).toString();
  expect(page).toContain('may make it do “set-target” with celsius from 5 to 30 °C on thermostat, until');
  expect(page).toContain('may not make it do “boost”');
});

test('an allowance ends by itself, also for a hub that was off meanwhile', async () => {
  await at.allow({ lifetime: HOUR });
  await at.house.clock.advance(2 * HOUR);
  await at.house.acme.cloud.listens(at.home, false);
  expect((await states())['set-target']).toBe('waiting');
});

test('other words or keys in a new manifest wait for an answer; a new version that says the same does not', async () => {
  await at.allow();
  const { manifest, keys } = at.house.acme;
  await at.house.do('recipient add', { signed: await signedBy(at.house, { version: 2, commands: COMMANDS }) });
  expect((await states())['set-target']).toBe('allowed');
  const rotated = { ...manifest.keys, commands: [keys.manifest.jwk] };
  await at.house.do('recipient add', {
    signed: await signedBy(at.house, { version: 3, commands: COMMANDS, keys: rotated }),
  });
  expect((await states())['set-target']).toBe('waiting');
});

test('nothing goes back: the vendor sees the same, whatever became of a command and whatever the device answers', async () => {
  await at.allow();
  const { acme } = at.house;
  const seen = () => [acme.receiver.wire().length, acme.receiver.notices.length, acme.cloud.connections.length];
  await expect.poll(() => at.house.hub.recipients.states().map(({ state }) => state)).toEqual(['idle']);
  const before = seen();
  const acknowledged = acme.cloud.acknowledged();
  const heard = at.heard();
  await at.send(at.right());
  await at.send(at.right({ name: 'open-valve', arguments: {} }));
  await at.send(at.right({ iat: 1 }));
  await heard;
  await at.thermostat.publishAsync('hearthgate/v1/devices/thermostat/commands/set-target/result', '{"done":true}', {
    qos: 1,
  });
  await at.looked();
  await expect.poll(() => acme.cloud.acknowledged() - acknowledged).toBe(5);
  expect(seen()).toEqual(before);
  expect(at.house.everythingOutside().includes('done')).toBe(false);
  expect(await at.stopped()).toMatchObject({ 'withheld not allowed': 1, 'refused out of time': 1 });
});

test('what reached no device is summed into the ledger by the hour', async () => {
  await at.allow();
  await at.send(at.right({ iat: 1 }));
  await at.send(at.right({ name: 'open-valve', arguments: {} }));
  await at.looked();
  await at.house.clock.advance(2 * HOUR);
  const entries = at.house.hub.ledger.read(0, 1000).flatMap(({ entry }) => entry ?? []);
  const summed = entries.filter(({ type }) => type === 'command.refused' || type === 'command.withheld');
  expect(summed).toMatchObject([
    { type: 'command.refused', because: { 'cannot be opened': 2, 'out of time': 1 } },
    { type: 'command.withheld', because: { 'not allowed': 1 } },
  ]);
});

test('a device that is away is not told when it comes back', async () => {
  await at.allow();
  await at.thermostat.endAsync();
  const later: string[] = [];
  const back = () =>
    at.house.replug('thermostat', { clean: false, protocolVersion: 4 }, (client) =>
      client.on('message', (_topic, payload) => later.push(payload.toString())),
    );
  const first = await back();
  await first.subscribeAsync('hearthgate/v1/devices/thermostat/commands/+', { qos: 1 });
  await first.endAsync();
  await at.send(at.right());
  await at.looked();
  const second = await back();
  const heard = new Promise<void>((resolve) => second.once('message', () => resolve()));
  await at.send(at.right({ arguments: { celsius: 7 } }));
  await heard;
  expect(later).toEqual(['{"celsius":7}']);
});

test('neither numbers nor rates begin anew with a restart', async () => {
  await at.allow();
  const sealed: string[] = [];
  for (let i = 0; i < 6; i++) {
    const heard = at.heard();
    const one = await at.seal(at.right({ arguments: { celsius: 10 + i } }));
    sealed.push(one);
    await at.house.acme.cloud.command(at.home, one);
    await heard;
  }
  await at.house.restart();
  await at.house.acme.cloud.listens(at.home);
  const later: string[] = [];
  const device = await at.house.replug('thermostat', {}, (client) =>
    client.on('message', (_topic, payload) => later.push(payload.toString())),
  );
  await device.subscribeAsync('hearthgate/v1/devices/thermostat/commands/+', { qos: 1 });
  for (const one of sealed) await at.house.acme.cloud.command(at.home, one);
  await at.looked();
  await at.send(at.right({ arguments: { celsius: 20 } }));
  await at.looked();
  expect(later).toEqual([]);
  expect(await at.stopped()).toMatchObject({ 'refused seen before': 6, 'withheld too often': 1 });
});

test.skipIf(noPython)('a command that docs/examples/seal_command.py sealed is done', async () => {
  await at.allow();
  const dir = mkdtempSync(join(tmpdir(), 'hearthgate-command-'));
  const keys = at.house.acme.keys.commands;
  const [known] = at.house.acme.receiver.homes();
  const file = (name: string, json: unknown) => {
    writeFileSync(join(dir, name), JSON.stringify(json));
    return join(dir, name);
  };
  const { iss: _, jti: __, v: ___, ...command } = at.right();
  const { status, stdout } = spawnSync(
    PYTHON,
    [
      join(import.meta.dirname, '../docs/examples/seal_command.py'),
      ...[file('key.json', { ...(await exportJWK(keys.privateKey)) }), file('home.json', known?.commands)],
      'acme-heating',
    ],
    { input: JSON.stringify(command), encoding: 'utf8' },
  );
  rmSync(dir, { recursive: true, force: true });
  expect(status).toBe(0);
  const heard = at.heard();
  await at.house.acme.cloud.command(at.home, stdout.trim());
  await heard;
  expect(at.told).toEqual(['set-target {"celsius":21}']);
});

test('a bulb behind zigbee2mqtt is told in its own words, by its address', async () => {
  const { manifest } = at.house.acme;
  const on = { name: 'on', type: 'boolean' };
  const commands = [{ name: 'switch', sentence: 'Switch it.', arguments: [on] }];
  const fields = [{ name: 'target', type: 'number' }];
  const products = [...manifest.products, { match: { vendor: 'acme', dialect: 'zigbee2mqtt' }, fields }];
  const signed = await signedBy(at.house, { version: 2, commands, products });
  await at.house.do('recipient add', { signed });
  const bridge = await at.house.plug('bridge', { dialect: 'zigbee2mqtt', base: 'zigbee2mqtt' });
  const address = '0x00158d0001a2b3c4';
  await bridge.publishAsync(
    'zigbee2mqtt/bridge/devices',
    JSON.stringify([
      {
        ...{ ieee_address: address, friendly_name: 'lamp', type: 'Router', supported: true },
        definition: { vendor: 'acme', model: 'bulb', exposes: [] },
      },
    ]),
    { qos: 1, retain: true },
  );
  await bridge.publishAsync('zigbee2mqtt/lamp', '{"target":20}', { qos: 1 });
  await at.house.give('acme-heating', 'setpoints');
  await bridge.publishAsync('zigbee2mqtt/lamp', '{"target":20}', { qos: 1 });
  const { receiver } = at.house.acme;
  const mine = at.names()[0]?.device;
  await slotsUntil(at.house, () => receiver.records.some(({ device }) => device !== mine));
  await at.allow({ command: 'switch' });
  const topic = new Promise<string>((resolve) =>
    bridge.once('message', (said, payload) => resolve(`${said} ${payload.toString()}`)),
  );
  await bridge.subscribeAsync('zigbee2mqtt/+/set', { qos: 1 });
  const bulb = at.names().find(({ device }) => device !== mine);
  await at.send(at.right({ ...bulb, name: 'switch', arguments: { on: true } }));
  expect(await topic).toBe(`zigbee2mqtt/${address}/set {"state":"ON"}`);
});
