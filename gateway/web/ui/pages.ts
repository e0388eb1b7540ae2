import type { PageName } from '../page-names.ts';
import type { ComponentType } from './framework.ts';
import type { OTHER_PAGES } from './other-pages.ts';
import { Home } from './pages/home.tsx';
import type { Place } from './router.tsx';
import { loadMoreWords, words } from './words/words.ts';

/** A page: its place in the navigation, and its title. */
export interface Page {
  readonly name: PageName;
  readonly nav: Nav;
  readonly title: () => string;
}

/** What stands behind the page's name in the path: `/devices/thermostat` gives `thermostat`. */
export interface PageProps {
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
}

export type Nav = 'home' | 'requests' | 'devices' | 'left' | 'more';

/** By the first part of the path. Addresses are stable: a notice or a code may hold one. */
const PAGES: Readonly<Record<PageName, Omit<Page, 'name'>>> = {
  '': { nav: 'home', title: () => words().home.title },
  requests: { nav: 'requests', title: () => words().requests.title },
  devices: { nav: 'devices', title: () => words().devices.title },
  connect: { nav: 'devices', title: () => words().connect.title },
  recipients: { nav: 'more', title: () => words().recipients.title },
  budget: { nav: 'more', title: () => words().shell.budget },
  left: { nav: 'left', title: () => words().left.title },
  stayed: { nav: 'left', title: () => words().stayed.title },
  welcome: { nav: 'home', title: () => words().shell.welcome },
  more: { nav: 'more', title: () => words().shell.more },
  activity: { nav: 'more', title: () => words().shell.activity },
  people: { nav: 'more', title: () => words().shell.people },
  data: { nav: 'more', title: () => words().shell.data },
  settings: { nav: 'more', title: () => words().shell.settings },
  help: { nav: 'more', title: () => words().shell.help },
};

export function pageAt({ parts: [name = ''] }: Place): Page | undefined {
  return isPage(name) ? { name, ...PAGES[name] } : undefined;
}

function isPage(name: string): name is PageName {
  return Object.hasOwn(PAGES, name);
}

let others: typeof OTHER_PAGES | undefined;

/** What shows a page; undefined while it is not loaded. The first screen is there at once. */
export function componentOf({ name }: Page): ComponentType<PageProps> | undefined {
  return name === '' ? Home : others?.[name];
}

/** All pages but the first, with their words. Rejects where they do not come. */
export async function loadOthers(): Promise<void> {
  if (others) return;
  const [loaded] = await Promise.all([import('./other-pages.ts'), loadMoreWords()]);
  others = loaded.OTHER_PAGES;
}
