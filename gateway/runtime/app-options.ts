import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Type from 'typebox';
import { type JsonSchema, problemsOf } from '../../rules/problems.ts';
import { Unusable } from './unusable.ts';

/** What is set in Home Assistant about the app (docs/home-assistant-app/config.yaml). */
export const AppOptionsSchema = Type.Object(
  {
    /** Whether the hub reads along on the broker that the Supervisor names. */
    attach: Type.Boolean(),
    /** Whether it offers itself there, and in whose words. */
    shows_itself: Type.Union([Type.Literal('no'), Type.Literal('en'), Type.Literal('de')]),
    names: Type.Array(Type.String()),
    log: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type AppOptions = Type.Static<typeof AppOptionsSchema>;

/**
 * The options that the Supervisor wrote for this app, which run.sh puts into the data directory; undefined where the hub is
 * no app of Home Assistant. Throws where they are not as the app's schema has them.
 */
export function appOptions(dataDir: string, environment: NodeJS.ProcessEnv): AppOptions | undefined {
  const file = join(dataDir, 'options.json');
  if (!environment.SUPERVISOR_TOKEN || !existsSync(file)) return undefined;
  const options = parsed(readFileSync(file, 'utf8'));
  const problems = problemsOf(AppOptionsSchema as JsonSchema, options);
  const [problem] = problems;
  if (problem) throw new Unusable(`the app’s options cannot be used: ${problem.path} ${problem.problem}`);
  return options as AppOptions;
}

/** The environment with what the app's options set; what the environment says itself goes before. */
export function withAppOptions(dataDir: string, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const options = appOptions(dataDir, environment);
  if (!options) return environment;
  const { names, log } = options;
  return {
    ...(names.length > 0 && { HEARTHGATE_NAMES: names.join(',') }),
    ...(log !== undefined && { HEARTHGATE_LOG: log }),
    ...environment,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
