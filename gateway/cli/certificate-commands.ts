import { none, one } from './arguments.ts';
import { type Command, UsageError } from './command.ts';
import { asked, table } from './print.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

/** What installers ask of the household's certificates. */
export const certificateCommands: readonly Command[] = [
  {
    name: ['cert', 'issue'],
    usage: 'cert issue <name> [--pkcs12 | --public-key <file.pem>] > <name>.pem',
    about:
      'Makes a certificate that a device or app connects with instead of its password. Its key is printed once and kept by nobody; with --public-key the device keeps its own.',
    example: 'cert issue thermostat > thermostat.pem',
    operation: 'cert issue',
    options: { pkcs12: flag, 'public-key': text },
    input: ({ values, positionals, readFile }) => ({
      name: one(positionals, 'device'),
      pkcs12: values.pkcs12 ?? false,
      ...(values['public-key'] === undefined ? {} : { publicKey: readFile(String(values['public-key'])) }),
    }),
    print: delivered,
    aside: (result) => {
      const { key, certificate, authority, pkcs12, ...more } = result as Delivery;
      return `${table(more)}\n\n${more.password === undefined ? 'The key' : 'The password'} is shown only now.`;
    },
  },
  {
    name: ['cert', 'list'],
    usage: 'cert list',
    about: 'The two authorities, what the hub shows of each, and the certificates of devices.',
    example: 'cert list --json',
    operation: 'cert list',
    options: {},
    input: none,
    print: table,
  },
  {
    name: ['cert', 'show'],
    usage: 'cert show [devices | page] > authority.crt',
    about: 'What devices, or the browsers that open the page, are to trust; as PEM.',
    example: 'cert show devices > authority.crt',
    operation: 'cert show',
    options: {},
    input: which,
    print: (result) => (result as { certificate: string }).certificate.trimEnd(),
  },
  {
    name: ['cert', 'fingerprint'],
    usage: 'cert fingerprint [devices | page]',
    about: 'The SHA-256 of what is to be trusted, to be compared with what a device or browser shows.',
    example: 'cert fingerprint page',
    operation: 'cert show',
    options: {},
    input: which,
    print: fingerprints,
  },
  {
    name: ['cert', 'revoke'],
    usage: 'cert revoke <serial | name>',
    about: 'Ends a certificate, or all of a device, for good; connections it opened end at once.',
    example: 'cert revoke thermostat',
    operation: 'cert revoke',
    options: {},
    input: ({ positionals }) => ({ what: one(positionals, 'certificate') }),
    print: table,
  },
  {
    name: ['cert', 'rotate'],
    usage: 'cert rotate <devices | page> [--finish [--yes] | --cancel [--yes]]',
    about:
      'First puts a new root beside the present one; once everybody trusts both, --finish ends the old one and what it signed.',
    example: 'cert rotate devices',
    operation: 'cert rotate',
    options: { finish: flag, cancel: flag, yes: flag },
    input: ({ values, positionals }) => {
      if (values.finish && values.cancel) throw new UsageError('say either --finish or --cancel');
      const step = values.finish ? 'finish' : values.cancel ? 'cancel' : 'begin';
      return { which: one(positionals, 'authority, devices or page'), step, confirmed: values.yes ?? false };
    },
    print: (result) => asked(result, (result as { done: boolean }).done),
  },
];

interface Delivery {
  readonly key?: string;
  readonly certificate: string;
  readonly authority: string;
  readonly pkcs12?: string;
  readonly password?: string;
}

/** Key and certificate in one PEM file, which most programs take for both; or the PKCS#12. */
function delivered(result: unknown): string | Uint8Array {
  const { key = '', certificate, pkcs12 } = result as Delivery;
  return pkcs12 === undefined ? (key + certificate).trimEnd() : Buffer.from(pkcs12, 'base64');
}

function which({ positionals }: Parameters<Command['input']>[0]) {
  return { which: positionals.length === 0 ? 'devices' : one(positionals, 'authority, devices or page') };
}

/** Each on one line, as a device or browser shows it and a search finds it. */
function fingerprints(result: unknown): string {
  const { fingerprint, next } = result as { fingerprint: string; next?: { fingerprint: string } };
  return next ? `${fingerprint}\n\nthe next\n${next.fingerprint}` : fingerprint;
}
