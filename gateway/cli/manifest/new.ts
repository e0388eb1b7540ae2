import type { PublicJwk } from '../../../rules/manifest.ts';
import { UsageError } from '../command.ts';

/** What a manifest is begun with; every text as a maker typed it. */
export interface Beginning {
  readonly recipient: string;
  readonly name: string;
  readonly country: string;
  readonly contact: string;
  readonly notice?: string;
  readonly endpoint: string;
  readonly ca?: string;
  readonly vendor: string;
  readonly model?: string;
  /** `temperature:number:°C`, `heating:boolean`, `mode:category:heat,off`; number where only the name stands. */
  readonly fields: readonly string[];
  readonly purpose: string;
  readonly sentence: string;
  readonly ifRefused: string;
  readonly retention: string;
  readonly enrolment?: string;
  readonly encryption: PublicJwk;
  readonly commands: PublicJwk;
}

/** Said until its maker says it better, which `lint` asks for. */
export const SENTENCE = 'We use it to make what you bought from us work well for you.';
export const IF_REFUSED = 'Your device works as before; what needs our service does not.';

/** A complete manifest that asks for the least: an hourly mean, a share of the hour, a word from a list. */
export function newManifest(begun: Beginning): object {
  const fields = begun.fields.map(fieldOf);
  return {
    ...{ v: 1, recipient: begun.recipient, version: 1, origin: 'vendor' },
    controller: {
      ...{ name: begun.name, country: begun.country, contact: begun.contact },
      ...(begun.notice === undefined ? {} : { notice: begun.notice }),
    },
    endpoint: { url: begun.endpoint, ...(begun.ca === undefined ? {} : { ca: begun.ca }) },
    keys: { encryption: [begun.encryption], commands: [begun.commands] },
    enrolment: begun.enrolment ?? 'open',
    products: [
      {
        match: { vendor: begun.vendor, ...(begun.model === undefined ? {} : { model: begun.model }) },
        fields: fields.map(({ spec }) => spec),
      },
    ],
    requests: [
      {
        ...{ id: 'first', purpose: begun.purpose, sentence: begun.sentence },
        fields: fields.map(({ spec: { name }, form }) => ({ name, form })),
        release: { release: 'slot', every: 'PT1H' },
        ...{ retention: begun.retention, recipients: [], necessity: 'optional', ifRefused: begun.ifRefused },
        legalBasis: ['eu-gdpr:A6-1-a'],
      },
    ],
  };
}

function fieldOf(said: string) {
  const [name = '', type = 'number', more] = said.split(/:(?=number|boolean|category)|(?<=:number|:category):/);
  switch (type) {
    case 'number': {
      const spec = { name, type, ...(more === undefined ? {} : { unit: more }) };
      return { spec, form: { form: 'summary', window: 'PT1H', statistics: ['mean'] } };
    }
    case 'boolean':
      return { spec: { name, type }, form: shareOf(['true', 'false']) };
    case 'category': {
      const values = (more ?? '').split(',').filter((word) => word !== '');
      if (values.length === 0)
        throw new UsageError(`--field ${said}: say its words, such as ${name}:category:heat,off`);
      return { spec: { name, type, values }, form: shareOf(values) };
    }
    default:
      throw new UsageError(`--field ${said}: write name:number:unit, name:boolean or name:category:word,word`);
  }
}

function shareOf(values: readonly string[]) {
  return { form: 'summary', window: 'PT1H', statistics: ['timeInState'], categories: { values } };
}
