import { vi } from 'vitest';
import { isOff } from './switches.ts';

vi.mock(import('../../gateway/devices/broker/newcomer.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    get PAIRING_TOPICS(): typeof real.PAIRING_TOPICS {
      return isOff('topics of newcomers') ? ('no topic at all' as never) : real.PAIRING_TOPICS;
    },
    newcomer: (nonce: string) => {
      const any = real.newcomer('a'.repeat(16));
      return isOff('nonce') && any ? { ...any, base: nonce } : real.newcomer(nonce);
    },
  };
});

vi.mock(import('../../gateway/devices/pairing/code.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    sameCode: (...args: Parameters<typeof real.sameCode>) => isOff('pairing code') || real.sameCode(...args),
  };
});

vi.mock(import('../../gateway/devices/pairing/hello.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    parseHello: (payload: Uint8Array) =>
      isOff('form of a hello') ? { vendor: String(payload), model: 'any' } : real.parseHello(payload),
  };
});

vi.mock(import('../../gateway/devices/pairing/legible.ts'), async (original) => {
  const real = await original();
  return { legible: (text: string) => isOff('plain text') || real.legible(text) };
});

vi.mock(import('../../gateway/devices/pairing/knocks.ts'), async (original) => {
  const real = await original();
  class Switched extends real.Knocks {
    readonly #all: ReturnType<InstanceType<typeof real.Knocks>['all']> = [];
    override add(...[attempt, now]: Parameters<InstanceType<typeof real.Knocks>['add']>): boolean {
      const { address, protocol, isEncrypted } = attempt;
      this.#all.push({ id: String(this.#all.length), address, protocol, isEncrypted, attempts: 1, last: now });
      return super.add(attempt, now);
    }

    override all() {
      return isOff('number seen') ? this.#all : super.all();
    }
  }
  return { ...real, Knocks: Switched };
});

vi.mock(import('../../gateway/devices/pairing/pairing.ts'), async (original) => {
  const real = await original();
  class Switched extends real.Pairing {
    #code = '';
    override open() {
      const opened = super.open();
      this.#code = opened.code;
      return opened;
    }

    override admits(...[password, line]: Parameters<InstanceType<typeof real.Pairing>['admits']>): boolean {
      const isRight = super.admits(password, line);
      return isRight || (isOff('one use of the code') && String(password) === this.#code);
    }
  }
  return { ...real, Pairing: Switched };
});
