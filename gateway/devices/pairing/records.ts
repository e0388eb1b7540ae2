import type { QueryPacket, ResponseOutgoingPacket } from 'multicast-dns';

type Answer = NonNullable<ResponseOutgoingPacket['answers']>[number];
type Question = NonNullable<QueryPacket['questions']>[number];

/** What a hub says of itself to everybody in the home's network: nothing that its ports do not show anyway. */
export interface Announced {
  /** A name under `.local` that the addresses belong to. */
  readonly host: string;
  readonly addresses: readonly string[];
  /** SHA-256 of the devices' authority's certificate. */
  readonly fingerprint: Uint8Array;
  readonly mqtts?: number;
  readonly mqtt?: number;
}

/** RFC 6762 §10: names of hosts for two minutes, the rest for 75. */
const HOST_S = 120;
const OTHER_S = 4500;
const SERVICES = '_services._dns-sd._udp.local';

/** All records of the hub (RFC 6763): each service with one instance, its port and its text; and the hub's addresses. */
export function recordsOf({ host, addresses, fingerprint, mqtt, mqtts }: Announced): Answer[] {
  const print = Buffer.from(fingerprint);
  const instance = `hearthgate-${print.toString('hex').slice(0, 6)}`;
  const text = ['v=1', `fp=${print.toString('base64url')}`, 'path=/api/v1'];
  const service = (type: string, port: number | undefined, data: string[]): Answer[] => {
    if (port === undefined) return [];
    const name = `${instance}.${type}`;
    return [
      { name: SERVICES, type: 'PTR', ttl: OTHER_S, data: type },
      { name: type, type: 'PTR', ttl: OTHER_S, data: name },
      { name, type: 'SRV', ttl: HOST_S, data: { port, target: host } },
      { name, type: 'TXT', ttl: OTHER_S, data },
    ];
  };
  return [
    ...service('_hearthgate._tcp.local', mqtts, text),
    ...service('_secure-mqtt._tcp.local', mqtts, ['']),
    ...service('_mqtt._tcp.local', mqtt, ['']),
    ...addresses.map((data): Answer => ({ name: host, type: data.includes(':') ? 'AAAA' : 'A', ttl: HOST_S, data })),
  ];
}

/** The records that a question is answered with, and those that are asked for next (RFC 6763 §12). */
export function answersTo(questions: readonly Question[], records: readonly Answer[]): Answered {
  const answers = records.filter(({ name, type }) =>
    questions.some(
      (asked) =>
        asked.name.toLowerCase() === name.toLowerCase() && (asked.type === type || String(asked.type) === 'ANY'),
    ),
  );
  const isAsked = new Set(answers);
  const next = (from: readonly Answer[]) => {
    const names = new Set(from.flatMap(pointedAt));
    return records.filter((record) => names.has(record.name) && !isAsked.has(record) && record.type !== 'PTR');
  };
  const first = next(answers);
  return { answers, additionals: [...new Set([...first, ...next(first)])] };
}

interface Answered {
  readonly answers: Answer[];
  readonly additionals: Answer[];
}

function pointedAt(record: Answer): string[] {
  if (record.type === 'PTR') return [record.data];
  return record.type === 'SRV' ? [record.data.target] : [];
}
