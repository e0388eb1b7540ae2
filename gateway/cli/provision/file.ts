import { dirname, resolve } from 'node:path';
import Type, { type Static } from 'typebox';
import { type JsonSchema, type Problem, problemsOf } from '../../../rules/problems.ts';
import { DIALECTS } from '../../devices/dialects/ecosystems.ts';
import { readYaml, type YamlFile } from '../../runtime/yaml-file.ts';
import { UsageError } from '../command.ts';

const Name = Type.String({ minLength: 1, maxLength: 64 });
const Filters = Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 512 })));
const File = Type.String({ minLength: 1 });

/** What an installer writes: `docs/examples/provision.yaml` shows all of it. Files are looked for beside it. */
const ProvisionFile = Type.Object({
  version: Type.Literal(1),
  devices: Type.Optional(
    Type.Array(
      Type.Object({
        name: Name,
        dialect: Type.Optional(Type.Union(DIALECTS.map((dialect) => Type.Literal(dialect)))),
        base: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
        room: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
        read: Filters,
        write: Filters,
      }),
    ),
  ),
  apps: Type.Optional(Type.Array(Type.Object({ name: Name, read: Filters, write: Filters }))),
  attach: Type.Optional(
    Type.Array(
      Type.Object({
        url: Type.String({ minLength: 1, maxLength: 512 }),
        name: Type.Optional(Type.String({ minLength: 1, maxLength: 56 })),
        passwordFile: Type.Optional(File),
        ca: Type.Optional(File),
        topics: Filters,
      }),
    ),
  ),
  recipients: Type.Optional(
    Type.Array(
      Type.Object({
        manifest: Type.Optional(File),
        address: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
      }),
    ),
  ),
});
type ProvisionFile = Static<typeof ProvisionFile>;

/** A file as the hub is asked to make it so. */
export interface Wish {
  readonly wanted: object;
  /** Problems by where they stand in the file, a line each. */
  told(problems: readonly Problem[]): string;
}

/** Reads a provisioning file and those that it names. Throws one message with everything that is wrong, and where. */
export function readWish(file: string, readFile: (path: string) => string): Wish {
  const yaml = readYaml(readFile(file));
  const name = file === '-' ? 'standard input' : file;
  if ('problem' in yaml) throw new UsageError(`${name} is not YAML: ${yaml.problem}`);
  const told = (problems: readonly Problem[]) =>
    [`nothing was done, because ${name} cannot be used:`, ...problems.map((each) => `  ${toldAt(each, yaml)}`)].join(
      '\n',
    );
  const problems = problemsOf(ProvisionFile as JsonSchema, yaml.value);
  if (problems.length > 0) throw new UsageError(told(problems));
  const found: Problem[] = [];
  const beside = (path: string, at: string) => {
    try {
      return readFile(file === '-' ? path : resolve(dirname(file), path));
    } catch (error) {
      found.push({ path: at, problem: error instanceof Error ? `cannot be read: ${error.message}` : 'cannot be read' });
      return '';
    }
  };
  const wanted = asked(yaml.value as ProvisionFile, beside);
  if (found.length > 0) throw new UsageError(told(found));
  return { wanted, told };
}

function asked(file: ProvisionFile, beside: (path: string, at: string) => string): object {
  const { devices = [], apps = [], attach = [], recipients = [] } = file;
  return {
    devices: devices.map(({ dialect = 'native', read = [], write = [], ...more }) => ({
      ...more,
      dialect,
      read,
      write,
    })),
    apps: apps.map(({ name, read = [], write = [] }) => ({ name, read, write })),
    attach: attach.map(({ passwordFile, ca, topics = ['#'], ...more }, index) => ({
      ...more,
      filters: topics,
      ...(passwordFile === undefined
        ? {}
        : { password: beside(passwordFile, `/attach/${index}/passwordFile`).replace(/\r?\n$/, '') }),
      ...(ca === undefined ? {} : { ca: beside(ca, `/attach/${index}/ca`) }),
    })),
    recipients: recipients.map(({ manifest, address }, index) => ({
      ...(manifest === undefined ? {} : { signed: beside(manifest, `/recipients/${index}/manifest`) }),
      ...(address === undefined ? {} : { address }),
    })),
  };
}

/** By the line of the place, or of what it is part of where it does not stand there. */
function toldAt({ path, problem }: Problem, { lineOf }: YamlFile): string {
  const keys = path.split('/').slice(1);
  const lines = keys.map((_, index) => lineOf(keys.slice(0, keys.length - index)));
  const line = lines.find((each) => each !== undefined);
  const place = keys.join('.') || 'the file';
  return `${place}${line === undefined ? '' : ` (line ${line})`}: ${problem}`;
}
