import { activity } from './en/activity.ts';
import { data } from './en/data.ts';
import { help } from './en/help.ts';
import { more } from './en/more.ts';
import { people } from './en/people.ts';
import { settings } from './en/settings.ts';
import { welcome } from './en/welcome.ts';

/** What only pages need that are loaded when somebody goes there. */
export const enMore = { more, activity, people, data, settings, help, welcome };
