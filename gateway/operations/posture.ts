import { hash } from 'node:crypto';
import Type from 'typebox';
import { describe, describeRelease } from '../../rules/explain.ts';
import { inbox } from '../../rules/inbox.ts';
import { knownOf, type Needed, needed } from '../../rules/needs.ts';
import { type Language, type Sentences, speak } from '../../rules/words/speak.ts';
import type { Choice } from '../household/consents.ts';
import { POSTURES, type PostureName } from '../household/posture.ts';
import type { Hub } from '../main.ts';
import { type Caller, operation, unsaved } from './operation.ts';
import { refusal } from './refusal.ts';
import { Count, NotKept, oneOf, Text, Words, WouldLeave } from './shapes.ts';
import { whatWouldLeave } from './would-leave.ts';

const NOTHING: PostureName = 'share nothing until I say so';
const NEEDED: PostureName = 'only what devices need to work';

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
  'posture show': operation(Type.Object({}), Shown, (hub, _, { language }) => {
    const words = speak(language);
    const waiting = neededHere(hub);
    return {
      posture: hub.posture.name,
      postures: POSTURES.map((name) => ({ posture: name, says: words.posture.says[name] })),
      needed: waiting.map((one) => told(one, words)),
      agreed: agreedHere(hub).map(({ recipient, request, device, field, form }) => ({
        ...{ recipient, request, device, field },
        leaves: describe(form, words),
      })),
      devices: hub.registry.known().map((device) => ({
        device: device.id,
        atHome: knownOf(hub.needs, device)?.atHome[language] ?? words.posture.unknownNeeds,
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

async function shareNothing(hub: Hub, { by, language }: Caller) {
  const ended = await hub.withdraw((consent) => hub.posture.agreedTo(consent), by);
  hub.posture.reset(by);
  return { posture: NOTHING, says: speak(language).posture.says[NOTHING], withdrawn: ended.length, ...unsaved(hub) };
}

async function shareNeeded(hub: Hub, code: string | undefined, { by, language }: Caller) {
  const sentences = speak(language);
  const list = neededHere(hub);
  const choices = list.map(choiceOf);
  const words = hub.wordsOf(choices, sentences);
  const shown = {
    words: [...words.values()],
    needed: list.map((one) => told(one, sentences)),
    preview: whatWouldLeave(hub, choices, hub.clock.now(), sentences),
  };
  if (code === undefined) return { posture: hub.posture.name, given: 0, ...shown, code: codeOf(list, language) };
  if (code !== codeOf(list, language)) throw refusal('list-changed');
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

function told({ manifest, request, device, field, form, release, because }: Needed, words: Sentences) {
  return {
    ...{ recipient: manifest.recipient, name: manifest.controller.name, request, device, field },
    ...{ leaves: describe(form, words), when: describeRelease(release, true, words), because: because[words.language] },
  };
}

function agreedHere(hub: Hub) {
  return hub.consents.standing().filter((consent) => consent.state === 'given' && hub.posture.agreedTo(consent));
}

/** Names exactly this list, down to the version and the terms that are agreed to, and the language it was read in. */
function codeOf(list: readonly Needed[], language: Language): string {
  return hash('sha256', JSON.stringify([language, list.map(choiceOf)])).slice(0, 12);
}
