import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { noPython, PYTHON } from '../../docs/examples/python.fixture.ts';
import { Unusable } from '../runtime/unusable.ts';
import { passphraseFrom } from './passphrase.ts';

const dir = mkdtempSync(join(tmpdir(), 'hearthgate-passphrase-'));

test('a file holds it in its first line, whatever ends the line', async () => {
  for (const text of ['seven hills', 'seven hills\n', 'seven hills\r\n', 'seven hills\nand more']) {
    writeFileSync(join(dir, 'passphrase'), text);
    expect(await passphraseFrom(join(dir, 'passphrase'))('Passphrase')).toBe('seven hills');
  }
});

test('an empty file and one that is not there are told from each other, without what they hold', async () => {
  writeFileSync(join(dir, 'empty'), '\nsecond');
  await expect(passphraseFrom(join(dir, 'empty'))('Passphrase')).rejects.toThrow('no passphrase was given');
  await expect(passphraseFrom(join(dir, 'gone'))('Passphrase')).rejects.toThrow(Unusable);
});

/** Types on a real terminal and prints everything that could be seen on it. */
const TERMINAL = `
import os, pty, sys
child, terminal = pty.fork()
if child == 0:
    os.execv(sys.argv[1], sys.argv[1:])
seen = b''
while b': ' not in seen:
    seen += os.read(terminal, 1024)
os.write(terminal, sys.stdin.buffer.read())
try:
    while True:
        more = os.read(terminal, 1024)
        if not more: break
        seen += more
except OSError:
    pass
os.waitpid(child, 0)
sys.stdout.buffer.write(seen)
`;

test.skipIf(noPython)('what is typed on a terminal is not shown, and can be corrected', () => {
  const program = join(dir, 'asks.ts');
  const source = join(import.meta.dirname, 'passphrase.ts');
  writeFileSync(
    program,
    `import { passphraseFrom } from ${JSON.stringify(source)};
     const said = await passphraseFrom(undefined)('Passphrase');
     console.log(\`length \${said.length} \${said.at(-1) === 'é'}\`);`,
  );
  const seen = execFileSync(PYTHON, ['-c', TERMINAL, process.execPath, '--no-warnings', program], {
    input: 'seven hilly\u007fé\r',
    encoding: 'utf8',
    timeout: 15_000,
  });
  expect(seen).toContain('Passphrase: ');
  expect(seen).toContain('length 11 true');
  expect(seen).not.toMatch(/seven|hill/);
});
