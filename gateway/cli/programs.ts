import { usage as ledgerUsage } from '../household/ledger/verifier/usage.ts';
import { lookFromUsage, lookUsage } from './look-usage.ts';
import { manifestUsage } from './manifest/usage.ts';

/** A command that no hub is asked for: it reads its words itself. */
export interface Program {
  readonly name: readonly string[];
  readonly usages: readonly string[];
  readonly about: string;
  readonly example: string;
}

const [verify, checkpoint, entries] = ledgerUsage;
const [keys, begin, lint, sign, presets] = manifestUsage;

export const programs: readonly Program[] = [
  {
    name: ['start'],
    usages: ['start [--json]'],
    about: 'Runs the hub until it is told to stop. Its log is JSON, a line for each event, with --json or without.',
    example: 'start',
  },
  {
    name: ['look'],
    usages: [lookUsage, lookFromUsage],
    about: 'What the devices on a broker reveal. It sends nothing and stores nothing.',
    example: 'look mqtt://192.168.1.10 --for 5m',
  },
  {
    name: ['field', 'classify'],
    usages: ['field classify [--json] < fields.jsonl'],
    about: 'What each field may reveal: JSON, a line in and a line out, with --json or without.',
    example: 'field classify < fields.jsonl',
  },
  {
    name: ['manifest', 'keys'],
    usages: [keys],
    about: 'Makes the three keys of a maker, each in a file of its own.',
    example: 'manifest keys --dir keys',
  },
  {
    name: ['manifest', 'new'],
    usages: [begin],
    about: 'Begins a manifest, which is JSON: printed, with --json or without.',
    example:
      'manifest new --id acme-heating --name "Acme Heating" --country DE --contact privacy@acme.example --endpoint mqtts://in.acme.example:8883 --vendor acme --field temperature:number:°C --keys keys',
  },
  {
    name: ['manifest', 'lint'],
    usages: [lint],
    about: 'What a home would say to a manifest: what is wrong, what could be less, and the words people are shown.',
    example: 'manifest lint acme.json',
  },
  {
    name: ['manifest', 'sign'],
    usages: [sign],
    about: 'Signs a manifest, so that homes pin the key at its first use.',
    example: 'manifest sign acme.json --key keys/signing-key.json --version 2 > acme.jws',
  },
  {
    name: ['manifest', 'presets'],
    usages: [presets],
    about: 'How to ask for the usual things, and what can and cannot be told from each by our own attacks.',
    example: 'manifest presets energy-statistics',
  },
  {
    name: ['ledger', 'verify'],
    usages: [verify],
    about:
      'Whether the record holds, and continues every checkpoint that was kept elsewhere. Exit code 1: it does not; 2: it cannot be looked at.',
    example: 'ledger verify --checkpoint checkpoint-2026-11.txt',
  },
  {
    name: ['ledger', 'checkpoint'],
    usages: [checkpoint],
    about: 'The signed head of the record, to be kept elsewhere.',
    example: 'ledger checkpoint > checkpoint-2026-11.txt',
  },
  {
    name: ['ledger', 'export'],
    usages: [entries],
    about: 'The record itself: JSON, a line for each entry, with --json or without.',
    example: 'ledger export > ledger.jsonl',
  },
];
