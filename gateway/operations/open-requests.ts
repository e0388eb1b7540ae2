import { hash } from 'node:crypto';
import { type OpenField, type OpenRequest, opened, sameUntil, type Waiting, waiting } from '../../rules/inbox.ts';
import { entry, lengthSafe } from '../../rules/length-safe.ts';
import type { RecipientId } from '../../rules/manifest.ts';
import { isNeeded } from '../../rules/needs.ts';
import type { FieldName } from '../../rules/reading.ts';
import type { Terms } from '../../rules/terms.ts';
import type { Hub } from '../main.ts';
import { refusal } from './refusal.ts';

/** How many devices a card has by name. */
const NAMED = 6;

/** Devices by number, and the first of them by name. */
export interface Some {
  readonly devices: readonly string[];
  readonly deviceCount: number;
}

/** A field that waits on some devices for the same reason. */
export interface CardField extends Pick<OpenField, 'field' | 'terms' | 'changes' | 'before'>, Some {
  /** Whether it is needed, where Hearthgate knows. */
  readonly isNeeded: boolean | undefined;
}

/** A request that waits, as small as a home is large. */
export interface Card extends Pick<OpenRequest, 'manifest' | 'request'>, Some {
  readonly fields: readonly CardField[];
  /** Names exactly the fields and devices that wait. */
  readonly asked: string;
  readonly alsoWants: readonly FieldName[];
}

/** The requests that wait, in the order of their manifests; made anew only where something of it changed. */
export function cardsOf(hub: Hub): readonly Card[] {
  const { household, consents } = hub;
  const [answers, now] = [consents.answers(), hub.clock.now()];
  return hub.kept.cards.get([household.devices, household.manifests, answers, consents.standing()], now, () => {
    const [needs, answered] = [neededOf(hub), answeredFields(hub)];
    return {
      made: opened(household, answers, now, (open) => cardOf(open, needs, answered)),
      until: sameUntil(household.manifests, answers, now),
    };
  });
}

/** How many wait, without what is in them. */
export function waitingIn(hub: Hub): readonly Waiting[] {
  const { household } = hub;
  const [answers, now] = [hub.consents.answers(), hub.clock.now()];
  return hub.kept.waiting.get([household.devices, household.manifests, answers], now, () => ({
    made: waiting(household, answers, now),
    until: sameUntil(household.manifests, answers, now),
  }));
}

/** One that waits, with each of its fields. */
export function openOf(hub: Hub, recipient: string, request: string): OpenRequest | undefined {
  const manifest = hub.manifests.get(recipient as RecipientId);
  if (!manifest) return undefined;
  const household = { ...hub.household, manifests: [manifest] };
  const all = opened(household, hub.consents.answers(), hub.clock.now(), (open) => open);
  return all.find((one) => one.request.id === request);
}

/** The fields of a request that wait, where they are exactly those that a card named; a refusal where they are others. */
export function askedBy(hub: Hub, recipient: string, request: string, asked: string) {
  const open = openOf(hub, recipient, request);
  if (!open) throw refusal('nothing-waits');
  if (nameOf(open) !== asked) throw refusal('asks-otherwise');
  const byField = Map.groupBy(open.fields, ({ field }) => field);
  return [...byField].map(([field, of]) => ({ field, devices: of.map(({ device }) => device) }));
}

type AnsweredFields = ReadonlyMap<string, ReadonlySet<string>>;

/** Of each request, the fields that somebody answered for. */
export function answeredFields(hub: Hub): AnsweredFields {
  const fields = new Map<string, Set<string>>();
  for (const { id, recipient, request, field } of hub.consents.standing()) {
    if (!hub.consents.isClosed(id)) entry(fields, lengthSafe([recipient, request]), () => new Set()).add(field);
  }
  return fields;
}

/** Fields that nobody was asked for when the request was answered. */
export function alsoWanted({ manifest, request, fields }: OpenRequest, answered: AnsweredFields): FieldName[] {
  const known = answered.get(lengthSafe([manifest.recipient, request.id]));
  return known ? [...new Set(fields.map(({ field }) => field))].filter((field) => !known.has(field)) : [];
}

type IsNeeded = (open: OpenRequest, field: OpenField) => boolean | undefined;

/** What is asked of all devices of a kind in the same terms is known of all of them. */
function neededOf({ knowing }: Hub): IsNeeded {
  const known = new Map<Terms, boolean | undefined>();
  return ({ manifest, request: { purpose } }, { device, field, terms }) => {
    if (!known.has(terms)) known.set(terms, isNeeded(manifest, { device, field, purpose }, knowing));
    return known.get(terms);
  };
}

function cardOf(open: OpenRequest, needs: IsNeeded, answered: AnsweredFields): Card {
  const { manifest, request } = open;
  const alike = (field: OpenField) => {
    const changes = field.changes?.map(({ parameter, less }) => `${parameter} ${less}`);
    return `${field.field}\n${needs(open, field)} ${field.before?.state} ${changes}`;
  };
  // Most were never answered, and their terms are one object for all devices of a kind.
  const ofKind = Map.groupBy(open.fields, (field) => (field.before === undefined ? field.terms : alike(field)));
  const ofAll = Map.groupBy(ofKind.values(), ([field]) => field && alike(field));
  const fields = [...ofAll.values()].map((groups) => groups.flat());
  return {
    ...{ manifest, request, asked: nameOf(open) },
    ...some(open.fields),
    fields: fields.flatMap((all) => {
      const [first] = all;
      return first ? [{ ...first, ...some(all), isNeeded: needs(open, first) }] : [];
    }),
    alsoWants: alsoWanted(open, answered),
  };
}

function some(fields: readonly OpenField[]): Some {
  const devices = new Set(fields.map(({ device }) => device));
  return { devices: [...devices].slice(0, NAMED), deviceCount: devices.size };
}

function nameOf({ manifest, request, fields }: OpenRequest): string {
  const about = [manifest.recipient, `${manifest.version}`, request.id];
  return hash('sha256', lengthSafe([...about, ...fields.flatMap(({ device, field }) => [device, field])]), 'base64url');
}
