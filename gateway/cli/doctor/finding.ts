/**
 * What was looked at, how it is, and the one thing to do where it is not well. It can be shown to anybody: nothing in it
 * names a person, device, recipient, address or folder of the home.
 */
export interface Finding {
  readonly check: string;
  readonly state: 'good' | 'bad' | 'unknown';
  readonly says: string;
  /** One thing to do. */
  readonly todo?: string;
}

export function good(check: string, says: string): Finding {
  return { check, state: 'good', says };
}

export function bad(check: string, says: string, todo: string): Finding {
  return { check, state: 'bad', says, todo };
}

/** It cannot be seen from here; where something can be done about that, what. */
export function unknown(check: string, says: string, todo?: string): Finding {
  return { check, state: 'unknown', says, ...(todo === undefined ? {} : { todo }) };
}

/** `flow.db` as SQLite answers `PRAGMA quick_check`; what is damaged may hold values and is not repeated. */
export function integrity(name: string, answer: string): Finding {
  return answer === 'ok'
    ? good(name, 'is whole')
    : bad(name, 'is damaged', 'stop the hub, keep a copy of the data directory, and restore your last backup');
}

const DAY_MS = 86_400_000;

/** `now` is by which clock it is looked at; `lasts` is said where they do. */
export function daysLeft(
  ends: number,
  now: number,
  lasts = (days: number) => `the first of the hub’s own ends in ${days} days; it renews them by itself`,
): Finding {
  const days = Math.floor((ends - now) / DAY_MS);
  // A running hub renews its own a month before.
  return days >= 7
    ? good('certificates', lasts(days))
    : bad(
        'certificates',
        days < 0 ? 'one of the hub’s own has ended' : `one of the hub’s own ends in ${days} days`,
        'put the clock right where it is wrong, restart the hub, and look at "hearthgate cert list"',
      );
}

/** For a screen, a forum or a support line. */
export function printed(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  return findings
    .flatMap(({ check, state, says, todo }) => [
      `${SIGNS[state]} ${check.padEnd(width)}  ${says}`,
      ...(todo === undefined ? [] : [`  ${' '.repeat(width)}  → ${todo}`]),
    ])
    .join('\n');
}

const SIGNS = { good: '✔', bad: '✘', unknown: '–' } as const;
