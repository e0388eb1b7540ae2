import { given, none, one } from './arguments.ts';
import type { Command } from './command.ts';
import { printed } from './commissioning/print.ts';
import type { Report } from './commissioning/report.ts';
import type { HandoverDone, HandoverInput } from './handover/handover.ts';
import { handedOver } from './handover/print.ts';
import { plainLines } from './print.ts';
import { provisioned } from './provision/print.ts';
import type { ProvisionDone, ProvisionInput } from './provision/provision.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

export interface CommissioningInput {
  readonly contact: boolean;
  readonly html?: string;
}

/** What an installer does with a home before it is the household's. */
export const handoverCommands: readonly Command[] = [
  {
    name: ['provision'],
    usage: 'provision <file.yaml> [--dry-run] [--credentials <file | ->]',
    about:
      'Makes the devices, apps, brokers and recipients that a file lists; what is so already stays as it is. New passwords go to a file beside it. It answers no request, so nothing is shared by it. Exit code 1 where something was not done.',
    example: 'provision home.yaml --dry-run',
    operation: 'provision',
    options: { 'dry-run': flag, credentials: text },
    input: ({ values, positionals }): ProvisionInput => ({
      file: one(positionals, 'file'),
      dryRun: values['dry-run'] === true,
      ...given(values, ['credentials']),
    }),
    print: (result) => plainLines(provisioned(result as ProvisionDone)),
  },
  {
    name: ['commissioning'],
    usage: 'commissioning [--html <file>] [--contact]',
    about:
      'Reports what was set up and how it is: devices, certificates, listeners, recipients, the machine, and a self-check against ETSI EN 303 645 with what was measured just now. No password, key or reading is in it. --contact connects to every recipient, which is recorded. Exit code 1 where the hub did not answer or something is not well.',
    example: 'commissioning --html report.html',
    operation: 'commissioning',
    options: { html: text, contact: flag },
    input: (words): CommissioningInput => ({
      ...none(words),
      contact: words.values.contact === true,
      ...given(words.values, ['html']),
    }),
    print: (result) => plainLines(printed(result as Report)),
  },
  {
    name: ['handover'],
    usage: 'handover [--to <folder> --yes] [--language en | de] [--contact] | --take-back',
    about:
      'Hands the hub over: a last report, and a code that the household claims it with, both in a new folder; your own access ends. Without --yes it says what would end. --take-back ends that code before it was used, and the hub is yours to set up again.',
    example: 'handover --to handover-miller --yes',
    operation: 'handover',
    options: { to: text, language: text, yes: flag, contact: flag, 'take-back': flag },
    input: (words): HandoverInput => ({
      ...none(words),
      confirmed: words.values.yes === true,
      takeBack: words.values['take-back'] === true,
      language: String(words.values.language ?? 'en'),
      contact: words.values.contact === true,
      ...given(words.values, ['to']),
    }),
    print: (result) => plainLines(handedOver(result as HandoverDone)),
  },
];
