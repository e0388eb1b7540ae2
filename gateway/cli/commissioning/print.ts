import type { Commissioned } from '../../operations/commissioning.ts';
import { printed as doctorPrinted } from '../doctor/finding.ts';
import type { Status } from './judged.ts';
import type { Looked, Report } from './report.ts';

/** A table of the report: what it is about, its columns, and a row for each thing. */
export interface Section {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What the report says of the home, the same on paper and in the terminal. */
export function sections({ hub }: Report): Section[] {
  if (!hub) return [];
  return [
    { title: 'The hub', columns: ['what', 'is'], rows: about(hub) },
    {
      title: 'Who may connect',
      columns: ['name', 'kind', 'by', 'beyond its own topics', 'seen'],
      rows: hub.clients.map((client) => [
        client.name,
        [client.kind, client.dialect, client.base].filter((each) => each !== undefined).join(' '),
        client.authentication,
        [...client.read.map((each) => `reads ${each}`), ...client.write.map((each) => `writes ${each}`)].join(', ') ||
          '–',
        `${client.seen ? 'password shown' : 'password not shown'}${client.refused > 0 ? `, ${client.refused} topics refused` : ''}`,
      ]),
    },
    {
      title: 'Devices that were heard',
      columns: ['device', 'by', 'is', 'last heard'],
      rows: hub.devices.map(({ id, by, vendor, model, lastHeard }) => [
        ...[id, by, [vendor, model].filter((each) => each !== undefined).join(' ') || '–'],
        lastHeard ?? 'not since the hub was started',
      ]),
    },
    {
      title: 'Brokers that are read along',
      columns: ['broker', 'at', 'state'],
      rows: hub.brokers.map(({ name, url, state }) => [name, url, state]),
    },
    {
      title: 'Certificates',
      columns: ['whose', 'days left', 'state', 'SHA-256'],
      rows: hub.certificates.map(({ what, until, state, fingerprint }) => [
        ...[what, String(Math.floor((Date.parse(until) - Date.parse(hub.at)) / DAY_MS)), state, fingerprint],
      ]),
    },
    {
      title: 'Recipients',
      columns: ['recipient', 'endpoint', 'agreed', 'on the way', 'answered'],
      rows: hub.recipients.map(({ name, endpoint, consents, way, contact }) => [
        ...[name, endpoint, consents === 0 ? 'nothing' : `${consents} fields`, way, contact],
      ]),
    },
  ];
}

const DAY_MS = 86_400_000;

function about(hub: Commissioned): string[][] {
  const listeners =
    hub.listeners.map(({ listener, port }) => `${listener} ${port}`).join(', ') || 'none: it does not run';
  return [
    ['version', `Hearthgate ${hub.version}`],
    ['whose', hub.claimed ? 'its household’s' : 'nobody’s yet'],
    ['handed over', hub.handedOver ?? 'not yet'],
    ['root key', hub.rootKey.means],
    ['listens', listeners],
    ['devices trust', hub.fingerprints.devices],
    ['browsers trust', hub.fingerprints.page],
    ['not understood', `${hub.sharing.quarantined} messages`],
    ['agreed', hub.sharing.consents === 0 ? 'nothing' : `${hub.sharing.consents} fields`],
  ];
}

/** How many provisions stand how. */
export function counts(checks: readonly Looked[]): Map<Status, number> {
  const found = new Map<Status, number>();
  for (const { status } of checks) found.set(status, (found.get(status) ?? 0) + 1);
  return found;
}

export const SIGNS: Readonly<Record<Status, string>> = {
  met: '✔',
  'not met': '✘',
  'not applicable': '·',
  'for the household': '→',
  'not seen': '–',
};

/** For the terminal. */
export function printed(report: Report): string {
  const { hearthgate, made, unanswered, doctor, standard, selfCheck } = report;
  const tables = sections(report).map(({ title, columns, rows }) => `${title}\n${aligned(columns, rows)}`);
  const checks = selfCheck.map(({ id, newer, asks, status, how, evidence }) => {
    const number = newer === undefined ? id : `${id} (${newer})`;
    return `${SIGNS[status]} ${number}  ${asks}\n    ${status}, ${how}: ${evidence}`;
  });
  const summary = [...counts(selfCheck)].map(([status, count]) => `${count} ${status}`).join(', ');
  return [
    `Commissioning report, Hearthgate ${hearthgate}, ${made}`,
    ...(unanswered === undefined ? [] : [`The hub did not answer: ${unanswered}`]),
    ...tables,
    `The machine\n${doctorPrinted(doctor)}`,
    `Self-check\n${standard}\n\n${checks.join('\n')}\n\n${summary}`,
  ].join('\n\n');
}

function aligned(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '  (none)';
  const all = [columns, ...rows];
  const widths = columns.map((_, at) => Math.max(...all.map((row) => (row[at] ?? '').length)));
  return all
    .map(
      (row) =>
        `  ${row
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join('  ')
          .trimEnd()}`,
    )
    .join('\n');
}
