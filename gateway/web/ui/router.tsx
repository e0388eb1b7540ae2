import { BASE } from './base.ts';
import { type ComponentChildren, signal } from './framework.ts';

/** Where the reader is: the parts of the path, and the query, which holds what lists are filtered by. */
export interface Place {
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
}

export const place = signal<Place>(read());

addEventListener('popstate', () => {
  place.value = read();
});

/** Goes to another page of ours, by its path as `pathTo` has it. */
export function go(to: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') history.pushState(null, '', BASE + to);
  else history.replaceState(null, '', BASE + to);
  const before = place.value.parts.join('/');
  place.value = read();
  if (place.value.parts.join('/') !== before) scrollTo(0, 0);
}

/** The path of a page: `pathTo('devices', id)`. */
export function pathTo(...parts: readonly string[]): string {
  return `/${parts.map(encodeURIComponent).join('/')}`;
}

/** The same page with other filters; undefined and empty ones are left out. */
export function withQuery(changes: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams(place.value.query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') query.delete(name);
    else query.set(name, value);
  }
  const search = query.toString();
  return path() + (search === '' ? '' : `?${search}`);
}

interface LinkProps {
  readonly to: string;
  readonly class?: string;
  readonly current?: boolean;
  readonly children: ComponentChildren;
}

/** A real link, so that it opens in another tab, too. */
export function Link({ to, children, current, class: name }: LinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={BASE + to} class={name} onClick={follow} aria-current={current ? 'page' : undefined}>
      {children}
    </a>
  );
}

/** Of the page, as the hub has it. */
function path(): string {
  return location.pathname.slice(BASE.length);
}

function read(): Place {
  const parts = path().split('/').filter(Boolean).map(decode);
  return { parts, query: new URLSearchParams(location.search) };
}

/** A path that is no UTF-8 is a page that there is not. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '\u0000';
  }
}
