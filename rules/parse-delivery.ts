import { isPlain, type Json, type OpenDelivery, PLACES, placesIn, SHARED, type Template, textsIn } from './delivery.ts';
import type { Form, Summary } from './forms/form.ts';
import type { Endpoint, FieldSpec, Product, Request } from './manifest.ts';
import type { ManifestJson } from './parse-manifest.ts';
import type { Problem } from './problems.ts';

type DeliveryJson = NonNullable<ManifestJson['endpoint']['delivery']>;

/** What the delivery has to carry. */
interface Asked {
  readonly products: readonly Product[];
  readonly requests: readonly Request[];
}

/** The endpoint after its shape was checked: how it is delivered to stands there, and everything fits that. */
export function endpointFrom(json: ManifestJson, asked: Asked, problems: Problem[]): Endpoint {
  const { url, ca, delivery } = json.endpoint;
  const keys = json.keys?.encryption ?? [];
  const at = (path: string, problem: string) => problems.push({ path, problem });
  if (delivery === undefined) {
    if (isPlain({ url })) at('/endpoint/url', 'has no TLS; write mqtts://host:port or https://host/path');
    if (keys.length === 0) {
      const how = 'give a key to encrypt to, or say in endpoint.delivery how it is sent unsealed';
      const must = json.origin === 'vendor' ? 'a vendor must give a key to encrypt to' : how;
      at('/keys/encryption', `is missing; ${must}`);
    }
    return json.endpoint as Endpoint;
  }
  if (json.origin === 'vendor') at('/endpoint/delivery', 'is for the household alone; leave it out, and give a key');
  if (keys.length > 0) at('/endpoint/delivery', 'stands beside a key to encrypt to; leave out one of the two');
  if ((json.commands ?? []).length > 0) at('/commands', 'come sealed alone; leave them out');
  if (isPlain({ url }) && ca !== undefined) at('/endpoint/ca', 'is for TLS; leave it out, or write https or mqtts');
  const parsed = deliveryFrom(delivery);
  // What is refused as a whole is not gone through piece by piece.
  if (json.origin === 'vendor' || !URL.canParse(url)) return { url, delivery: parsed };
  checkScheme(url, parsed, at);
  checkSecret(url, parsed, at);
  checkTexts(parsed, at);
  checkFields(parsed, asked, at);
  return { url, ...(ca !== undefined && { ca }), delivery: parsed };
}

type At = (path: string, problem: string) => void;

/** Every default filled in, members in this order always: terms are compared as they stand. */
function deliveryFrom(json: DeliveryJson): OpenDelivery {
  const common = {
    auth: json.auth ?? { scheme: 'none' },
    names: json.names ?? 'codes',
    as: (json.as ?? []).map(({ device, field, is }) => ({ ...(device !== undefined && { device }), field, is })),
    numbersOnly: json.numbersOnly ?? false,
    most: json.most ?? 2000,
    ...(json.once !== undefined && { once: json.once }),
    answers: json.answers ?? [],
  } as const;
  switch (json.kind) {
    case 'https-json':
      return { kind: 'https-json', ...templated(json), ...common };
    case 'influx-line':
      return { kind: 'influx-line', measurement: json.measurement, ...common };
    case 'mqtt-json':
      return { kind: 'mqtt-json', topic: json.topic, retain: json.retain ?? false, ...templated(json), ...common };
  }
}

function templated({ template }: { readonly template?: { body: unknown; value?: unknown } }): { template?: Template } {
  if (template === undefined) return {};
  const { body, value } = template;
  return { template: { body: body as Json, ...(value !== undefined && { value: value as Json }) } };
}

function checkScheme(url: string, { kind, once }: OpenDelivery, at: At): void {
  const overMqtt = url.startsWith('mqtt');
  if (overMqtt !== (kind === 'mqtt-json')) {
    at('/endpoint/url', overMqtt ? `is a broker; give https for ${kind}` : 'is no broker; write mqtts://host:port');
  }
  if (overMqtt && once !== undefined) at('/endpoint/delivery/once', 'is a header of HTTP; leave it out');
}

function checkSecret(url: string, { auth, kind }: OpenDelivery, at: At): void {
  const places = placesIn(url);
  const inUrl = places.length === 1 && places[0] === 'secret';
  if (places.length > 0 && !inUrl) at('/endpoint/url', 'has braces; only {secret} may stand in them, once');
  if (inUrl && !isSameHost(url.replace('{secret}', 'x'), url.replace('{secret}', 'y')))
    at('/endpoint/url', 'has the secret in the host; give it a place behind that');
  if (inUrl !== (auth.scheme === 'url'))
    at(
      '/endpoint/delivery/auth',
      inUrl ? 'does not say url; write {"scheme":"url"}' : 'says url; write {secret} in the url',
    );
  if (kind === 'mqtt-json' && auth.scheme !== 'none' && auth.scheme !== 'basic')
    at('/endpoint/delivery/auth/scheme', 'is one of HTTP; write none or basic, which are user and password here');
}

function isSameHost(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).host === new URL(other).host;
}

/** Deep enough for what services want, and no deeper. */
const DEEPEST = 8;
const LARGEST = 4096;

function checkTexts(delivery: OpenDelivery, at: At): void {
  const check = (path: string, texts: readonly string[], known: readonly string[]) => {
    for (const text of texts) {
      const left = text.replace(/\{[^{}]*\}/g, '');
      const unknown = placesIn(text).find((name) => !known.includes(name));
      if (unknown !== undefined) at(path, `has "{${unknown}}"; write one of ${known.join(', ')} in braces`);
      else if (/[{}]/.test(left)) at(path, 'has a brace that nothing stands in; leave it out');
    }
  };
  const path = '/endpoint/delivery';
  if (delivery.kind === 'influx-line') {
    if (/^[_#]/.test(delivery.measurement)) at(`${path}/measurement`, 'begins with _ or #; choose another name');
    return;
  }
  const { template, most } = delivery;
  if (delivery.kind === 'mqtt-json') {
    const { topic } = delivery;
    check(`${path}/topic`, [topic], TELLING);
    if (/[+#]|^\$/.test(topic)) at(`${path}/topic`, 'has + or #, or begins with $; leave them out');
    if (template === undefined && placesIn(topic).some((name) => name !== 'purpose'))
      at(`${path}/template`, 'is missing; give one, as the topic tells values apart');
  }
  if (template === undefined) return;
  const { body, value = null } = template;
  if (JSON.stringify(template).length > LARGEST || depth(body) + depth(value) > DEEPEST) {
    at(`${path}/template`, `is too large; write up to ${LARGEST} characters, ${DEEPEST} levels deep`);
    return;
  }
  const texts = textsIn(body);
  const lists = texts.filter((text) => text === LIST).length;
  check(
    `${path}/template/body`,
    texts.filter((text) => text !== LIST),
    most === 1 && lists === 0 ? PLACES : SHARED,
  );
  check(`${path}/template/value`, textsIn(value), PLACES);
  if (lists > 1 || (lists === 0 && most > 1))
    at(`${path}/template/body`, `must have "${LIST}" once; add it where the list belongs`);
  if ((lists === 1) !== (template.value !== undefined))
    at(
      `${path}/template/value`,
      lists === 1 ? 'is missing; add what stands in the list' : 'stands in no list; leave it out',
    );
}

const LIST = '{values}';
const TELLING = SHARED.filter((name) => name !== 'unit');

function depth(json: Json): number {
  if (typeof json !== 'object' || json === null) return 0;
  return 1 + Math.max(0, ...Object.values(json).map(depth));
}

/** What could never be said to this recipient is not asked for. */
function checkFields(delivery: OpenDelivery, { products, requests }: Asked, at: At): void {
  const { as, numbersOnly } = delivery;
  const single = !tellsStatistic(delivery);
  const renamed = new Set(as.map(({ field }) => field));
  for (const [i, { device, field }] of as.entries()) {
    if (as.findIndex((one) => one.device === device && one.field === field) < i)
      at(`/endpoint/delivery/as/${i}`, 'is there twice; write each once');
  }
  for (const [i, { fields }] of requests.entries()) {
    for (const [j, { name, form }] of fields.entries()) {
      if (as.length > 0 && !renamed.has(name))
        at(`/requests/${i}/fields/${j}/name`, 'has no name at this recipient; add it to endpoint.delivery.as');
      if (single && form.form === 'summary' && !isOneNumber(form))
        at(
          `/requests/${i}/fields/${j}/form`,
          'gives several values, and this recipient is told one; choose one statistic',
        );
      const specs = products.flatMap((product) => product.fields.filter((spec) => spec.name === name));
      if (numbersOnly && specs.some((spec) => !givesNumbers(form, spec)))
        at(
          `/requests/${i}/fields/${j}/form`,
          'gives words, and this recipient takes numbers alone; choose another form',
        );
    }
  }
}

/** Whether what is sent says which statistic a value is. */
function tellsStatistic(delivery: OpenDelivery): boolean {
  if (delivery.kind === 'influx-line' || delivery.template === undefined) return true;
  const { body, value = null } = delivery.template;
  const topic = delivery.kind === 'mqtt-json' ? [delivery.topic] : [];
  return [...topic, ...textsIn(body), ...textsIn(value)].some((text) => placesIn(text).includes('statistic'));
}

function isOneNumber({ statistics }: Summary): boolean {
  return statistics.length === 1 && !statistics.includes('histogram') && !statistics.includes('timeInState');
}

function givesNumbers(form: Form, spec: FieldSpec): boolean {
  switch (form.form) {
    case 'withheld':
    case 'rounded':
      return true;
    case 'exact':
      return spec.type === 'number';
    case 'category':
      return false;
    case 'noised':
      return form.statistic !== 'last';
    case 'summary':
      return !form.statistics.includes('last') || (spec.type === 'number' && form.categories === undefined);
  }
}
