import { hash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HandedOver } from '../../operations/handover.ts';
import type { Answer } from '../../operations/operations.ts';
import type { Asked } from '../ask.ts';
import { UsageError } from '../command.ts';
import { pageOf } from '../commissioning/page.ts';
import { makeReport } from '../commissioning/report.ts';
import { json } from '../print.ts';
import { letterOf } from './letter.ts';
import { LETTER_WORDS } from './words.ts';

export interface HandoverInput {
  readonly confirmed: boolean;
  readonly takeBack: boolean;
  readonly contact: boolean;
  /** Of the letter: `en` or `de`. */
  readonly language: string;
  /** A folder that is made for report and letter. */
  readonly to?: string;
}

export interface HandoverDone extends HandedOver {
  /** SHA-256 of `report.json` in hex; the hub's record holds it. */
  readonly report: string;
  readonly folder?: string;
  /** Why the letter could not be written; then the code has to be copied from here. */
  readonly noLetter?: string;
}

export type Refused = Answer & { readonly ok: false };

/**
 * `hearthgate handover`: a last report, a code for the household, and the end of what whoever set the hub up may do by it.
 * The report is on the disk before anything ends. Without `confirmed` it only says what would. An answer is a refusal.
 */
export async function handover(
  dataDir: string,
  environment: NodeJS.ProcessEnv,
  ask: Asked,
  { confirmed, takeBack, contact, language, to }: HandoverInput,
): Promise<HandoverDone | { readonly takenBack: true } | Refused> {
  const words = LETTER_WORDS[language];
  if (words === undefined)
    throw new UsageError(`--language is ${language}; write one of ${Object.keys(LETTER_WORDS).join(', ')}`);
  if (takeBack) {
    const answer = await ask('hub take-back', {});
    return answer.ok ? { takenBack: true } : answer;
  }
  if (!confirmed) {
    const answer = await ask('hub hand-over', { report: hash('sha256', '') });
    return answer.ok ? { ...(answer.result as HandedOver), report: '' } : answer;
  }
  if (to === undefined)
    throw new UsageError('say --to and a new folder, for the report and the letter to the household');
  if (existsSync(to)) throw new UsageError(`${to} is there already; name a new folder`);
  const made = await makeReport(dataDir, environment, ask, { contact });
  if (made.hub === undefined)
    return { ok: false, code: 'not-answered', problem: made.unanswered ?? 'the hub did not answer' };
  if (made.hub.listeners.length === 0)
    return { ok: false, code: 'not-running', problem: 'no hub runs; start it first, so that it can be looked at' };
  const text = `${json(made)}\n`;
  const report = hash('sha256', text);
  mkdirSync(to, { recursive: true, mode: 0o700 });
  const keep = (name: string, content: string) => writeFileSync(join(to, name), content, { flag: 'wx', mode: 0o600 });
  keep('report.json', text);
  keep('report.html', pageOf(made));
  const answer = await ask('hub hand-over', { report, confirmed: true });
  if (!answer.ok) return answer;
  const handed = answer.result as HandedOver;
  const done = { ...handed, report, folder: to };
  try {
    keep('letter.html', letterOf(handed, report, words));
    return done;
  } catch (error) {
    // The code is in force and shown only now: it is told, whatever the disk says.
    return { ...done, noLetter: error instanceof Error ? error.message : 'it could not be written' };
  }
}
