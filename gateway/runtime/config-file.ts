import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Unusable } from './unusable.ts';
import { readYaml } from './yaml-file.ts';

export type Written = Readonly<Record<string, unknown>>;
/** Settings as one version wrote them, as the next one does. */
export type Migration = (settings: Written) => Written;

/**
 * From version 1 to 2, 2 to 3 and so on. A file is read as what it means today and never written: whoever wrote it changes
 * it. For each version there is a file with what it means in config-versions/, which the tests hold this to.
 */
const MIGRATIONS: readonly Migration[] = [];
export const CONFIG_VERSION = MIGRATIONS.length + 1;

export interface ConfigFile {
  readonly file: string;
  readonly settings: Written;
  /** Of the place in the file, where it stands there as it is called today. */
  lineOf(path: readonly string[]): number | undefined;
}

/** `<data>/config.yaml`, or no settings where there is none. Throws where it is not one, with the line. */
export function readConfigFile(dataDir: string): ConfigFile {
  const file = join(dataDir, 'config.yaml');
  if (!existsSync(file)) return { file, settings: {}, lineOf: () => undefined };
  const read = readYaml(readFileSync(file, 'utf8'));
  if ('problem' in read) throw new Unusable(`${file} is not YAML: ${read.problem}`);
  const value = read.value ?? {};
  if (typeof value !== 'object' || Array.isArray(value) || value === null)
    throw new Unusable(`${file} must hold settings such as "mqtt: { enabled: true }"`);
  const { version = 1, ...settings } = value as Record<string, unknown>;
  return { file, settings: migrated(settings, version, file), lineOf: read.lineOf };
}

/** A file that does not say its version is of the first. */
export function migrated(settings: Written, version: unknown, file: string, migrations = MIGRATIONS): Written {
  const newest = migrations.length + 1;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    throw new Unusable(`version in ${file} is ${JSON.stringify(version)}; write "version: ${newest}"`);
  if (version > newest)
    throw new Unusable(
      `${file} is of version ${version} and this Hearthgate knows ${newest}; start the newer one, or write it anew as docs/config.md says`,
    );
  return migrations.slice(version - 1).reduce((read, step) => step(read), settings);
}
