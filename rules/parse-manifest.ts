import type Type from 'typebox';
import type { ArgumentSpec, CommandSpec } from './command.ts';
import { parseDuration } from './duration.ts';
import { fits } from './forms/fits.ts';
import type { Form } from './forms/form.ts';
import { drowns, expectedError, leastUsefulEpsilon, type Noised } from './forms/noised.ts';
import type {
  Enrolment,
  FieldSpec,
  LegalBasis,
  Manifest,
  Product,
  PublicJwk,
  Purpose,
  RecipientId,
  Request,
} from './manifest.ts';
import type { ManifestSchema } from './manifest-schema.ts';
import { nearest } from './nearest.ts';
import { endpointFrom } from './parse-delivery.ts';
import { type FormJson, formFrom, releaseFrom, wordsFrom } from './parse-form.ts';
import { plainNameProblem, plainTextProblem } from './plain-text.ts';
import type { Problem } from './problems.ts';
import { type FieldName, fieldName } from './reading.ts';

export type ManifestJson = Type.Static<typeof ManifestSchema>;
type FieldJson = ManifestJson['products'][number]['fields'][number];

/** The manifest from JSON of the right shape; `problems` gets what the shape cannot say. */
export function manifestFrom(json: ManifestJson, problems: Problem[]): Manifest {
  const products = json.products.map((product, i): Product => {
    unique(product.fields, ({ name }) => name, `/products/${i}/fields`, 'name', problems);
    return {
      match: product.match,
      fields: product.fields.map((field, j) => specFrom(field, `/products/${i}/fields/${j}`, problems)),
    };
  });
  unique(json.requests, ({ id }) => id, '/requests', 'id', problems);
  checkWords(json, problems);
  checkUrl(json.endpoint.url, problems);
  const requests = json.requests.map((request, i) => requestFrom(request, products, `/requests/${i}`, problems));
  const encryption = jwks(json.keys?.encryption ?? [], '/keys/encryption', problems);
  const endpoint = endpointFrom(json, { products, requests }, problems);
  if (json.expires !== undefined && Number.isNaN(Date.parse(json.expires))) {
    problems.push({ path: '/expires', problem: 'is no date; write one like 2027-12-31T00:00:00Z' });
  }
  const commands = json.keys?.commands;
  return {
    v: json.v,
    recipient: json.recipient as RecipientId,
    version: json.version,
    origin: json.origin,
    controller: json.controller,
    endpoint,
    keys: { encryption, ...(commands && { commands: jwks(commands, '/keys/commands', problems) }) },
    products,
    requests,
    ...(json.commands !== undefined && { commands: commandsFrom(json, problems) }),
    ...(json.enrolment !== undefined && { enrolment: enrolmentFrom(json, problems) }),
    ...(json.expires !== undefined && { expires: json.expires }),
  };
}

/** A broker acknowledges whatever comes: a token counts only where its maker itself says so. */
function enrolmentFrom({ enrolment = 'open', keys, endpoint }: ManifestJson, problems: Problem[]): Enrolment {
  if (enrolment === 'token' && (keys?.encryption.length ?? 0) === 0) {
    problems.push({ path: '/enrolment', problem: 'is token; a token is only sealed, so give a key to encrypt to' });
  }
  if (enrolment === 'token' && endpoint.url.startsWith('mqtts:') && (keys?.commands?.length ?? 0) === 0) {
    const problem = 'is missing; over mqtts an account is linked by an answer to hello, so give the key that signs it';
    problems.push({ path: '/keys/commands', problem });
  }
  return enrolment;
}

function commandsFrom({ commands = [], keys, endpoint }: ManifestJson, problems: Problem[]): CommandSpec[] {
  const signing = keys?.commands ?? [];
  if (commands.length > 0 && signing.length === 0) {
    problems.push({
      path: '/keys/commands',
      problem: 'is missing; commands must be signed, so give the key that does',
    });
  }
  if (commands.length > 0 && !endpoint.url.startsWith('mqtts:')) {
    problems.push({ path: '/commands', problem: 'cannot come over https; leave them out, or give an mqtts endpoint' });
  }
  for (const [i, { x }] of signing.entries()) {
    if (keys?.encryption.some((other) => other.x === x)) {
      const problem = 'also is an encryption key; make one for commands alone';
      problems.push({ path: `/keys/commands/${i}`, problem });
    }
  }
  unique(commands, ({ name }) => name, '/commands', 'name', problems);
  return commands.map(({ name, sentence, arguments: given = [] }, i) => {
    const path = `/commands/${i}/arguments`;
    unique(given, (one) => one.name, path, 'name', problems);
    return { name, sentence, arguments: given.map((one, j) => argumentFrom(one, `${path}/${j}`, problems)) };
  });
}

type CommandJson = NonNullable<ManifestJson['commands']>[number];

function argumentFrom(
  json: NonNullable<CommandJson['arguments']>[number],
  path: string,
  problems: Problem[],
): ArgumentSpec {
  const name = nameFrom(json.name, `${path}/name`, problems);
  switch (json.type) {
    case 'boolean':
      return { name, type: 'boolean' };
    case 'category':
      return { name, type: 'category', values: json.values };
    case 'number': {
      const [least = 0, most = 0] = json.bounds;
      if (least >= most) problems.push({ path: `${path}/bounds`, problem: 'do not ascend; write [least, most]' });
      return {
        ...{ name, type: 'number', bounds: [least, most] },
        ...(json.resolution !== undefined && { resolution: json.resolution }),
        ...(json.unit !== undefined && { unit: json.unit }),
      };
    }
  }
}

function specFrom(json: FieldJson, path: string, problems: Problem[]): FieldSpec {
  const { category, sensitivity } = json;
  const base = {
    name: nameFrom(json.name, `${path}/name`, problems),
    ...(category !== undefined && { category }),
    ...(sensitivity !== undefined && { sensitivity }),
  };
  switch (json.type) {
    case 'boolean':
      return { ...base, type: 'boolean' };
    case 'category':
      return { ...base, type: 'category', values: wordsFrom(json.values, `${path}/values`, problems) };
    case 'number': {
      const [least, most] = json.bounds ?? [];
      const bounded = least !== undefined && most !== undefined;
      if (bounded && least >= most)
        problems.push({ path: `${path}/bounds`, problem: 'do not ascend; write [least, most]' });
      return {
        ...base,
        type: 'number',
        ...(json.unit !== undefined && { unit: json.unit }),
        ...(bounded && { bounds: [least, most] as const }),
        ...(json.resolution !== undefined && { resolution: json.resolution }),
      };
    }
  }
}

/** The declared name that was probably meant. */
function perhaps(name: string, products: readonly Product[]): string {
  const word = nearest(
    name,
    products.flatMap(({ fields }) => fields.map((field) => field.name)),
  );
  return word === undefined ? '' : `; perhaps ${word}`;
}

function requestFrom(
  json: ManifestJson['requests'][number],
  products: readonly Product[],
  path: string,
  problems: Problem[],
): Request {
  unique(json.fields, ({ name }) => name, `${path}/fields`, 'name', problems);
  const fields = json.fields.map(({ name, form }, i) => {
    const parsed = formFrom(form, `${path}/fields/${i}/form`, problems);
    const specs = products.flatMap((product) => product.fields.filter((spec) => spec.name === name));
    if (specs.length === 0) {
      problems.push({
        path: `${path}/fields/${i}/name`,
        problem: `is declared by no product; add it to one or ask for another${perhaps(name, products)}`,
      });
    } else if (!specs.some((spec) => fits(parsed, spec))) {
      const types = [...new Set(specs.map(({ type }) => type))].join(' or ');
      const problem = `cannot be made of a ${types} field; choose another form, or categories of the right kind`;
      problems.push({ path: `${path}/fields/${i}/form`, problem });
    } else {
      const problem = drownedIn(parsed, specs);
      if (problem !== undefined) problems.push({ path: `${path}/fields/${i}/form`, problem });
    }
    return { name: nameFrom(name, `${path}/fields/${i}/name`, problems), form: parsed };
  });
  const kept = parseDuration(json.retention);
  if (kept === undefined || (kept.months === 0 && kept.ms === 0)) {
    problems.push({ path: `${path}/retention`, problem: 'is no duration; write one like P6M or P30D' });
  }
  const legalBasis = (json.legalBasis ?? ['eu-gdpr:A6-1-a']) as LegalBasis[];
  if (!legalBasis.some((basis) => basis.startsWith('eu-gdpr:A6-'))) {
    const problem = 'has none of Art. 6(1), which is needed besides one of Art. 9(2); add one such as eu-gdpr:A6-1-a';
    problems.push({ path: `${path}/legalBasis`, problem });
  }
  return {
    id: json.id,
    purpose: json.purpose as Purpose,
    sentence: json.sentence,
    fields,
    release: releaseFrom(json.release, `${path}/release`, problems),
    retention: json.retention,
    recipients: json.recipients ?? [],
    necessity: json.necessity,
    ifRefused: json.ifRefused,
    legalBasis: [...legalBasis].sort(),
  };
}

/** What makes the noise less, without a greater ε. */
const LESS_NOISE: Readonly<Record<Noised['statistic'], string>> = {
  mean: 'longer slots, a longer window or narrower bounds',
  sum: 'longer slots or narrower bounds',
  count: 'a longer window or a smaller most',
  histogram: 'longer slots',
  last: 'a longer window or fewer categories',
};

/** What would work, where the noise leaves nothing that is of use. */
function drownedIn(form: Form, specs: readonly FieldSpec[]): string | undefined {
  if (form.form !== 'noised') return undefined;
  const [spec, ...others] = specs.filter((one) => fits(form, one));
  if (spec === undefined || [spec, ...others].some((one) => !drowns(form, one))) return undefined;
  const [error, epsilon] = [expectedError(form, spec), leastUsefulEpsilon(form, spec)];
  const enough = epsilon === undefined ? '' : `microEpsilon of ${epsilon} or more, or `;
  return `is off by about ${Number(error.toPrecision(2))}, and no more than ${form.useful} is useful to you; write ${enough}${LESS_NOISE[form.statistic]}, or ask for another form`;
}

function nameFrom(name: string, path: string, problems: Problem[]): FieldName {
  const parsed = fieldName(name);
  if (parsed === undefined) problems.push({ path, problem: 'is no field name; use letters, digits and _ - . :' });
  return parsed ?? ('invalid' as FieldName);
}

/** Only the members of RFC 7638 and the id; `use` and `alg` are understood and left behind. */
function jwks(keys: NonNullable<ManifestJson['keys']>['encryption'], path: string, problems: Problem[]): PublicJwk[] {
  unique(keys, ({ kid }) => kid, path, 'kid', problems);
  return keys.map(({ kty, crv, x, y, kid }) => ({ kty, crv, x, y, kid }));
}

/** Everything that is shown to people as the recipient's words. */
function checkWords(
  { origin, controller, products, requests, commands = [] }: ManifestJson,
  problems: Problem[],
): void {
  const check = (path: string, text: string, problemOf = plainTextProblem) => {
    const problem = problemOf(text);
    if (problem !== undefined) problems.push({ path, problem });
  };
  check('/controller/name', controller.name, plainNameProblem);
  for (const [i, { match, fields }] of products.entries()) {
    if (match.vendor !== undefined) check(`/products/${i}/match/vendor`, match.vendor, plainNameProblem);
    else if (origin === 'vendor') {
      const problem = 'is missing; a vendor’s products are its own, so say by which vendor name devices show them';
      problems.push({ path: `/products/${i}/match/vendor`, problem });
    }
    for (const [j, field] of fields.entries()) {
      if (field.category !== undefined) check(`/products/${i}/fields/${j}/category`, field.category);
    }
  }
  for (const [i, { sentence, arguments: given = [] }] of commands.entries()) {
    check(`/commands/${i}/sentence`, sentence);
    for (const [j, one] of given.entries()) {
      if (one.type === 'category') for (const word of one.values) check(`/commands/${i}/arguments/${j}/values`, word);
      if (one.type === 'number' && one.unit !== undefined) check(`/commands/${i}/arguments/${j}/unit`, one.unit);
    }
  }
  for (const [i, { sentence, ifRefused, recipients = [], fields }] of requests.entries()) {
    check(`/requests/${i}/sentence`, sentence);
    check(`/requests/${i}/ifRefused`, ifRefused);
    for (const [j, one] of recipients.entries()) check(`/requests/${i}/recipients/${j}`, one);
    for (const [j, { form }] of fields.entries()) {
      for (const word of labelsOf(form)) check(`/requests/${i}/fields/${j}/form/categories`, word);
    }
  }
}

function labelsOf(form: FormJson): readonly string[] {
  if (!('categories' in form) || form.categories === undefined) return [];
  return 'labels' in form.categories ? form.categories.labels : form.categories.values;
}

function checkUrl(text: string, problems: Problem[]): void {
  const url = URL.parse(text);
  const path = '/endpoint/url';
  if (url === null || url.hostname === '')
    problems.push({ path, problem: 'is no URL; write mqtts://host:port or https://host/path' });
  else if (url.username !== '' || url.password !== '' || text.includes('@')) {
    problems.push({
      path,
      problem: 'has user information; leave it out, the recipient answers the hello with credentials',
    });
  } else if (url.hash !== '') problems.push({ path, problem: 'has a fragment; leave it out' });
}

function unique<T>(list: readonly T[], key: (item: T) => string, path: string, member: string, problems: Problem[]) {
  const seen = new Set<string>();
  for (const [i, item] of list.entries()) {
    if (seen.has(key(item)))
      problems.push({ path: `${path}/${i}/${member}`, problem: 'is there twice; write each once' });
    seen.add(key(item));
  }
}
