import { activity } from './de/activity.ts';
import { budget } from './de/budget.ts';
import { connect } from './de/connect.ts';
import { data } from './de/data.ts';
import { devices } from './de/devices.ts';
import { help } from './de/help.ts';
import { learn } from './de/learn.ts';
import { more } from './de/more.ts';
import { people } from './de/people.ts';
import { preview } from './de/preview.ts';
import { recipients } from './de/recipients.ts';
import { requests } from './de/requests.ts';
import { settings } from './de/settings.ts';
import { stayed } from './de/stayed.ts';
import { welcome } from './de/welcome.ts';
import type { enMore } from './en-more.ts';

export const deMore: typeof enMore = {
  ...{ more, activity, people, data, settings, help, welcome },
  ...{ requests, preview, devices, recipients, connect, stayed, budget, learn },
};
