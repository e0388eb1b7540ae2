import { afterEach, expect, onTestFinished, test } from 'vitest';
import type { ConsentId } from '../../../rules/consent.ts';
import type { Purpose, RecipientId } from '../../../rules/manifest.ts';
import type { Permitted } from '../../../rules/permitted.ts';
import type { DeviceId, FieldName } from '../../../rules/reading.ts';
import { ACME, CARE, HOUR, house, NOON, open, recipientKeys, record, until } from '../house.fixture.ts';
import { Outbox } from './outbox.ts';
import { isoSecond } from './seal.ts';

const recipient = recipientKeys();
type House = Awaited<ReturnType<typeof house>>;
const houses: House[] = [];
afterEach(async () => {
  for (const each of houses.splice(0)) await each.close();
});

async function begin(options: Parameters<typeof house>[0] = {}): Promise<House> {
  const made = await house(options);
  houses.push(made);
  await made.outbox.start();
  return made;
}

/** Kill and start again: another program on the same files. */
async function again(hub: House): Promise<House> {
  await hub.close();
  houses.splice(houses.indexOf(hub), 1);
  return begin({ dir: hub.dir, clock: hub.clock });
}

async function put(hub: House, ...permitted: Permitted[]): Promise<void> {
  const { operations, committed } = hub.outbox.queue(permitted);
  await hub.flow.write(operations);
  committed();
}

async function batches(hub: House): Promise<number> {
  let all = 0;
  for (const live of [0, 1]) {
    const [row] = await hub.flow.read<{ count: number }>('outbox batch count', ACME, live);
    all += row?.count ?? 0;
  }
  return all;
}

/** Moves to the next hour's slot, until its batch is committed. */
async function slot(hub: House): Promise<void> {
  const before = await batches(hub);
  hub.clock.advance(HOUR);
  await until(async () => (await batches(hub)) > before);
}

async function next(hub: House, after = 0) {
  const departure = await hub.outbox.next(ACME, after, { key: recipient.jwk });
  if (!departure) throw new Error('there is no batch');
  return { ...departure, ...(await open(departure.bytes, recipient.privateKey, hub.verifier(ACME))) };
}

/** The next batch, which the recipient acknowledges. */
async function taken(hub: House) {
  const batch = await next(hub);
  await hub.outbox.acknowledged(ACME, batch.id);
  return batch;
}

test('records wait for their slot and leave as one batch of one bucket, names replaced', async () => {
  const hub = await begin();
  const motion = { field: 'motion' as FieldName, shaped: { form: 'exact', value: true } as const };
  await put(hub, record(), record(motion), record({ device: 'door' as DeviceId }));
  expect(await hub.outbox.next(ACME, 0, { key: recipient.jwk })).toBeUndefined();
  await slot(hub);
  const { claims, json } = await next(hub);
  expect(claims.records).toHaveLength(2);
  expect(claims.records.find(({ fields }) => 'motion' in fields)?.fields).toEqual({
    motion: { form: 'exact', value: true },
    temperature: { form: 'rounded', value: 21.5, step: 0.5, unit: '°C' },
  });
  expect(claims).toMatchObject({ window: 'PT1H', aud: ACME });
  expect(claims.consents).toHaveLength(1);
  for (const name of ['lamp', 'door', 'consent-1', 'canonical']) expect(json).not.toContain(name);
  expect((Number(claims.iat) * 1000 - hub.homes.of(ACME).phase) % HOUR).toBe(0);
});

test('an empty slot sends a dummy of the same size; consecutive numbers', async () => {
  const hub = await begin();
  await slot(hub);
  const dummy = await taken(hub);
  await put(hub, record());
  await slot(hub);
  const full = await taken(hub);
  expect(dummy.claims).toMatchObject({ dummy: true, records: [], consents: [] });
  expect(full.claims).not.toHaveProperty('dummy');
  expect(full.bytes.length).toBe(dummy.bytes.length);
  expect(full.claims.seq).toBe(dummy.claims.seq + 1);
});

test('what does not fit waits for the next slot, and nothing is lost', async () => {
  const hub = await begin();
  const many = Array.from({ length: 60 }, (_, i) => record({ device: `device-${i}` as DeviceId }));
  await put(hub, ...many);
  const seen = new Set<string>();
  for (let rounds = 0; seen.size < 60 && rounds < 8; rounds++) {
    await slot(hub);
    const batch = await taken(hub);
    expect(Buffer.byteLength(batch.json)).toBe(4096);
    for (const { device } of batch.claims.records) seen.add(device);
  }
  expect(seen.size).toBe(60);
});

test('live records leave within their time, in as many batches as needed, and without dummies', async () => {
  const hub = await begin();
  const live = { slotMs: 0, withinMs: 2_000, consent: 'consent-1' as ConsentId };
  await put(
    hub,
    ...Array.from({ length: 100 }, (_, i) => record({ ...live, from: NOON + i * 1000, to: NOON + i * 1000 })),
  );
  expect(await batches(hub)).toBe(0);
  hub.clock.advance(2_000);
  await until(async () => (await batches(hub)) === 1);
  const { json, claims } = await next(hub);
  expect(claims.records).toHaveLength(100);
  expect([16_384, 65_536]).toContain(Buffer.byteLength(json));
  expect(claims.window).toBe('PT2S');
});

test('whoever says more live than is batched goes slower until it is, and not for a recipient that takes nothing', async () => {
  const hub = await begin();
  const live = { slotMs: 0, withinMs: 2_000, consent: 'consent-1' as ConsentId };
  const many = Array.from({ length: 6_000 }, (_, i) => record({ ...live, from: NOON + i, to: NOON + i }));
  expect(hub.outbox.keepUp()).toBeUndefined();
  await put(hub, ...many);
  const waited = hub.outbox.keepUp();
  expect(waited).toBeDefined();
  hub.clock.advance(0);
  await waited;
  const made = await batches(hub);
  expect(made).toBeGreaterThan(0);
  expect(hub.outbox.keepUp()).toBeUndefined();

  // As many batches as there may be: none is made, and nobody is kept waiting for it beyond the look.
  const { epoch, liveStream } = hub.epochs.current(ACME, CARE, hub.clock.now());
  await hub.flow.write(
    Array.from(
      { length: 1_000 },
      (_, i) =>
        [
          'outbox batch add',
          10_000 + i,
          ACME,
          CARE,
          epoch,
          liveStream,
          1e9 + i,
          `${i}`,
          NOON,
          'PT1S',
          4096,
          1,
        ] as const,
    ),
  );
  await put(hub, ...many);
  const away = hub.outbox.keepUp();
  hub.clock.advance(0);
  await away;
  expect(hub.outbox.keepUp()).toBeUndefined();

  // It takes some again, so that one more is made: whoever says more waits for it, until it has taken nothing for a while.
  await put(hub, ...many);
  for (let i = 0; i <= made; i++) await hub.outbox.acknowledged(ACME, 10_000 + i);
  const before = await batches(hub);
  hub.clock.advance(0);
  await until(async () => (await batches(hub)) > before);
  const slow = hub.outbox.keepUp();
  expect(slow).toBeDefined();
  hub.clock.advance(10_000);
  await slow;
  await until(async () => hub.outbox.keepUp() === undefined);
});

test('a retry has the same bytes, also after a kill; an acknowledged batch never comes again', async () => {
  const hub = await begin();
  await put(hub, record());
  await slot(hub);
  const first = await next(hub);
  const retry = await next(hub);
  expect(Buffer.from(retry.bytes).equals(first.bytes)).toBe(true);
  const restarted = await again(hub);
  const after = await next(restarted);
  expect(Buffer.from(after.bytes).equals(first.bytes)).toBe(true);
  await restarted.outbox.acknowledged(ACME, after.id);
  expect(await restarted.outbox.next(ACME, 0, { key: recipient.jwk })).toBeUndefined();
  const [delivery] = await restarted.outbox.deliveries(0, 10);
  expect(delivery).toMatchObject({ state: 'sent', records: 1, size: first.bytes.length, seq: first.claims.seq });
});

test('killed between forming and sealing: the batch has the same number and records; the numbers go on', async () => {
  const hub = await begin();
  await put(hub, record());
  await slot(hub);
  const [row] = await hub.flow.read<{ seq: number }>('outbox batch next', ACME, 0);
  const restarted = await again(hub);
  const batch = await next(restarted);
  expect(batch.claims.seq).toBe(row?.seq);
  expect(batch.claims.records).toHaveLength(1);
  await restarted.outbox.acknowledged(ACME, batch.id);
  await slot(restarted);
  expect((await next(restarted)).claims.seq).toBe(batch.claims.seq + 1);
});

test('withdrawn while queued: it never leaves, and the slot still does', async () => {
  const hub = await begin();
  hub.streams.push({ recipient: ACME, purpose: CARE, slotMs: HOUR, consents: ['consent-2' as ConsentId] });
  await put(hub, record(), record({ consent: 'consent-2' as ConsentId, field: 'power' as FieldName }));
  hub.ended.add('consent-1');
  await hub.outbox.withdraw(['consent-1' as ConsentId]);
  await slot(hub);
  const { claims } = await next(hub);
  expect(claims.records.map(({ fields }) => Object.keys(fields))).toEqual([['power']]);
  const withheld = await hub.flow.read('outbox withheld list', '2026-01-01');
  expect(withheld).toEqual([{ day: '2026-11-23', recipient: ACME, reason: 'withdrawn', count: 1 }]);
});

test('withdrawn in a batch that was not sealed: the batch keeps its number and loses the records', async () => {
  const hub = await begin();
  hub.streams.push({ recipient: ACME, purpose: CARE, slotMs: HOUR, consents: ['consent-2' as ConsentId] });
  await put(hub, record(), record({ consent: 'consent-2' as ConsentId, field: 'power' as FieldName }));
  await slot(hub);
  const [row] = await hub.flow.read<{ seq: number }>('outbox batch next', ACME, 0);
  hub.ended.add('consent-1');
  await hub.outbox.withdraw(['consent-1' as ConsentId]);
  const { claims } = await next(hub);
  expect(claims.seq).toBe(row?.seq);
  expect(claims.records.map(({ fields }) => Object.keys(fields))).toEqual([['power']]);
});

test('withdrawn in a batch that may have left: closed as possibly received, the rest under a new number', async () => {
  const hub = await begin();
  hub.streams.push({ recipient: ACME, purpose: CARE, slotMs: HOUR, consents: ['consent-2' as ConsentId] });
  await put(hub, record(), record({ consent: 'consent-2' as ConsentId, field: 'power' as FieldName }));
  await slot(hub);
  const first = await next(hub);
  hub.ended.add('consent-1');
  expect(first.stillPermitted()).toBe(false);
  await hub.outbox.withdraw(['consent-1' as ConsentId]);
  expect(await hub.outbox.next(ACME, 0, { key: recipient.jwk })).toBeUndefined();
  const [delivery] = await hub.outbox.deliveries(0, 10);
  expect(delivery).toMatchObject({ state: 'possibly received', records: 2, seq: first.claims.seq });
  await slot(hub);
  const second = await next(hub);
  expect(second.claims.seq).toBe(first.claims.seq + 1);
  expect(second.claims.records.map(({ fields }) => Object.keys(fields))).toEqual([['power']]);
  await hub.outbox.acknowledged(ACME, first.id);
  const states = (await hub.outbox.deliveries(0, 10)).map(({ seq, state }) => [seq, state]);
  expect(states).toContainEqual([first.claims.seq, 'sent']);
});

test('when the last consent ends, not even a dummy leaves', async () => {
  const hub = await begin();
  await put(hub, record());
  await slot(hub);
  hub.ended.add('consent-1');
  await hub.outbox.withdraw(['consent-1' as ConsentId]);
  await hub.outbox.planChanged();
  expect(await batches(hub)).toBe(0);
  hub.clock.advance(3 * HOUR);
  expect(await hub.outbox.next(ACME, 0, { key: recipient.jwk })).toBeUndefined();
});

test('what is to be told is looked for before its slot, so that no batch leaves later for it', async () => {
  const hub = await begin();
  await hub.outbox.stop();
  const looked: number[] = [];
  const outbox = new Outbox({ ...hub.deps, look: async () => void looked.push(hub.clock.now()) });
  onTestFinished(() => outbox.stop());
  await outbox.start();
  hub.clock.advance(HOUR);
  await until(async () => (await batches(hub)) === 1);
  const departure = await outbox.next(ACME, 0, { key: recipient.jwk });
  expect(looked.map((at) => (departure?.at ?? 0) - at)).toEqual([5_000]);
});

test('a consent that ended unnoticed is looked at again before sealing', async () => {
  const hub = await begin();
  await put(hub, record());
  await slot(hub);
  hub.ended.add('consent-1');
  expect(await hub.outbox.next(ACME, 0, { key: recipient.jwk })).toBeUndefined();
});

test('what nobody took for ten slots goes in one batch at the next, and what does not fit one a slot', async () => {
  const hub = await begin();
  const many = (from: number) => record({ device: `device-${from}` as DeviceId, from: NOON + from, to: NOON + from });
  const sent = new Set<string>();
  for (let hour = 0; hour < 10; hour++) {
    await put(hub, ...Array.from({ length: 5 }, (_, i) => many(hour * 5 + i)));
    const at = (await hub.outbox.firstAt(ACME)) ?? 0;
    hub.clock.advance(HOUR);
    await until(async () => ((await hub.outbox.firstAt(ACME)) ?? 0) > at);
    expect(await batches(hub)).toBe(1);
  }
  const first = await taken(hub);
  expect(await hub.outbox.next(ACME, 0, { key: recipient.jwk })).toBeUndefined();
  // The oldest first, and under the number after the last that was used.
  expect(first.claims.records.length).toBeGreaterThan(10);
  expect(first.claims.seq).toBe(hub.epochs.current(ACME, CARE, hub.clock.now()).firstSeq);
  for (const { device } of first.claims.records) sent.add(device);
  for (let slots = 0; sent.size < 50 && slots < 5; slots++) {
    await slot(hub);
    const { claims } = await taken(hub);
    for (const { device } of claims.records) sent.add(device);
  }
  expect(sent.size).toBe(50);
});

test('one that was under way goes again as it was, and behind it no more than one', async () => {
  const hub = await begin();
  await put(hub, record());
  await slot(hub);
  const first = await next(hub);
  for (let hour = 0; hour < 5; hour++) {
    await put(hub, record({ from: NOON + hour, to: NOON + hour }));
    hub.clock.advance(HOUR);
  }
  await until(async () => (await batches(hub)) === 2);
  await until(async () => ((await hub.outbox.next(ACME, first.id, { key: recipient.jwk }))?.at ?? 0) > NOON + 4 * HOUR);
  expect(Buffer.from((await taken(hub)).bytes).equals(first.bytes)).toBe(true);
  await taken(hub);
  expect(await batches(hub)).toBe(0);
});

/** Parts of a notice that wait, as `notices.ts` queues them. */
async function say(hub: House, type: string, jti: string, ...texts: string[]): Promise<void> {
  const parts = texts.map((text, i) => ['notice part add', ACME, type, jti, i + 1, texts.length, text] as const);
  await hub.flow.write(parts);
}
const partsIn = (batch: Awaited<ReturnType<typeof next>>) =>
  ((batch.claims.notices ?? []) as { jti: string; part: number }[]).map(({ jti, part }) => `${jti} ${part}`);

test('notices go in the slots, before records and receipts last, in the size that a batch has, and are told once', async () => {
  const hub = await begin();
  await slot(hub);
  const dummy = await taken(hub);
  const long = 'x'.repeat(1_000);
  await say(hub, 'receipt', 'receipt', long, long, long);
  await say(hub, 'consent', 'consent', '{}');
  await put(hub, record());
  await slot(hub);
  const first = await taken(hub);
  expect(partsIn(first)).toEqual(['consent 1', 'receipt 1', 'receipt 2']);
  expect(first.claims).not.toHaveProperty('dummy');
  expect(first.claims.records).toHaveLength(1);
  expect(hub.told).toEqual(['consent']);
  await say(hub, 'receipt', 'other', long, long);
  await slot(hub);
  expect(partsIn(await taken(hub))).toEqual(['receipt 3', 'other 1']);
  expect(hub.told).toEqual(['consent', 'receipt']);
  await slot(hub);
  const last = await taken(hub);
  expect(partsIn(last)).toEqual(['other 2']);
  expect(hub.told).toEqual(['consent', 'receipt', 'other']);
  expect([first, last].map(({ bytes }) => bytes.length)).toEqual([dummy, dummy].map(({ bytes }) => bytes.length));
});

test('what a closed batch told is told again, also after a kill, and what was sealed comes again as it was', async () => {
  const hub = await begin();
  hub.streams.push({ recipient: ACME, purpose: CARE, slotMs: HOUR, consents: ['consent-2' as ConsentId] });
  await put(hub, record());
  await say(hub, 'erasure', 'erasure', '{"type":"erasure"}');
  await slot(hub);
  const first = await next(hub);
  const restarted = await again(hub);
  expect(Buffer.from((await next(restarted)).bytes).equals(first.bytes)).toBe(true);
  restarted.streams.push({ recipient: ACME, purpose: CARE, slotMs: HOUR, consents: ['consent-2' as ConsentId] });
  restarted.ended.add('consent-1');
  await restarted.outbox.withdraw(['consent-1' as ConsentId]);
  await slot(restarted);
  const second = await taken(restarted);
  expect(second.claims).toMatchObject({ seq: first.claims.seq + 1, records: [] });
  expect(partsIn(second)).toEqual(['erasure 1']);
  expect(restarted.told).toEqual(['erasure']);
});

test('with no consent left a slot brings what is to be told and nothing else, and where there is nothing no batch', async () => {
  const hub = await begin();
  await put(hub, record());
  hub.ended.add('consent-1');
  await hub.outbox.planChanged();
  const carry = () => hub.outbox.carry({ recipient: ACME, purpose: CARE }, NOON, HOUR);
  carry();
  await hub.outbox.next(ACME, 0, { key: recipient.jwk });
  expect(await batches(hub)).toBe(0);
  await say(hub, 'consent', 'consent', '{"type":"consent"}');
  carry();
  await until(async () => (await batches(hub)) === 1);
  const batch = await hub.outbox.next(ACME, 0, { key: recipient.jwk }, 'telling');
  const { claims } = await open(batch?.bytes ?? '', recipient.privateKey, hub.verifier(ACME));
  expect(claims).toMatchObject({ records: [], consents: [], notices: [{ jti: 'consent', part: 1, of: 1 }] });
  expect(batch?.stillPermitted()).toBe(true);
});

test('one that takes no data is told, and what waits for it waits on', async () => {
  const hub = await begin();
  hub.takers.delete(ACME);
  await put(hub, record());
  await say(hub, 'erasure', 'erasure', '{"type":"erasure"}');
  await slot(hub);
  const batch = await hub.outbox.next(ACME, 0, { key: recipient.jwk }, 'telling');
  const { claims } = await open(batch?.bytes ?? '', recipient.privateKey, hub.verifier(ACME));
  expect(claims).toMatchObject({ records: [], notices: [{ jti: 'erasure' }] });
  hub.takers.add(ACME);
  await hub.outbox.acknowledged(ACME, batch?.id ?? 0);
  await slot(hub);
  expect((await taken(hub)).claims.records).toHaveLength(1);
});

test('a word that turns out to be a name of the home while it waits is not sealed, and is counted', async () => {
  const hub = await begin();
  const word = (value: string) => record({ field: value as FieldName, shaped: { form: 'category', value } });
  await put(hub, record(), word('3c6a9d14f7b2'), word('warm'));
  await slot(hub);
  hub.names.add('3c6a9d14f7b2');
  const { claims, json } = await next(hub);
  expect(claims.records.flatMap(({ fields }) => Object.keys(fields))).toEqual(['temperature', 'warm']);
  expect(json).not.toContain('3c6a9d14f7b2');
  expect(await hub.flow.read('outbox withheld list', '2026-01-01')).toEqual([
    { day: '2026-11-23', recipient: ACME, reason: 'identifier', count: 1 },
  ]);
});

test('a batch is not sent again once a word in it turns out to be a name of the home', async () => {
  const hub = await begin();
  const word = record({ field: 'network' as FieldName, shaped: { form: 'category', value: '3c6a9d14f7b2' } });
  await put(hub, record(), word);
  await slot(hub);
  expect((await next(hub)).json).toContain('3c6a9d14f7b2');
  hub.names.add('3c6a9d14f7b2');
  expect(await hub.outbox.next(ACME, 0, { key: recipient.jwk })).toBeUndefined();
  expect(await hub.outbox.deliveries(0, 10)).toMatchObject([{ state: 'possibly received', records: 2 }]);
  await slot(hub);
  const { claims } = await next(hub);
  expect(claims.records.flatMap(({ fields }) => Object.keys(fields))).toEqual(['temperature']);
});

test('no batch mixes epochs, and a new epoch has nothing of the old one', async () => {
  const hub = await begin();
  const { ends } = hub.epochs.current(ACME, CARE, NOON);
  hub.clock.advance(ends - NOON - HOUR);
  await until(async () => (await batches(hub)) > 0);
  await taken(hub);
  await put(hub, record({ from: ends - HOUR, to: ends - 1000 }), record({ from: ends + 1000, to: ends + 2000 }));
  const withRecords = [];
  for (let slots = 0; slots < 4; slots++) {
    await slot(hub);
    const { claims } = await taken(hub);
    if (claims.records.length > 0) withRecords.push(claims);
  }
  expect(withRecords).toHaveLength(2);
  const [first, second] = withRecords;
  expect(first?.records[0]?.from).toBe(isoSecond(ends - HOUR));
  expect(second?.records[0]?.from).toBe(isoSecond(ends + 1000));
  for (const name of ['stream', 'epoch'] as const) expect(first?.[name]).not.toBe(second?.[name]);
  expect(first?.consents[0]).not.toBe(second?.consents[0]);
  expect(first?.records[0]?.device).not.toBe(second?.records[0]?.device);
});

test('two recipients and two purposes have no name in common', async () => {
  const hub = await begin();
  const other = { recipient: 'other' as RecipientId, purpose: 'dpv:Security' as Purpose };
  hub.streams.push({ ...other, slotMs: HOUR, consents: ['consent-1' as ConsentId] });
  hub.streams.push({ recipient: ACME, purpose: other.purpose, slotMs: HOUR, consents: ['consent-1' as ConsentId] });
  await hub.outbox.planChanged();
  await put(hub, record(), record(other), record({ purpose: other.purpose }));
  hub.clock.advance(HOUR);
  await until(async () => (await batches(hub)) === 2 && (await hub.outbox.firstAt('other')) !== undefined);
  const names = new Set<string>();
  const all: unknown[] = [];
  for (const [name, last] of [
    [ACME, 0],
    [ACME, 1],
    ['other', 0],
  ] as const) {
    const from = name === ACME && last === 1 ? (await next(hub)).id : 0;
    const departure = await hub.outbox.next(name, from, { key: recipient.jwk });
    if (!departure) throw new Error('there is no batch');
    const { claims } = await open(departure.bytes, recipient.privateKey, hub.verifier(name));
    for (const value of [claims.stream, claims.epoch, claims.jti, ...claims.consents, claims.records[0]?.device]) {
      names.add(String(value));
      all.push(value);
    }
  }
  expect(names.size).toBe(all.length);
});

test('the queue is bounded: the oldest are dropped and counted', async () => {
  const hub = await begin();
  const many = Array.from({ length: 10_050 }, (_, i) => record({ from: NOON + i, to: NOON + i }));
  await put(hub, ...many);
  await slot(hub);
  const withheld = await hub.flow.read('outbox withheld list', '2026-01-01');
  expect(withheld).toEqual([{ day: '2026-11-23', recipient: ACME, reason: 'queue full', count: 50 }]);
});

test('a thousand live batches that nobody takes do not show as a slot without one', async () => {
  const hub = await begin();
  const { epoch, liveStream } = hub.epochs.current(ACME, CARE, hub.clock.now());
  const waiting = Array.from(
    { length: 1_000 },
    (_, i) =>
      ['outbox batch add', 10_000 + i, ACME, CARE, epoch, liveStream, i, `${i}`, NOON, 'PT1S', 4096, 1] as const,
  );
  await hub.flow.write(waiting);
  await slot(hub);
  const made = async (live: number) => (await hub.flow.read<{ count: number }>('outbox batch count', ACME, live))[0];
  expect([await made(0), await made(1)]).toMatchObject([{ count: 1 }, { count: 1_000 }]);
});

test('when the queue is full single values give way before summaries, however old these are', async () => {
  const hub = await begin();
  const [mean, value] = [{ form: 'summary', mean: 21 } as const, { form: 'exact', value: 1 } as const];
  await put(hub, ...Array.from({ length: 20 }, (_, i) => record({ from: NOON + i, to: NOON + i + 1, shaped: mean })));
  const field = 'power' as FieldName;
  const many = Array.from({ length: 10_030 }, (_, i) => record({ field, from: NOON + i, to: NOON + i, shaped: value }));
  await put(hub, ...many.slice(0, 5_000));
  await put(hub, ...many.slice(5_000));
  await slot(hub);
  const stayed = await hub.flow.read<{ field: string }>('stayed list', '2026-01-01');
  expect(stayed.map(({ field }) => field)).toEqual(['power']);
});

test('the queue is bounded in bytes, too', async () => {
  const hub = await begin();
  const shaped = { form: 'category', value: 'x'.repeat(1_000) } as const;
  for (let n = 0; n < 9_500; n += 50) {
    const some = Array.from({ length: 50 }, (_, i) => record({ from: NOON + n + i, to: NOON + n + i, shaped }));
    await put(hub, ...some);
  }
  await slot(hub);
  const [size] = await hub.flow.read<{ bytes: number }>('outbox free size', ACME);
  expect(size?.bytes).toBeLessThanOrEqual(8 * 2 ** 20);
  expect(size?.bytes).toBeGreaterThan(7.5 * 2 ** 20);
  expect(await hub.flow.read('outbox withheld list', '2026-01-01')).toMatchObject([{ reason: 'queue full' }]);
});

test('a recipient that is away for more than a month costs a month, told as too old, and delays nobody', async () => {
  const hub = await begin();
  const other = 'other' as RecipientId;
  hub.streams.push({ recipient: other, purpose: CARE, slotMs: HOUR, consents: ['consent-1' as ConsentId] });
  await hub.outbox.planChanged();
  let arrived = 0;
  for (let day = 0; day < 33; day++) {
    await put(hub, ...[ACME, other].map((recipient) => record({ recipient, from: NOON, to: NOON })));
    for (let hours = 0; hours < 24; hours += 8) {
      for (let hour = 0; hour < 8; hour++) hub.clock.advance(HOUR);
      // Whoever is there takes all of it meanwhile.
      await until(async () => {
        for (let batch = await hub.outbox.next(other, 0, { key: recipient.jwk }); batch; ) {
          await hub.outbox.acknowledged(other, batch.id);
          arrived++;
          batch = await hub.outbox.next(other, 0, { key: recipient.jwk });
        }
        return arrived >= day * 3 + hours / 8 + 1;
      });
    }
  }
  const now = hub.clock.now();
  await until(async () => ((await hub.outbox.firstAt(ACME)) ?? 0) > now - 2 * HOUR);
  expect(await batches(hub)).toBe(1);
  const withheld = await hub.flow.read<{ recipient: string; reason: string; count: number }>(
    ...(['outbox withheld list', '2026-01-01'] as const),
  );
  expect(new Set(withheld.map(({ recipient, reason }) => `${recipient} ${reason}`))).toEqual(new Set(['acme too old']));
  // One was queued a day, and what is old is dropped once a day.
  expect(withheld.reduce((sum, { count }) => sum + count, 0)).toBeOneOf([2, 3]);
}, 60_000);
