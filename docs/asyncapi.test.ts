import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Compile } from 'typebox/schema';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { BROKER_LIMITS } from '../gateway/devices/broker/limits.ts';
import { mayPublish, mayReceive, maySubscribe } from '../gateway/devices/broker/rights.ts';
import type { Client } from '../gateway/devices/clients.ts';
import { native } from '../gateway/devices/dialects/native.ts';

type Json = Record<string, unknown>;
interface Ref {
  readonly $ref: string;
}
interface Document {
  readonly asyncapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly servers: Record<string, Json & { host: string; variables?: Json; security: Ref[] }>;
  readonly channels: Record<
    string,
    { address: string | null; description?: string; servers: Ref[]; parameters?: Json; messages?: Record<string, Ref> }
  >;
  readonly operations: Record<string, { action: string; channel: Ref; bindings?: Json }>;
  readonly components: { readonly messages: Record<string, { payload: Json; examples?: { payload: unknown }[] }> };
}

const text = readFileSync(join(import.meta.dirname, 'asyncapi.yaml'), 'utf8');
const document = parse(text) as Document;
const { servers, channels, operations, components } = document;
const topics = readFileSync(join(import.meta.dirname, 'topics.md'), 'utf8');

/** Every value in the document with the way to it. */
function* walk(value: unknown, path: string[] = []): Generator<{ path: string[]; value: unknown }> {
  yield { path, value };
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) yield* walk(member, [...path, name]);
}

/** RFC 6901. */
function at(root: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce((value: unknown, key) => (value as Json | undefined)?.[key], root);
}

function target<T>({ $ref }: Ref): T {
  return at(document, $ref.slice(1)) as T;
}

/** Names in braces. */
function placeholders(template: string): string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

describe('docs/asyncapi.yaml', () => {
  test('has what AsyncAPI 3.0 requires, and nothing it does not know', () => {
    expect(Object.keys(document)).toEqual(
      'asyncapi info defaultContentType servers channels operations components'.split(' '),
    );
    expect(document).toMatchObject({ asyncapi: '3.0.0', info: { title: 'Hearthgate', version: '1' } });
    for (const { host, variables = {}, ...server } of Object.values(servers)) {
      expect(server).toMatchObject({
        protocol: expect.stringMatching(/^(mqtts?|https)$/),
        security: expect.any(Array),
      });
      expect(Object.keys(variables)).toEqual(placeholders(host));
    }
    for (const { address, parameters = {}, servers: on } of Object.values(channels)) {
      expect(Object.keys(parameters)).toEqual(placeholders(address ?? ''));
      expect(on.length).toBeGreaterThan(0);
    }
    for (const { action, channel } of Object.values(operations)) {
      expect(['send', 'receive']).toContain(action);
      expect(Object.values(channels)).toContain(target(channel));
    }
  });

  test('refers only to what is there', () => {
    const refs = [...walk(document)].filter(({ path }) => path.at(-1) === '$ref').map(({ value }) => String(value));
    expect(refs.length).toBeGreaterThan(30);
    for (const ref of refs) {
      if (ref.startsWith('#/')) expect(at(document, ref.slice(1)), ref).toBeTypeOf('object');
      else expect(existsSync(join(import.meta.dirname, ref)), ref).toBe(true);
    }
    for (const name of Object.keys(components.messages)) expect(refs).toContain(`#/components/messages/${name}`);
  });

  test('names exactly the topics of docs/topics.md', () => {
    const told = new Set([...topics.matchAll(/`(hearthgate\/v1\/[^`]+)`/g)].map(([, topic]) => topic));
    const named = Object.values(channels).flatMap(({ address }) => address ?? []);
    expect(new Set(named)).toEqual(told);
  });

  test('says of a channel that nothing is done on, and of no other, that it is not built, as docs/topics.md does', () => {
    const used = new Set(Object.values(operations).map(({ channel }) => channel.$ref));
    for (const [name, { address, description = '' }] of Object.entries(channels)) {
      const row = topics.split('\n').find((line) => line.startsWith(`| \`${address}\` |`)) ?? '';
      const built = used.has(`#/channels/${name}`);
      expect({ name, yaml: !/not built/.test(description), words: !/not built/.test(row) }).toEqual({
        ...{ name, yaml: built, words: built },
      });
    }
  });

  test('has examples that its schemas take', () => {
    const checked = Object.entries(components.messages).filter(([name, { payload, examples = [] }]) => {
      const ref = (payload as { schema?: Partial<Ref> }).schema?.$ref;
      if (ref === undefined) return false;
      const schema = Compile(JSON.parse(readFileSync(join(import.meta.dirname, ref), 'utf8')));
      expect(examples.length, name).toBeGreaterThan(0);
      for (const { payload: example } of examples) expect(schema.Errors(example)[1], name).toEqual([]);
      return true;
    });
    expect(checked.map(([name]) => name)).toEqual([
      ...[
        'declaration',
        'telemetry',
        'availability',
        'sharing',
        'hubState',
        'hubStop',
        'pairingHello',
        'pairingAnswer',
      ],
    ]);
  });
});

describe("a device's rights", () => {
  const device: Client = { name: 'thermo', kind: 'device', dialect: 'native', grants: { read: [], write: [] } };
  const app: Client = {
    name: 'hass',
    kind: 'app',
    grants: { read: [], write: ['hearthgate/v1/devices/+/commands/+'] },
  };
  const filled = (address: string) => address.replace('{device}', 'thermo').replace('{name}', 'start');
  const directions = new Map(
    Object.values(operations).flatMap(({ action, channel }) => {
      const { address } = target<{ address: string | null }>(channel);
      return address?.includes('{device}') ? [[filled(address), action] as const] : [];
    }),
  );

  test('are the channels: it publishes what the hub receives and reads what the hub sends', () => {
    const words = ['declaration', 'telemetry', 'availability', 'sharing', 'commands', 'start', 'result', 'data', ''];
    const tails = words.flatMap((one) => [
      one,
      ...words.flatMap((two) => [`${one}/${two}`, ...words.map((three) => `${one}/${two}/${three}`)]),
    ]);
    const topicsOf = (may: (topic: string) => boolean) =>
      tails.map((tail) => `hearthgate/v1/devices/thermo/${tail}`).filter(may);
    const wanted = (action: string) => [...directions].filter(([, is]) => is === action).map(([topic]) => topic);
    const loose = (list: string[]) => list.filter((topic) => !/commands\/(?!start)/.test(topic)).sort();
    expect(loose(topicsOf((topic) => mayPublish(device, topic)))).toEqual(wanted('receive').sort());
    expect(loose(topicsOf((topic) => mayReceive(device, topic)))).toEqual(wanted('send').sort());
    expect(loose(topicsOf((topic) => maySubscribe(device, topic)))).toEqual(wanted('send').sort());
  });

  test('end at its own id, and an app writes commands only', () => {
    for (const topic of directions.keys()) {
      const others = topic.replace('thermo', 'lamp');
      expect(mayPublish(device, others) || mayReceive(device, others)).toBe(false);
      expect(mayPublish(app, topic)).toBe(/commands\/start$/.test(topic));
    }
  });

  test('come with the packet size that is told', () => {
    for (const name of ['home', 'homePlain']) {
      expect(servers[name]?.bindings).toMatchObject({ mqtt: { maximumPacketSize: BROKER_LIMITS.framing.packetBytes } });
    }
  });

  test('are all topics that the native dialect knows', () => {
    const dialect = native();
    for (const topic of directions.keys()) expect(dialect.route(topic), topic).toBeDefined();
    expect(dialect.route('hearthgate/v1/devices/thermo/other')).toBeUndefined();
  });
});
