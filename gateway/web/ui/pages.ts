import type { PageName } from '../page-names.ts';
import type { ComponentType } from './framework.ts';
import { Home } from './pages/home.tsx';
import type { Place } from './router.tsx';
import { words } from './words/words.ts';

/** A page: its place in the navigation, its title, and what shows it once it is loaded. */
export interface Page {
  readonly nav: Nav;
  readonly title: () => string;
  /** Loaded when somebody goes there; the first screen is there at once. */
  readonly load: () => Promise<ComponentType<PageProps>>;
  readonly ready?: ComponentType<PageProps>;
}

/** What stands behind the page's name in the path: `/devices/thermostat` gives `thermostat`. */
export interface PageProps {
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
}

export type Nav = 'home' | 'requests' | 'devices' | 'left' | 'more';

/** By the first part of the path. Addresses are stable: a notice or a code may hold one. */
const PAGES: Readonly<Record<PageName, Page>> = {
  '': { nav: 'home', title: () => words().home.title, load: async () => Home, ready: Home },
  requests: {
    nav: 'requests',
    title: () => words().requests.title,
    load: () => import('./pages/requests.tsx').then(({ Requests }) => Requests),
  },
  devices: {
    nav: 'devices',
    title: () => words().devices.title,
    load: () => import('./pages/devices.tsx').then(({ Devices }) => Devices),
  },
  connect: {
    nav: 'devices',
    title: () => words().connect.title,
    load: () => import('./pages/connect.tsx').then(({ Connect }) => Connect),
  },
  recipients: {
    nav: 'more',
    title: () => words().recipients.title,
    load: () => import('./pages/recipients.tsx').then(({ Recipients }) => Recipients),
  },
  left: {
    nav: 'left',
    title: () => words().left.title,
    load: () => import('./pages/left.tsx').then(({ Left }) => Left),
  },
  stayed: {
    nav: 'left',
    title: () => words().stayed.title,
    load: () => import('./pages/stayed.tsx').then(({ Stayed }) => Stayed),
  },
  welcome: {
    nav: 'home',
    title: () => words().shell.welcome,
    load: () => import('./pages/welcome.tsx').then(({ Welcome }) => Welcome),
  },
  more: {
    nav: 'more',
    title: () => words().shell.more,
    load: () => import('./pages/more.tsx').then(({ More }) => More),
  },
  activity: {
    nav: 'more',
    title: () => words().shell.activity,
    load: () => import('./pages/activity.tsx').then(({ Activity }) => Activity),
  },
  people: {
    nav: 'more',
    title: () => words().shell.people,
    load: () => import('./pages/people.tsx').then(({ People }) => People),
  },
  data: {
    nav: 'more',
    title: () => words().shell.data,
    load: () => import('./pages/data.tsx').then(({ Data }) => Data),
  },
  settings: {
    nav: 'more',
    title: () => words().shell.settings,
    load: () => import('./pages/settings.tsx').then(({ Settings }) => Settings),
  },
  help: {
    nav: 'more',
    title: () => words().shell.help,
    load: () => import('./pages/help.tsx').then(({ Help }) => Help),
  },
};

export function pageAt({ parts: [name = ''] }: Place): Page | undefined {
  return isPage(name) ? PAGES[name] : undefined;
}

function isPage(name: string): name is PageName {
  return Object.hasOwn(PAGES, name);
}
