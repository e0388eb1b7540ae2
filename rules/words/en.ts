import { activity } from './en/activity.ts';
import { because } from './en/because.ts';
import { brokers } from './en/brokers.ts';
import { commands } from './en/commands.ts';
import { exported } from './en/exported.ts';
import { forgetting } from './en/forgetting.ts';
import { forms } from './en/forms.ts';
import { history } from './en/history.ts';
import { hub } from './en/hub.ts';
import { learn } from './en/learn.ts';
import { list } from './en/list.ts';
import { offered } from './en/offered.ts';
import { own } from './en/own.ts';
import { posture } from './en/posture.ts';
import { recipients } from './en/recipients.ts';
import { reveals } from './en/reveals.ts';
import { rights } from './en/rights.ts';
import { shown } from './en/shown.ts';
import { standing } from './en/standing.ts';
import { times } from './en/times.ts';
import { undo } from './en/undo.ts';
import type { Language } from './speak.ts';

/** Every sentence of the hub in English. What begins small is the end of a sentence, or a part of one. */
export const en = {
  language: 'en' as Language,
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
