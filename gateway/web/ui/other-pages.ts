import type { PageName } from '../page-names.ts';
import type { ComponentType } from './framework.ts';
import { Activity } from './pages/activity.tsx';
import { Budget } from './pages/budget.tsx';
import { Connect } from './pages/connect.tsx';
import { Data } from './pages/data.tsx';
import { Devices } from './pages/devices.tsx';
import { Help } from './pages/help.tsx';
import { Left } from './pages/left.tsx';
import { More } from './pages/more.tsx';
import { People } from './pages/people.tsx';
import { Recipients } from './pages/recipients.tsx';
import { Requests } from './pages/requests.tsx';
import { Settings } from './pages/settings.tsx';
import { Stayed } from './pages/stayed.tsx';
import { Welcome } from './pages/welcome.tsx';
import type { PageProps } from './pages.ts';

/** What shows each page but the first, all in one piece: they have much in common, and together weigh less than one by one. */
export const OTHER_PAGES: Readonly<Record<Exclude<PageName, ''>, ComponentType<PageProps>>> = {
  ...{
    welcome: Welcome,
    requests: Requests,
    devices: Devices,
    connect: Connect,
    left: Left,
    stayed: Stayed,
    more: More,
  },
  ...{
    recipients: Recipients,
    budget: Budget,
    activity: Activity,
    people: People,
    data: Data,
    settings: Settings,
    help: Help,
  },
};
