import Type from 'typebox';
import type { DeviceId } from '../../rules/reading.ts';
import type { Hub } from '../main.ts';

/** What there is to know of everything that is heard on a broker of others. */
export const OTHERS_READ = 'others on that broker can still read this';

export const AlsoRead = Type.Optional(
  Type.String({ description: 'That not only Hearthgate hears it, where it was found on a broker of others.' }),
);

/** Says it of a device that was found there, and nothing of others. */
export function othersRead(hub: Hub, device: DeviceId): { readonly alsoRead?: string } {
  const client = hub.registry.described(device)?.client;
  return client !== undefined && hub.attached.ofSpeaker(client) !== undefined ? { alsoRead: OTHERS_READ } : {};
}
