import Type, { type Static } from 'typebox';
import { type Allowance, type CommandSpec, commandTerms, describeCommand } from '../../rules/command.ts';
import { allowanceKey, type CommandRule, decideCommand, isInForce, mayBeAllowed } from '../../rules/decide-command.ts';
import type { Manifest, RecipientId } from '../../rules/manifest.ts';
import type { KnownDevice } from '../../rules/plan.ts';
import { describeHours } from '../../rules/schedule.ts';
import { productsFor } from '../../rules/weigh.ts';
import { type Sentences, speak } from '../../rules/words/speak.ts';
import { lifetime as lifetimeWords } from '../../rules/words-shown.ts';
import type { NewAllowance } from '../household/allowances.ts';
import type { Hub } from '../main.ts';
import { Hours, hoursOf, Lifetime, lastsFor } from './lifetime.ts';
import { operation, unsaved } from './operation.ts';
import { refusal } from './refusal.ts';
import { Count, NotKept, oneOf, Text, Time } from './shapes.ts';

const Which = {
  recipient: Type.String(),
  command: Type.Optional(Type.String()),
  device: Type.Optional(Type.String()),
};
const DAY_MS = 86_400_000;

const About = { recipient: Text, command: Text, device: Text };
const Command = Type.Object(
  {
    ...About,
    saidBy: Text,
    sentence: Type.String({ description: 'The recipient’s own words.' }),
    may: Type.String({ description: 'What it could make the device do, after “may”.' }),
    state: oneOf(['waiting', 'allowed', 'refused', 'withdrawn', 'never'], {
      description: '`never`: nobody is asked, since it would never reach the device.',
    }),
    until: Type.Optional(Time),
    hours: Type.Optional(Text),
    because: Type.Array(Text, { description: 'Why one would not reach the device now.' }),
  },
  { title: 'Command' },
);
const Stopped = Type.Object({
  recipient: Text,
  from: Time,
  what: oneOf(['refused', 'withheld']),
  because: Text,
  count: Count,
});
const Shown = Type.Object({ command: Text, device: Text, may: Text, says: Text, tells: Text });

/** A command and its device, with what a person is to be shown before it is allowed. */
export const WaitingCommand = Shown;

/** Of each recipient, what waits for the household's answer. */
export function waitingCommands(
  hub: Hub,
  sentences: Sentences,
): ReadonlyMap<RecipientId, readonly Static<typeof Shown>[]> {
  const allowances = new Map(hub.allowances.all().map((one) => [allowanceKey(one), one]));
  const waiting = asks(hub, {}).filter((ask) => stateOf(hub, ask, allowances.get(keyOf(ask))) === 'waiting');
  const grouped = Map.groupBy(waiting, ({ manifest }) => manifest.recipient);
  return new Map(
    [...grouped].map(([recipient, of]) => [recipient, of.map((ask) => words(hub, ask, undefined, sentences))]),
  );
}

/** What recipients want to be able to make devices do, and what the household says to it. */
export const commands = {
  'command list': operation(
    Type.Object({}),
    Type.Object({
      commands: Type.Array(Command),
      stopped: Type.Array(Stopped, { description: 'What reached no device in the last seven days, by hour.' }),
    }),
    (hub, _, { language }) => ({
      commands: allTold(hub, speak(language)),
      stopped: hub.recipients.stoppedCommands(hub.clock.now() - 7 * DAY_MS).map(({ hour, ...stopped }) => ({
        ...stopped,
        from: new Date(hour).toISOString(),
      })),
    }),
  ),
  'command allow': operation(
    Type.Object({
      ...Which,
      lifetime: Type.Optional(Type.Exclude(Lifetime, Type.Literal('once'))),
      schedule: Type.Optional(Hours),
      confirmed: Type.Boolean(),
    }),
    Type.Object({ allowed: Count, preview: Type.Array(Shown) }),
    (hub, { lifetime = '30 days', schedule, confirmed, ...which }, { by, shownAt, language }) => {
      const found = asked(hub, which);
      const possible = found.filter(({ device, command }) => isPossible(hub, device, command));
      if (possible.length === 0) throw refusal('never-commanded', which.command ?? 'this');
      const hours = schedule === undefined ? {} : { schedule: hoursOf(schedule) };
      const answers = possible.map((ask) => answerTo(ask, 'given', { ...lastsFor(lifetime, shownAt, hub), ...hours }));
      const preview = possible.map((ask, i) => words(hub, ask, answers[i], speak(language)));
      if (!confirmed) return { allowed: 0, preview };
      if (hub.ledger.problem) throw refusal('ledger-damaged', hub.ledger.problem);
      hub.allowances.answer(answers, hub.clock.now(), by);
      hub.allowancesChanged();
      return { allowed: answers.length, preview };
    },
  ),
  'command refuse': operation(
    Type.Object(Which),
    Type.Object({ refused: Count, notKept: NotKept }),
    (hub, which, { by }) => {
      const answers = asked(hub, which).map((ask) => answerTo(ask, 'refused'));
      hub.allowances.answer(answers, hub.clock.now(), by);
      hub.allowancesChanged();
      return { refused: answers.length, ...unsaved(hub) };
    },
  ),
  'command withdraw': operation(
    Type.Object({ ...Which, recipient: Type.Optional(Type.String()) }),
    Type.Object({ withdrawn: Count, notKept: NotKept }),
    (hub, { recipient, command, device }, { by }) => {
      const ended = hub.allowances.withdraw(
        (one) =>
          (recipient === undefined || one.recipient === recipient) &&
          (command === undefined || one.command === command) &&
          (device === undefined || one.device === device),
        hub.clock.now(),
        by,
      );
      if (ended.length === 0) throw refusal('nothing-allowed');
      hub.allowancesChanged();
      return { withdrawn: ended.length, ...unsaved(hub) };
    },
  ),
};

interface Ask {
  readonly manifest: Manifest;
  readonly command: CommandSpec;
  readonly device: KnownDevice;
}

type Asked = { readonly recipient?: string; readonly command?: string; readonly device?: string };

/** Every command of a manifest with every device that its products match. */
function asks(hub: Hub, { recipient, command: name, device: id }: Asked): Ask[] {
  const devices = hub.registry.known().filter((device) => id === undefined || device.id === id);
  return hub.manifests
    .all()
    .filter((manifest) => recipient === undefined || manifest.recipient === recipient)
    .flatMap((manifest) => {
      const declared = (manifest.commands ?? []).filter((command) => name === undefined || command.name === name);
      const matching = devices.filter((device) => productsFor(manifest, device).length > 0);
      return declared.flatMap((command) => matching.map((device) => ({ manifest, command, device })));
    });
}

/** The same, or a refusal that says what is missing. */
function asked(hub: Hub, which: Asked & { readonly recipient: string }): Ask[] {
  const manifest = hub.manifests.get(which.recipient as RecipientId);
  if (!manifest) throw refusal('no-such-recipient', which.recipient);
  const names = (manifest.commands ?? []).map(({ name }) => name);
  if (names.length === 0 || (which.command !== undefined && !names.includes(which.command)))
    throw refusal('no-such-command', which.recipient, which.command ?? 'at all', names.join(', '));
  const found = asks(hub, which);
  if (found.length === 0) throw refusal('no-device-fits');
  return found;
}

function answerTo(
  { manifest, command, device }: Ask,
  state: NewAllowance['state'],
  lasts: Pick<Allowance, 'until' | 'schedule'> = {},
): NewAllowance {
  const terms = commandTerms(manifest, command.name);
  if (terms === undefined) throw new Error('answering a command: it is not declared');
  return { recipient: manifest.recipient, command: command.name, device: device.id, state, terms, ...lasts };
}

function keyOf({ manifest, command, device }: Ask): string {
  return allowanceKey({ recipient: manifest.recipient, command: command.name, device: device.id });
}

function allTold(hub: Hub, sentences: Sentences) {
  const allowances = new Map(hub.allowances.all().map((one) => [allowanceKey(one), one]));
  return asks(hub, {}).map((ask) => told(hub, ask, allowances.get(keyOf(ask)), sentences));
}

function told(hub: Hub, ask: Ask, allowance: Allowance | undefined, sentences: Sentences) {
  const { manifest, command, device } = ask;
  const about = { recipient: manifest.recipient, command: command.name, device: device.id };
  const because = holdsBack(hub, ask);
  return {
    ...about,
    saidBy: manifest.controller.name,
    sentence: command.sentence,
    may: describeCommand(command, sentences),
    state: stateOf(hub, ask, allowance),
    ...(allowance?.until === undefined ? {} : { until: new Date(allowance.until).toISOString() }),
    ...(allowance?.schedule === undefined ? {} : { hours: describeHours(allowance.schedule, sentences) }),
    because: because.map((rule) => sentences.commands.rules[rule]),
  };
}

/** `waiting`: for the household's answer; `never`: nobody is asked, since it would never reach the device. */
function stateOf(hub: Hub, { manifest, command, device }: Ask, allowance: Allowance | undefined) {
  if (!isPossible(hub, device, command)) return 'never';
  if (allowance === undefined) return 'waiting';
  if (allowance.state === 'given') return isInForce(allowance, manifest, hub.clock.now()) ? 'allowed' : 'waiting';
  return allowance.state === 'expired' ? 'waiting' : allowance.state;
}

/** Why a command whose arguments are as declared would not reach the device now. */
function holdsBack(hub: Hub, { manifest, command, device }: Ask): readonly CommandRule[] {
  const example = Object.fromEntries(
    command.arguments.map((one) => [
      one.name,
      one.type === 'number' ? one.bounds[0] : one.type === 'boolean' ? true : one.values[0],
    ]),
  );
  const about = { recipient: manifest.recipient, command: command.name, device: device.id, arguments: example };
  const decision = decideCommand(hub.commandHousehold, about, hub.clock.now());
  return decision.kind === 'permit' ? [] : decision.because.filter((rule) => rule !== 'arguments');
}

function isPossible(hub: Hub, device: KnownDevice, command: CommandSpec): boolean {
  return mayBeAllowed(hub.household, device, command) && hub.obeying.canTell(device.id, device.dialect, command);
}

/** What a person is shown before what was allowed before is allowed again. */
export function allowanceWords(hub: Hub, answer: NewAllowance, sentences: Sentences) {
  const [ask] = asks(hub, answer);
  if (!ask) throw refusal('no-device-fits');
  return words(hub, ask, answer, sentences);
}

/** What a person is shown before a command is allowed. */
function words(hub: Hub, { manifest, command, device }: Ask, answer: NewAllowance | undefined, sentences: Sentences) {
  const { name } = manifest.controller;
  const { commands: say } = sentences;
  const hours = answer?.schedule === undefined ? '' : say.onlyHours(describeHours(answer.schedule, sentences));
  const until = answer?.until === undefined ? {} : { until: answer.until };
  const lasts = answer === undefined ? '' : say.lasting(lifetimeWords(until, hub.timeZone, sentences));
  return {
    device: device.id,
    command: command.name,
    may: say.may(name, describeCommand(command, sentences), device.id, `${lasts}${hours}`),
    says: say.says(name, command.sentence),
    tells: say.tells(name),
  };
}
