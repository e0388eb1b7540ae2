/** Light, dark, or as the system is; kept in this browser alone. */
export type Look = 'system' | 'light' | 'dark';

const KEPT = 'hearthgate.look';

export function look(): Look {
  const kept = localStorage.getItem(KEPT);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function chooseLook(chosen: Look): void {
  localStorage.setItem(KEPT, chosen);
  looks();
}

/** Puts the look that was chosen in force. */
export function looks(): void {
  document.documentElement.dataset.look = look();
}
