import { describeCommand } from '../../rules/command.ts';
import { describe, describeRelease } from '../../rules/explain.ts';
import type { Purpose, RecipientId } from '../../rules/manifest.ts';
import { purposeWords } from '../../rules/purposes.ts';
import { describeHours } from '../../rules/schedule.ts';
import { en } from '../../rules/words/en.ts';
import { lifetime, when } from '../../rules/words-shown.ts';
import { everythingThatLeft } from '../history/left-batch.ts';
import type { Actor } from '../household/ledger/entries.ts';
import { describeRule } from '../household/standing-rules.ts';
import type { Hub } from '../main.ts';
import { shippedPurposes } from '../runtime/purposes.ts';
import { activityOf } from './activity.ts';
import { othersRead } from './also-read.ts';
import { openedIn } from './history.ts';
import { recordOpened, sensitiveIn } from './opened.ts';

/** One part of what a household takes along. */
export interface Part {
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
export async function partsOf(hub: Hub, by: Actor): Promise<Part[]> {
  const { timeZone } = hub.household;
  const time = (at: number) => when(at, timeZone, en);
  const recipient = (id: string) => hub.manifests.get(id as RecipientId)?.controller.name ?? id;
  const purposes = shippedPurposes();
  const purpose = (term: string) => purposeWords(purposes, term as Purpose, en).soThatItCan;
  const devices = hub.registry.known().map(({ units, ...device }) => ({
    ...device,
    ...hub.registry.described(device.id),
    ...othersRead(hub, device.id, en),
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
    part('devices', 'The devices, as the hub knows them.', devices, ({ id, vendor, model, room, name, alsoRead }) => ({
      says: `${id}${name === undefined || name === id ? '' : ` (“${name}”)`}: ${[vendor, model].filter(Boolean).join(' ') || 'of an unknown make'}${room === undefined ? '' : `, in ${room}`}${alsoRead === undefined ? '' : `; ${alsoRead}`}`,
    })),
    part('brokers', 'Brokers of others that the hub reads along on; no password.', hub.attached.all(), (broker) => ({
      says: `${broker.name} at ${broker.url}, where it reads ${en.list(broker.filters)}`,
    })),
    part('clients', 'Who may connect, and with which topics; no password.', hub.clients.listClients(), (client) => ({
      says: `${client.name}, ${client.kind === 'app' ? 'an app' : `a ${client.kind}`}`,
      more: [
        ...client.grants.read.map((each) => `reads ${each}`),
        ...client.grants.write.map((each) => `writes ${each}`),
      ],
    })),
    part('recipients', 'Recipients with the declarations they signed.', hub.manifests.all(), (manifest) => ({
      says: `${manifest.controller.name} (${manifest.controller.country}), reached at ${manifest.controller.contact}`,
      more: manifest.requests.map(
        (one) => `asks for ${en.list(one.fields.map(({ name }) => name))}: “${one.sentence}”`,
      ),
    })),
    part('consents', 'Every answer ever given, with what it was an answer to.', consents, (consent) => {
      const name = recipient(consent.recipient);
      const what = `${consent.field} of ${consent.device}`;
      const ended = consent.ended === undefined ? '' : ` It ended on ${time(consent.ended)}.`;
      const given = `${name} may get ${what}: ${describe(consent.form, en)}; ${describeRelease(consent.release, hub.manifests.get(consent.recipient)?.endpoint.delivery === undefined, en)}, ${lifetime(consent, timeZone, en)}.`;
      return {
        when: time(consent.since),
        says: `${consent.form.form === 'withheld' ? `${name} may not get ${what}.` : given}${ended}`,
      };
    }),
    part(
      'consent records',
      'What was decided in one go, with the words that were shown.',
      hub.receipts.all(),
      (one) => ({
        when: time(one.at),
        says: one.words?.title ?? `${recipient(one.recipient)}: ${one.request}`,
        more: one.words?.rows.map(({ label, text }) => `${label}: ${text}`) ?? ['Nothing was shown before it.'],
      }),
    ),
    part(
      'allowances',
      'Every answer ever given about what a recipient may make a device do, with its terms.',
      hub.allowances.ever(),
      (one) => {
        const ended = one.ended === undefined ? '' : ` It ended on ${time(one.ended)}.`;
        const hours = one.schedule === undefined ? '' : `, only ${describeHours(one.schedule, en)}`;
        const what = `${recipient(one.recipient)} may${one.state === 'refused' ? ' not' : ''} ${describeCommand(one.terms.command, en)} on ${one.device}`;
        return {
          when: time(one.since),
          says: one.state === 'refused' ? `${what}.` : `${what}, ${lifetime(one, timeZone, en)}${hours}.${ended}`,
        };
      },
    ),
    part('standing rules', 'Rules above all consents, and stops.', hub.standing.all(), (rule) => ({
      says: `${describeRule(rule, en)}, ${lifetime(rule, timeZone, en)}`,
    })),
    part(
      'rights requests',
      'What recipients were asked about your rights, and their answers.',
      hub.rights.all(),
      (one) => ({
        when: time(one.asked),
        says: `${one.name} was asked ${one.what === 'erasure' ? 'to erase what it has' : 'not to sell or share what it has'}`,
        more: [
          ...(one.delivered === undefined ? [] : [`told on ${time(one.delivered)}`]),
          ...(one.answer === undefined ? ['no answer noted'] : [`${one.answer}, on ${one.answered ?? ''}`]),
          ...(one.note === undefined ? [] : [one.note]),
        ],
      }),
    ),
    {
      name: 'ledger',
      about: 'The record of every change and of all that left, oldest first; docs/ledger.md tells the entries.',
      count: hub.ledger.size,
      items: () => ledger(hub),
      told: () => changes(hub, time),
    },
    part(
      'what left',
      'Every batch that left, or may have left: when, to whom, how much, and as far as it is kept what stood in it.',
      left.toReversed(),
      (one) => ({
        when: time(one.ended ?? one.at),
        says: `${recipient(one.recipient)} got ${one.records === 1 ? '1 value' : `${one.records} values`} so that it can ${purpose(one.purpose)}: ${one.state}, ${one.size} bytes`,
        more: one.lines.map((line) => `${line.field} of ${line.device}, ${line.form}: ${line.records}`),
      }),
    ),
    part('what is under way', 'Batches of which a recipient may have had something already.', underWay, (one) => ({
      when: time(one.at),
      says: `${recipient(one.recipient)}: ${one.records === 1 ? '1 value' : `${one.records} values`}, possibly received`,
    })),
    part(
      'sums of what left',
      'How many values left, by day, recipient, purpose, device, field and form.',
      sums,
      (one) => ({
        when: one.day,
        says: `${recipient(one.recipient)} got ${one.records === 1 ? '1 value' : `${one.records} values`} of ${one.field} of ${one.device}, ${one.form}`,
      }),
    ),
    part('connections', 'Every attempt to reach a recipient.', connections, (one) => ({
      when: time(one.at),
      says: `${recipient(one.recipient)} at ${one.host}: ${one.outcome ?? 'not known'}`,
    })),
    part('posture', 'The starting answer, and what was agreed to by it.', [posture], (one) => ({
      says: one.posture,
      more: one.agreed.map(({ recipient: id, device, field }) => `${recipient(id)} may get ${field} of ${device}`),
    })),
    part('settings', 'What the household set about its history.', [hub.settings.values], (one) => ({
      says: Object.entries(one)
        .map(([name, value]) => `${name}: ${value}`)
        .join(', '),
    })),
    part('what stayed', 'What stayed home, by day, device, field and reason.', stayed, (one) => ({
      when: one.day,
      says: `${one.field === '' ? 'A message' : `${one.field} of ${one.device}`} stayed home ${one.count === 1 ? 'once' : `${one.count} times`}: ${one.reason}`,
    })),
    part('quarantine', 'What could not be understood: a reason and a shape, no content.', quarantine, (one) => ({
      when: time(one.at),
      says: `${one.source}: ${one.reason}`,
    })),
    part(
      'last values',
      'What devices said last; the hub has it in memory alone.',
      values,
      ({ device, at, fields }) => ({
        when: time(at),
        says: device,
        more: fields.map(({ name, value }) => `${name}: ${value}`),
      }),
    ),
  ];
}

function part<Item>(name: string, about: string, items: readonly Item[], told: (item: Item) => Line): Part {
  return {
    ...{ name, about, count: items.length },
    items: () => items,
    *told() {
      for (const item of items.slice(-MOST_SHOWN)) yield told(item);
    },
  };
}

/** Read page by page, so that neither memory nor the database is held by a long record. */
function* ledger(hub: Hub): Generator<unknown> {
  for (let from = 0; ; from += LEDGER_PAGE) {
    const page = hub.ledger.read(from, LEDGER_PAGE);
    yield* page;
    if (page.length < LEDGER_PAGE) return;
  }
}

function* changes(hub: Hub, time: (at: number) => string): Generator<Line> {
  const newest = [];
  for (const change of activityOf(hub, en)) {
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
      ...(to === undefined ? {} : { more: [`${from === undefined ? '' : `from ${from} `}to ${to}`] }),
    };
  }
}
