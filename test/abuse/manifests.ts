import { CompactSign } from 'jose';
import { expect } from 'vitest';
import { createVendorKeys } from '../../device-sim/vendors/keys.ts';
import { signedBy } from '../house.ts';
import type { AbuseCase } from './abuse-case.ts';
import type { Arena } from './arena.ts';
import type { GuardName } from './switches.ts';

function refused(
  id: string,
  done: string,
  problem: RegExp,
  guard: AbuseCase['guard'],
  made: (arena: Arena) => Promise<string>,
): AbuseCase {
  return {
    id,
    done,
    expected: `refused with a sentence, and the version before stays in force (${problem.source})`,
    guard,
    async run(arena) {
      const signed = await made(arena);
      await expect(arena.house.do('recipient add', { signed })).rejects.toThrow(problem);
      expect(arena.house.hub.manifests.all().map(({ version }) => version)).toEqual([1]);
    },
  };
}

/** Version 2 of the vendor's manifest, with its own signature, and something in it that must not be. */
function changed(
  id: string,
  done: string,
  changes: (manifest: Arena['house']['acme']['manifest']) => object,
): AbuseCase {
  const form: readonly GuardName[] = ['manifest form'];
  return refused(id, done, /problem\(s\)/, form, ({ house }) =>
    signedBy(house, { version: 2, ...changes(house.acme.manifest) }),
  );
}

const SIGNATURE: readonly GuardName[] = ['signature'];
const parts = (signed: string) => signed.split('.');
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

export const manifests: readonly AbuseCase[] = [
  refused(
    'MA-01',
    'a manifest that was changed after it was signed',
    /valid signature/,
    SIGNATURE,
    async ({ house }) => {
      const [head, , signature] = parts(await signedBy(house, { version: 2 }));
      return [head, encode({ ...house.acme.manifest, version: 2, requests: [] }), signature].join('.');
    },
  ),
  refused('MA-03', 'no signature (alg none)', /must be ES256/, SIGNATURE, async ({ house }) => {
    const { kty, crv, x, y } = house.acme.keys.manifest.jwk;
    const head = encode({ alg: 'none', typ: 'hearthgate-manifest+jws', jwk: { kty, crv, x, y } });
    return `${head}.${encode({ ...house.acme.manifest, version: 2 })}.`;
  }),
  refused('MA-04', 'a signature with a shared secret (HS256)', /must be ES256/, SIGNATURE, async ({ house }) => {
    const { kty, crv, x, y } = house.acme.keys.manifest.jwk;
    return new CompactSign(Buffer.from(JSON.stringify({ ...house.acme.manifest, version: 2 })))
      .setProtectedHeader({ alg: 'HS256', typ: 'hearthgate-manifest+jws', jwk: { kty, crv, x, y } as never })
      .sign(Buffer.from(`${x}${y}`));
  }),
  refused('MA-05', 'something else that the vendor signed', /typ/, SIGNATURE, async ({ house }) => {
    const { kty, crv, x, y } = house.acme.keys.manifest.jwk;
    return new CompactSign(Buffer.from(JSON.stringify({ ...house.acme.manifest, version: 2 })))
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT', jwk: { kty, crv, x, y } })
      .sign(house.acme.keys.manifest.privateKey);
  }),
  refused('MA-02', 'a newer version signed with another key', /another key/, ['pinned key'], async ({ house }) => {
    const { manifest: key } = await createVendorKeys();
    const { kty, crv, x, y } = key.jwk;
    return new CompactSign(Buffer.from(JSON.stringify({ ...house.acme.manifest, version: 2 })))
      .setProtectedHeader({ alg: 'ES256', typ: 'hearthgate-manifest+jws', jwk: { kty, crv, x, y } })
      .sign(key.privateKey);
  }),
  refused(
    'MA-06',
    'the same version again, to change it unseen',
    /not newer/,
    {
      cannot: 'the comparison stands in the one function that adds a manifest',
      proof: 'version 2 would be taken: MA-08 and those after it fail without the form',
    },
    ({ house }) => signedBy(house, {}),
  ),
  refused(
    'MA-07',
    'a second maker that speaks of the first one’s devices',
    /acme/,
    {
      cannot: 'the comparison stands in the one function that adds a manifest',
      proof: 'the same manifest with another brand is taken by what-an-attacker-tried.test.ts',
    },
    async ({ house }) => {
      const { manifest: key } = await createVendorKeys();
      const { kty, crv, x, y } = key.jwk;
      return new CompactSign(Buffer.from(JSON.stringify({ ...house.acme.manifest, recipient: 'another' })))
        .setProtectedHeader({ alg: 'ES256', typ: 'hearthgate-manifest+jws', jwk: { kty, crv, x, y } })
        .sign(key.privateKey);
    },
  ),
  changed('MA-08', 'a link in the sentence that the household reads', ({ requests }) => ({
    requests: requests.map((request) => ({ ...request, sentence: 'Good. <a href="https://x.example">more</a>' })),
  })),
  changed('MA-09', 'text that runs the other way', ({ requests }) => ({
    requests: requests.map((request) => ({ ...request, sentence: 'Only \u202eeverything\u202c is sent.' })),
  })),
  changed('MA-10', 'an endpoint without TLS', ({ endpoint }) => ({
    endpoint: { ...endpoint, url: 'mqtt://vendor.example' },
  })),
  changed('MA-17', 'a vendor that would be sent to without a seal', ({ endpoint }) => ({
    endpoint: { url: 'https://vendor.example/in', ca: endpoint.ca, delivery: { kind: 'https-json' } },
    keys: { encryption: [] },
  })),
  changed('MA-11', 'a member that we do not know', () => ({ unlessRefused: true })),
  changed('MA-12', 'a recipient that is a path', () => ({ recipient: '../../etc' })),
  changed('MA-13', 'a form that does not exist', ({ requests }) => ({
    requests: requests.map((request) => ({ ...request, fields: [{ name: 'target', form: { form: 'raw' } }] })),
  })),
  changed('MA-14', 'a negative step', ({ requests }) => ({
    requests: requests.map((request) => ({
      ...request,
      fields: [{ name: 'temperature', form: { form: 'rounded', step: -1, grain: 'PT15M' } }],
    })),
  })),
  changed('MA-15', 'a version that is no number', () => ({ version: '2' })),
  changed('MA-16', 'a field called __proto__', ({ products }) => ({
    products: products.map((product) => ({
      ...product,
      fields: [{ ...product.fields[0], name: '__proto__' }],
    })),
  })),
];
