import type { RecipientId } from '../../rules/manifest.ts';
import type { DeviceId } from '../../rules/reading.ts';
import type { Hub } from '../main.ts';

/** Whether sharing with this recipient alone, or from this device alone, is stopped, and until when. */
export function stopOf(
  hub: Hub,
  { recipient, device }: { readonly recipient?: RecipientId; readonly device?: DeviceId },
): { readonly stopped?: { readonly until?: string } } {
  const stop = hub.standing
    .all()
    .find((rule) => rule.rule === 'pause' && rule.recipient === recipient && rule.device === device);
  if (stop === undefined) return {};
  return { stopped: stop.until === undefined ? {} : { until: new Date(stop.until).toISOString() } };
}
