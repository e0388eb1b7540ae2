import { type HelloAnswer, readAnswer } from '../../gateway/recipients/enrolment/read-answer.ts';
import { HttpsLink } from '../../gateway/recipients/links/https-link.ts';
import type { Credentials, HelloSent, SealedLink, Outcome as Sent } from '../../gateway/recipients/links/link.ts';
import { MqttLink } from '../../gateway/recipients/links/mqtt-link.ts';
import { encryptionKey } from '../../gateway/recipients/outbox/seal.ts';
import type { Manifest } from '../../rules/manifest.ts';
import { type Case, casesFor, erasureCase, type Must } from './cases.ts';
import { Forge } from './forge.ts';
import { newId, playedHome } from './played-home.ts';
import { toldFor } from './told.ts';

export interface Played {
  readonly manifest: Manifest;
  /** Where it is sent: the manifest's own endpoint, or one that is being tried. */
  readonly endpoint: Manifest['endpoint'];
  /** From the maker's app, where the manifest asks for one. */
  readonly token?: string;
  /** Everything the endpoint kept, as text in any form, once all was sent; undefined where nobody can tell. */
  readonly kept?: () => Promise<string>;
}

/** What became of one case; `wrong` says what the endpoint did that it must not. */
export interface Outcome {
  readonly name: string;
  readonly must: Must;
  /** `taken`, `HTTP 400`, or a code of the connection. */
  readonly answered: string;
  /** How often its record was kept, where that can be told. */
  readonly kept?: number;
  readonly wrong?: string;
}

/**
 * Plays a home against a maker's endpoint with the hub's own sealing and links. A broker acknowledges whatever comes, so
 * that over MQTT only what was kept can be wrong.
 */
export async function play({ manifest, endpoint, token, kept }: Played): Promise<Outcome[]> {
  const to = encryptionKey(manifest, () => false);
  if ('because' in to) throw new Error(to.because);
  const home = playedHome(manifest.recipient);
  const forge = new Forge(home, to.key, toldFor(manifest));
  const byBroker = endpoint.url.startsWith('mqtts:');
  let credentials: Credentials | undefined;
  const outcomes: Outcome[] = [];
  const sending = () => new Sending(endpoint, home, credentials);
  let line = sending();

  const early = await line.send(await forge.batch(), 'data');
  outcomes.push(judged({ name: 'a batch before its hello', must: 'refuse', why: UNKNOWN_HOME }, early, byBroker));
  if (manifest.enrolment === 'token' && !byBroker) {
    for (const [name, wrong] of [
      ['no', undefined],
      ['a wrong', newId()],
    ] as const) {
      const { answered } = await line.hello(await forge.hello({}, wrong === undefined ? {} : { token: wrong }));
      const about = {
        name: `a hello with ${name} token`,
        must: 'refuse',
        why: 'the account is what you asked for',
      } as const;
      outcomes.push(judged(about, answered, byBroker));
    }
  }
  const jti = newId();
  const hello = await line.hello(await forge.hello({}, { jti, ...(token === undefined ? {} : { token }) }));
  const answer = hello.answer && (await readAnswer(hello.answer, answered(manifest, home, jti)));
  outcomes.push(introduced(hello.answered, answer));
  if (outcomes.at(-1)?.wrong !== undefined) {
    line.stop();
    return outcomes;
  }
  if (typeof answer === 'object' && answer.answer === 'accepted' && answer.credentials) {
    const bare = await line.send(await forge.batch(), 'data');
    const about = {
      name: 'a batch without the credentials that you gave',
      must: 'refuse',
      why: 'then they keep nobody out',
    } as const;
    outcomes.push(judged(about, bare, byBroker));
    credentials = answer.credentials;
    line.stop();
    line = sending();
  }

  const requests = manifest.requests.map(({ id }) => id);
  const cases = casesFor(forge, requests);
  const sent = async (each: Case) => judged(each, await line.send(await each.seal(), each.kind), byBroker);
  for (const each of cases) outcomes.push(await sent(each));
  const all = kept === undefined ? outcomes : outcomes.map(counted(cases, await kept()));
  all.push(await sent(erasureCase(forge, requests)));
  line.stop();
  return all;
}

const UNKNOWN_HOME = 'nobody knows whose it is; acknowledged, it is lost to you';

function answered(manifest: Manifest, home: ReturnType<typeof playedHome>, hello: string) {
  const keys = manifest.keys.commands ?? [];
  return { recipient: manifest.recipient, home, keys, hello, now: Date.now() };
}

function introduced(said: string, answer: HelloAnswer | string | undefined): Outcome {
  const about = { name: 'hello', must: 'take', answered: said } as const;
  if (typeof answer === 'string') return { ...about, wrong: `the sealed answer ${answer}: a home takes none such` };
  if (answer?.answer === 'refused') {
    return {
      ...about,
      answered: 'refused',
      wrong: `it refuses this home: ${answer.because ?? 'no reason that could be shown'}`,
    };
  }
  if (said !== 'taken') return { ...about, wrong: 'a home that it does not take sends nothing' };
  return { ...about, ...(answer?.credentials ? { answered: 'taken, with credentials' } : {}) };
}

function judged(
  { name, must, why }: Pick<Case, 'name' | 'must' | 'why'>,
  answered: string,
  byBroker: boolean,
): Outcome {
  const about = { name, must, answered };
  const isRefused = /^HTTP 4(?!08|10|25|29)\d\d$/.test(answered);
  if (byBroker && answered === 'taken') return about;
  if (answered === 'taken') return must === 'refuse' ? { ...about, wrong: `wrongly accepted: ${why}` } : about;
  if (isRefused) return must === 'take' ? { ...about, wrong: `wrongly refused: ${why}` } : about;
  return { ...about, wrong: 'neither taken nor refused: answer 2xx or 4xx, and a home knows where it stands' };
}

/** What the endpoint kept counts, whatever it answered. */
function counted(cases: readonly Case[], kept: string) {
  const records = new Map(cases.flatMap(({ name, record }) => (record === undefined ? [] : [[name, record] as const])));
  return (outcome: Outcome): Outcome => {
    const record = records.get(outcome.name);
    if (record === undefined) return outcome;
    const times = kept.split(record.device).length - 1;
    if (times === record.kept) return { ...outcome, kept: times };
    const wrong = record.kept === 0 ? 'kept, and must not be' : times === 0 ? 'not kept' : `kept ${times} times`;
    return { ...outcome, kept: times, wrong: [outcome.wrong, wrong].filter((each) => each !== undefined).join('; ') };
  };
}

/** One connection, made anew where the endpoint closed it. */
class Sending {
  readonly #link: SealedLink;
  #failed = 'no connection';

  constructor(
    endpoint: Manifest['endpoint'],
    home: ReturnType<typeof playedHome>,
    credentials: Credentials | undefined,
  ) {
    const deps = {
      ...{ endpoint, home, credentials },
      connecting: async () => () => undefined,
      failed: (because: string) => {
        this.#failed = because;
      },
    };
    this.#link = endpoint.url.startsWith('mqtts:') ? new MqttLink(deps) : new HttpsLink(deps);
  }

  async send(sealed: string, kind: 'data' | 'notice'): Promise<string> {
    return this.#said(await this.#over(() => this.#link.send(Buffer.from(sealed), kind, () => true), 'retry'));
  }

  async hello(sealed: string): Promise<{ readonly answered: string; readonly answer?: Uint8Array }> {
    const failed: HelloSent = { outcome: 'retry' };
    const { outcome, answer } = await this.#over(() => this.#link.hello(Buffer.from(sealed)), failed);
    const answered = outcome === 'refused' ? 'HTTP 403' : this.#said(outcome);
    return { answered, ...(answer === undefined ? {} : { answer }) };
  }

  stop(): void {
    void this.#link.stop();
  }

  async #over<T>(send: () => Promise<T>, failed: NoInfer<T>): Promise<T> {
    return (await this.#link.connect()) === 'connected' ? send() : failed;
  }

  #said(outcome: Sent): string {
    if (outcome === 'acknowledged') return 'taken';
    return outcome === 'ended' ? 'HTTP 410' : this.#failed;
  }
}
