import Type from 'typebox';
import type { JsonSchema } from '../../rules/problems.ts';

const group = <Members extends Type.TProperties>(description: string, members: Members) =>
  Type.Object(members, { additionalProperties: false, description });
const listenerMembers = (enabled: boolean, port: number) => ({
  enabled: Type.Boolean({ default: enabled }),
  port: Type.Integer({ minimum: 0, maximum: 65535, default: port }),
});
const listener = (enabled: boolean, port: number, description: string) =>
  group(description, listenerMembers(enabled, port));

/**
 * Every setting of the hub: its type, what it is at first and what it means. What is read is checked against it, and
 * docs/config.md and docs/config.example.yaml are written from it. None holds a secret: those have files of their own.
 */
export const SettingsSchema = Type.Object(
  {
    host: Type.String({ minLength: 1, default: '0.0.0.0', description: 'Address that the listeners bind to.' }),
    names: Type.Array(Type.String({ minLength: 1 }), {
      default: ['hearthgate.local'],
      description:
        'Names and addresses (IPv6, too) that the hub’s certificates are valid for besides localhost. The page’s authority speaks for those that it was made with (`docs/certificates.md`).',
    }),
    mqtts: listener(true, 8883, 'MQTT over TLS.'),
    mqtt: listener(false, 1883, 'MQTT without TLS: anybody on the network can read along.'),
    https: listener(
      true,
      7443,
      'The page and the API (`docs/api.md`), for people of the household. Outside a container the ports have the same numbers: the hub answers to its names with its own port.',
    ),
    http: listener(true, 7080, 'Without TLS: where the page is and how to trust it, nothing else.'),
    proxy: group('Reverse proxies before the page.', {
      trusted: Type.Array(Type.String(), {
        default: [],
        description:
          'IP addresses of those whose `X-Forwarded-For` is believed; from anybody else it is not looked at. The name that people use there belongs in `names`; the proxy keeps the `Host` and speaks TLS to the hub.',
      }),
    }),
    mdns: Type.Optional(
      group(
        'The hub announces itself in the home’s network (`docs/pairing.md`), unless `host` is this machine’s own.',
        {
          enabled: Type.Boolean({ default: true }),
        },
      ),
    ),
    metrics: Type.Optional(
      listener(
        false,
        7081,
        'Numbers for Prometheus at `http://127.0.0.1:7081/metrics`, for programs on this machine alone, whatever `host` is (`docs/operations.md`).',
      ),
    ),
    ingress: Type.Optional(
      group(
        'The page inside Home Assistant, where the hub is an app there (`docs/home-assistant.md`): without TLS, for its Supervisor alone. It needs `https`, too.',
        {
          ...listenerMembers(false, 7090),
          from: Type.String({
            minLength: 1,
            default: '172.30.32.2',
            description: 'The one IP address that may ask there: the Supervisor’s.',
          }),
        },
      ),
    ),
    timeZone: Type.String({
      atFirst: 'the machine’s',
      examples: ['Europe/Berlin'],
      description: 'IANA name; days, weeks, months and hours are this zone’s.',
    }),
    rootKeyFile: Type.Optional(
      Type.String({
        minLength: 1,
        examples: ['/media/stick/hearthgate.key'],
        description: 'The root key’s file where it lies outside the data directory (`docs/keys.md`).',
      }),
    ),
    passphraseFile: Type.Optional(
      Type.String({
        minLength: 1,
        examples: ['/run/secrets/hearthgate'],
        description: 'A file whose first line is the passphrase, where one opens the root key.',
      }),
    ),
    log: Type.Union([Type.Literal('debug'), Type.Literal('info'), Type.Literal('warn'), Type.Literal('error')], {
      default: 'info',
      description: 'How much is logged. No value of a reading is in any of it.',
    }),
  },
  { additionalProperties: false },
);
export type Config = Type.Static<typeof SettingsSchema>;

/** A schema of settings, with what JSON Schema leaves to whoever reads it. */
export interface SettingSchema extends JsonSchema {
  readonly properties?: Readonly<Record<string, SettingSchema>> | undefined;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  /** What it is at first, where that is not a value that is always the same. */
  readonly atFirst?: string;
}

export interface Setting {
  /** Where it stands in the file: `['mqtts', 'port']`. */
  readonly path: readonly string[];
  /** `HEARTHGATE_MQTTS_PORT`. */
  readonly variable: string;
  readonly schema: SettingSchema;
}

/** All of them, in the order of the schema. */
export const settings: readonly Setting[] = settingsIn(SettingsSchema as SettingSchema, []);

function settingsIn({ properties = {} }: SettingSchema, above: readonly string[]): Setting[] {
  return Object.entries(properties).flatMap(([key, schema]) => {
    const path = [...above, key];
    return schema.type === 'object' ? settingsIn(schema, path) : [{ path, variable: variableOf(path), schema }];
  });
}

function variableOf(path: readonly string[]): string {
  return ['HEARTHGATE', ...path.map((key) => key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase())].join(
    '_',
  );
}
