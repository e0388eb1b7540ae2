import { hash } from 'node:crypto';
import Type from 'typebox';
import { describe, describeRelease } from '../../rules/explain.ts';
import { inbox } from '../../rules/inbox.ts';
import { knownOf, type Needed, needed } from '../../rules/needs.ts';
import type { Choice } from '../household/consents.ts';
import { POSTURES, type PostureName } from '../household/posture.ts';
import type { Hub } from '../main.ts';
import { type Caller, operation, unsaved } from './operation.ts';
import { refusal } from './refusal.ts';
import { Count, NotKept, oneOf, Text, Words, WouldLeave } from './shapes.ts';
import { whatWouldLeave } from './would-leave.ts';

const NOTHING: PostureName = 'share nothing until I say so';
const NEEDED: PostureName = 'only what devices need to work';

const SAYS: Readonly<Record<PostureName, string>> = {
  [NOTHING]: 'Nothing leaves until you agree to it, request by request.',
  [NEEDED]:
    'What Hearthgate itself knows a device needs for what it is sold for leaves, after you have looked at the list; whatever comes later waits for you. What a vendor calls necessary does not count.',
};

const Need = Type.Object(
  {
    ...{ recipient: Text, name: Text, request: Text, device: Text, field: Text },
    ...{ leaves: Text, when: Text, because: Text },
  },
  { title: 'Need', description: 'What a device needs to send, as far as Hearthgate knows.' },
);
const Code = Type.String({ description: 'Names exactly this list; it confirms it.' });
const Shown = Type.Object(
  {
    posture: oneOf(POSTURES),
    postures: Type.Array(Type.Object({ posture: oneOf(POSTURES), says: Text })),
    needed: Type.Array(Need),
    agreed: Type.Array(Type.Object({ recipient: Text, request: Text, device: Text, field: Text, leaves: Text })),
    devices: Type.Array(Type.Object({ device: Text, atHome: Text })),
  },
  { title: 'Posture' },
);
const Answered = Type.Object(
  {
    posture: oneOf(POSTURES),
    says: Type.Optional(Text),
    withdrawn: Type.Optional(Count),
    given: Type.Optional(Count),
    words: Type.Optional(Type.Array(Words)),
    needed: Type.Optional(Type.Array(Need)),
    preview: Type.Optional(Type.Array(WouldLeave)),
    code: Type.Optional(Code),
    notKept: NotKept,
  },
  { title: 'PostureAnswer' },
);

/** The household's starting answer for everything. */
export const posture = {
  'posture show': operation(Type.Object({}), Shown, (hub) => {
    const waiting = neededHere(hub);
    return {
      posture: hub.posture.name,
      postures: POSTURES.map((name) => ({ posture: name, says: SAYS[name] })),
      needed: waiting.map(told),
      agreed: agreedHere(hub).map(({ recipient, request, device, field, form }) => ({
        ...{ recipient, request, device, field },
        leaves: describe(form),
      })),
      devices: hub.registry.known().map((device) => ({
        device: device.id,
        atHome: knownOf(hub.needs, device)?.atHome ?? 'Hearthgate does not know what this device needs.',
      })),
    };
  }),
  /**
   * Sharing nothing takes one step. Sharing what devices need takes two: without `code` it only shows the list, and the code
   * of exactly that list confirms it.
   */
  'posture set': operation(
    Type.Object({
      posture: Type.Union(POSTURES.map((name) => Type.Literal(name))),
      code: Type.Optional(Type.String({ maxLength: 64 })),
    }),
    Answered,
    (hub, input, caller) =>
      input.posture === NOTHING ? shareNothing(hub, caller) : shareNeeded(hub, input.code, caller),
    ({ posture, code }) => posture !== NOTHING && code !== undefined,
  ),
};

/** What the posture would agree to now, whatever it is. */
function neededHere(hub: Hub): Needed[] {
  const open = inbox(hub.household, hub.consents.answers(), hub.clock.now(), Number.POSITIVE_INFINITY);
  return needed([...open.values()].flat(), hub.knowing);
}

async function shareNothing(hub: Hub, { by }: Caller) {
  const ended = await hub.withdraw((consent) => hub.posture.agreedTo(consent), by);
  hub.posture.reset(by);
  return { posture: NOTHING, says: SAYS[NOTHING], withdrawn: ended.length, ...unsaved(hub) };
}

async function shareNeeded(hub: Hub, code: string | undefined, { by }: Caller) {
  const list = neededHere(hub);
  const choices = list.map(choiceOf);
  const words = hub.wordsOf(choices);
  const shown = {
    words: [...words.values()],
    needed: list.map(told),
    preview: whatWouldLeave(hub, choices, hub.clock.now()),
  };
  if (code === undefined) return { posture: hub.posture.name, given: 0, ...shown, code: codeOf(list) };
  if (code !== codeOf(list)) throw refusal('list-changed');
  if (hub.ledger.problem) throw refusal('ledger-damaged', hub.ledger.problem);
  // First that it is by the posture, then that it is given: a crash between the two shares nothing.
  hub.posture.agree(
    choices.map(({ recipient, request, device, field }) => ({ recipient, request, device, field })),
    by,
  );
  const made = await hub.choose(choices, { words, by, how: `posture: ${NEEDED}` });
  return { posture: NEEDED, given: made.length, ...shown };
}

function choiceOf({ manifest, request, device, field, terms, form, release }: Needed): Choice {
  return {
    ...{ recipient: manifest.recipient, request, manifestVersion: manifest.version, device, field },
    ...{ state: 'given', form, release, terms, unionSeen: false },
  };
}

function told({ manifest, request, device, field, form, release, because }: Needed) {
  return {
    ...{ recipient: manifest.recipient, name: manifest.controller.name, request, device, field },
    ...{ leaves: describe(form), when: describeRelease(release), because },
  };
}

function agreedHere(hub: Hub) {
  return hub.consents.standing().filter((consent) => consent.state === 'given' && hub.posture.agreedTo(consent));
}

/** Names exactly this list, down to the version and the terms that are agreed to. */
function codeOf(list: readonly Needed[]): string {
  return hash('sha256', JSON.stringify(list.map(choiceOf))).slice(0, 12);
}
