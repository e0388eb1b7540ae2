import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Allowance, type AllowanceId, argumentsFrom, type CommandSpec, commandTerms } from './command.ts';
import { type Commanded, type CommandHousehold, decideCommand } from './decide-command.ts';
import type { Manifest, RecipientId } from './manifest.ts';
import type { KnownDevice } from './plan.ts';
import type { DeviceId, FieldName } from './reading.ts';
import type { StandingId, StandingRule } from './standing.ts';

const NOW = Date.UTC(2026, 10, 2, 12);
const ACME = 'acme-heating' as RecipientId;
const KEY = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'k' } as const;

const celsius = { name: 'celsius' as FieldName, type: 'number', bounds: [5, 30], resolution: 0.5 } as const;
const setTarget: CommandSpec = { name: 'set-target', sentence: 'Set it.', arguments: [celsius] };
const spy: CommandSpec = { name: 'set-upload-interval', sentence: 'Measure.', arguments: [] };
const switchOn: CommandSpec = {
  name: 'switch',
  sentence: 'Switch it.',
  arguments: [{ name: 'on' as FieldName, type: 'boolean' }],
};

const manifest: Manifest = {
  v: 1,
  recipient: ACME,
  version: 1,
  origin: 'vendor',
  controller: { name: 'Acme', country: 'DE', contact: 'x' },
  endpoint: { url: 'mqtts://acme.example:8883' },
  keys: { encryption: [], commands: [KEY] },
  products: [{ match: { vendor: 'acme' }, fields: [] }],
  requests: [],
  commands: [setTarget, spy, switchOn],
};

const known = (id: string, more: Partial<KnownDevice> = {}): KnownDevice => ({
  ...{ id: id as DeviceId, dialect: 'native', vendor: 'acme', units: new Map() },
  ...more,
});
const devices = [
  known('thermostat', { room: 'hall' }),
  known('other', { vendor: 'volt' }),
  known('plug', { dialect: 'zigbee2mqtt' }),
  known('relay', { dialect: 'tasmota' }),
  known('shelly', { dialect: 'shelly-gen2' }),
];

function allowing(command: string, device: string, more: Partial<Allowance> = {}): Allowance {
  const terms = commandTerms(manifest, command);
  if (terms === undefined) throw new Error('no such command');
  return {
    ...{ id: `${command} ${device}` as AllowanceId, recipient: ACME, command, device: device as DeviceId },
    ...{ state: 'given', since: NOW - 1, terms, ...more },
  };
}

function home(allowances: readonly Allowance[], more: Partial<CommandHousehold> = {}): CommandHousehold {
  const reveals = () => ({ category: 'climate', sensitivity: 'low' }) as const;
  const base = { devices, manifests: [manifest], consents: [], standing: [], reveals, timeZone: 'Europe/Berlin' };
  return { ...base, allowances, ...more };
}

const asked = (more: object = {}): Commanded => ({
  ...{ recipient: ACME, device: 'thermostat' as DeviceId, command: 'set-target', arguments: { celsius: 21.3 } },
  ...more,
});

const rule = (more: object) => ({ id: 'r' as StandingId, ...more }) as StandingRule;
const all = { days: [1, 2, 3, 4, 5, 6, 7], from: 60, to: 120 } as const;
const given = allowing('set-target', 'thermostat');

describe('a command', () => {
  test('that was allowed is permitted, with its arguments on the declared grid', () => {
    const decision = decideCommand(home([given]), asked(), NOW);
    const order = { dialect: 'native', name: 'set-target', payload: '{"celsius":21.5}' };
    expect(decision).toEqual({ kind: 'permit', allowance: given.id, order });
  });

  const withheld: [why: string, household: CommandHousehold, command: Commanded][] = [
    ['not allowed', home([]), asked()],
    ['not allowed', home([{ ...given, since: NOW + 1 }]), asked()],
    ['refused', home([given, { ...given, state: 'refused' }]), asked()],
    ['withdrawn', home([{ ...given, state: 'withdrawn' }]), asked()],
    ['expired', home([{ ...given, until: NOW }]), asked()],
    ['outside schedule', home([{ ...given, schedule: all }]), asked()],
    [
      'other terms',
      home([given], { manifests: [{ ...manifest, keys: { ...manifest.keys, commands: [{ ...KEY, kid: 'new' }] } }] }),
      asked(),
    ],
    [
      'other terms',
      home([given], { manifests: [{ ...manifest, commands: [{ ...setTarget, sentence: 'Other.' }] }] }),
      asked(),
    ],
    ['manifest expired', home([given], { manifests: [{ ...manifest, expires: '2026-01-01' }] }), asked()],
    ['not declared', home([given]), asked({ command: 'explode' })],
    ['product does not match', home([allowing('set-target', 'other')]), asked({ device: 'other' })],
    [
      'never by command',
      home([allowing('set-upload-interval', 'thermostat')]),
      asked({ command: 'set-upload-interval', arguments: {} }),
    ],
    ['never by command', home([given], { reveals: () => ({ category: 'audio/video', sensitivity: 'high' }) }), asked()],
    ['never by command', home([given], { reveals: () => ({ category: 'unknown', sensitivity: 'high' }) }), asked()],
    ['no way to say it', home([allowing('set-target', 'plug')]), asked({ device: 'plug' })],
    [
      'no way to say it',
      home([allowing('switch', 'shelly')]),
      asked({ device: 'shelly', command: 'switch', arguments: { on: true } }),
    ],
    ['arguments', home([given]), asked({ arguments: { celsius: 31 } })],
    ['arguments', home([given]), asked({ arguments: { celsius: 21, debug: 1 } })],
    ['pause', home([given], { standing: [rule({ rule: 'pause' })] }), asked()],
    ['pause', home([given], { standing: [rule({ rule: 'pause', recipient: ACME })] }), asked()],
    [
      'never from this room',
      home([given], { standing: [rule({ rule: 'never from this room', room: 'hall' })] }),
      asked(),
    ],
    [
      'never this category',
      home([given], { standing: [rule({ rule: 'never this category', category: 'climate' })] }),
      asked(),
    ],
  ];
  test.each(withheld)('is withheld: %s', (why, household, command) => {
    expect(decideCommand(household, command, NOW)).toEqual({
      kind: 'withhold',
      because: expect.arrayContaining([why]),
    });
  });

  test('is said to other ecosystems only as the table has it', () => {
    const on = { command: 'switch', arguments: { on: true } };
    const household = home([allowing('switch', 'plug'), allowing('switch', 'relay')]);
    expect(decideCommand(household, asked({ ...on, device: 'plug' }), NOW)).toMatchObject({
      order: { dialect: 'zigbee2mqtt', payload: '{"state":"ON"}' },
    });
    expect(decideCommand(household, asked({ ...on, device: 'relay' }), NOW)).toMatchObject({
      order: { dialect: 'tasmota', word: 'POWER', payload: 'ON' },
    });
  });
});

const anyState = fc.constantFrom('given', 'refused', 'withdrawn', 'expired');
const anyAllowance = fc
  .record({
    command: fc.constantFrom('set-target', 'switch', 'set-upload-interval'),
    device: fc.constantFrom(...devices.map(({ id }) => id)),
    state: anyState,
    until: fc.option(fc.integer({ min: NOW - 10, max: NOW + 10 }), { nil: undefined }),
  })
  .map(({ command, device, state, until }) =>
    allowing(command, device, { state: state as Allowance['state'], ...(until === undefined ? {} : { until }) }),
  );
const anyCommand = fc.record({
  recipient: fc.constantFrom(ACME, 'volt' as RecipientId),
  device: fc.constantFrom(...devices.map(({ id }) => id), 'nobody' as DeviceId),
  command: fc.constantFrom('set-target', 'switch', 'set-upload-interval', 'explode'),
  arguments: fc.dictionary(fc.constantFrom('celsius', 'on', 'debug'), fc.oneof(fc.double(), fc.boolean(), fc.string())),
});

test('no sequence of commands reaches a device that the household did not allow it for, whatever its answers were', () => {
  fc.assert(
    fc.property(fc.array(anyAllowance), fc.array(anyCommand), (allowances, sequence) => {
      for (const command of sequence) {
        const decision = decideCommand(home(allowances), command, NOW);
        if (decision.kind !== 'permit') continue;
        const last = allowances.findLast((one) => one.command === command.command && one.device === command.device);
        expect(last).toMatchObject({ state: 'given', id: decision.allowance });
        expect(last?.until ?? Number.POSITIVE_INFINITY).toBeGreaterThan(NOW);
        expect(command.command).not.toBe('set-upload-interval');
        expect(command.recipient).toBe(ACME);
      }
    }),
  );
});

test('one more refusal, end or rule never lets a command through', () => {
  fc.assert(
    fc.property(fc.array(anyAllowance), anyCommand, anyState, (allowances, command, state) => {
      const before = decideCommand(home(allowances), command, NOW).kind;
      const same = allowances.findLast((one) => one.command === command.command && one.device === command.device);
      const more =
        same && state !== 'given' ? [...allowances, { ...same, state: state as Allowance['state'] }] : allowances;
      const after = decideCommand(home(more, { standing: [rule({ rule: 'visitors' })] }), command, NOW).kind;
      if (before === 'withhold') expect(after).toBe('withhold');
    }),
  );
});

test('whatever comes, arguments are as declared or none', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.anything()), (given) => {
      const found = argumentsFrom(setTarget, given);
      if (found === undefined) return;
      const [[name, value] = []] = found;
      expect([name, typeof value]).toEqual(['celsius', 'number']);
      expect(Number(value)).toBeGreaterThanOrEqual(5);
      expect(Number(value)).toBeLessThanOrEqual(30);
    }),
  );
  expect(argumentsFrom(setTarget, JSON.parse('{"__proto__":{"celsius":21}}'))).toBeUndefined();
});
