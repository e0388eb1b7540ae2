import { openDatabase } from '../store/database.ts';

/** How much of a home's history is made. */
export interface Size {
  readonly devices: number;
  readonly fields: number;
  readonly streams: number;
  readonly days: number;
  readonly detailDays: number;
}

/** The last day of it. */
const LAST_DAY = '2026-11-23';
const DAY_MS = 86_400_000;

export function dayBack(days: number): string {
  return new Date(Date.parse(LAST_DAY) - days * DAY_MS).toISOString().slice(0, 10);
}

/**
 * A flow.db as an ordinary home would have it: sums of every device, field and stream on every day, as many counts of what
 * stayed, and detail at hourly slots. Every stream is a recipient's of its own; every fortieth batch is possibly received.
 */
export function makeHistory(file: string, { devices, fields, streams, days, detailDays }: Size): void {
  const db = openDatabase(file, 'flow');
  db.pragma('synchronous = OFF');
  const sum = db.prepare('INSERT INTO left_days VALUES (?, ?, 24)');
  const what = db.prepare(`INSERT INTO left_what VALUES (?, ?, 'dpv:ServiceProvision', ?, ?, 'summary')`);
  const batches = db.prepare(`INSERT INTO left_batches VALUES (?, ?, 'dpv:ServiceProvision', 24, 0, 98304, ?, 0)`);
  const stayedWhat = db.prepare(`INSERT INTO stayed_what VALUES (?, ?, ?, ?, '')`);
  const stayed = db.prepare('INSERT INTO stayed_days VALUES (?, ?, 1440)');
  const delivery = db.prepare(
    `INSERT INTO outbox_deliveries (batch, recipient, purpose, stream, seq, at, ended, day, state, size, records, consents)
     VALUES (?, ?, 'dpv:ServiceProvision', ?, ?, ?, ?, ?, ?, 4096, ?, '{}')`,
  );
  const line = db.prepare(`INSERT INTO outbox_lines VALUES (?, ?, ?, ?, ?, 'summary', 'receipt', 1, 0, 0, 0, ?)`);
  const all = [...pairs(devices, fields)];
  const kept = JSON.stringify([
    { from: '2026-11-23T11:00:00Z', to: '2026-11-23T12:00:00Z', shaped: { form: 'summary', mean: 21.5, unit: '°C' } },
  ]);
  const fill = db.transaction(() => {
    let id = 0;
    for (const [device, field] of all) {
      for (let stream = 0; stream < streams; stream++) {
        id++;
        what.run(id, `recipient-${stream}`, device, field);
        stayedWhat.run(id, device, field, ['nobody asks', 'refused', 'late'][stream % 3]);
      }
    }
    for (let back = days - 1; back >= 0; back--) {
      const day = dayBack(back);
      for (let stream = 0; stream < streams; stream++) batches.run(day, `recipient-${stream}`, all.length * 24);
      for (let each = 1; each <= id; each++) {
        sum.run(day, each);
        stayed.run(day, each);
      }
    }
    let number = 0;
    for (let hour = 0; hour < detailDays * 24; hour++) {
      const day = dayBack(detailDays - 1 - Math.floor(hour / 24));
      const at = Date.parse(day) + (hour % 24) * 3_600_000;
      for (let stream = 0; stream < streams; stream++) {
        number++;
        const state = number % 40 === 0 ? 'possibly received' : 'sent';
        delivery.run(number, `recipient-${stream}`, `stream-${stream}`, hour, at, at + 1000, day, state, all.length);
        for (const [device, field] of all) line.run(number, day, device, field, `${device}-${field}`, kept);
      }
    }
  });
  fill();
  db.close();
}

function* pairs(devices: number, fields: number): Generator<[device: string, field: string]> {
  for (let device = 0; device < devices; device++) {
    for (let field = 0; field < fields; field++) yield [`device-${device}`, `field-${field}`];
  }
}
