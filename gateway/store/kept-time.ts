import type { HomeClockDeps, KeptTime } from '../runtime/home-clock.ts';
import { type Db, tookIn } from './database.ts';

/** The home's time in household.db, one row. */
export function keptTime(db: Db): HomeClockDeps['kept'] {
  const put = db.prepare(`INSERT INTO meta (key, value) VALUES ('time', ?)
    ON CONFLICT DO UPDATE SET value = excluded.value`);
  const get = db.prepare<[], string>(`SELECT value FROM meta WHERE key = 'time'`).pluck();
  return {
    read() {
      const row = get.get();
      return row === undefined ? undefined : (JSON.parse(row) as KeptTime);
    },
    write: (time) => tookIn(() => put.run(JSON.stringify(time))),
  };
}
