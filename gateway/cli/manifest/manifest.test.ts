import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openManifest } from '../../household/manifests.ts';
import { manifestProgram } from '../manifest-commands.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-manifest-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function run(...words: string[]) {
  const [printed, aside]: [string[], string[]] = [[], []];
  const code = await manifestProgram(words, {
    readFile: (path) => readFileSync(path, 'utf8'),
    print: (text) => printed.push(text),
    aside: (text) => aside.push(text),
  });
  return { code, printed: printed.join('\n'), aside: aside.join('\n') };
}

const ABOUT = [
  ...[
    '--id',
    'acme-heating',
    '--name',
    'Acme',
    '--country',
    'DE',
    '--contact',
    'privacy@acme.example',
    '--vendor',
    'acme',
  ],
  ...['--endpoint', 'https://home.acme.example/', '--notice', 'https://acme.example/privacy'],
];
const FIELDS = ['--field', 'temperature:number:°C', '--field', 'switch:0.apower', '--field', 'mode:category:heat,off'];

async function begun(change: (json: ReturnType<typeof JSON.parse>) => void = () => undefined): Promise<string> {
  await run('keys', '--dir', dir);
  const made = await run('new', ...ABOUT, ...FIELDS, '--field', 'heating:boolean', '--keys', dir);
  const json = JSON.parse(made.printed);
  change(json);
  const file = join(dir, 'manifest.json');
  writeFileSync(file, JSON.stringify(json));
  return file;
}

test('keys makes three that only their maker can read, and never replaces one', async () => {
  const { printed } = await run('keys', '--dir', dir);
  expect(printed.match(/[\w-]{43}/g)).toHaveLength(3);
  for (const name of ['encryption', 'signing', 'command']) {
    expect(statSync(join(dir, `${name}-key.json`)).mode & 0o777).toBe(0o600);
  }
  const before = readFileSync(join(dir, 'signing-key.json'), 'utf8');
  rmSync(join(dir, 'encryption-key.json'));
  await expect(run('keys', '--dir', dir)).rejects.toThrow('is not replaced');
  expect(readFileSync(join(dir, 'signing-key.json'), 'utf8')).toBe(before);
});

test('new makes a manifest that lint has nothing against, asking for an hour at the finest', async () => {
  const file = await begun();
  const { code, printed } = await run('lint', file, '--json');
  expect(code).toBe(0);
  expect(JSON.parse(printed).problems).toEqual([]);
  const { products, requests } = JSON.parse(readFileSync(file, 'utf8'));
  expect(products[0].fields.map(({ name }: { name: string }) => name)).toContain('switch:0.apower');
  for (const { form } of requests[0].fields) expect(form).toMatchObject({ form: 'summary', window: 'PT1H' });
});

test('new says all that is missing at once, and makes none that a hub would refuse', async () => {
  await expect(run('new', '--id', 'acme')).rejects.toThrow(
    'say --name, --country, --contact, --endpoint, --vendor, --field',
  );
  await run('keys', '--dir', dir);
  const wrong = await run('new', ...ABOUT, ...FIELDS, '--country', 'Germany', '--keys', dir);
  expect(wrong).toMatchObject({ code: 1, printed: '', aside: expect.stringContaining('/controller/country') });
  await expect(run('new', ...ABOUT, '--field', 'mode:category', '--keys', dir)).rejects.toThrow('say its words');
});

describe('lint', () => {
  test('names every problem with its place', async () => {
    const file = await begun((json) => {
      json.version = 0;
      json.requests[0].necessity = 'maybe';
    });
    const { code, aside } = await run('lint', file);
    expect(code).toBe(1);
    expect(aside).toContain('/version: ');
    expect(aside).toContain('/requests/0/necessity: ');
  });

  test.each<[string, (json: ReturnType<typeof JSON.parse>) => void, string]>([
    [
      'a kid that is no thumbprint',
      (json) => {
        json.keys.encryption[0].kid = 'A'.repeat(43);
      },
      '/keys/encryption/0/kid: is not the thumbprint',
    ],
    [
      'a key that is no point',
      (json) => {
        json.keys.encryption[0].x = 'A'.repeat(43);
      },
      '/keys/encryption/0: is not a point',
    ],
    [
      'a private key',
      (json) => {
        json.keys.encryption[0].d = 'A'.repeat(43);
      },
      'is the private half',
    ],
    [
      'a token over mqtts that nobody can acknowledge',
      (json) => {
        json.enrolment = 'token';
        json.endpoint.url = 'mqtts://a.example';
        delete json.keys.commands;
      },
      '/keys/commands: is missing',
    ],
  ])('finds %s', async (_, change, problem) => {
    const { code, aside } = await run('lint', await begun(change));
    expect({ code, aside }).toEqual({ code: 1, aside: expect.stringContaining(problem) });
  });

  test.each<[string, (json: ReturnType<typeof JSON.parse>) => void, string]>([
    [
      'every value',
      (json) => {
        json.requests[0].fields[0].form = { form: 'exact' };
      },
      'asks for every value of temperature; a summary',
    ],
    [
      'live',
      (json) => {
        json.requests[0].release = { release: 'live', within: 'PT1S' };
      },
      'is live',
    ],
    [
      'for years',
      (json) => {
        json.requests[0].retention = 'P2Y';
      },
      'is longer than a year',
    ],
    [
      'what is more sensitive than it says',
      (json) => {
        json.products[0].fields[0].sensitivity = 'low';
      },
      'you say low; homes show medium',
    ],
    [
      'for a purpose without words',
      (json) => {
        json.requests[0].purpose = 'dpv:ServiceProvison';
      },
      'perhaps dpv:ServiceProvision',
    ],
    [
      'what it declares and asks for never',
      (json) => {
        json.requests[0].fields.pop();
      },
      'never asked for',
    ],
    ['in words that are not its own', () => undefined, 'still stands as hearthgate wrote it'],
  ])('hints at less where it asks %s, and takes it', async (_, change, hint) => {
    const { code, printed } = await run('lint', await begun(change));
    expect({ code, printed }).toEqual({ code: 0, printed: expect.stringContaining(hint) });
  });

  test('shows what households are shown, with how sensitive it is', async () => {
    const { printed } = await run(
      'lint',
      await begun((json) => {
        json.enrolment = 'token';
      }),
    );
    expect(printed).toContain('Acme asks for temperature');
    expect(printed).toContain('Your account: Acme will know this is your account');
    expect(printed).toMatch(/What it reveals: temperature .*: climate, sensitivity medium/);
  });
});

describe('sign', () => {
  test('signs what lint takes, as a hub takes it, alone or for a well-known address', async () => {
    const file = await begun();
    const key = ['--key', join(dir, 'signing-key.json')];
    const signed = await run('sign', file, ...key, '--version', '7');
    expect(await openManifest(signed.printed)).toMatchObject({ ok: true, manifest: { version: 7 } });
    const told = JSON.parse((await run('sign', file, ...key, '--json')).printed);
    expect(await openManifest(told.manifest)).toMatchObject({ ok: true });
    expect(told).toMatchObject({
      recipient: 'acme-heating',
      version: 1,
      fingerprint: expect.stringMatching(/^[\w-]{43}$/),
    });
    await expect(run('sign', file, ...key, '--json', '--well-known')).rejects.toThrow('say --well-known or --json');
    const published = await run('sign', file, ...key, '--well-known');
    writeFileSync(join(dir, 'hearthgate.json'), published.printed);
    expect(await run('lint', join(dir, 'hearthgate.json'))).toMatchObject({
      code: 0,
      printed: expect.stringContaining('signed by'),
    });
    await expect(run('sign', join(dir, 'hearthgate.json'), ...key)).rejects.toThrow('signed already');
  });

  test('signs nothing that lint refuses, and with no key that others can read', async () => {
    const refused = await run(
      'sign',
      await begun((json) => {
        json.version = 0;
      }),
      '--key',
      join(dir, 'signing-key.json'),
    );
    expect(refused).toMatchObject({ code: 1, printed: '', aside: expect.stringContaining('/version') });
    chmodSync(join(dir, 'signing-key.json'), 0o644);
    writeFileSync(
      join(dir, 'right.json'),
      readFileSync(join(dir, 'manifest.json'), 'utf8').replace('"version":0', '"version":1'),
    );
    await expect(run('sign', join(dir, 'right.json'), '--key', join(dir, 'signing-key.json'))).rejects.toThrow(
      'chmod 600',
    );
  });

  test('a signature that does not fit is named by lint', async () => {
    const signed = await run('sign', await begun(), '--key', join(dir, 'signing-key.json'));
    writeFileSync(join(dir, 'bad.jws'), `${signed.printed.slice(0, -8)}AAAAAAAA`);
    expect(await run('lint', join(dir, 'bad.jws'))).toMatchObject({
      code: 1,
      aside: expect.stringContaining('valid signature'),
    });
  });
});
