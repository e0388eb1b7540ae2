import type { Purpose, RecipientId } from '../../rules/manifest.ts';
import { purposeWords } from '../../rules/purposes.ts';
import type { DeviceId } from '../../rules/reading.ts';
import type { Sentences } from '../../rules/words/speak.ts';
import type { Hub } from '../main.ts';
import { shippedPurposes } from '../runtime/knowledge.ts';

/** What a recipient calls itself; its id where it is not known any more. */
export function recipientName(hub: Hub, id: string): string {
  return hub.manifests.get(id as RecipientId)?.controller.name ?? id;
}

/** What the home calls a device, where it has a name beside its id. */
export function deviceNamed(hub: Hub, id: string): { readonly deviceName?: string } {
  const name = hub.registry.described(id as DeviceId)?.name;
  return name === undefined ? {} : { deviceName: name };
}

/** Tells of a purpose what a recipient wants it for: the end of a sentence that begins with "so that it can". */
export function purposesInWords(words: Sentences): (purpose: string) => string {
  const purposes = shippedPurposes();
  return (purpose) => purposeWords(purposes, purpose as Purpose, words).soThatItCan;
}

/** What people call what sums are grouped by; nothing where it has no other name. */
export function namesBy(hub: Hub, by: string, words: Sentences): (of: string) => { readonly name?: string } {
  // What would have gone to nobody has no name.
  if (by === 'recipient') return (of) => (of === '' ? {} : { name: recipientName(hub, of) });
  if (by === 'purpose') {
    const says = purposesInWords(words);
    return (of) => ({ name: says(of) });
  }
  if (by !== 'device') return () => ({});
  return (of) => {
    const { deviceName } = deviceNamed(hub, of);
    return deviceName === undefined ? {} : { name: deviceName };
  };
}
