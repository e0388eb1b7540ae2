import { existsSync, writeFileSync } from 'node:fs';
import type { Asked } from '../ask.ts';
import { UsageError } from '../command.ts';
import type { CommissioningInput } from '../handover-commands.ts';
import { pageOf } from './page.ts';
import { makeReport, type Report } from './report.ts';

/** `hearthgate commissioning`: the report as it is now, and as a page where a file for it is named. */
export async function commissioning(
  dataDir: string,
  environment: NodeJS.ProcessEnv,
  ask: Asked,
  { contact, html }: CommissioningInput,
): Promise<Report> {
  // Before anything is looked at: what is there is not written over.
  if (html !== undefined && existsSync(html)) throw new UsageError(`${html} is there already; name a new file`);
  const report = await makeReport(dataDir, environment, ask, { contact });
  if (html !== undefined) writeFileSync(html, pageOf(report), { flag: 'wx', mode: 0o600 });
  return report;
}
