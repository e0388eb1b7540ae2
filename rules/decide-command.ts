import {
  type Allowance,
  type AllowanceId,
  argumentsFrom,
  type CommandSpec,
  commandTerms,
  sameTerms,
} from './command.ts';
import { fieldOf, hasWay, type Order, orderOf } from './command-ways.ts';
import type { Category } from './field-catalogue.ts';
import { lengthSafe } from './length-safe.ts';
import type { Manifest, RecipientId } from './manifest.ts';
import { neverCommanded } from './never-commanded.ts';
import type { Household, KnownDevice } from './plan.ts';
import type { DeviceId, FieldName, Instant } from './reading.ts';
import { isWithin } from './schedule.ts';
import { type HoldRule, holdsOn, momentOf } from './standing.ts';
import { expiryOf, productsFor } from './weigh.ts';

/** One command that came, already addressed; its arguments are as they came. */
export interface Commanded {
  readonly recipient: RecipientId;
  readonly device: DeviceId;
  readonly command: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** Everything that decides about commands. */
export interface CommandHousehold extends Household {
  /** The last answer about each command of each recipient for each device. */
  readonly allowances: readonly Allowance[];
}

/** In the order in which they are told; each withholds, whatever the others say. */
const ORDER = [
  'never by command',
  ...(['not claimed', 'pause', 'never this category', 'never from this room', 'visitors', 'night'] as const),
  ...([
    'refused',
    'withdrawn',
    'outside schedule',
    'product does not match',
    'not declared',
    'no way to say it',
  ] as const),
  ...(['arguments', 'manifest expired', 'other terms', 'expired', 'not allowed'] as const),
] as const;

/** Why a command does not reach its device. */
export type CommandRule = (typeof ORDER)[number];

export type CommandDecision =
  | { readonly kind: 'permit'; readonly allowance: AllowanceId; readonly order: Order }
  | { readonly kind: 'withhold'; readonly because: readonly CommandRule[] };

/** Whether a command reaches its device, and as what; every rule is looked at, so that all that matter are told. */
export function decideCommand(household: CommandHousehold, asked: Commanded, now: Instant): CommandDecision {
  const manifest = household.manifests.find(({ recipient }) => recipient === asked.recipient);
  const device = household.devices.find(({ id }) => id === asked.device);
  if (manifest === undefined || device === undefined) return { kind: 'withhold', because: ['not declared'] };
  const allowance = allowanceFor(household.allowances, asked);
  const met = new Set<CommandRule>(against(manifest, device, asked.command, allowance, now));
  const command = commandTerms(manifest, asked.command)?.command;
  if (command === undefined) return withheld(met.add('not declared'));
  if (neverCommanded(command, namesReveal(household, device))) met.add('never by command');
  for (const rule of held(household, manifest, device, command, allowance, now)) met.add(rule);
  if (!hasWay(device.dialect, command)) return withheld(met.add('no way to say it'));
  const given = argumentsFrom(command, asked.arguments);
  const order = given && orderOf(device.dialect, command, given);
  if (order === undefined || allowance === undefined) return withheld(met.add(order ? 'not allowed' : 'arguments'));
  return met.size > 0 ? withheld(met) : { kind: 'permit', allowance: allowance.id, order };
}

/** Whether a household can allow it at all: a command that never reaches a device is asked of nobody. */
export function mayBeAllowed(household: Household, device: KnownDevice, command: CommandSpec): boolean {
  return hasWay(device.dialect, command) && !neverCommanded(command, namesReveal(household, device));
}

/** Whether an answer allows now, as far as it alone says: schedules and standing rules come and go. */
export function isInForce(allowance: Allowance, manifest: Manifest | undefined, now: Instant): boolean {
  const terms = manifest && commandTerms(manifest, allowance.command);
  return (
    allowance.state === 'given' &&
    allowance.since <= now &&
    (allowance.until === undefined || now < allowance.until) &&
    terms !== undefined &&
    sameTerms(allowance.terms, terms)
  );
}

/** The last answer about this command of this recipient for this device. */
export function allowanceFor(
  allowances: readonly Allowance[],
  about: { readonly recipient: string; readonly command: string; readonly device: string },
): Allowance | undefined {
  const key = allowanceKey(about);
  return allowances.findLast((one) => allowanceKey(one) === key);
}

export function allowanceKey(about: {
  readonly recipient: string;
  readonly command: string;
  readonly device: string;
}): string {
  return lengthSafe([about.recipient, about.command, about.device]);
}

function against(
  manifest: Manifest,
  device: KnownDevice,
  name: string,
  allowance: Allowance | undefined,
  now: Instant,
): CommandRule[] {
  const met: CommandRule[] = [];
  if (now >= expiryOf(manifest)) met.push('manifest expired');
  if (productsFor(manifest, device).length === 0) met.push('product does not match');
  if (allowance === undefined || allowance.since > now) met.push('not allowed');
  if (allowance === undefined) return met;
  if (allowance.state !== 'given') met.push(allowance.state);
  else if (allowance.until !== undefined && now >= allowance.until) met.push('expired');
  const terms = commandTerms(manifest, name);
  if (terms !== undefined && !sameTerms(allowance.terms, terms)) met.push('other terms');
  return met;
}

/** What the household holds back for the time being: its standing rules hold commands as they hold what leaves. */
function held(
  household: CommandHousehold,
  { recipient }: Manifest,
  device: KnownDevice,
  command: CommandSpec,
  allowance: Allowance | undefined,
  now: Instant,
): HoldRule[] {
  const moment = momentOf(household, now);
  const about = { recipient, device, field: fieldOf(device.dialect, command) };
  const rules = holdsOn(about, [], moment).map(({ rule }) => rule as HoldRule);
  const { schedule } = allowance ?? {};
  return schedule === undefined || isWithin(schedule, moment.local) ? rules : [...rules, 'outside schedule'];
}

function namesReveal({ reveals }: Household, device: KnownDevice): (name: string) => Category {
  return (name) => reveals(device, name as FieldName).category;
}

function withheld(met: ReadonlySet<CommandRule>): CommandDecision {
  return { kind: 'withhold', because: ORDER.filter((rule) => met.has(rule)) };
}
