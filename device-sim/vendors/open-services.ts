import type { OpenService } from './open-cloud.ts';

/** One value as a service understood it. */
export interface Taken {
  /** Whatever it knows the device or series by. */
  readonly of: string;
  readonly name: string;
  readonly value: number | boolean | string;
  /** Milliseconds. */
  readonly at: number;
}

/** A service that takes only what its API says it takes, and keeps it. */
export interface Service {
  readonly answer: OpenService;
  readonly taken: Taken[];
}

type Asked = Parameters<OpenService>[0];

function service(take: (asked: Asked) => number | Taken[], done: number): Service {
  const taken: Taken[] = [];
  const answer: OpenService = (asked) => {
    const result = take(asked);
    if (typeof result === 'number') return result;
    taken.push(...result);
    return done;
  };
  return { answer, taken };
}

/** InfluxDB 2: POST /api/v2/write with org and bucket, `Authorization: Token`, line protocol in ns; 204, 400, 401, 404. */
export function influxDb({ token, org, bucket }: Readonly<Record<'token' | 'org' | 'bucket', string>>): Service {
  return service((asked) => {
    const url = new URL(asked.path, 'http://service');
    if (asked.method !== 'POST' || url.pathname !== '/api/v2/write') return 404;
    if (asked.headers.authorization !== `Token ${token}`) return 401;
    if (url.searchParams.get('org') !== org || url.searchParams.get('bucket') !== bucket) return 404;
    return lines(asked.body) ?? 400;
  }, 204);
}

/** InfluxDB 1: POST /write?db=… with HTTP Basic; 204, 400, 401, 404. */
export function influxDb1({ user, password, db }: Readonly<Record<'user' | 'password' | 'db', string>>): Service {
  return service((asked) => {
    const url = new URL(asked.path, 'http://service');
    if (asked.method !== 'POST' || url.pathname !== '/write') return 404;
    if (asked.headers.authorization !== basic(user, password)) return 401;
    if (url.searchParams.get('db') !== db) return 404;
    return lines(asked.body) ?? 400;
  }, 204);
}

/** Grafana Cloud: POST /api/v1/push/influx/write with HTTP Basic; numbers alone become series. */
export function grafanaCloud({ user, password }: Readonly<Record<'user' | 'password', string>>): Service {
  return service((asked) => {
    if (asked.method !== 'POST' || asked.path !== '/api/v1/push/influx/write') return 404;
    if (asked.headers.authorization !== basic(user, password)) return 401;
    const points = lines(asked.body);
    return points?.every(({ value }) => typeof value === 'number') ? points : 400;
  }, 204);
}

/** A Home Assistant webhook: JSON to /api/webhook/<id>; 200 also for ids that nobody registered. */
export function homeAssistant({ id }: { readonly id: string }): Service {
  return service((asked) => {
    if (asked.method !== 'POST') return 405;
    if (asked.path !== `/api/webhook/${id}`) return 200;
    return asked.headers['content-type'] === 'application/json' ? ownRecords(asked.body) : 400;
  }, 200);
}

/** Hearthgate's own JSON at an address of one's own. */
export function webhook({ path, token }: Readonly<Record<'path' | 'token', string>>): Service {
  const seen = new Set<unknown>();
  return service((asked) => {
    if (asked.method !== 'POST' || asked.path !== path) return 404;
    if (asked.headers.authorization !== `Bearer ${token}`) return 401;
    const name = asked.headers['idempotency-key'];
    if (typeof name !== 'string') return 400;
    if (seen.has(name)) return [];
    seen.add(name);
    return ownRecords(asked.body);
  }, 204);
}

const METRICS = new Set(['electricityImport', 'electricityExport', 'solarPhotovoltaicProduction', 'naturalGasImport']);

/** An EnergyID incoming webhook: one meter a request; 200, 400, 404. */
export function energyId({ secret }: { readonly secret: string }): Service {
  return service((asked) => {
    if (asked.method !== 'POST' || asked.path !== `/services/WebhookIn/${secret}`) return 404;
    if (asked.headers['content-type'] !== 'application/json') return 400;
    const { remoteId, remoteName, metric, metricKind, unit, interval, data, ...more } = JSON.parse(asked.body);
    const whole =
      typeof remoteId === 'string' &&
      typeof remoteName === 'string' &&
      METRICS.has(metric) &&
      ['cumulative', 'total', 'delta', 'gauge'].includes(metricKind) &&
      unit === 'kWh' &&
      ['P1D', 'PT1H', 'PT15M', 'PT5M'].includes(interval) &&
      Array.isArray(data) &&
      data.length > 0 &&
      Object.keys(more).length === 0;
    if (!whole) return 400;
    const points = data.map(
      ([time, value]: [string, number]): Taken => ({ of: remoteId, name: metric, value, at: Date.parse(time) }),
    );
    return points.every(({ value, at }: Taken) => typeof value === 'number' && Number.isFinite(at)) ? points : 400;
  }, 200);
}

/** openSenseMap: POST /boxes/<box>/data with the box's token; 201, 401, 404, 415, 422. */
export function openSenseMap({
  box,
  token,
  sensors,
}: {
  readonly box: string;
  readonly token: string;
  readonly sensors: readonly string[];
}): Service {
  return service((asked) => {
    if (asked.method !== 'POST' || asked.path !== `/boxes/${box}/data`) return 404;
    if (asked.headers.authorization !== token) return 401;
    if (asked.headers['content-type'] !== 'application/json') return 415;
    const measurements: { sensor?: string; value?: number; createdAt?: string }[] = JSON.parse(asked.body);
    if (!Array.isArray(measurements) || measurements.length > 2500) return 422;
    const points = measurements.map(({ sensor = '', value = Number.NaN, createdAt = '' }) => {
      const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(createdAt);
      return { of: box, name: sensor, value, at: rfc3339 ? Date.parse(createdAt) : Number.NaN };
    });
    const sound = points.every(
      ({ name, value, at }) => sensors.includes(name) && Number.isFinite(value) && Number.isFinite(at),
    );
    return sound ? points : 422;
  }, 201);
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** The values of `{"v":1,"purpose",…,"records":[…]}`; a summary's statistics by their names. */
export function ownRecords(body: string): Taken[] {
  const { records }: { records: { device: string; to: string; fields: Record<string, Record<string, unknown>> }[] } =
    JSON.parse(body);
  return records.flatMap(({ device, to, fields }) =>
    Object.entries(fields).flatMap(([field, { form, unit: _, step: __, of: ___, ...shaped }]) =>
      Object.entries(shaped).map(([statistic, value]) => ({
        of: device,
        name: form === 'summary' ? `${field}_${statistic}` : field,
        value: value as Taken['value'],
        at: Date.parse(to),
      })),
    ),
  );
}

/** InfluxDB line protocol by its own rules; undefined where a line is none. Tags but the device are left aside. */
export function lines(body: string): Taken[] | undefined {
  const points: Taken[] = [];
  for (const line of body.split('\n')) {
    const [series = '', fields = '', time = '', ...more] = split(line, ' ');
    const [, ...tags] = split(series, ',');
    const device = tags.map((tag) => split(tag, '=')).find(([name]) => name === 'device')?.[1];
    const [name = '', said = '', ...rest] = split(fields, '=');
    const value = valueSaid(said);
    if (more.length > 0 || rest.length > 0 || device === undefined || value === undefined) return undefined;
    if (name === '' || !/^\d{19}$/.test(time)) return undefined;
    points.push({ of: plain(device), name: plain(name), value, at: Number(time.slice(0, -6)) });
  }
  return points;
}

function valueSaid(said: string): Taken['value'] | undefined {
  if (said === 'true' || said === 'false') return said === 'true';
  if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(said)) return Number(said);
  const text = /^"((?:[^"\\]|\\["\\])*)"$/.exec(said)?.[1];
  return text?.replace(/\\(["\\])/g, '$1');
}

/** Parts between separators that are neither escaped nor in quotes. */
function split(text: string, separator: string): string[] {
  const parts = [''];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    const last = parts.length - 1;
    if (character === '\\') parts[last] += character + text.charAt(++i);
    else if (character === separator && !quoted) parts.push('');
    else {
      if (character === '"') quoted = !quoted;
      parts[last] += character;
    }
  }
  return parts;
}

function plain(escaped: string): string {
  return escaped.replace(/\\([,= ])/g, '$1');
}
