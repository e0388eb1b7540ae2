import { Compile } from 'typebox/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AsPerson, askedAtTheHub } from '../gateway/cli/at-the-hub.ts';
import type { HandedOver } from '../gateway/operations/handover.ts';
import { operations } from '../gateway/operations/operations.ts';
import { PASSPHRASE } from './api.ts';
import { type House, openHouse, plugThermostat } from './house.ts';

const REPORT = 'a'.repeat(64);
const ANNA: AsPerson = { name: 'Anna', passphrase: PASSPHRASE };

let house: House;
let old: string;
beforeAll(async () => {
  house = await openHouse({ madeBy: 'hub', mqtts: true });
});
afterAll(() => house.stop());

/** As the command line asks. */
const at = (name: string, input: unknown = {}, as?: AsPerson) => askedAtTheHub(house.hub)(name, input, as);
const code = async (name: string, input?: unknown, as?: AsPerson) => {
  const answer = await at(name, input, as);
  return answer.ok ? 'done' : answer.code;
};
const handOver = async (confirmed: boolean) => {
  const answer = await at('hub hand-over', { report: REPORT, confirmed });
  if (!answer.ok) throw new Error(answer.problem);
  expect(Compile(operations['hub hand-over'].output).Check(answer.result)).toBe(true);
  return answer.result as HandedOver;
};
const recorded = () => house.hub.ledger.read(0, 1000).map(({ entry }) => entry);
const claim = (said: string, name = 'Anna') => at('claim', { code: said, name, passphrase: PASSPHRASE });

test('what whoever set it up made ends with the handover, and not before it is agreed to', async () => {
  await house.do('recipient add', { signed: house.acme.signed });
  await plugThermostat(house);
  await house.give('acme-heating', 'setpoints');
  await house.do('pair open', {});
  old = (await house.do<{ code: string }>('setup-code', {})).code;
  const size = house.hub.ledger.size;

  const shown = await handOver(false);
  expect(shown).toEqual({
    ending: { consents: 1, commands: 0, pairing: true },
    seen: { passwords: ['thermostat'], keys: [], brokers: [], recipients: [] },
  });
  expect([house.hub.pairing.until === undefined, house.hub.ledger.size]).toEqual([false, size]);

  const { code: given = '' } = await handOver(true);
  expect(given).toMatch(/^(\w{4}-){2}\w{4}$/);
  expect(house.hub.pairing.until).toBeUndefined();
  expect(house.hub.consents.standing().filter(({ state }) => state === 'given')).toEqual([]);
  expect(recorded().at(-1)).toMatchObject({ type: 'hub.handed-over', report: REPORT });
  expect(await claim(old)).toMatchObject({ ok: false, code: 'wrong-code' });
  expect(house.logged.join()).not.toContain(given.slice(0, 4));
});

test('neither an account that was told nor what is asked while the disk is waited for outlives the handover', async () => {
  await at('hub take-back');
  const [acme, purpose] = ['acme-heating', 'dpv:ServicePersonalisation'];
  const setpoints = { recipient: acme, request: 'setpoints', acceptUnion: true, confirmed: true };
  await house.do('consent give', setpoints);
  await house.do('recipient codes', { recipient: acme, purpose, linkable: true, confirmed: true });
  house.hub.recipients.keepToken(acme, 'of-the-installer');
  const handing = handOver(true);
  const meanwhile = [await code('consent give', setpoints), await code('pair open')];
  house.hub.recipients.keepToken(acme, 'of-the-installer');
  await handing;
  expect(meanwhile).toEqual(['done', 'done']);
  expect(house.hub.consents.standing().filter(({ state }) => state === 'given')).toEqual([]);
  expect(house.hub.pairing.until).toBeUndefined();
  expect(house.hub.recipients.hasAccount(acme)).toBe(false);
  expect(house.hub.recipients.isLinkable(acme, purpose)).toBe(false);
});

/** Names of all operations that are not refused for want of somebody who may ask. */
async function open(except: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const name of Object.keys(operations)) {
    if (except.includes(name)) continue;
    if (!['handed-over', 'person-needed'].includes(await code(name, { nothing: 'that is known' }))) found.push(name);
  }
  return found.sort();
}

const ANYBODY = [
  ...['attach revoke', 'cert revoke', 'cert show', 'claim', 'command refuse', 'command withdraw', 'consent refuse'],
  ...['consent withdraw', 'device revoke', 'hub hand-over', 'hub health', 'hub take-back'],
  ...['ledger checkpoint', 'ledger key', 'pair close', 'pair reject', 'sharing stop', 'status'],
];

test('until it is claimed it may be reported on, handed over anew and made to share less, and nothing else', async () => {
  expect(await open([])).toEqual([...ANYBODY, 'hub commissioning'].sort());
  const lamp = { name: 'lamp', dialect: 'native', read: [], write: [] };
  expect([await code('device add', lamp), await code('setup-code')]).toEqual(['handed-over', 'handed-over']);
});

test('who takes it back ends the code that was given', async () => {
  const { code: given = '' } = await handOver(true);
  expect(await at('hub take-back')).toEqual({ ok: true, result: { takenBack: true } });
  expect(await code('hub take-back')).toBe('not-handed-over');
  expect(await claim(given)).toMatchObject({ code: 'wrong-code' });
  expect(await code('device add', { name: 'lamp', dialect: 'native', read: [], write: [] })).toBe('done');
});

test('the household claims it with the newest code, once, also after a week', async () => {
  const first = await handOver(true);
  const { code: given = '' } = await handOver(true);
  expect(await claim(first.code ?? '')).toMatchObject({ code: 'wrong-code' });
  await house.clock.advance(7 * 86_400_000);
  expect(await claim(given)).toMatchObject({ ok: true, result: { name: 'Anna', role: 'owner' } });
  expect(await claim(given, 'Ben')).toMatchObject({ code: 'wrong-code' });
  expect([await code('hub hand-over', { report: REPORT, confirmed: true }), await code('hub take-back')]).toEqual([
    'is-claimed',
    'is-claimed',
  ]);
});

test('from then on nobody adds, grants, shares, exports or looks without a person', async () => {
  // A setup code is for whoever forgot their passphrase; everybody sees that it was made.
  expect(await open([])).toEqual([...ANYBODY, 'setup-code'].sort());
  expect(await code('device list', {}, { name: 'Anna', passphrase: 'another passphrase' })).toBe('wrong-passphrase');
  expect(await code('device list', {}, { name: 'Zoe', passphrase: PASSPHRASE })).toBe('wrong-passphrase');
  expect(await code('device list', {}, ANNA)).toBe('done');
});

test('a person may at the hub what they may on the page, and it stands in the record with their name', async () => {
  const invited = await at('person invite', { role: 'viewer' }, ANNA);
  const { code: invitation } = (invited as unknown as { result: { code: string } }).result;
  const ben: AsPerson = { name: 'Ben', passphrase: 'another lamp by the door' };
  await house.do('invitation accept', { code: invitation, ...ben });
  expect(await code('recipient list', {}, ben)).toBe('done');
  const setpoints = { recipient: 'acme-heating', request: 'setpoints', acceptUnion: true, confirmed: true };
  expect(await code('consent give', setpoints, ben)).toBe('not-allowed');
  expect(await code('person invite', { role: 'owner' }, ben)).toBe('not-allowed');
  expect(await code('cert rotate', { which: 'devices', step: 'begin', confirmed: false }, ben)).toBe('not-allowed');
  expect(await code('consent give', setpoints, ANNA)).toBe('done');
  const by = (type: string) => recorded().findLast((entry) => entry?.type === type)?.by;
  const anna = `person:${house.hub.people.named('Anna')?.id}`;
  expect(by('consent.given')).toBe(anna);
  // What anybody may at the machine is theirs, too, where they say who they are.
  expect(await code('sharing stop', {}, ben)).toBe('done');
  expect(by('policy.changed')).toBe(`person:${house.hub.people.named('Ben')?.id}`);
  expect(await code('sharing stop', {}, { ...ANNA, passphrase: 'another passphrase' })).toBe('wrong-passphrase');
  expect(await code('sharing resume', { confirmed: true }, ANNA)).toBe('done');
  expect(by('policy.changed')).toBe(anna);
});

test('a password that was seen is told until there is another, which ends the connection of the one before', async () => {
  const seen = async () => {
    const answer = await at('client list', {}, ANNA);
    const { result } = answer as unknown as { result: { name: string; seen?: true }[] };
    return result.flatMap(({ name, seen }) => (seen ? [name] : []));
  };
  expect(await seen()).toEqual(['thermostat', 'lamp']);
  const added = await at('device add', { name: 'plug', dialect: 'native', read: [], write: [] }, ANNA);
  const before = (added as unknown as { result: { password: string } }).result.password;
  const client = await house.replug('plug', { password: before, reconnectPeriod: 0 });
  const ended = new Promise((resolve) => client.once('close', () => resolve(undefined)));
  const renewed = await at('device renew', { name: 'plug' }, ANNA);
  const { password } = (renewed as unknown as { result: { password: string } }).result;
  await ended;
  await expect(house.replug('plug', { password: before })).rejects.toThrow();
  await house.replug('plug', { password });
  await at('device renew', { name: 'lamp' }, ANNA);
  expect(await seen()).toEqual(['thermostat']);
  await house.restart();
  expect(await seen()).toEqual(['thermostat']);
  expect(await code('device list')).toBe('person-needed');
});
