import { beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../runtime/clock.ts';
import { systemRandom } from '../../runtime/random.ts';
import { type NewcomerLine, Pairing } from './pairing.ts';

/** The ten minutes pass when the test says so. */
let timers: { ms: number; call: () => void }[];
let pairing: Pairing;
beforeEach(() => {
  timers = [];
  const after = (ms: number, call: () => void) => {
    const timer = { ms, call };
    timers.push(timer);
    return () => {
      timers = timers.filter((each) => each !== timer);
    };
  };
  const clock = { ...systemClock, after };
  pairing = new Pairing({ clock, random: systemRandom, isKnown: (name) => name === 'known', changed: () => undefined });
});

function passTenMinutes(): void {
  expect(timers.map(({ ms }) => ms)).toEqual([600_000]);
  timers[0]?.call();
}

class Line implements NewcomerLine {
  readonly address = '10.0.0.7';
  readonly told: unknown[] = [];
  isEnded = false;
  takes = true;

  say(answer: Buffer): void {
    this.told.push(JSON.parse(answer.toString()));
  }

  async tell(answer: Buffer): Promise<boolean> {
    if (this.isEnded) return false;
    this.told.push(JSON.parse(answer.toString()));
    return this.takes;
  }

  end(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    pairing.left(this);
  }
}

const HELLO = Buffer.from('{"vendor":"acme","model":"warm-2","credential":"password"}');
const CONFIRMED = { state: 'confirmed', user: 'hall', password: 'p', authority: 'a' } as const;

function greeted(): Line {
  const line = new Line();
  expect(pairing.admits(pairing.open().code, line)).toBe(true);
  pairing.hello(line, HELLO);
  return line;
}

test('a window that is over tells who waits, ends it, and lets nobody in any more', async () => {
  const line = greeted();
  const id = pairing.greeted?.id ?? '';
  passTenMinutes();
  expect(pairing).toMatchObject({ until: undefined, ended: 'over', greeted: undefined });
  expect(await pairing.confirm(id, () => Promise.resolve(CONFIRMED))).toBe(false);
  expect(line.told).toEqual([{ state: 'waiting' }, { state: 'refused', reason: 'over' }]);
  expect(line.isEnded).toBe(true);
});

test('a window that is over ends who has not spoken, and forgets who knocked', () => {
  const { code } = pairing.open();
  const line = new Line();
  pairing.admits(code, line);
  const knock = { address: '10.0.0.9', clientId: 'plug', protocol: '3.1.1', isEncrypted: false } as const;
  pairing.knocked({ ...knock, userName: 'known' });
  expect(pairing.knocks).toEqual([]);
  pairing.knocked(knock);
  expect(pairing.knocks).toHaveLength(1);
  passTenMinutes();
  expect(line.isEnded).toBe(true);
  expect(pairing.knocks).toEqual([]);
  expect(pairing.admits(code, new Line())).toBe(false);
  pairing.knocked(knock);
  expect(pairing.knocks).toEqual([]);
});

test('opening a window closes the one before, and its code is worth nothing', () => {
  const { code } = pairing.open();
  const line = new Line();
  pairing.admits(code, line);
  const next = pairing.open();
  expect(line.isEnded).toBe(true);
  expect(pairing.admits(code, new Line())).toBe(false);
  expect(pairing.admits(next.code, new Line())).toBe(true);
});

test('what is made for a newcomer is not delivered through a window that was closed meanwhile', async () => {
  const line = greeted();
  const taken = await pairing.confirm(pairing.greeted?.id ?? '', async () => {
    pairing.close();
    return CONFIRMED;
  });
  expect(taken).toBe(false);
  expect(line.told).toEqual([{ state: 'waiting' }]);
  expect(pairing.ended).toBe('closed');
});

test('what cannot be made leaves no newcomer waiting', async () => {
  const line = greeted();
  const failing = pairing.confirm(pairing.greeted?.id ?? '', () => Promise.reject(new Error('no key')));
  await expect(failing).rejects.toThrow('no key');
  expect(line.isEnded).toBe(true);
  expect(pairing.ended).toBe('not taken');
});

test('two people cannot say yes to one newcomer', async () => {
  greeted();
  const id = pairing.greeted?.id ?? '';
  const both = [1, 2].map(() => pairing.confirm(id, () => Promise.resolve(CONFIRMED)));
  expect(await Promise.all(both)).toEqual([true, false]);
  expect(pairing.reject(id)).toBe(false);
});
