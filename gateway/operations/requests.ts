import Type from 'typebox';
import { describe, describeRelease } from '../../rules/explain.ts';
import { inbox, type OpenField, type OpenRequest } from '../../rules/inbox.ts';
import type { RecipientId } from '../../rules/manifest.ts';
import type { Hub } from '../main.ts';
import { operation } from './operation.ts';
import { refusal } from './refusal.ts';

/** What waits for the household's answer; nothing here interrupts anybody. */
export const requests = {
  'request list': operation(Type.Object({}), (hub) =>
    [...open(hub)].map(([recipient, waiting]) => ({
      recipient,
      name: hub.manifests.get(recipient)?.controller.name,
      requests: waiting.map((request) => told(hub, request)),
    })),
  ),
  'request postpone': operation(
    Type.Object({ recipient: Type.String(), request: Type.String() }),
    (hub, { recipient, request: id }) => {
      const found = open(hub)
        .get(recipient as RecipientId)
        ?.find(({ request }) => request.id === id);
      if (!found) throw refusal('nothing-waits');
      hub.postponed.add(found.manifest.recipient, id, found.manifest.version);
      return { recipient, request: id, state: 'later' };
    },
  ),
};

function open(hub: Hub) {
  return inbox(hub.household, hub.consents.answers(), hub.clock.now());
}

function told(hub: Hub, { manifest, request, fields }: OpenRequest) {
  const { id, purpose, sentence, release, retention, recipients, necessity, ifRefused } = request;
  return {
    ...{ request: id, version: manifest.version, purpose, sentence, ifRefused },
    state: hub.postponed.has(manifest.recipient, id, manifest.version) ? 'later' : 'new',
    when: describeRelease(release),
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
