import { visible } from '../../../../rules/visible.ts';
import type { FlowSum } from '../api/types.ts';
import { words } from '../words/words.ts';
import { Picture } from './as-table.tsx';

/** More lines than this are a tangle; the table has the others. */
const MOST = 8;

/** Who gets something from which device: a line for each way, the wider the more values went. */
export function Flows({ flows: all }: { readonly flows: readonly FlowSum[] }) {
  const { flows, number } = words().pictures;
  if (all.length === 0) return <p>{flows.none}</p>;
  const drawn = all.slice(0, MOST);
  const devices = named(drawn.map(({ device, deviceName }) => [device, deviceName ?? device]));
  const recipients = named(drawn.map(({ recipient, name }) => [recipient, name]));
  const most = Math.max(...drawn.map(({ records }) => records));
  return (
    <Picture
      says={flows.says(
        all.reduce((sum, { records }) => sum + records, 0),
        new Set(all.map(({ device }) => device)).size,
        new Set(all.map(({ recipient }) => recipient)).size,
      )}
      heads={[flows.device, flows.recipient, flows.values]}
      rows={all.map(({ device, deviceName, name, records }) => [
        visible(deviceName ?? device),
        visible(name),
        number(records),
      ])}
      note={all.length > MOST ? flows.first(MOST) : undefined}
    >
      <div class="flows">
        <Ends names={[...devices.values()]} />
        <svg aria-hidden="true" viewBox="0 0 100 100" preserveAspectRatio="none" width="100" height="100">
          {drawn.map(({ device, recipient, records }) => {
            const [from, to] = [middle(devices, device), middle(recipients, recipient)];
            return (
              <path
                key={`${device} ${recipient}`}
                d={`M0 ${from}C50 ${from} 50 ${to} 100 ${to}`}
                stroke-width={2 + (6 * records) / most}
                vector-effect="non-scaling-stroke"
              />
            );
          })}
        </svg>
        <Ends names={[...recipients.values()]} />
      </div>
    </Picture>
  );
}

function Ends({ names }: { readonly names: readonly string[] }) {
  return (
    <ul>
      {names.map((name) => (
        <li key={name}>{visible(name)}</li>
      ))}
    </ul>
  );
}

function named(pairs: readonly (readonly [id: string, name: string])[]): ReadonlyMap<string, string> {
  return new Map(pairs);
}

/** Where the line of an end begins: the ends of a side share its height evenly. */
function middle(ends: ReadonlyMap<string, string>, id: string): number {
  const at = [...ends.keys()].indexOf(id);
  return Math.round((100 * (at + 0.5)) / ends.size);
}
