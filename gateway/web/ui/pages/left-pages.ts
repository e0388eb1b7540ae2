import { useAnswer } from '../api/answers.ts';
import { ask, type NotDone } from '../api/client.ts';
import type { Calls, LeftBatch } from '../api/types.ts';
import { useState } from '../framework.ts';
import { asNotDone } from '../parts/trouble.tsx';

interface Older {
  readonly rows: readonly LeftBatch[];
  readonly next: string | undefined;
}

/** The newest page, which follows what happens, and the older ones that were asked for, fifty at a time. */
export function useLeft(query: Calls['GET /left']['query']) {
  const key = JSON.stringify(query);
  const asking = useAnswer('GET /left', { query }, ['left', 'devices', 'recipients']);
  const [all, setAll] = useState<{ readonly key: string; readonly older: Older }>();
  const [failed, setFailed] = useState<NotDone>();
  const { answer } = asking.now.value;
  const older = all?.key === key && answer && joins(answer.batches, all.older.rows) ? all.older : undefined;
  const next = older ? older.next : answer?.next;
  const rows = answer ? once([...answer.batches, ...(older?.rows ?? [])]) : [];
  const more = async () => {
    if (next === undefined) return;
    try {
      const page = await ask('GET /left', { query: { ...query, after: next } });
      setFailed(undefined);
      setAll({ key, older: { rows: once([...rows, ...page.batches]), next: page.next } });
    } catch (error) {
      setFailed(asNotDone(error));
    }
  };
  return { asking, rows, queued: answer?.queued ?? [], hasMore: next !== undefined, more, failed };
}

/** Whether nothing is missing between the newest page and what is known of the older ones. */
function joins(newest: readonly LeftBatch[], older: readonly LeftBatch[]): boolean {
  const known = new Set(older.map(({ batch }) => batch));
  return newest.length === 0 || newest.some(({ batch }) => known.has(batch));
}

/** What is told twice counts as it was told last: the newest page comes first. */
function once(rows: readonly LeftBatch[]): readonly LeftBatch[] {
  const known = new Set<number>();
  return rows.filter(({ batch }) => !known.has(batch) && known.add(batch));
}
