import { describeOf, describeRelease } from '../../rules/explain.ts';
import type { Route } from '../../rules/plan.ts';
import type { Sentences } from '../../rules/words/speak.ts';
import type { Hub } from '../main.ts';

/** What the plan in force lets go, one line for each way a field leaves; what is held back for the time being says why. */
export function flows(hub: Hub, which: (route: Route) => boolean, words: Sentences) {
  return [...hub.plan.routes.values()].filter(which).map((route) => {
    const { recipient, request, purpose, device, field, consent, spec, released, held } = route;
    const manifest = hub.manifests.get(recipient);
    return {
      ...{ device, field, recipient, request, purpose },
      name: manifest?.controller.name ?? recipient,
      consent: consent.id,
      leaves: describeOf(released, spec, words),
      when: describeRelease(consent.release, manifest?.endpoint.delivery === undefined, words),
      ...(consent.until === undefined ? {} : { until: new Date(consent.until).toISOString() }),
      ...(held === undefined ? {} : { heldBackBy: held }),
    };
  });
}
