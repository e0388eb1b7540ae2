import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Compile } from 'typebox/schema';
import { afterAll, describe, expect, test } from 'vitest';
import { shippedPurposes } from '../../gateway/runtime/knowledge.ts';
import { parseManifest } from '../../rules/manifest.ts';
import { openHouse } from '../../test/house.ts';

const dir = mkdtempSync(join(tmpdir(), 'hearthgate-manifests-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const read = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8');
const schema = Compile(JSON.parse(read('../schemas/manifest.schema.json')));
const NAMES = ['heating', 'energy', 'lock'] as const;
const manifestOf = (name: (typeof NAMES)[number]) => JSON.parse(read(`manifest-${name}.json`));

function maker(...words: string[]) {
  const program = join(import.meta.dirname, '../../gateway/cli/hearthgate.ts');
  return spawnSync(process.execPath, [program, 'manifest', ...words], { cwd: dir, encoding: 'utf8' });
}

/** The example with keys of the maker's own in place of the printed ones, signed as docs/makers.md says. */
function signed(name: 'heating' | 'lock'): string {
  const json = manifestOf(name);
  const keys = JSON.parse(maker('keys', '--dir', name, '--json').stdout);
  for (const use of Object.keys(json.keys)) json.keys[use] = [keys[use]];
  writeFileSync(join(dir, `${name}.json`), JSON.stringify(json));
  const { status, stdout, stderr } = maker('sign', `${name}.json`, '--key', `${name}/signing-key.json`);
  expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.stringContaining('fingerprint') });
  return stdout;
}

describe.each(NAMES)('docs/examples/manifest-%s.json', (name) => {
  test('is what the published schema and the hub take, for purposes that the hub has words for', () => {
    expect(schema.Errors(manifestOf(name))).toEqual([true, []]);
    const parsed = parseManifest(manifestOf(name));
    expect(parsed).toHaveProperty('manifest');
    const purposes = shippedPurposes();
    for (const { purpose } of 'manifest' in parsed ? parsed.manifest.requests : [])
      expect(purposes.has(purpose)).toBe(true);
  });

  test('names each of its own fields in a request', () => {
    const { products, requests } = manifestOf(name);
    const asked = new Set(
      requests.flatMap(({ fields }: { fields: { name: string }[] }) => fields.map((one) => one.name)),
    );
    const declared = products.flatMap(({ fields }: { fields: { name: string }[] }) => fields.map((one) => one.name));
    expect(declared.filter((one: string) => !asked.has(one) && one !== 'humidity')).toEqual([]);
  });
});

test("what still has the examples' keys is not signed, and what a household wrote need not be", () => {
  const sign = (name: string) => maker('sign', join(import.meta.dirname, `manifest-${name}.json`)).stderr;
  expect(sign('heating')).toContain("/keys/encryption/0: is still the example's");
  expect(sign('lock')).toContain("/keys/commands/0: is still the example's");
  expect(sign('energy')).toContain('as it is');
});

const LOCK = {
  ...{
    ieee_address: '0x00158d0001020304',
    type: 'EndDevice',
    friendly_name: 'front door',
    supported: true,
    disabled: false,
  },
  definition: {
    ...{ vendor: 'Yale', model: 'YRD426NRSC', description: 'Assure lock' },
    exposes: [
      { type: 'enum', name: 'lock_state', property: 'lock_state', access: 1, values: ['locked', 'unlocked'] },
      { type: 'enum', name: 'action_source_name', property: 'action_source_name', access: 1, values: ['keypad'] },
      { type: 'numeric', name: 'action_user', property: 'action_user', access: 1 },
      { type: 'numeric', name: 'battery', property: 'battery', unit: '%', access: 1 },
      { type: 'numeric', name: 'linkquality', property: 'linkquality', unit: 'lqi', access: 1 },
    ],
  },
};

test('a hub takes all three, and each asks of the devices it fits in the words it wrote', async () => {
  const house = await openHouse();
  try {
    await house.do('recipient add', { signed: signed('heating') });
    await house.do('recipient add', { signed: JSON.stringify(manifestOf('energy')) });
    await house.do('recipient add', { signed: signed('lock') });
    const thermostat = await house.plug('thermostat');
    await thermostat.publishAsync(
      'hearthgate/v1/devices/thermostat/declaration',
      JSON.stringify({ vendor: 'acme', model: 'warm-2' }),
      { qos: 1, retain: true },
    );
    const bridge = await house.plug('bridge', { dialect: 'zigbee2mqtt', base: 'zigbee2mqtt' });
    await bridge.publishAsync('zigbee2mqtt/bridge/devices', JSON.stringify([LOCK]), { qos: 1, retain: true });
    const meter = await house.plug('meter', { dialect: 'tasmota', base: 'meter' });
    await meter.publishAsync('tele/meter/SENSOR', JSON.stringify({ ENERGY: { Power: 230, Period: 4 } }), { qos: 1 });
    const waiting = await house.do<{ recipient: string; requests: { request: string; fields: object[] }[] }[]>(
      'request list',
      {},
    );
    const asks = waiting.map(({ recipient, requests }) => [
      recipient,
      requests.map(({ request, fields }) => `${request} ${fields.length}`),
    ]);
    expect(Object.fromEntries(asks)).toEqual({
      'acme-heating': ['comfort 4', 'research 2'],
      'community-watts': ['daily-report 2', 'quarter-hours 1'],
      latchworks: ['left-unlocked 1', 'who-came 2', 'battery-care 2'],
    });
    const words = async (recipient: string, request: string) =>
      JSON.stringify(await house.do('consent give', { recipient, request, acceptUnion: false, confirmed: false }));
    expect(await words('latchworks', 'who-came')).toContain('GDPR Art. 9(2)(a)');
    expect(await words('community-watts', 'daily-report')).toContain('readable by whoever runs that server');
    expect(await words('acme-heating', 'comfort')).toContain('sealed, so that only Acme Heating GmbH can open it');
  } finally {
    await house.stop();
  }
}, 30_000);

test('a purpose that the hub has no words for is told to whoever adds it, with the one that was probably meant', async () => {
  const house = await openHouse();
  try {
    const [first, ...more] = manifestOf('energy').requests;
    const slip = { ...manifestOf('energy'), requests: [{ ...first, purpose: 'dpv:ServiceProvison' }, ...more] };
    expect(await house.do('recipient add', { signed: JSON.stringify(slip) })).toMatchObject({
      unknownPurposes: [{ purpose: 'dpv:ServiceProvison', perhaps: 'dpv:ServiceProvision' }],
    });
    const right = { ...manifestOf('energy'), version: 2 };
    expect(await house.do('recipient add', { signed: JSON.stringify(right) })).not.toHaveProperty('unknownPurposes');
  } finally {
    await house.stop();
  }
}, 30_000);
