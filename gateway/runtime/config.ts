import { isIP } from 'node:net';
import { nearest } from '../../rules/nearest.ts';
import { type JsonSchema, type Problem, problemsOf } from '../../rules/problems.ts';
import { type ConfigFile, readConfigFile, type Written } from './config-file.ts';
import { type Config, type Setting, SettingsSchema, settings } from './settings.ts';
import { Unusable } from './unusable.ts';

export type { Config } from './settings.ts';

/** One setting as it is in force, and who said so. */
export interface Sourced {
  readonly setting: string;
  readonly value: unknown;
  readonly from: 'default' | 'file' | 'environment';
  /** The variable, or the file and its line. */
  readonly where?: string;
}

/**
 * What is set: `config.yaml` in the data directory, and above it the environment; neither is ever written. Throws one
 * message that names every setting that cannot be used, by where it was set, with what is there and what can be.
 */
export function readConfig(dataDir: string, environment: NodeJS.ProcessEnv): Config {
  return readSettings(dataDir, environment).config;
}

/** The same, with where each setting comes from. */
export function readSettings(dataDir: string, environment: NodeJS.ProcessEnv) {
  const file = readConfigFile(dataDir);
  const said = settings.filter(({ variable }) => (environment[variable] ?? '') !== '');
  let config: Written = over(defaults(), file.settings);
  for (const setting of said)
    config = put(config, setting.path, fromText(environment[setting.variable] ?? '', setting));
  const problems = problemsOf(SettingsSchema as JsonSchema, config);
  // What depends on several settings, or on more than their form, is looked at where the form is right.
  const found = problems.length > 0 ? problems : beyondForm(config as Config);
  const lines = [...unknownVariables(environment), ...found.map((problem) => told(problem, file, said))];
  if (lines.length > 0)
    throw new Unusable(`the configuration cannot be used:\n${lines.map((line) => `  ${line}`).join('\n')}`);
  return { config: config as Config, sources: settings.flatMap((each) => sourceOf(each, config, file, said)) };
}

/** The listeners that are switched on, each with the address that it binds to. */
export function wantedPorts(config: Config) {
  const names = ['mqtts', 'mqtt', 'https', 'http', 'metrics', 'ingress'] as const;
  return names.flatMap((name) => {
    const { enabled, port } = config[name] ?? { enabled: false, port: 0 };
    return enabled ? { name, port, host: name === 'metrics' ? METRICS_HOST : config.host } : [];
  });
}

/** This machine alone. */
export const METRICS_HOST = '127.0.0.1';

function defaults(): Written {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const known = settings.filter(({ schema }) => schema.default !== undefined);
  return { ...known.reduce<Written>((config, { path, schema }) => put(config, path, schema.default), {}), timeZone };
}

/** Members of groups one by one; what is no group takes the place of what was there, and is found wrong if it is. */
function over(base: Written, written: Written): Written {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(written)) {
    const below = merged[key];
    merged[key] = isGroup(below) && isGroup(value) ? { ...below, ...value } : value;
  }
  return merged;
}

function put(config: Written, [key = '', ...rest]: readonly string[], value: unknown): Written {
  if (rest.length === 0) return { ...config, [key]: value };
  const below = config[key] ?? {};
  return isGroup(below) ? { ...config, [key]: put(below, rest, value) } : config;
}

function at(config: Written, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isGroup(value) ? value[key] : undefined), config);
}

function isGroup(value: unknown): value is Written {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A variable's text as the setting's type; what does not fit stays a text and is found wrong. */
function fromText(text: string, { schema: { type } }: Setting): unknown {
  if (type === 'array') return text.split(',').map((each) => each.trim());
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return type === 'integer' && /^\d+$/.test(text) ? Number(text) : text;
}

const DATA = 'HEARTHGATE_DATA';

function unknownVariables(environment: NodeJS.ProcessEnv): string[] {
  const known = [DATA, ...settings.map(({ variable }) => variable)];
  const unknown = Object.keys(environment).filter((name) => name.startsWith('HEARTHGATE_') && !known.includes(name));
  return unknown.map((name) => {
    const meant = nearest(name, known);
    const hint = meant === undefined ? `the settings are ${known.join(', ')}` : `did you mean ${meant}?`;
    return `there is no setting ${name}; ${hint}`;
  });
}

/** A problem by where it was set: the variable, or the place in the file. */
function told({ path, problem }: Problem, file: ConfigFile, said: readonly Setting[]): string {
  const keys = path.split('/').slice(1);
  const by = said.find((setting) => setting.path.every((key, index) => keys[index] === key));
  // In a variable everything is text.
  if (by) return `${by.variable} ${problem.replace(/, (with|in|without) quotes$/, '')}`;
  const line = file.lineOf(keys);
  return `${keys.join('.')} in ${file.file}${line === undefined ? '' : `, line ${line},`} ${problem}`;
}

function beyondForm(config: Config): Problem[] {
  return [...inZone(config.timeZone), ...inProxies(config.proxy.trusted), ...inPorts(config)];
}

function inZone(timeZone: string): Problem[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return [];
  } catch {
    const meant = nearest(timeZone, Intl.supportedValuesOf('timeZone')) ?? 'Europe/Berlin';
    return [
      { path: '/timeZone', problem: `is ${JSON.stringify(timeZone)}, which is no zone; write one such as ${meant}` },
    ];
  }
}

function inProxies(trusted: readonly string[]): Problem[] {
  return trusted.flatMap((address, index) =>
    isIP(address) !== 0
      ? []
      : [
          {
            path: `/proxy/trusted/${index}`,
            problem: `is ${JSON.stringify(address)}; write the proxy’s IP address, each by itself`,
          },
        ],
  );
}

/** Port 0 is a free one each time. */
function inPorts(config: Config): Problem[] {
  const listeners = wantedPorts(config);
  return listeners.flatMap(({ name, port }, index) => {
    const other = listeners.slice(0, index).find((before) => port !== 0 && before.port === port);
    return other === undefined
      ? []
      : [{ path: `/${name}/port`, problem: `is ${port}, as ${other.name}.port is; choose another for one of them` }];
  });
}

function sourceOf(setting: Setting, config: Written, file: ConfigFile, said: readonly Setting[]): Sourced[] {
  const { path, variable } = setting;
  const value = at(config, path);
  if (value === undefined) return [];
  const named = { setting: path.join('.'), value };
  if (said.includes(setting)) return [{ ...named, from: 'environment', where: variable }];
  if (at(file.settings, path) === undefined) return [{ ...named, from: 'default' }];
  const line = file.lineOf(path);
  return [{ ...named, from: 'file', where: `${file.file}${line === undefined ? '' : `:${line}`}` }];
}
