import type { CommandSpec } from './command.ts';
import type { Category } from './field-catalogue.ts';

/**
 * What no command from outside may touch, whatever a household allowed: by the catalogue, what it names makes the home
 * tell more (microphones, cameras, places, presence), or is the network, identity or inside of the device.
 */
const NEVER: ReadonlySet<Category> = new Set<Category>([
  ...(['audio/video', 'network', 'location', 'identifier', 'presence', 'health', 'diagnostics'] as const),
]);

/** Words that say so by themselves, also within others (`uploadinterval`, `newtopic`). */
const PARTS = words(
  'upload interval report publish telemetry teleperiod sensor sensitivity sampl stream record debug verbose trace',
  'logging loglevel diagnos analytic metric monitor firmware update upgrade flash bootloader install script backlog',
  'shell exec microphone camera listen voice video audio photo snapshot wifi wlan ssid network mqtt topic broker server',
  'host proxy bluetooth zigbee password secret token certificate credential pairing permitjoin config setting option',
);

/** Words that say so where they stand alone. */
const WORDS = new Set(
  words(
    'ota mic cam log logs ap ip dns url uri port gps key keys pair join reset reboot restart factory rule rules rpc',
    'get read send bind group',
  ),
);

/**
 * Whether nobody may allow this command. It looks at every name in it, and wins over everything: the
 * household's allowance, and the way a dialect would have to say it. What the catalogue knows nothing of counts as what
 * it forbids; an argument that it does not know is judged by the command. A name can lie: what a maker's own device does
 * under an innocent name is nothing that words can tell.
 */
export function neverCommanded(command: CommandSpec, reveals: (name: string) => Category): boolean {
  if (reveals(command.name) === 'unknown') return true;
  const said = command.arguments.flatMap((one) => (one.type === 'category' ? [one.name, ...one.values] : [one.name]));
  return [command.name, ...said].some((name) => saysSo(name) || NEVER.has(reveals(name)));
}

function saysSo(name: string): boolean {
  const parts = name
    .split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u)
    .map((word) => word.toLowerCase())
    .filter((word) => word !== '');
  const together = parts.join('');
  return parts.some((word) => WORDS.has(word)) || PARTS.some((part) => together.includes(part));
}

function words(...lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split(' '));
}
