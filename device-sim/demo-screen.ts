import type { ReceivedRecord } from './vendors/receiver.ts';

/** What the demo shows: the last things devices said, beside the last things each vendor received. */
export class Screen {
  readonly #said: string[] = [];
  readonly #received = new Map<string, string[]>();
  readonly #lines: number;
  readonly #columns: number;
  readonly #redraw: boolean;

  constructor(output: { readonly isTTY?: boolean; readonly rows?: number; readonly columns?: number }) {
    this.#redraw = output.isTTY === true;
    this.#lines = this.#redraw ? Math.max(8, Math.min(20, (output.rows ?? 24) - 8)) : 8;
    this.#columns = Math.max(80, output.columns ?? 100);
  }

  said(topic: string, payload: Uint8Array): void {
    push(this.#said, `${topic}  ${Buffer.from(payload).toString('utf8')}`, this.#lines);
  }

  received(vendor: string, record: ReceivedRecord): void {
    const lines = this.#received.get(vendor) ?? [];
    this.#received.set(vendor, lines);
    const when = record.from.slice(11, 16);
    for (const [field, shaped] of Object.entries(record.fields)) {
      push(lines, `${when}  ${record.device.slice(0, 6)}…  ${field} ${JSON.stringify(shaped)}`, this.#lines / 2);
    }
  }

  /** One picture as text; on a terminal it is drawn over the one before. */
  draw(homeTime: string, counts: string): string {
    const width = this.#columns;
    const parts = [
      `Simulated home, ${homeTime}`,
      counts,
      '',
      'What devices said (local subscribers see all of it)',
      ...this.#said.map((line) => `  ${clip(line, width - 2)}`),
    ];
    for (const [vendor, lines] of this.#received) {
      parts.push(
        '',
        `What ${vendor} received, opened with its key`,
        ...lines.map((line) => `  ${clip(line, width - 2)}`),
      );
    }
    return `${this.#redraw ? '\u001b[2J\u001b[H' : ''}${parts.join('\n')}\n`;
  }
}

function push(lines: string[], line: string, most: number): void {
  lines.push(line);
  while (lines.length > most) lines.shift();
}

function clip(line: string, width: number): string {
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}
