import Type from 'typebox';
import type { DeviceId } from '../../rules/reading.ts';
import type { Sentences } from '../../rules/words/speak.ts';
import type { Hub } from '../main.ts';

export const AlsoRead = Type.Optional(
  Type.String({ description: 'That not only Hearthgate hears it, where it was found on a broker of others.' }),
);

/** Says it of a device that was found there, and nothing of others. */
export function othersRead(hub: Hub, device: DeviceId, words: Sentences): { readonly alsoRead?: string } {
  const client = hub.registry.described(device)?.client;
  const isOthers = client !== undefined && hub.attached.ofSpeaker(client) !== undefined;
  return isOthers ? { alsoRead: words.recipients.othersRead } : {};
}
