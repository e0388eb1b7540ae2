import { CompactSign } from 'jose';
import type { SigningKey, VendorKeys } from './keys.ts';

export interface Endpoint {
  readonly url: string;
  readonly ca: string;
}

export interface VendorManifest {
  readonly recipient: string;
  readonly manifest: ManifestJson;
  /** What a household adds: the compact JWS that a maker publishes, or the JSON that it wrote itself. */
  readonly signed: string;
}

/** The manifest as JSON has it; the hub's parser is what decides whether it is one. */
type ManifestJson = ReturnType<typeof acme> | ReturnType<typeof volt>;

/** A heating company, reached over MQTT: hourly room temperature in half degrees, and how long the heating ran. */
export function acmeHeatingManifest(keys: VendorKeys, endpoint: Endpoint, version = 1): Promise<VendorManifest> {
  return sign(acme(keys, endpoint, version), keys.manifest);
}

/**
 * An energy adviser, reached over HTTPS: quarters of an hour of the meter, and the plug's power as it changes. It made
 * none of these devices, so the household itself wrote down what it may ask for.
 */
export async function voltInsightManifest(keys: VendorKeys, endpoint: Endpoint, version = 1): Promise<VendorManifest> {
  const manifest = volt(keys, endpoint, version);
  return { recipient: manifest.recipient, manifest, signed: JSON.stringify(manifest) };
}

export const ACME_HEATING = 'acme-heating';
export const VOLT_INSIGHT = 'volt-insight';

/** The next version of what Acme asks for, as its maker would publish it: its tips are to be made from humidity, too. */
export function acmeHeatingAsksMore({
  manifest,
  keys,
}: Pick<VendorManifest, 'manifest'> & { keys: VendorKeys }): Promise<string> {
  const humidity = {
    name: 'humidity',
    type: 'number',
    unit: '%',
    bounds: [0, 100],
    resolution: 1,
    category: 'indoor climate',
  };
  const asked = { name: 'humidity', form: { form: 'summary', window: 'PT1H', statistics: ['mean'], step: 5 } };
  const products = manifest.products.map((each) => ({ ...each, fields: [...each.fields, humidity] }));
  const requests = manifest.requests.map((each) =>
    each.id === 'heating-tips' ? { ...each, fields: [...each.fields, asked] } : each,
  );
  return signed({ ...manifest, version: manifest.version + 1, products, requests }, keys.manifest);
}

/** The header carries the public key; the household's hub pins it when the vendor is first added. */
async function sign(manifest: ManifestJson, key: SigningKey): Promise<VendorManifest> {
  return { recipient: manifest.recipient, manifest, signed: await signed(manifest, key) };
}

function signed(manifest: object, { privateKey, jwk }: SigningKey): Promise<string> {
  const { kty, crv, x, y } = jwk;
  return new CompactSign(Buffer.from(JSON.stringify(manifest)))
    .setProtectedHeader({ alg: 'ES256', kid: jwk.kid, typ: 'hearthgate-manifest+jws', jwk: { kty, crv, x, y } })
    .sign(privateKey);
}

function acme(keys: VendorKeys, { url, ca }: Endpoint, version: number) {
  return {
    v: 1,
    recipient: ACME_HEATING,
    version,
    origin: 'vendor',
    controller: { name: 'Acme Heating', country: 'DE', contact: 'privacy@acme-heating.example' },
    endpoint: { url, ca },
    keys: { encryption: [keys.encryption.jwk], commands: [keys.commands.jwk] },
    products: [
      {
        match: { dialect: 'native', vendor: 'acme', model: 'warm-2' },
        fields: [
          {
            name: 'temperature',
            type: 'number',
            unit: '°C',
            bounds: [0, 40],
            resolution: 0.1,
            category: 'indoor climate',
            sensitivity: 'medium',
          },
          // Neither bounds nor resolution: what the household set leaves as it is, if it agrees to exact.
          { name: 'target', type: 'number', unit: '°C', category: 'indoor climate', sensitivity: 'medium' },
          { name: 'heating', type: 'boolean', category: 'heating', sensitivity: 'medium' },
        ],
      },
    ],
    requests: [
      {
        id: 'heating-tips',
        purpose: 'dpv:ServicePersonalisation',
        sentence: 'Tips for heating with less, from how warm your rooms are each hour.',
        fields: [
          { name: 'temperature', form: { form: 'summary', window: 'PT1H', statistics: ['mean'], step: 0.5 } },
          {
            name: 'heating',
            form: {
              form: 'summary',
              window: 'PT1H',
              statistics: ['timeInState'],
              categories: { values: ['true', 'false'] },
            },
          },
        ],
        release: { release: 'slot', every: 'PT1H' },
        retention: 'P30D',
        recipients: [],
        necessity: 'optional',
        ifRefused: 'You get no tips; the heating works as before.',
      },
      {
        id: 'setpoints',
        purpose: 'dpv:ServiceOptimisation',
        sentence: 'Better default schedules, from the temperature you set.',
        fields: [{ name: 'target', form: { form: 'exact', grain: 'PT15M' } }],
        release: { release: 'slot', every: 'PT1H' },
        retention: 'P30D',
        recipients: [],
        necessity: 'optional',
        ifRefused: 'Nothing changes for you.',
      },
    ],
  };
}

function volt(keys: VendorKeys, { url, ca }: Endpoint, version: number) {
  return {
    v: 1,
    recipient: VOLT_INSIGHT,
    version,
    origin: 'household',
    controller: {
      name: 'Volt Insight',
      country: 'NL',
      contact: 'privacy@volt-insight.example',
      notice: 'https://volt-insight.example/privacy',
    },
    endpoint: { url, ca },
    keys: { encryption: [keys.encryption.jwk] },
    products: [
      {
        match: { dialect: 'tasmota' },
        fields: [
          {
            name: 'ENERGY.Power',
            type: 'number',
            unit: 'W',
            bounds: [0, 20_000],
            resolution: 1,
            category: 'energy',
            sensitivity: 'high',
          },
          {
            name: 'ENERGY.Period',
            type: 'number',
            unit: 'Wh',
            bounds: [0, 400],
            resolution: 0.1,
            category: 'energy',
            sensitivity: 'high',
          },
          { name: 'ENERGY.Total', type: 'number', unit: 'kWh', category: 'energy', sensitivity: 'high' },
        ],
      },
      {
        match: { dialect: 'shelly-gen2' },
        fields: [
          { name: 'switch:0.apower', type: 'number', unit: 'W', category: 'energy', sensitivity: 'high' },
          { name: 'switch:0.aenergy.total', type: 'number', unit: 'Wh', category: 'energy', sensitivity: 'high' },
        ],
      },
    ],
    requests: [
      {
        id: 'energy-report',
        purpose: 'dpv:ServiceProvision',
        sentence: 'A report of what your home uses in each quarter of an hour.',
        fields: [
          { name: 'ENERGY.Power', form: { form: 'summary', window: 'PT15M', statistics: ['mean'], step: 10 } },
          // The period's watt-hours and not the meter's count: a running total would link one epoch to the next.
          { name: 'ENERGY.Period', form: { form: 'summary', window: 'PT15M', statistics: ['sum'], step: 10 } },
        ],
        release: { release: 'slot', every: 'PT15M' },
        retention: 'P90D',
        recipients: [],
        necessity: 'required',
        ifRefused: 'There is no report.',
      },
      {
        id: 'live-plug',
        purpose: 'dpv:ServiceOptimisation',
        sentence: 'What your plug draws, shown in our app as it changes.',
        fields: [{ name: 'switch:0.apower', form: { form: 'exact', grain: 'PT1S' } }],
        release: { release: 'live', within: 'PT0.25S' },
        retention: 'P7D',
        recipients: [],
        necessity: 'optional',
        ifRefused: 'The app shows no live power.',
      },
    ],
  };
}
