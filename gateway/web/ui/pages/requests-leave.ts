import { useEffect } from '../framework.ts';
import { go } from '../router.tsx';
import { words } from '../words/words.ts';

/** The window's title, of what is looked at. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${words().shell.name}`;
  }, [title]);
}

/** Escape leaves it for later: nothing is answered, and what was chosen is there when the person comes back. */
export function useEscape(): void {
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
      go('/requests');
    };
    addEventListener('keydown', leave);
    return () => removeEventListener('keydown', leave);
  }, []);
}
