import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One package as package-lock.json has it, at one place under node_modules. */
export interface Locked {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** Subresource integrity, of the package's archive. */
  readonly integrity: string | undefined;
  /** An SPDX expression, as the package declares it. */
  readonly licence: string | undefined;
  /** Not part of what a hub runs. */
  readonly development: boolean;
  /** Brought by some platforms only. */
  readonly optional: boolean;
  readonly installScript: boolean;
  readonly resolved: string | undefined;
  /** Names of what it needs where it is installed. */
  readonly needs: readonly string[];
}

interface Entry {
  readonly name?: string;
  readonly version: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The project itself comes first, with the path ``. */
export function lockedPackages(root: string): Locked[] {
  const { packages }: { packages: Record<string, Entry> } = JSON.parse(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
  );
  return Object.entries(packages).map(([path, entry]) => ({
    path,
    name: entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    version: entry.version,
    integrity: entry.integrity,
    licence: entry.license,
    development: entry.dev === true,
    optional: entry.optional === true || entry.devOptional === true,
    installScript: entry.hasInstallScript === true,
    resolved: entry.resolved,
    needs: Object.keys({ ...entry.dependencies, ...entry.optionalDependencies }).sort(),
  }));
}

/** The package that `name` means for the one at `path`: in the nearest folder that has it, as Node looks for it. */
export function meant(at: ReadonlyMap<string, Locked>, path: string, name: string): Locked | undefined {
  const here = at.get(path === '' ? `node_modules/${name}` : `${path}/node_modules/${name}`);
  if (here || path === '') return here;
  const end = path.lastIndexOf('/node_modules/');
  return meant(at, end === -1 ? '' : path.slice(0, end), name);
}
