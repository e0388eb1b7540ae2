import { activity } from './de/activity.ts';
import { data } from './de/data.ts';
import { help } from './de/help.ts';
import { more } from './de/more.ts';
import { people } from './de/people.ts';
import { settings } from './de/settings.ts';
import { welcome } from './de/welcome.ts';
import type { enMore } from './en-more.ts';

export const deMore: typeof enMore = { more, activity, people, data, settings, help, welcome };
