import { visible } from '../../../../rules/visible.ts';
import type { Undone, Words } from '../api/types.ts';
import { words } from '../words/words.ts';
import { Icon } from './icon.tsx';
import { deviceName, fieldName } from './names.ts';

/** What somebody is to read before agreeing, as the hub says it; what only the recipient claims ends with its name, and has its own icon. */
export function Said({ words: all }: { readonly words: readonly Words[] | undefined }) {
  return (
    <>
      {all?.map(({ title, rows }) => (
        <section key={title}>
          <h3>{visible(title)}</h3>
          <dl class="rows">
            {rows.map(({ label, text, claim }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>
                  {claim && <Icon name="claim" />} {visible(text)}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}

/** What would leave of which device, or leaves again; and that nothing does. */
export function WouldLeave({ preview, leavesAgain = [] }: Partial<Pick<Undone, 'preview' | 'leavesAgain'>>) {
  const { shell } = words();
  const leaving = (preview ?? []).filter(({ leaves }) => leaves !== 'withheld');
  if (leaving.length + leavesAgain.length === 0) return <p>{shell.start.nothing}</p>;
  return (
    <>
      <p>{shell.start.says}</p>
      <ul>
        {leaving.map(({ device, field, leaves, when }) => (
          <li key={`${device} ${field}`}>
            {deviceName({ id: device })}: {fieldName(field)}, {leaves}
            {when && `, ${when}`}
          </li>
        ))}
        {leavesAgain.map(({ recipient, device, field, leaves }) => (
          <li key={`${recipient} ${device} ${field}`}>
            {deviceName({ id: device })} → {visible(recipient)}: {fieldName(field)}, {leaves}
          </li>
        ))}
      </ul>
    </>
  );
}
