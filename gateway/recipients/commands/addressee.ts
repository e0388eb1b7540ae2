import { pseudonym } from '../../../rules/pseudonym.ts';
import type { DeviceId } from '../../../rules/reading.ts';
import type { Epochs } from '../../keys/epochs.ts';
import { hmac } from '../../keys/hash.ts';
import type { CommandClaims } from './claims.ts';

export interface AddresseeDeps {
  readonly epochs: Pick<Epochs, 'find'>;
  /** The devices that the recipient's products speak about. */
  readonly reachable: (recipient: string) => readonly DeviceId[];
  readonly canonical: (device: DeviceId) => string | undefined;
}

/**
 * The device behind the stand-in name of a command, while the epoch lasts that has it. A name that is over, was made for
 * another purpose or recipient, or never existed finds nothing: the key behind it is random, so a recipient knows the
 * names alone that its batches told it.
 */
export function addressee(
  { epochs, reachable, canonical }: AddresseeDeps,
  recipient: string,
  { purpose, epoch: id, device: name }: Pick<CommandClaims, 'purpose' | 'epoch' | 'device'>,
  now: number,
): DeviceId | undefined {
  const epoch = epochs.find(recipient, purpose, id);
  if (epoch === undefined || now < epoch.starts || epoch.ends <= now) return undefined;
  return reachable(recipient).find((device) => {
    const known = canonical(device);
    return known !== undefined && pseudonym(hmac, epoch.key, 'device', known) === name;
  });
}
