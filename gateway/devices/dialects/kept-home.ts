import { bridgeRights, type Ecosystem } from './ecosystem.ts';
import { ignore } from './outcome.ts';

/**
 * Systems that say nothing but who is where, who was seen or what was said. They are known so that they are not taken for
 * something unknown, and nothing of them becomes a field: a name of a person stands even in their topics.
 */
const PREFIXES = [
  'room-assistant', // Which phone is in which room.
  'double-take', // Whose face was matched, by name in the topic.
  'hermes', // What was said to a voice assistant, and the sound of it.
  'rhasspy',
] as const;

export const keptHomeEcosystem = {
  name: 'kept-home',
  title: 'room-assistant, double-take, Hermes, Rhasspy',
  kind: 'bridge',
  base: 'what its topics begin with, for example "room-assistant"',
  dialect: ({ base }) => {
    const prefixes = base === undefined ? PREFIXES : [base];
    return {
      name: 'kept-home',
      generation: 0,
      route: (topic) => (prefixes.some((prefix) => topic.startsWith(`${prefix}/`)) ? ignore : undefined),
    };
  },
  rights: bridgeRights,
} as const satisfies Ecosystem;
