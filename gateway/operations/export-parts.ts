import { describeCommand } from '../../rules/command.ts';
import { describe, describeRelease } from '../../rules/explain.ts';
import type { Purpose, RecipientId } from '../../rules/manifest.ts';
import { purposeWords } from '../../rules/purposes.ts';
import { describeHours } from '../../rules/schedule.ts';
import type { PartName } from '../../rules/words/en/exported.ts';
import type { Sentences } from '../../rules/words/speak.ts';
import { lifetime, when } from '../../rules/words-shown.ts';
import { everythingThatLeft } from '../history/left-batch.ts';
import { reasonSays } from '../history/reasons.ts';
import type { Actor } from '../household/ledger/entries.ts';
import { describeRule } from '../household/standing-rules.ts';
import type { Hub } from '../main.ts';
import { shippedPurposes } from '../runtime/knowledge.ts';
import { activityOf } from './activity.ts';
import { othersRead } from './also-read.ts';
import { openedIn } from './history.ts';
import { recordOpened, sensitiveIn } from './opened.ts';

/** One part of what a household takes along. */
export interface Part {
  /** Its file, and its place on the page, are named alike in every language. */
  readonly is: PartName;
  readonly name: string;
  /** What the file beside the page holds. */
  readonly about: string;
  readonly count: number;
  /** For machines, one after another. */
  items(): Iterable<unknown>;
  /** For people; at most the newest `MOST_SHOWN` where there are very many. */
  told(): Iterable<Line>;
}

/** A sentence, and what stands below it. */
export interface Line {
  readonly when?: string;
  readonly says: string;
  readonly more?: readonly string[];
}

/** Lines of one part on the page; the files have all. */
export const MOST_SHOWN = 1_000;
const ALL = 1_000_000;
const LEDGER_PAGE = 500;

/** Everything the hub knows of its household but keys and passwords, by what it is about. */
export async function partsOf(hub: Hub, by: Actor, words: Sentences): Promise<Part[]> {
  const say = words.exported;
  const { fieldOf, values: valuesOf } = say;
  const part = partIn(words);
  const { timeZone } = hub.household;
  const time = (at: number) => when(at, timeZone, words);
  const recipient = (id: string) => hub.manifests.get(id as RecipientId)?.controller.name ?? id;
  const purposes = shippedPurposes();
  const purpose = (term: string) => purposeWords(purposes, term as Purpose, words).soThatItCan;
  const devices = hub.registry.known().map(({ units, ...device }) => ({
    ...device,
    ...hub.registry.described(device.id),
    ...othersRead(hub, device.id, words),
    units: Object.fromEntries(units),
  }));
  const consents = hub.consents.all().map((consent) => ({ ...consent, terms: hub.consents.termsOf(consent.id) }));
  const left = await everythingThatLeft(hub.flow);
  const values = hub.registry.known().flatMap(({ id }) => hub.line.recent.last(id) ?? []);
  // Values of high sensitivity are opened by an export, too, where they are kept.
  const kept = openedIn(left.flatMap(({ lines }) => lines));
  recordOpened(hub, [...kept, ...sensitiveIn(hub, values)], by);
  const agreed = hub.consents.standing().filter((one) => one.state === 'given' && hub.posture.agreedTo(one));
  const posture = { posture: hub.posture.name, agreed };
  const underWay = await hub.recipients.deliveries(hub.clock.now() + 1, ALL);
  await hub.line.keepStayed();
  const stayed = await hub.flow.read<{ day: string; device: string; field: string; reason: string; count: number }>(
    ...(['stayed list', ''] as const),
  );
  const sums = await hub.flow.read<{
    readonly day: string;
    readonly recipient: string;
    readonly device: string;
    readonly field: string;
    readonly form: string;
    readonly records: number;
  }>('left sums list');
  const connections = await hub.flow.read<{
    readonly recipient: string;
    readonly host: string;
    readonly at: number;
    readonly outcome: string | null;
  }>('connections list');
  const quarantine = await hub.flow.read<{ at: number; source: string; reason: string; shape: string }>(
    ...(['quarantine list', ALL] as const),
  );
  return [
    part('devices', devices, ({ id, vendor, model, room, name, alsoRead }) => ({
      says: `${id}${name === undefined || name === id ? '' : say.named(name)}: ${[vendor, model].filter(Boolean).join(' ') || say.unknownMake}${room === undefined ? '' : say.room(room)}${alsoRead === undefined ? '' : `; ${alsoRead}`}`,
    })),
    part('brokers', hub.attached.all(), (broker) => ({
      says: say.broker(broker.name, broker.url, words.list(broker.filters)),
    })),
    part('clients', hub.clients.listClients(), (client) => ({
      says: say.client(client.name, client.kind),
      more: [...client.grants.read.map(say.reads), ...client.grants.write.map(say.writes)],
    })),
    part('recipients', hub.manifests.all(), (manifest) => ({
      says: say.recipient(manifest.controller.name, manifest.controller.country, manifest.controller.contact),
      more: manifest.requests.map((one) => say.asksFor(words.list(one.fields.map(({ name }) => name)), one.sentence)),
    })),
    part('consents', consents, (consent) => {
      const name = recipient(consent.recipient);
      const what = fieldOf(consent.field, consent.device);
      const ended = consent.ended === undefined ? '' : say.ended(time(consent.ended));
      const isSealed = hub.manifests.get(consent.recipient)?.endpoint.delivery === undefined;
      const how = `${describe(consent.form, words)}; ${describeRelease(consent.release, isSealed, words)}, ${lifetime(consent, timeZone, words)}`;
      return {
        when: time(consent.since),
        says: `${consent.form.form === 'withheld' ? say.mayNotGet(name, what) : say.mayGet(name, what, how)}${ended}`,
      };
    }),
    part('consent records', hub.receipts.all(), (one) => ({
      when: time(one.at),
      says: one.words?.title ?? `${recipient(one.recipient)}: ${one.request}`,
      more: one.words?.rows.map(({ label, text }) => `${label}: ${text}`) ?? [say.notShown],
    })),
    part('allowances', hub.allowances.ever(), (one) => {
      const [name, command] = [recipient(one.recipient), describeCommand(one.terms.command, words)];
      const hours = one.schedule === undefined ? '' : say.onlyHours(describeHours(one.schedule, words));
      const allowed = say.mayDo(name, command, one.device, `${lifetime(one, timeZone, words)}${hours}`);
      const ended = one.ended === undefined ? '' : say.ended(time(one.ended));
      return {
        when: time(one.since),
        says: one.state === 'refused' ? say.mayNotDo(name, command, one.device) : `${allowed}${ended}`,
      };
    }),
    part('standing rules', hub.standing.all(), (rule) => ({
      says: `${describeRule(rule, words)}, ${lifetime(rule, timeZone, words)}`,
    })),
    part('rights requests', hub.rights.all(), (one) => ({
      when: time(one.asked),
      says: say.asked(one.name, one.what),
      more: [
        ...(one.delivered === undefined ? [] : [say.told(time(one.delivered))]),
        ...(one.answer === undefined ? [say.noAnswer] : [say.answered(one.answer, one.answered ?? '')]),
        ...(one.note === undefined ? [] : [one.note]),
      ],
    })),
    {
      is: 'ledger',
      ...say.parts.ledger,
      count: hub.ledger.size,
      items: () => ledger(hub),
      told: () => changes(hub, time, words),
    },
    part('what left', left.toReversed(), (one) => ({
      when: time(one.ended ?? one.at),
      says: say.got(recipient(one.recipient), valuesOf(one.records), purpose(one.purpose), one.state, one.size),
      more: one.lines.map((line) => `${fieldOf(line.field, line.device)}, ${line.form}: ${line.records}`),
    })),
    part('what is under way', underWay, (one) => ({
      when: time(one.at),
      says: say.possiblyReceived(recipient(one.recipient), valuesOf(one.records)),
    })),
    part('sums of what left', sums, (one) => ({
      when: one.day,
      says: say.gotOf(recipient(one.recipient), valuesOf(one.records), fieldOf(one.field, one.device), one.form),
    })),
    part('connections', connections, (one) => ({
      when: time(one.at),
      says: say.attempt(recipient(one.recipient), one.host, one.outcome),
    })),
    part('posture', [posture], (one) => ({
      says: one.posture,
      more: one.agreed.map(({ recipient: id, device, field }) => say.agreed(recipient(id), fieldOf(field, device))),
    })),
    part('settings', [hub.settings.values], (one) => ({
      says: Object.entries(one)
        .map(([name, value]) => `${name}: ${value}`)
        .join(', '),
    })),
    part('what stayed', stayed, (one) => ({
      when: one.day,
      says: say.stayed(
        one.field === '' ? say.message : fieldOf(one.field, one.device),
        one.count,
        reasonSays(one.reason, words),
      ),
    })),
    part('quarantine', quarantine, (one) => ({
      when: time(one.at),
      says: `${one.source}: ${one.reason}`,
    })),
    part('last values', values, ({ device, at, fields }) => ({
      when: time(at),
      says: device,
      more: fields.map(({ name, value }) => `${name}: ${value}`),
    })),
  ];
}

function partIn({ exported: { parts } }: Sentences) {
  return <Item>(is: PartName, items: readonly Item[], told: (item: Item) => Line): Part => ({
    ...{ is, ...parts[is], count: items.length },
    items: () => items,
    *told() {
      for (const item of items.slice(-MOST_SHOWN)) yield told(item);
    },
  });
}

/** Read page by page, so that neither memory nor the database is held by a long record. */
function* ledger(hub: Hub): Generator<unknown> {
  for (let from = 0; ; from += LEDGER_PAGE) {
    const page = hub.ledger.read(from, LEDGER_PAGE);
    yield* page;
    if (page.length < LEDGER_PAGE) return;
  }
}

function* changes(hub: Hub, time: (at: number) => string, words: Sentences): Generator<Line> {
  const newest = [];
  for (const change of activityOf(hub, words)) {
    newest.push(change);
    if (newest.length === MOST_SHOWN) break;
  }
  for (const change of newest) {
    if (!('at' in change)) {
      yield { says: change.what };
      continue;
    }
    const { at, who, what, from, to } = change;
    yield {
      when: time(at),
      says: `${what} (${who})`,
      ...(to === undefined ? {} : { more: [words.exported.changed(from, to)] }),
    };
  }
}
