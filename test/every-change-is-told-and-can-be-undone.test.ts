import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, signedBy, telemetry } from './house.ts';

interface Told {
  readonly seq: number;
  readonly type?: string;
  readonly erased?: number;
  readonly what: string;
  readonly undo?: string;
  readonly notUndone?: string;
}
interface Page {
  readonly changes: Told[];
  readonly next?: number;
}
interface Undone {
  readonly undone: number;
  readonly words: unknown[];
  readonly preview: { leaves: string }[];
}

const ASK = { recipient: 'acme-heating', request: 'heating-tips', device: 'thermostat', field: 'temperature' };
const MINUTE = 60_000;

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.do('recipient add', { signed: house.acme.signed });
  await plugThermostat(house);
  await expect.poll(() => house.hub.registry.known()[0]?.vendor).toBe('acme');
});
afterEach(() => house.stop());

const list = (about: object = {}) => house.do<Page>('activity list', about);
const give = (more: object = {}) => house.give('acme-heating', 'heating-tips', { ...ASK, ...more });
const refuse = () => house.do('consent refuse', ASK);
const withdraw = () => house.do('consent withdraw', { recipient: 'acme-heating' });
const undo = (seq: number, confirmed = false) => house.do<Undone>('activity undo', { seq, confirmed });
const last = async (type: string) => (await list()).changes.find((each) => each.type === type) ?? { seq: -1, what: '' };
const inForce = () =>
  house.hub.consents.standing().filter(({ state, field }) => state === 'given' && field === 'temperature');
const waiting = async () => JSON.stringify(await house.do('request list', {}));
const routes = () => house.hub.plan.routes.size;

test('every change is told newest first, by pages, for one device or recipient, and never with a value', async () => {
  await give();
  await give({ lifetime: HOUR });
  await refuse();
  await house.do('sharing stop', { recipient: 'acme-heating', device: 'thermostat' });
  await house.do('rule add', { rule: 'visitors' });
  const { changes } = await list();
  expect(changes.map(({ type, what }) => [type, what])).toEqual([
    ['policy.changed', 'A rule above all consents'],
    ['policy.changed', 'A rule above all consents'],
    ['consent.refused', 'Acme Heating may not get temperature of thermostat'],
    ['consent.changed', 'Acme Heating may get temperature of thermostat'],
    ['consent.given', 'Acme Heating may get temperature of thermostat'],
    ['client.added', 'thermostat may connect, as a device'],
    ['manifest.pinned', expect.stringContaining('Acme Heating was added')],
  ]);
  expect(changes[3]).toMatchObject({
    who: 'the household',
    from: expect.stringContaining('the average'),
    to: expect.stringMatching(/the average .*; every hour.*until Monday 2 November 2026, 10:00/),
  });
  const first = await list({ most: 2 });
  const second = await list({ most: 2, before: first.next });
  expect([...first.changes, ...second.changes]).toEqual(changes.slice(0, 4));
  expect((await list({ most: 3, before: second.next })).next).toBeUndefined();
  expect((await list({ device: 'thermostat' })).changes.map(({ type }) => type)).toEqual([
    'policy.changed',
    'consent.refused',
    'consent.changed',
    'consent.given',
  ]);
  expect((await list({ recipient: 'acme-heating' })).changes).toHaveLength(5);
  expect((await list({ recipient: 'volt-insight' })).changes).toEqual([]);
  expect((await list({ person: 'hub' })).changes).toEqual([]);
});

test('entries whose payload was erased say so, a run of them in one line', async () => {
  await give();
  await withdraw();
  house.hub.ledger.erase((entry) => entry.type.startsWith('consent.'), 'household');
  const { changes } = await list();
  expect(changes.map(({ what, erased }) => [what, erased])).toEqual([
    ['What 2 entries of this record said was erased', undefined],
    ['What these 2 entries said was erased.', 2],
    ['thermostat may connect, as a device', undefined],
    [expect.stringContaining('was added'), undefined],
  ]);
  await expect(undo(changes[1]?.seq ?? -1)).rejects.toThrow('was erased');
  await expect(undo(99)).rejects.toThrow('numbered from 0');
});

test('what shared more is undone at once, and the request waits as it did before', async () => {
  await give();
  const { seq, undo: how } = { undo: undefined, ...(await last('consent.given')) };
  expect(how).toBe('at once');
  expect(await undo(seq)).toMatchObject({ undone: 1 });
  expect(inForce()).toEqual([]);
  expect(routes()).toBe(0);
  expect(await waiting()).toContain('temperature');
  expect((await list()).changes.map(({ type }) => type).slice(0, 3)).toEqual([
    'consent.reopened',
    'consent.withdrawn',
    'consent.given',
  ]);
  await expect(undo(seq)).rejects.toThrow('it is over already');
  await house.restart();
  expect(await waiting()).toContain('temperature');
});

test('a withdrawal is undone within a minute in one step, and later only after a look at the words', async () => {
  await give();
  const [{ until } = {}] = inForce();
  await withdraw();
  const soon = await last('consent.withdrawn');
  expect(soon).toMatchObject({ undo: 'at once' });
  await house.clock.advance(MINUTE);
  const { seq } = await last('consent.withdrawn');
  expect(await last('consent.withdrawn')).toMatchObject({ undo: 'after a preview' });
  const shown = await undo(seq);
  expect(shown).toMatchObject({ undone: 0, preview: [{ leaves: expect.stringContaining('the average') }] });
  expect(shown.words).toHaveLength(1);
  expect(inForce()).toEqual([]);
  expect(await undo(seq, true)).toMatchObject({ undone: 1 });
  expect(inForce()).toMatchObject([{ until }]);
  // A second time it is no reduction that counts any more.
  await expect(undo(seq, true)).rejects.toThrow('answered again since');
  await withdraw();
  await undo((await last('consent.withdrawn')).seq);
  expect(inForce()).toMatchObject([{ until }]);
  const record = house.hub.receipts.of(inForce()[0]?.id ?? ('' as never));
  expect(record).not.toHaveProperty('words');
  // The clock that is set back gives no second minute.
  await withdraw();
  await house.clock.advance(MINUTE);
  expect(await last('consent.withdrawn')).toMatchObject({ undo: 'after a preview' });
  house.clock.turnBack(HOUR);
  expect(await last('consent.withdrawn')).toMatchObject({ undo: 'after a preview' });
});

test('nothing is restored for longer than was left, after a later no, or under other terms', async () => {
  await give({ lifetime: HOUR });
  await withdraw();
  const short = (await last('consent.withdrawn')).seq;
  await house.clock.advance(HOUR);
  await expect(undo(short, true)).rejects.toThrow('its time is over meanwhile');
  await give();
  await withdraw();
  const refusedLater = (await last('consent.withdrawn')).seq;
  await refuse();
  await expect(undo(refusedLater, true)).rejects.toThrow('answered again since');
  await give();
  await withdraw();
  const earlier = (await last('consent.withdrawn')).seq;
  await house.do('recipient add', { signed: await signedBy(house, { version: 2 }) });
  await expect(undo(earlier, true)).rejects.toThrow('declared something else since');
  expect(inForce()).toEqual([]);
});

test('what was given once and has left is not given again by an undo', async () => {
  await house.give('acme-heating', 'setpoints', { lifetime: 'once' });
  const client = await house.replug('thermostat');
  await client.publishAsync(telemetry('thermostat'), '{"target":19.5}', { qos: 1 });
  await expect.poll(() => house.hub.consents.standing()[0]?.once).toBe('spent');
  await house.do('consent withdraw', { recipient: 'acme-heating' });
  await expect(undo((await last('consent.withdrawn')).seq, true)).rejects.toThrow('that once is over');
});

test('a device or recipient that was removed gets nothing back under its old name', async () => {
  await give();
  await house.do('device remove', { name: 'thermostat' });
  const withdrawn = (await last('consent.withdrawn')).seq;
  await plugThermostat(house);
  await expect.poll(() => house.hub.registry.known()[0]?.vendor).toBe('acme');
  await expect(undo(withdrawn)).rejects.toThrow('was removed');
  await give();
  await house.do('recipient remove', { recipient: 'acme-heating' });
  await house.do('recipient add', { signed: house.acme.signed });
  await house.restart();
  await expect(undo((await last('consent.withdrawn')).seq)).rejects.toThrow('was removed');
  expect(inForce()).toEqual([]);
});

test('undoing a no brings the request back to the inbox and shares nothing', async () => {
  await refuse();
  expect(await waiting()).not.toContain('"temperature"');
  expect(await undo((await last('consent.refused')).seq)).toMatchObject({ undone: 1 });
  expect(await waiting()).toContain('"temperature"');
  expect(inForce()).toEqual([]);
  const why = await house.do<{ because: string[] }[]>('consent explain', ASK);
  expect(why[0]?.because).toEqual(['Nobody in the household has agreed to this, so it stays home.']);
  await expect(undo((await last('consent.refused')).seq)).rejects.toThrow('undone already');
  await give();
  expect(inForce()).toHaveLength(1);
});

test('a no to what was shared is undone to that, after a preview; a yes in its place back to the no', async () => {
  await give();
  await house.clock.advance(2 * MINUTE);
  await refuse();
  await house.clock.advance(2 * MINUTE);
  const { seq } = await last('consent.refused');
  expect(await undo(seq)).toMatchObject({ undone: 0 });
  expect(await undo(seq, true)).toMatchObject({ undone: 1 });
  expect(inForce()).toHaveLength(1);
  expect(await undo((await last('consent.given')).seq)).toMatchObject({ undone: 1 });
  expect(inForce()).toEqual([]);
  expect(house.hub.consents.standing().find(({ field }) => field === 'temperature')).toMatchObject({
    state: 'refused',
  });
});

test('a changed answer is undone at once where that is less in every respect, and shown first where it is not', async () => {
  await give({ lifetime: HOUR });
  await give({ lifetime: 2 * HOUR });
  expect(await last('consent.changed')).toMatchObject({ undo: 'at once' });
  await undo((await last('consent.changed')).seq);
  expect(inForce()[0]?.until).toBe(house.clock.now() + HOUR);
  expect(await last('consent.changed')).toMatchObject({ undo: 'after a preview' });
});

test('rules that ended come back at once; one that was set ends only after a look, but for a minute', async () => {
  await house.give('acme-heating', 'setpoints');
  const rule = await house.do<{ id: string }>('rule add', { rule: 'visitors' });
  const set = (await last('policy.changed')).seq;
  expect(await last('policy.changed')).toMatchObject({ undo: 'at once' });
  await house.clock.advance(MINUTE);
  expect(await undo(set)).toMatchObject({ undone: 0, leavesAgain: [{ field: 'target' }] });
  expect(house.hub.standing.all()).toHaveLength(1);
  await house.do('rule remove', { id: rule.id, confirmed: true });
  expect(await undo((await last('policy.changed')).seq)).toMatchObject({ undone: 1 });
  expect(house.hub.standing.all()).toMatchObject([{ rule: 'visitors' }]);
  await house.clock.advance(HOUR);
  const again = (await last('policy.changed')).seq;
  expect(await undo(again, true)).toMatchObject({ undone: 1 });
  expect(house.hub.standing.all()).toEqual([]);
});

test('a limit of what noise may tell is given back within a minute, and later set anew; a raised one is lowered by undoing', async () => {
  const epsilon = () => house.hub.settings.values.epsilonOfEach;
  await house.do('settings set', { epsilonOfEach: 0.5 });
  const lowered = (await last('policy.changed')).seq;
  expect(await last('policy.changed')).toMatchObject({ undo: 'at once' });
  await undo(lowered);
  expect(epsilon()).toBe(1);
  // It is not as that entry left it any more.
  await expect(undo(lowered)).rejects.toThrow('changed again since');

  await house.do('settings set', { epsilonOfEach: 0.25 });
  await house.clock.advance(MINUTE);
  const late = await last('policy.changed');
  expect(late).toMatchObject({ notUndone: 'set it as you want it instead' });
  await expect(undo(late.seq, true)).rejects.toThrow('set it as you want it instead');

  await house.do('settings set', { epsilonOfEach: 0.75 });
  await house.clock.advance(HOUR);
  await undo((await last('policy.changed')).seq);
  expect(epsilon()).toBe(0.25);
});

test('several changes of one go are undone together or not at all', async () => {
  await house.give('acme-heating', 'heating-tips', { device: 'thermostat' });
  await withdraw();
  const ended = (await list()).changes.filter(({ type }) => type === 'consent.withdrawn').map(({ seq }) => seq);
  expect(ended.length).toBeGreaterThan(1);
  const [through = 0, seq = 0] = [Math.max(...ended), Math.min(...ended)];
  await expect(house.do('activity undo', { seq: 0, through, confirmed: true })).rejects.toThrow('cannot be undone');
  expect(inForce()).toEqual([]);
  expect(await house.do('activity undo', { seq, through, confirmed: false })).toMatchObject({ undone: ended.length });
  expect(inForce()).toHaveLength(1);
});

test('codes that stay are given up at once, and what cannot be undone says why', async () => {
  const purpose = house.acme.manifest.requests[0]?.purpose;
  await house.do('recipient codes', { recipient: 'acme-heating', purpose, linkable: true, confirmed: true });
  await undo((await last('codes.changed')).seq);
  expect(house.hub.recipients.isLinkable('acme-heating', purpose ?? '')).toBe(false);
  await house.do('recipient new-codes', { recipient: 'acme-heating' });
  expect(await last('codes.renewed')).toMatchObject({ notUndone: expect.stringContaining('never used again') });
});
