import { stringify } from 'yaml';
import { CONFIG_VERSION } from './config-file.ts';
import { type Setting, type SettingSchema, SettingsSchema, settings } from './settings.ts';

/** `docs/config.md`, from the schema. */
export function configPage(): string {
  return `# Configuration

Written from \`gateway/runtime/settings.ts\` by \`npm run config-docs\`.

Each setting stands in \`config.yaml\` in the data directory, or in an environment variable, which wins. Neither is ever written by the hub. The hub
reads them when it starts; \`hearthgate config show --sources\` says what is set and by whom. What cannot be used is refused, all of it at once, with where it
stands, what is there, what can be, and the name that was probably meant (exit code 78). [config.example.yaml](config.example.yaml) has every setting as it is at first.

| in config.yaml | variable | at first | means |
|---|---|---|---|
| | \`HEARTHGATE_DATA\` | \`data\` in the project | the one directory that is written |
| \`version\` | | \`${CONFIG_VERSION}\` | which version of Hearthgate’s settings the file is written in |
${rows().join('\n')}

A list is written with commas in a variable. No setting holds a secret: what is secret has a file of its own, and the setting names the file.

**The version.** \`version: ${CONFIG_VERSION}\` stands in the file so that a later Hearthgate reads it as it was meant, also where a setting is called otherwise by then; a file without one is of
version 1. A file of a newer version than the program knows is refused, rather than half understood.
`;
}

function rows(): string[] {
  return Object.entries(groups()).map(([key, { schema, below }]) => {
    const isGroup = schema.type === 'object';
    const name = isGroup ? `${key}: { ${below.map(({ path }) => path.at(-1)).join(', ')} }` : key;
    const variables = below.map(({ variable }) => `\`${variable}\``).join(', ');
    const means = [schema.description, ...(isGroup ? below.map((each) => each.schema.description) : [])];
    const words = schema.anyOf?.map((each) => `\`${each.const}\``) ?? [];
    const choice = words.length === 0 ? [] : [`One of ${words.join(', ')}.`];
    const first = below.map(atFirst).join(', ');
    return `| \`${name}\` | ${variables} | ${first} | ${[...means, ...choice].filter(Boolean).join(' ')} |`;
  });
}

function atFirst({ schema }: Setting): string {
  if (schema.atFirst !== undefined) return schema.atFirst;
  if (schema.default === undefined || (Array.isArray(schema.default) && schema.default.length === 0)) return 'none';
  return `\`${Array.isArray(schema.default) ? schema.default.join(', ') : schema.default}\``;
}

/** `docs/config.example.yaml`: every setting as it is at first, so that a copy of it changes nothing. */
export function exampleFile(): string {
  const parts = Object.values(groups()).map(({ schema, below }) => {
    const about = [
      schema.description,
      ...(schema.type === 'object' ? below.map((each) => each.schema.description) : []),
    ];
    const lines = wrapped(about.filter(Boolean).join(' '));
    return [...lines.map((line) => `# ${line}`), ...written(below).map((line) => `#${line}`)].join('\n');
  });
  return `# Hearthgate's settings as they are where nothing is set, written by "npm run config-docs". Copy this file to config.yaml in the
# data directory and take the # from the lines you change. Environment variables win over it; docs/config.md has them.
version: ${CONFIG_VERSION}

${parts.join('\n\n')}
`;
}

/** As they stand in a file; what is nothing at first is shown as it could be. */
function written(below: readonly Setting[]): string[] {
  const nested: Record<string, unknown> = {};
  for (const { path, schema } of below) {
    const value = schema.default ?? schema.examples?.[0];
    const [key = '', member] = path;
    nested[key] = member === undefined ? value : { ...Object(nested[key]), [member]: value };
  }
  return stringify(nested).trimEnd().split('\n');
}

function wrapped(text: string): string[] {
  const lines = [''];
  for (const word of text.replaceAll('’', "'").split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line.length + word.length > 116) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

/** What stands at the top of the file, each with the settings in it. */
function groups(): Readonly<Record<string, { readonly schema: SettingSchema; readonly below: readonly Setting[] }>> {
  const { properties = {} } = SettingsSchema as SettingSchema;
  return Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => [
      key,
      { schema, below: settings.filter(({ path }) => path[0] === key) },
    ]),
  );
}
