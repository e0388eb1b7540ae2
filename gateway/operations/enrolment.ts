import Type from 'typebox';
import { speak } from '../../rules/words/speak.ts';
import { Enrolled, enrolledWith } from './enrolled.ts';
import { operation } from './operation.ts';
import { known } from './recipients.ts';
import { refusal } from './refusal.ts';
import { Text } from './shapes.ts';

export const enrolment = {
  'recipient enrol': operation(
    Type.Object({
      recipient: Type.String(),
      appToken: Type.Optional(
        Type.String({
          ...{ minLength: 1, maxLength: 512, pattern: '^[\\x21-\\x7e]+$' },
          description: 'As its app shows it, typed or scanned; without it, hello is said again after a refusal.',
        }),
      ),
      confirmed: Type.Optional(Type.Boolean()),
    }),
    Type.Object({ recipient: Text, enrolment: Enrolled, becomes: Type.Optional(Text) }),
    async (hub, { recipient, appToken, confirmed = false }, { by, language }) => {
      const words = speak(language);
      const manifest = known(hub, recipient);
      const { recipient: id, controller } = manifest;
      if (appToken !== undefined) {
        if (manifest.enrolment !== 'token') throw refusal('no-account-asked', controller.name);
        if (!confirmed)
          return {
            recipient,
            enrolment: enrolledWith(hub, manifest, words),
            becomes: words.shown.account(controller.name),
          };
        if (hub.ledger.problem) throw refusal('ledger-damaged', hub.ledger.problem);
        hub.record([{ type: 'account.told', recipient: id }], by, () => hub.recipients.keepToken(recipient, appToken));
      }
      hub.recipients.tryAgain(recipient);
      hub.events.changed('recipients');
      return { recipient, enrolment: enrolledWith(hub, manifest, words) };
    },
    ({ appToken }) => appToken !== undefined,
  ),
};
