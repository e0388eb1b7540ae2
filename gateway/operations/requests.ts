import Type from 'typebox';
import { describe, describeRelease } from '../../rules/explain.ts';
import { inbox, type OpenField, type OpenRequest } from '../../rules/inbox.ts';
import type { RecipientId } from '../../rules/manifest.ts';
import { accountWords } from '../../rules/words-shown.ts';
import type { Hub } from '../main.ts';
import { WaitingCommand, waitingCommands } from './commands.ts';
import { give } from './consents.ts';
import { operation } from './operation.ts';
import { refusal } from './refusal.ts';
import { Requested, Text, Words } from './shapes.ts';

const One = Type.Object({ recipient: Type.String(), request: Type.String() });
const Asking = Type.Object(
  {
    ...{ recipient: Text, name: Text, requests: Type.Array(Requested) },
    account: Type.Optional(
      Type.String({ description: 'What a token from its app tells it; without one it gets nothing.' }),
    ),
    commands: Type.Optional(
      Type.Array(WaitingCommand, { description: 'What it wants to make devices do; answered for each by itself.' }),
    ),
  },
  { title: 'AskingRecipient' },
);

/** What waits for the household's answer; nothing here interrupts anybody. */
export const requests = {
  'request list': operation(Type.Object({}), Type.Array(Asking), (hub) => {
    const [asked, commands] = [open(hub), waitingCommands(hub)];
    return [...new Set([...asked.keys(), ...commands.keys()])].map((recipient) => ({
      recipient,
      name: hub.manifests.get(recipient)?.controller.name,
      ...accountOf(hub, recipient),
      requests: (asked.get(recipient) ?? []).map((request) => told(hub, request)),
      ...(commands.has(recipient) ? { commands: commands.get(recipient) } : {}),
    }));
  }),
  'request show': operation(
    One,
    Type.Object({ recipient: Text, name: Text, ...Requested.properties, words: Type.Array(Words) }),
    (hub, { recipient, request }, { shownAt }) => {
      const found = waiting(hub, recipient, request);
      const asked = give(hub, { recipient, request, acceptUnion: false }, shownAt);
      const fields = new Set(found.fields.map(({ device, field }) => JSON.stringify([device, field])));
      const open = asked.filter(({ device, field }) => fields.has(JSON.stringify([device, field])));
      const { name } = found.manifest.controller;
      return { recipient, name, ...told(hub, found), words: [...hub.wordsOf(open).values()] };
    },
  ),
  'request postpone': operation(
    One,
    Type.Object({ recipient: Text, request: Text, state: Type.Literal('later') }),
    (hub, { recipient, request: id }) => {
      const found = waiting(hub, recipient, id);
      hub.postponed.add(found.manifest.recipient, id, found.manifest.version);
      hub.events.changed('requests');
      return { recipient, request: id, state: 'later' };
    },
  ),
};

function accountOf(hub: Hub, recipient: RecipientId): { readonly account?: string } {
  const manifest = hub.manifests.get(recipient);
  return manifest?.enrolment === 'token' ? { account: accountWords(manifest.controller.name) } : {};
}

function waiting(hub: Hub, recipient: string, request: string): OpenRequest {
  const found = open(hub)
    .get(recipient as RecipientId)
    ?.find((each) => each.request.id === request);
  if (!found) throw refusal('nothing-waits');
  return found;
}

function open(hub: Hub) {
  return inbox(hub.household, hub.consents.answers(), hub.clock.now());
}

function told(hub: Hub, { manifest, request, fields }: OpenRequest) {
  const { id, purpose, sentence, release, retention, recipients, necessity, ifRefused } = request;
  return {
    ...{ request: id, version: manifest.version, purpose, sentence, ifRefused },
    state: hub.postponed.has(manifest.recipient, id, manifest.version) ? 'later' : 'new',
    when: describeRelease(release, manifest.endpoint.delivery === undefined),
    claims: { keptFor: retention, passedOnTo: recipients, necessity, saidBy: manifest.controller.name },
    fields: fields.map(({ device, field, ...more }) => ({
      ...fieldTold({ device, field, ...more }),
      ...known(hub.knownWords(manifest.recipient, { device, field, purpose })),
    })),
  };
}

function fieldTold({ device, field, terms, changes, before }: OpenField) {
  return {
    device,
    field,
    leaves: describe(terms.form),
    ...(changes === undefined || changes.length === 0
      ? {}
      : { changed: changes.map(({ parameter, less }) => `${parameter}${less ? ' (less)' : ''}`) }),
    ...(before === undefined ? {} : { answeredBefore: before.state }),
  };
}

/** What Hearthgate knows of whether it has to leave stands beside what the recipient claims. */
function known(says: string | undefined) {
  return says === undefined ? {} : { known: says };
}
