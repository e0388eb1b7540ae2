import { activity } from './en/activity.ts';
import { budget } from './en/budget.ts';
import { connect } from './en/connect.ts';
import { data } from './en/data.ts';
import { devices } from './en/devices.ts';
import { help } from './en/help.ts';
import { learn } from './en/learn.ts';
import { more } from './en/more.ts';
import { people } from './en/people.ts';
import { preview } from './en/preview.ts';
import { recipients } from './en/recipients.ts';
import { requests } from './en/requests.ts';
import { settings } from './en/settings.ts';
import { stayed } from './en/stayed.ts';
import { welcome } from './en/welcome.ts';

/** What only pages need that are loaded when somebody goes there. */
export const enMore = {
  ...{ more, activity, people, data, settings, help, welcome },
  ...{ requests, preview, devices, recipients, connect, stayed, budget, learn },
};
