import { visible } from '../../../../rules/visible.ts';
import { ask } from '../api/client.ts';
import type { Flow } from '../api/types.ts';
import { useState } from '../framework.ts';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';
import { act } from './act.ts';
import { fieldName } from './names.ts';
import { Why } from './why.tsx';

/** Of one way that a field goes to a recipient: why, and that it stops. */
export function FlowActions({ of: flow }: { readonly of: Flow }) {
  const { devices, shell } = words();
  const [isAsking, setAsking] = useState(false);
  const { recipient, request, device, field } = flow;
  const [name, what] = [visible(flow.name), fieldName(field)];
  const stop = () =>
    act(
      () => ask('POST /withdrawals', { body: { recipient, request, device, field } }),
      devices.stoppedThis(name, what),
    );
  const about = <span class="unseen"> {devices.about(what, name)}</span>;
  return (
    <span class="actions">
      <button type="button" class="plain" onClick={() => setAsking(true)}>
        <span>
          {shell.why}
          {about}
        </span>
      </button>
      {mayDecide() && (
        <button type="button" class="plain" onClick={stop}>
          <span>
            {devices.stopThis}
            {about}
          </span>
        </button>
      )}
      {isAsking && <Why of={flow} onClose={() => setAsking(false)} />}
    </span>
  );
}

interface FlowWordsProps {
  readonly of: Flow;
  /** Where the recipient is not said around it. */
  readonly named?: boolean;
}

/** What leaves, how often, until when, and what holds it back at the moment. */
export function FlowWords({ of: { name, leaves, when, until, heldBackBy }, named = false }: FlowWordsProps) {
  const { devices } = words();
  return (
    <>
      {named ? devices.gets(visible(name), leaves, when) : devices.goes(leaves, when)}{' '}
      {until !== undefined && devices.until(Date.parse(until))}{' '}
      {heldBackBy !== undefined && <em>{devices.held(devices.heldBy[heldBackBy] ?? heldBackBy)}</em>}
    </>
  );
}
