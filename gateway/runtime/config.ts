import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import Type from 'typebox';
import { parse } from 'yaml';
import { problemsOf } from '../../rules/problems.ts';
import { Unusable } from './unusable.ts';

const Port = Type.Integer({ minimum: 0, maximum: 65535 });

/** `<data>/config.yaml`; every setting may also come from the environment, which wins and is never written back. */
const ConfigSchema = Type.Object(
  {
    /** Address the listeners bind to. */
    host: Type.String(),
    mqtt: Type.Object({ enabled: Type.Boolean(), port: Port }, { additionalProperties: false }),
    mqtts: Type.Object({ enabled: Type.Boolean(), port: Port }, { additionalProperties: false }),
    /** The page and the API. */
    https: Type.Object({ enabled: Type.Boolean(), port: Port }, { additionalProperties: false }),
    /** Without TLS: only tells where the page is and how to trust it. */
    http: Type.Object({ enabled: Type.Boolean(), port: Port }, { additionalProperties: false }),
    /** Whose `X-Forwarded-For` is believed; everybody else's is not looked at. */
    proxy: Type.Object({ trusted: Type.Array(Type.String()) }, { additionalProperties: false }),
    /** Host names and addresses that the TLS certificate is valid for, besides localhost. */
    names: Type.Array(Type.String()),
    /** Whether the hub says in the home's network where it is; never where it listens to this machine only. */
    mdns: Type.Optional(Type.Object({ enabled: Type.Boolean() }, { additionalProperties: false })),
    /** IANA name of the home's zone: days, weeks and months are its. */
    timeZone: Type.String(),
    /** The root key's file where it lies outside the data directory, and the passphrase's where one opens it. */
    rootKeyFile: Type.Optional(Type.String({ minLength: 1 })),
    passphraseFile: Type.Optional(Type.String({ minLength: 1 })),
    log: Type.Union([Type.Literal('debug'), Type.Literal('info'), Type.Literal('warn'), Type.Literal('error')]),
  },
  { additionalProperties: false },
);
export type Config = Type.Static<typeof ConfigSchema>;

const DEFAULTS: Config = {
  host: '0.0.0.0',
  mqtt: { enabled: false, port: 1883 },
  mqtts: { enabled: true, port: 8883 },
  https: { enabled: true, port: 7443 },
  http: { enabled: true, port: 7080 },
  mdns: { enabled: true },
  proxy: { trusted: [] },
  names: ['hearthgate.local'],
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  log: 'info',
};

/** Environment variable → where it stands in the configuration. */
const VARIABLES: Readonly<Record<string, readonly [string] | readonly [string, string]>> = {
  HEARTHGATE_HOST: ['host'],
  HEARTHGATE_MQTT_ENABLED: ['mqtt', 'enabled'],
  HEARTHGATE_MQTT_PORT: ['mqtt', 'port'],
  HEARTHGATE_MQTTS_ENABLED: ['mqtts', 'enabled'],
  HEARTHGATE_MQTTS_PORT: ['mqtts', 'port'],
  HEARTHGATE_HTTPS_ENABLED: ['https', 'enabled'],
  HEARTHGATE_HTTPS_PORT: ['https', 'port'],
  HEARTHGATE_HTTP_ENABLED: ['http', 'enabled'],
  HEARTHGATE_HTTP_PORT: ['http', 'port'],
  HEARTHGATE_MDNS_ENABLED: ['mdns', 'enabled'],
  HEARTHGATE_PROXY_TRUSTED: ['proxy', 'trusted'],
  HEARTHGATE_NAMES: ['names'],
  HEARTHGATE_TIME_ZONE: ['timeZone'],
  HEARTHGATE_ROOT_KEY_FILE: ['rootKeyFile'],
  HEARTHGATE_PASSPHRASE_FILE: ['passphraseFile'],
  HEARTHGATE_LOG: ['log'],
};

/** Written with commas. */
const LISTS = new Set(['HEARTHGATE_NAMES', 'HEARTHGATE_PROXY_TRUSTED']);
const KNOWN = new Set(['HEARTHGATE_DATA', ...Object.keys(VARIABLES)]);

export function readConfig(dataDir: string, environment: NodeJS.ProcessEnv): Config {
  const file = join(dataDir, 'config.yaml');
  const fromFile = existsSync(file) ? parseFile(file) : {};
  const config: Record<string, unknown> = merge(DEFAULTS, fromFile);
  for (const [variable, [group, key]] of Object.entries(VARIABLES)) {
    const text = environment[variable];
    if (text === undefined || text === '') continue;
    const value = LISTS.has(variable)
      ? text.split(',').map((each) => each.trim())
      : key === undefined
        ? text
        : scalar(text);
    config[group] = key === undefined ? value : { ...(config[group] as object), [key]: value };
  }
  const unknown = Object.keys(environment).filter((name) => name.startsWith('HEARTHGATE_') && !KNOWN.has(name));
  if (unknown.length > 0) {
    throw new Unusable(`there is no setting ${unknown.join(', ')}; the settings are ${[...KNOWN].join(', ')}`);
  }
  const problems = problemsOf(ConfigSchema, config);
  if (problems.length > 0) {
    const lines = problems.map(({ path, problem }) => `  ${path || '/'} ${problem}`);
    throw new Unusable(`the configuration (${file} and HEARTHGATE_* variables) cannot be used:\n${lines.join('\n')}`);
  }
  const checked = config as Config;
  checkZone(checked.timeZone);
  checkProxies(checked.proxy.trusted);
  return checked;
}

function parseFile(file: string): Record<string, unknown> {
  try {
    const value: unknown = parse(readFileSync(file, 'utf8')) ?? {};
    if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (cause) {
    throw new Unusable(`${file} is not YAML: ${cause instanceof Error ? cause.message : cause}`);
  }
  throw new Unusable(`${file} must hold settings such as "mqtt: { enabled: true }"`);
}

function merge(base: object, over: Record<string, unknown>): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isPlain(below) && isPlain(value) ? { ...below, ...value } : value;
  }
  return merged;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function scalar(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d+$/.test(text) ? Number(text) : text;
}

function checkProxies(trusted: readonly string[]): void {
  const wrong = trusted.find((address) => isIP(address) === 0);
  if (wrong !== undefined)
    throw new Unusable(`proxy.trusted "${wrong}" is no IP address; write those of the proxies, each by itself`);
}

function checkZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw new Unusable(`timeZone "${timeZone}" is not known; write one such as "Europe/Berlin"`);
  }
}
