import Type from 'typebox';
import type { RecipientId } from '../../rules/manifest.ts';
import { operation, Refusal } from './operation.ts';

export const recipients = {
  'recipient add': operation(Type.Object({ signed: Type.String() }), async (hub, { signed }) => {
    const added = await hub.manifests.add(signed, hub.clock.now());
    if (!added.ok) throw new Refusal(added.problem);
    await hub.replan();
    const { manifest, fingerprint, firstUse } = added;
    return {
      recipient: manifest.recipient,
      name: manifest.controller.name,
      country: manifest.controller.country,
      endpoint: manifest.endpoint.url,
      version: manifest.version,
      fingerprint,
      firstUse,
      requests: manifest.requests.map(({ id, purpose, sentence, fields }) => ({ id, purpose, sentence, fields })),
    };
  }),
  'recipient list': operation(Type.Object({}), (hub) =>
    hub.manifests.all().map(({ recipient, controller, version, endpoint, requests }) => ({
      recipient,
      name: controller.name,
      version,
      endpoint: endpoint.url,
      fingerprint: hub.manifests.fingerprint(recipient),
      requests: requests.map(({ id }) => id),
      state: hub.recipients.states().find((state) => state.recipient === recipient)?.state ?? 'nothing is shared',
    })),
  ),
  'recipient remove': operation(Type.Object({ recipient: Type.String() }), async (hub, { recipient }) => {
    const id = recipient as RecipientId;
    if (!hub.manifests.get(id))
      throw new Refusal(`there is no recipient "${recipient}"; see "hearthgate recipient list"`);
    await hub.withdraw((consent) => consent.recipient === id);
    hub.manifests.remove(id);
    await hub.replan();
    await hub.recipients.forget(id);
    return { removed: recipient };
  }),
};
