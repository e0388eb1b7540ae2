import type { Operate } from '../gateway/operations/operations.ts';
import type { Home } from './home/home.ts';
import type { Credential } from './home/publish.ts';

/**
 * The demo's household at work: it uses the very operations of the command line to plug its devices in, to take the
 * vendors' manifests and to choose.
 */
export async function setUpHousehold(
  operate: Operate,
  home: Home,
  manifests: readonly string[],
): Promise<ReadonlyMap<string, Credential>> {
  const credentials = new Map<string, Credential>();
  for (const source of home.sources) {
    const { id, dialect, base } = source;
    const added = await done<{ name: string; password: string }>(operate, 'device add', {
      name: id,
      dialect,
      ...(base === undefined ? {} : { base }),
      read: [],
      write: [],
    });
    credentials.set(id, { username: added.name, password: added.password, clientId: `${id}-1`, device: id });
  }
  for (const signed of manifests) await done(operate, 'recipient add', { signed });
  return credentials;
}

/** What the demo's household agrees to; everything else stays silent. */
const CHOICES = [
  { recipient: 'acme-heating', request: 'heating-tips' },
  { recipient: 'volt-insight', request: 'energy-report' },
  { recipient: 'volt-insight', request: 'live-plug' },
];

/** And this, where nobody is there to be asked. */
export const SETPOINTS = { recipient: 'acme-heating', request: 'setpoints' };

/**
 * Chooses once the devices that the choices are about have been heard; gives up after `patienceMs`. Returns how many
 * consents were given.
 */
export async function choose(
  operate: Operate,
  onChange: (listener: () => void) => () => void,
  more: readonly { readonly recipient: string; readonly request: string }[],
  patienceMs = 20_000,
): Promise<number> {
  let given = 0;
  for (const choice of [...CHOICES, ...more]) {
    const input = { ...choice, acceptUnion: false };
    await until(async () => (await operate('consent give', { ...input, confirmed: false })).ok, onChange, patienceMs);
    given += (await done<{ given: number }>(operate, 'consent give', { ...input, confirmed: true })).given;
  }
  return given;
}

/** Resolves when `holds` does, asked again whenever something changed; also when patience ends. */
function until(holds: () => Promise<boolean>, onChange: (listener: () => void) => () => void, patienceMs: number) {
  return new Promise<void>((resolve) => {
    const look = async () => {
      if (await holds()) end();
    };
    const stop = onChange(() => void look());
    const timer = setTimeout(end, patienceMs);
    function end() {
      stop();
      clearTimeout(timer);
      resolve();
    }
    void look();
  });
}

/** What an operation gave; a refusal is thrown. */
export async function done<T>(operate: Operate, name: string, input: unknown): Promise<T> {
  const answer = await operate(name, input);
  if (!answer.ok) throw new Error(`${name}: ${answer.problem}`);
  return answer.result as T;
}
