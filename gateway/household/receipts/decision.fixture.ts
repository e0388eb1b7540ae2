import { generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import type { Consent } from '../../../rules/consent.ts';
import { consent, device, HOURLY, manifest, NOW, name, request } from '../../../rules/example-household.ts';
import type { Manifest, RecipientId, Request } from '../../../rules/manifest.ts';
import type { KnownDevice } from '../../../rules/plan.ts';
import { termsOf } from '../../../rules/terms.ts';
import { en } from '../../../rules/words/en.ts';
import type { Sentences } from '../../../rules/words/speak.ts';
import { type Words, wordsShown } from '../../../rules/words-shown.ts';
import type { Answered, Decided, Decision } from './decided.ts';
import { decidedOf } from './decided.ts';
import type { ReceiptSigner } from './jws.ts';

const IDS = { id: '11111111-1111-4111-8111-111111111111', copy: '22222222-2222-4222-8222-222222222222' };

/** Two devices of one home, in rooms and with names that are nobody's business. */
export const BEDROOM = { ...device('annas-bedroom-meter'), room: 'Annas bedroom' };
export const KITCHEN = { ...device('kitchen-meter'), room: 'kitchen' };

export interface Asked {
  readonly request?: Partial<Request>;
  readonly manifest?: Partial<Manifest>;
}

/** An answer about the power of a device. */
export function answered(of: KnownDevice, more: Partial<Consent> = {}, asked: Asked = {}): Answered {
  const one = request('usage', asked.request);
  const terms = termsOf(manifest({ requests: [one], ...asked.manifest }), one, of, name('power'));
  if (!terms) throw new Error('not asked');
  const { room } = of;
  return {
    consent: consent(`consent-of-${of.id}`, { device: of.id, form: HOURLY, since: NOW, ...more }),
    terms,
    device: { name: of.id, ...(room === undefined ? {} : { room }) },
    reveals: { category: 'energy', sensitivity: 'high' },
  };
}

/** What Anna agreed to on the page, with the words that she saw. */
export function decision(answers: Decision['answers'], more: Partial<Decision> = {}): Decision {
  return {
    answers,
    manifest: { version: 1, origin: 'vendor', sha256: 'ab'.repeat(32), key: 'K'.repeat(43) },
    words: wordsFor(answers),
    by: 'person:anna',
    how: 'page',
    ...more,
  };
}

export function decided(answers: Decision['answers'], more: Partial<Decision> = {}, ids = IDS): Decided {
  return decidedOf(decision(answers, more), ids);
}

export function wordsFor([first, ...more]: Decision['answers'], words: Sentences = en): Words {
  const field = ({ consent: answer, terms, device: { name: called }, reveals }: Answered) => ({
    ...{ device: called, terms, answer, reveals },
  });
  return wordsShown(
    { origin: 'vendor', fields: [field(first), ...more.map(field)], linkable: false, timeZone: 'Europe/Berlin' },
    new Map(),
    words,
  );
}

/** Another recipient, in every word. */
export const OTHER: Asked = {
  request: {
    id: 'report',
    purpose: 'dpv:Marketing',
    sentence: 'Werbung.',
    retention: 'P1D',
    ifRefused: 'Nichts.',
    recipients: ['Werbenetz'],
    necessity: 'required',
    legalBasis: ['eu-gdpr:A6-1-f'],
  },
  manifest: {
    recipient: 'volt' as RecipientId,
    controller: { name: 'Volt', country: 'NL', contact: 'hallo@volt.example' },
  },
};

/** A P-256 key as a home has one for each recipient. */
export async function signer(): Promise<ReceiptSigner> {
  const { privateKey: key, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const jwk = { kty: 'EC', crv: 'P-256', x, y } as const;
  return { key, jwk: { ...jwk, kid: await calculateJwkThumbprint(jwk) } };
}
