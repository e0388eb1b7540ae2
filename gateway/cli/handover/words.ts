import type { HandedOver } from '../../operations/handover.ts';
import { de } from './words/de.ts';
import { en, type HandoverWords } from './words/en.ts';

/** Languages of the letter to the household; the terminal is in the first. */
export const LETTER_WORDS: Readonly<Record<string, HandoverWords>> = { en, de };

/** What ends when the hub is handed over, in sentences. */
export function endsWords({ ending }: HandedOver, { ends }: HandoverWords): string[] {
  const { consents, commands, pairing } = ending;
  return [
    ...[ends.codes, ends.commandLine],
    ...(pairing ? [ends.pairing] : []),
    ...(consents > 0 ? [ends.consents(consents)] : []),
    ...(commands > 0 ? [ends.commands(commands)] : []),
  ];
}

/** What whoever set the hub up was shown and still opens something, each with the command that ends it. */
export function seenWords({ seen }: HandedOver, { saw }: HandoverWords): string[] {
  const { passwords, keys, brokers, recipients } = seen;
  return [
    ...passwords.map(saw.password),
    ...keys.map(saw.key),
    ...brokers.map(saw.broker),
    ...recipients.map(saw.recipient),
  ];
}

/** The page where the code is typed, with the code behind a #, which no server is told. */
export function linkOf({ page, code }: HandedOver): string | undefined {
  return page === undefined || code === undefined ? undefined : `${page}/setup#code=${code}`;
}
