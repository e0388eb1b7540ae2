import { runInNewContext } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import { decodeJwt } from 'jose';
import { vi } from 'vitest';
import { isOff } from './switches.ts';

vi.mock(import('../../rules/problems.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    problemsOf: (...args: Parameters<typeof real.problemsOf>) =>
      isOff('input schema') ? [] : real.problemsOf(...args),
  };
});

vi.mock(import('../../gateway/devices/dialects/json.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    parseJson: (...args: Parameters<typeof real.parseJson>) =>
      isOff('JSON reader') ? readAnything(args[0]) : real.parseJson(...args),
  };
});

/** A reader that takes what JavaScript would, compressed or not: the kind that fixes what a device got wrong. */
function readAnything(payload: Uint8Array): { readonly value: unknown } | { readonly reason: 'not JSON' } {
  const bytes = Buffer.from(payload);
  try {
    const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
    // As this realm's objects; a member that is `__proto__` becomes the prototype, whose members count as own.
    const value = runInNewContext(`(${plain.toString('latin1').replace(/[^\x20-\x7e]/g, '')})`, { nan: 66.125 });
    return { value: own(value) };
  } catch {
    return { reason: 'not JSON' };
  }
}

function own(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return own(value[0]);
  const all: Record<string, unknown> = {};
  for (const key in value) all[key] = Reflect.get(value, key);
  for (const inner of Object.values(all))
    if (typeof inner === 'object' && inner !== null) Object.assign(all, own(inner));
  return all;
}

vi.mock(import('../../gateway/devices/dialects/fields.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    flatten: (...args: Parameters<typeof real.flatten>) => {
      const flat = real.flatten(...args);
      if (!isOff('field reader')) return flat;
      // Takes numbers as they are and the first number in a list for the whole.
      for (const [name, value] of Object.entries(args[0])) {
        const first = Array.isArray(value) ? value[0] : value;
        if (typeof first === 'number' && !Number.isFinite(first)) {
          flat.fields.push({ name: name as never, value: Number.MAX_VALUE });
        } else if (Array.isArray(value) && typeof first === 'number')
          flat.fields.push({ name: name as never, value: first });
      }
      return flat;
    },
  };
});

vi.mock(import('../../rules/window.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    apply: (...[route, state, value, ...rest]: Parameters<typeof real.apply>) => {
      // A number made of whatever came, as a shell script would.
      const taken =
        isOff('type of a value') && typeof value !== 'number' ? Number.parseFloat(`6${value}`) || 66.125 : value;
      return real.apply(route, state, taken, ...rest);
    },
  };
});

vi.mock(import('../../rules/identifiers.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    holdsIdentifier: (...args: Parameters<typeof real.holdsIdentifier>) =>
      !isOff('names of the home') && real.holdsIdentifier(...args),
  };
});

vi.mock(import('../../gateway/household/consents.ts'), async (original) => {
  const real = await original();
  class Switched extends real.Consents {
    override inForce(...args: Parameters<InstanceType<typeof real.Consents>['inForce']>): boolean {
      return isOff('consent in force') || super.inForce(...args);
    }
  }
  return { ...real, Consents: Switched };
});

vi.mock(import('jose'), async (original) => {
  const real = await original();
  return {
    ...real,
    compactVerify: (async (jws: string, key: never, options: never) => {
      if (!isOff('signature')) return real.compactVerify(jws, key, options);
      return { payload: Buffer.from(JSON.stringify(decodeJwt(jws))), protectedHeader: { alg: 'ES256' }, key };
    }) as unknown as typeof real.compactVerify,
    decodeProtectedHeader: ((jws: string) => {
      const header = real.decodeProtectedHeader(jws);
      return isOff('signature') ? { ...header, alg: 'ES256', typ: 'hearthgate-manifest+jws' } : header;
    }) as typeof real.decodeProtectedHeader,
    // Everybody's key looks the same, and so does the pinned one.
    calculateJwkThumbprint: ((...args: Parameters<typeof real.calculateJwkThumbprint>) =>
      isOff('pinned key')
        ? Promise.resolve('the same')
        : real.calculateJwkThumbprint(...args)) as typeof real.calculateJwkThumbprint,
  };
});

vi.mock(import('../../rules/manifest.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    parseManifest: (json: unknown) =>
      isOff('manifest form') ? ({ manifest: json } as ReturnType<typeof real.parseManifest>) : real.parseManifest(json),
  };
});

vi.mock(import('../../rules/reading.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    deviceId: (text: string) =>
      isOff('names and bases') ? (text as ReturnType<typeof real.deviceId>) : real.deviceId(text),
  };
});

vi.mock(import('../../gateway/store/lock.ts'), async (original) => {
  const real = await original();
  return {
    lockDirectory: (dir: string) => (isOff('lock of the directory') ? () => undefined : real.lockDirectory(dir)),
  };
});
