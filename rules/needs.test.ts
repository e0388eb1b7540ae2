import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { UNKNOWN } from './classify.ts';
import { device, manifest, name, request } from './example-household.ts';
import { numberForm } from './forms/form.arbitrary.ts';
import type { Form } from './forms/form.ts';
import { atMost } from './forms/order.ts';
import { inbox } from './inbox.ts';
import type { Manifest } from './manifest.ts';
import { isNeeded, knownOf, knownWords, needed, parseNeeds } from './needs.ts';
import { en } from './words/en.ts';

const KEY = 'k'.repeat(43);
const NEED = {
  ...{ purpose: 'dpv:ServiceOptimisation', field: 'power', because: 'The maker works the tariff out.' },
  weil: 'Der Hersteller berechnet den Tarif.',
  form: { form: 'summary', window: 'P1D', statistics: ['mean'] },
};
const ENTRY = {
  match: { vendor: 'Acme', model: 'M1' },
  'at home': 'It measures at home.',
  'zu Hause': 'Es misst zu Hause.',
  recipient: { id: 'acme', key: KEY },
  needs: [NEED],
};
const needs = parseNeeds([
  { match: { dialect: 'native' }, 'at home': 'Used at home.', 'zu Hause': 'Zu Hause verwendet.', needs: [] },
  ENTRY,
]);

function waiting(manifests: readonly Manifest[], known = needs, pinned = KEY, devices = [device('meter')]) {
  const household = {
    devices,
    manifests,
    consents: [],
    standing: [],
    reveals: () => UNKNOWN,
    timeZone: 'Europe/Berlin',
  };
  const open = [...inbox(household, [], 0, Number.POSITIVE_INFINITY).values()].flat();
  return needed(open, { needs: known, device: (id) => devices.find((one) => one.id === id), pinned: () => pinned });
}

describe('what a device needs', () => {
  it('is the entry that says most about which device it means', () => {
    expect(knownOf(needs, device('meter'))?.atHome.en).toBe('It measures at home.');
    expect(knownOf(needs, device('meter', { model: 'M2' }))?.atHome.en).toBe('Used at home.');
    expect(knownOf(needs, device('meter', { dialect: 'tasmota', model: 'M2' }))).toBeUndefined();
  });

  it('is what is asked in a form that is at most both, with the reason that is shipped', () => {
    expect(waiting([manifest()])).toMatchObject([
      {
        ...{ request: 'usage', device: 'meter', field: 'power', because: { en: 'The maker works the tariff out.' } },
        form: { form: 'summary', window: 'P1D', statistics: ['mean'], step: 10 },
      },
    ]);
  });

  it('is nothing for whoever has another key or id, or wrote the manifest at home', () => {
    expect(waiting([manifest()], needs, 'x'.repeat(43))).toEqual([]);
    expect(waiting([manifest({ origin: 'household' })])).toEqual([]);
    expect(waiting([manifest({ recipient: 'acme-two' as Manifest['recipient'] })])).toEqual([]);
  });

  it('is nothing where no manifest asks for it, for that purpose, of that device', () => {
    expect(waiting([])).toEqual([]);
    expect(waiting([manifest({ requests: [request('usage', { purpose: 'dpv:Marketing' })] })])).toEqual([]);
    const other = [{ name: name('state'), form: { form: 'exact', grain: 'PT1S' } as const }];
    expect(waiting([manifest({ requests: [request('usage', { fields: other })] })])).toEqual([]);
    expect(waiting([manifest()], needs, KEY, [device('meter', { model: 'M2' })])).toEqual([]);
  });

  it('does not follow what a vendor calls necessary, and is agreed to once', () => {
    const twice = [request('usage', { necessity: 'optional' }), request('again', { necessity: 'required' })];
    expect(waiting([manifest({ requests: twice })]).map((one) => one.request)).toEqual(['usage']);
  });

  it('is never more than asked and never more than known', () => {
    let found = 0;
    fc.assert(
      fc.property(numberForm, numberForm, (asked: Form, most: Form) => {
        const [entry] = needs
          .slice(1)
          .map((one) => ({ ...one, needs: one.needs.map((need) => ({ ...need, form: most })) }));
        const requests = [request('usage', { fields: [{ name: name('power'), form: asked }] })];
        for (const { form } of waiting([manifest({ requests })], entry ? [entry] : [])) {
          found++;
          expect(atMost(form, asked)).toBe(true);
          expect(atMost(form, most)).toBe(true);
        }
      }),
    );
    expect(found).toBeGreaterThan(10);
  });

  it('is said beside the claim, and not said where nothing is known', () => {
    const about = { device: device('meter').id, field: name('power'), purpose: 'dpv:ServiceOptimisation' } as const;
    const knowing = { needs, device: () => device('meter'), pinned: () => KEY };
    expect(knownWords(isNeeded(manifest(), about, knowing), en)).toBe('needed to work, says Hearthgate');
    expect(knownWords(isNeeded(manifest(), { ...about, purpose: 'dpv:Marketing' }, knowing), en)).toMatch(
      /^works without it/,
    );
    expect(knownWords(isNeeded(manifest(), about, { ...knowing, pinned: () => 'other' }), en)).toMatch(
      /^works without it/,
    );
    expect(knownWords(isNeeded(manifest(), about, { ...knowing, needs: [] }), en)).toBeUndefined();
  });
});

describe('the document', () => {
  it('is refused with needs of no named recipient, key, vendor or model, and with what is no form', () => {
    const { recipient: _, ...nobody } = ENTRY;
    expect(() => parseNeeds([nobody])).toThrow('/0 has needs; name the recipient, its key, the vendor and the model');
    expect(() => parseNeeds([{ ...ENTRY, match: { vendor: 'Acme' } }])).toThrow('/0 has needs');
    expect(() => parseNeeds([{ ...ENTRY, recipient: { id: 'acme', key: 'short' } }])).toThrow('/0/recipient/key');
    expect(() => parseNeeds([{ ...ENTRY, needs: [{ ...NEED, form: { form: 'al' } }] }])).toThrow('/0/needs/0/form');
    const histogram = { form: 'summary', window: 'P1D', statistics: ['histogram'] };
    expect(() => parseNeeds([{ ...ENTRY, needs: [{ ...NEED, form: histogram }] }])).toThrow('/0/needs/0/form');
  });

  it('that is shipped knows every dialect, and of no device that anything has to leave', () => {
    const shipped = parseNeeds(parse(readFileSync(new URL('./knowledge/needs.yaml', import.meta.url), 'utf8')));
    for (const dialect of ['zigbee2mqtt', 'tasmota', 'shelly-gen1', 'shelly-gen2', 'native', 'scalar-topics'])
      expect(knownOf(shipped, device('one', { dialect }))?.needs).toEqual([]);
    expect(shipped.flatMap((one) => one.needs)).toEqual([]);
  });
});
