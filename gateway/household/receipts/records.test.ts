import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompactSign } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ConsentId } from '../../../rules/consent.ts';
import { NOW } from '../../../rules/example-household.ts';
import { KeyStore } from '../../keys/key-store.ts';
import { systemClock } from '../../runtime/clock.ts';
import { systemRandom } from '../../runtime/random.ts';
import { type Db, openDatabase } from '../../store/database.ts';
import { canonicalJson } from '../ledger/canonical-json.ts';
import { answered, BEDROOM, decision, KITCHEN, signer } from './decision.fixture.ts';
import { signReceipt, verifyReceipt } from './jws.ts';
import { ConsentRecords } from './records.ts';

let dir: string;
let db: Db;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-records-'));
  db = openDatabase(join(dir, 'household.db'), 'household');
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

function open(): ConsentRecords {
  const keys = new KeyStore({ db, dataDir: dir, random: systemRandom });
  return new ConsentRecords({ db, keys, clock: { ...systemClock, now: () => NOW }, random: systemRandom });
}

const [bedroom, kitchen] = [answered(BEDROOM), answered(KITCHEN)];
const both = decision([bedroom, kitchen]);

/** The record of what is known to have been kept. */
function kept(records: ConsentRecords, id = bedroom.consent.id) {
  const found = records.of(id);
  if (!found) throw new Error('no record');
  return found;
}

const NOBODY = { get: () => undefined, successorOf: () => undefined };

describe('consent records', () => {
  test('are found again by each of their consents, word for word, also after a restart', () => {
    const hashes = open().keep([both]);
    const found = kept(open());
    expect(found).toMatchObject({ by: 'person:anna', how: 'page', words: both.words, lines: [{}, {}] });
    expect(open().of(kitchen.consent.id)).toEqual(found);
    expect(open().of('another' as ConsentId)).toBeUndefined();
    expect(new Set(hashes.values()).size).toBe(1);
    expect([...hashes.keys()]).toEqual([bedroom.consent.id, kitchen.consent.id]);
  });

  test('are all kept or none, and never changed afterwards', () => {
    expect(() => open().keep([decision([kitchen]), both])).toThrow('UNIQUE');
    expect(open().of(kitchen.consent.id)).toBeUndefined();
    open().keep([both]);
    expect(() => db.prepare(`UPDATE consent_records SET decided = '{}'`).run()).toThrow('does not change');
  });

  test('are handed out as a receipt that verifies with the household’s one key, and shows its own record', async () => {
    open().keep([both]);
    const first = await open().receipt(kept(open()), NOBODY, () => undefined);
    const second = await open().receipt(kept(open()), NOBODY, () => undefined);
    expect(second.key).toBe(first.key);
    expect(second.receipt).not.toBe(first.receipt);
    const verified = await verifyReceipt(first.receipt, first.key);
    expect(verified).toMatchObject({
      ok: true,
      receipt: { 'dpv:hasRecordOfActivity': { 'dct:identifier': first.record, 'dpv:hasProcess': [{}, {}] } },
    });
  });
});

describe('a receipt is not taken', () => {
  const problem = async (signed: string, kid: string) => {
    const verified = await verifyReceipt(signed, kid);
    return verified.ok ? undefined : verified.problem;
  };

  test('from another key, whatever its header says', async () => {
    const [ours, theirs] = [await signer(), await signer()];
    const forged = await signReceipt({ '@type': 'dpv:ConsentReceipt' }, theirs);
    expect(await problem(forged, ours.jwk.kid)).toBe('another key signed it');
    const named = await signReceipt(
      { '@type': 'dpv:ConsentReceipt' },
      { key: theirs.key, jwk: { ...theirs.jwk, kid: ours.jwk.kid } },
    );
    expect(await problem(named, ours.jwk.kid)).toBe('another key signed it');
    const borrowed = await signReceipt({ '@type': 'dpv:ConsentReceipt' }, { key: theirs.key, jwk: ours.jwk });
    expect(await problem(borrowed, ours.jwk.kid)).toBe('this is no JWS compact with a valid signature');
  });

  test('with any character changed', async () => {
    const by = await signer();
    const signed = await signReceipt({ '@type': 'dpv:ConsentReceipt', 'dct:identifier': 'x' }, by);
    expect(await problem(signed, by.jwk.kid)).toBeUndefined();
    for (let at = 0; at < signed.length; at++) {
      const other = signed[at] === 'A' ? 'Q' : 'A';
      expect(await problem(signed.slice(0, at) + other + signed.slice(at + 1), by.jwk.kid)).toBeDefined();
    }
  });

  test('that says one thing twice, is no receipt, or was signed as something else', async () => {
    const { key, jwk } = await signer();
    const header = { alg: 'ES256', kid: jwk.kid, typ: 'hearthgate-receipt+jws', jwk };
    const sign = (text: string, more = {}) =>
      new CompactSign(Buffer.from(text)).setProtectedHeader({ ...header, ...more }).sign(key);
    const good = canonicalJson({ '@type': 'dpv:ConsentReceipt' });
    expect(await problem(await sign(good), jwk.kid)).toBeUndefined();
    const twice = '{"@type":"dpv:ConsentReceipt","@type":"dpv:ConsentReceipt"}';
    expect(await problem(await sign(twice), jwk.kid)).toContain('canonical');
    expect(await problem(await sign('{"@type":"dpv:ConsentRecord"}'), jwk.kid)).toBe('it is no consent receipt');
    expect(await problem(await sign('[]'), jwk.kid)).toBe('it is no receipt');
    expect(await problem(await sign('no JSON'), jwk.kid)).toBe('what was signed is not JSON');
    expect(await problem(await sign(good, { typ: 'hearthgate-batch+jws' }), jwk.kid)).toContain('typ');
    expect(await problem(await sign(good, { cty: 'x' }), jwk.kid)).toContain('header');
    expect(await problem('no receipt', jwk.kid)).toBe('this is no JWS compact with a valid signature');
  });
});
