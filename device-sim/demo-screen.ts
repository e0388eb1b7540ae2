import type { ReceivedRecord } from './vendors/receiver.ts';

export interface StayedRow {
  readonly device: string;
  readonly field: string;
  readonly reason: string;
  readonly count: number;
}

/** What the demo shows: the last word of each topic, beside the last of each field at each vendor, and what stayed home. */
export class Screen {
  readonly #said = new Map<string, string>();
  readonly #received = new Map<string, Map<string, string>>();
  readonly #redraw: boolean;
  readonly #width: number;

  constructor(output: { readonly isTTY?: boolean; readonly columns?: number }) {
    this.#redraw = output.isTTY === true;
    this.#width = Math.min(160, Math.max(80, output.columns ?? 110));
  }

  /** Pictures follow each other on a terminal; in a pipe they would only fill it. */
  get everyMs(): number {
    return this.#redraw ? 1_000 : 10_000;
  }

  said(topic: string, payload: Uint8Array): void {
    // Deleted first, so that the newest stands last.
    this.#said.delete(topic);
    this.#said.set(topic, Buffer.from(payload).toString('utf8'));
  }

  received(vendor: string, record: ReceivedRecord): void {
    const fields = this.#received.get(vendor) ?? new Map<string, string>();
    this.#received.set(vendor, fields);
    for (const [field, shaped] of Object.entries(record.fields)) {
      const { form, ...rest } = shaped;
      fields.set(
        field,
        `${record.from.slice(11, 16)} UTC  ${record.device.slice(0, 6)}…  ${form} ${JSON.stringify(rest)}`,
      );
    }
  }

  /** `notes` are said first, whole. */
  draw(homeTime: string, counts: string, stayed: readonly StayedRow[], notes: readonly string[]): string {
    const parts = [
      `── Simulated home, ${homeTime}: ${counts}`,
      '',
      ...notes,
      ...(notes.length > 0 ? [''] : []),
      'Devices said (local subscribers see all of it)',
    ];
    for (const [topic, payload] of [...this.#said].slice(-10)) parts.push(this.#line(topic, payload));
    for (const [vendor, fields] of this.#received) {
      parts.push('', `${vendor} received, and opened with its key`);
      for (const [field, text] of fields) parts.push(this.#line(field, text));
    }
    parts.push('', 'Stayed home');
    for (const [device, { fields, values }] of byDevice(stayed)) {
      const what = fields.has('')
        ? `${values} messages`
        : `${values} values of ${fields.size} fields: ${[...fields].join(', ')}`;
      parts.push(this.#line(device, what));
    }
    return `${this.#redraw ? '\u001b[2J\u001b[H' : ''}${parts.join('\n')}\n\n`;
  }

  #line(label: string, text: string): string {
    const line = `  ${clip(label, 34).padEnd(34)}  ${text}`;
    return clip(line, this.#width);
  }
}

function byDevice(stayed: readonly StayedRow[]): Map<string, { fields: Set<string>; values: number }> {
  const devices = new Map<string, { fields: Set<string>; values: number }>();
  for (const { device, field, reason, count } of stayed) {
    const name = device || `(${reason})`;
    const known = devices.get(name) ?? { fields: new Set<string>(), values: 0 };
    known.fields.add(field);
    known.values += count;
    devices.set(name, known);
  }
  return devices;
}

function clip(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}
