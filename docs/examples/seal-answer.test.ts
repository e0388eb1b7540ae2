import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { playedHome } from '../../device-sim/maker/played-home.ts';
import { makeKeys } from '../../gateway/cli/manifest/maker-key.ts';
import { readAnswer } from '../../gateway/recipients/enrolment/read-answer.ts';
import { noPython, PYTHON } from './python.fixture.ts';

test.skipIf(noPython)(
  'an answer that docs/examples/seal_command.py sealed is taken, and a command is none',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'hearthgate-answer-'));
    const keys = makeKeys(dir);
    const home = playedHome('acme-heating');
    writeFileSync(join(dir, 'home-key.json'), JSON.stringify(home.commands.jwk));
    const hello = 'mR5mUnkUdXnrDt3fFzSWmw';
    const credentials = { user: 'home-4711', password: 'issued' };
    const seal = (...kind: string[]) => {
      const program = join(import.meta.dirname, 'seal_command.py');
      const words = [join(dir, 'command-key.json'), join(dir, 'home-key.json'), 'acme-heating', ...kind];
      const input = JSON.stringify({ aud: home.home, hello, answer: 'accepted', credentials });
      return Buffer.from(spawnSync(PYTHON, [program, ...words], { input, encoding: 'utf8' }).stdout.trim());
    };
    const to = { recipient: 'acme-heating', home, keys: [keys.commands], hello, now: Date.now() };
    expect(await readAnswer(seal('answer'), to)).toEqual({ answer: 'accepted', credentials });
    expect(await readAnswer(seal(), to)).toBe('is no answer');
    rmSync(dir, { recursive: true, force: true });
  },
);
