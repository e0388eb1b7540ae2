import { activity } from './de/activity.ts';
import { because } from './de/because.ts';
import { brokers } from './de/brokers.ts';
import { commands } from './de/commands.ts';
import { exported } from './de/exported.ts';
import { forgetting } from './de/forgetting.ts';
import { forms } from './de/forms.ts';
import { history } from './de/history.ts';
import { hub } from './de/hub.ts';
import { learn } from './de/learn.ts';
import { list } from './de/list.ts';
import { offered } from './de/offered.ts';
import { own } from './de/own.ts';
import { posture } from './de/posture.ts';
import { recipients } from './de/recipients.ts';
import { reveals } from './de/reveals.ts';
import { rights } from './de/rights.ts';
import { shown } from './de/shown.ts';
import { standing } from './de/standing.ts';
import { times } from './de/times.ts';
import { undo } from './de/undo.ts';
import type { Sentences } from './speak.ts';

/** Every sentence of the hub in German, to people who are called “Sie”. */
export const de: Sentences = {
  language: 'de',
  activity,
  because,
  brokers,
  commands,
  exported,
  forgetting,
  forms,
  history,
  hub,
  learn,
  list,
  offered,
  own,
  posture,
  recipients,
  reveals,
  rights,
  shown,
  standing,
  times,
  undo,
};
