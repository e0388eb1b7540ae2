import Type from 'typebox';
import { describe, describeRelease } from '../../rules/explain.ts';
import { describeWatched } from '../../rules/learn.ts';
import { purposeWords } from '../../rules/purposes.ts';
import { describeDuration } from '../../rules/terms-words.ts';
import { speak } from '../../rules/words/speak.ts';
import { shippedPurposes } from '../runtime/knowledge.ts';
import { flows } from './flows.ts';
import { operation } from './operation.ts';
import { codeOf, known, listed, Recipient } from './recipients.ts';
import { Count, Goes, oneOf, Stopped, Text, Texts, Time } from './shapes.ts';
import { stopOf } from './stops.ts';

const Asks = Type.Object(
  {
    request: Text,
    purpose: Text,
    soThatItCan: Text,
    sentence: Text,
    when: Text,
    code: Type.String({ description: 'How long it can follow one device for this purpose.' }),
    linkable: Type.Boolean({ description: 'Its code stays the same.' }),
    claims: Type.Object({
      keptFor: Text,
      passedOnTo: Texts,
      necessity: oneOf(['required', 'optional']),
      ifRefused: Text,
    }),
    fields: Type.Array(Type.Object({ field: Text, asked: Text })),
  },
  { title: 'Request' },
);

const MOST = 100_000;

/** One recipient as a household looks at it: who it is, what it asks for, what it gets and when it last got something. */
export const recipientPage = {
  'recipient show': operation(
    Type.Object({ recipient: Type.String() }),
    Type.Object(
      {
        ...Recipient.properties,
        origin: oneOf(['vendor', 'household']),
        country: Text,
        contact: Text,
        notice: Type.Optional(Text),
        asks: Type.Array(Asks),
        gets: Type.Array(Goes),
        watched: Type.Optional(
          Type.String({
            description: 'What whoever watches the connection sees of this home; missing where nothing leaves.',
          }),
        ),
        answers: Type.Object({ given: Count, refused: Count, withdrawn: Count, expired: Count }),
        lastDelivery: Type.Optional(Time),
        stopped: Stopped,
      },
      { title: 'RecipientPage' },
    ),
    async (hub, { recipient }, { language }) => {
      const words = speak(language);
      const manifest = known(hub, recipient);
      const { country, contact, notice } = manifest.controller;
      const routes = [...hub.plan.routes.values()].filter((route) => route.recipient === recipient);
      const sealed = manifest.endpoint.delivery === undefined;
      const watched = describeWatched(routes, sealed, words);
      const purposes = shippedPurposes();
      const answers = { given: 0, refused: 0, withdrawn: 0, expired: 0 };
      for (const consent of hub.consents.all()) if (consent.recipient === recipient) answers[consent.state]++;
      const last = (await hub.recipients.deliveries(0, MOST)).find(
        (each) => each.recipient === recipient && each.state === 'sent',
      );
      return {
        ...listed(hub, manifest, routes, words),
        ...{ origin: manifest.origin, country, contact, ...(notice === undefined ? {} : { notice }) },
        asks: manifest.requests.map((each) => ({
          ...{ request: each.id, purpose: each.purpose, sentence: each.sentence },
          soThatItCan: purposeWords(purposes, each.purpose, words).soThatItCan,
          when: describeRelease(each.release, sealed, words),
          code: codeOf(hub, recipient, each.purpose, words),
          linkable: hub.recipients.isLinkable(recipient, each.purpose),
          claims: {
            keptFor: describeDuration(each.retention, words),
            passedOnTo: each.recipients,
            necessity: each.necessity,
            ifRefused: each.ifRefused,
          },
          fields: each.fields.map(({ name, form }) => ({ field: name, asked: describe(form, words) })),
        })),
        gets: flows(hub, (route) => route.recipient === recipient, words),
        ...(watched === undefined ? {} : { watched }),
        answers,
        ...stopOf(hub, { recipient: manifest.recipient }),
        ...(last === undefined ? {} : { lastDelivery: new Date(last.ended).toISOString() }),
      };
    },
  ),
};
