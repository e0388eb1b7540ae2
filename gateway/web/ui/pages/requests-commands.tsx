import { visible } from '../../../../rules/visible.ts';
import { ask } from '../api/client.ts';
import type { AskingRecipient } from '../api/types.ts';
import { act } from '../parts/act.ts';
import { Buttons } from '../parts/fields.tsx';
import { Link, pathTo } from '../router.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';

interface CommandsProps {
  readonly of: Pick<AskingRecipient, 'recipient' | 'name'>;
  readonly commands: NonNullable<AskingRecipient['commands']>;
}

/** What a recipient wants to be able to make devices do, each to be answered by itself. */
export function WaitingCommands({ of: { recipient, name }, commands }: CommandsProps) {
  const { requests } = words();
  return (
    <>
      <h3>{requests.commands.title}</h3>
      {commands.map(({ command, device, may }) => (
        <article class="request" key={`${command} ${device}`} aria-label={visible(may)}>
          <p>{visible(may)}</p>
          {mayDecide() ? (
            <Buttons>
              <button
                type="button"
                onClick={() =>
                  act(
                    () => ask('POST /commands/refusals', { body: { recipient, command, device } }),
                    requests.commands.refused(visible(name)),
                    false,
                  )
                }
              >
                {requests.commands.dont}
              </button>
              <Link to={pathTo('requests', recipient, 'commands', command, device)} class="button">
                {requests.see}
              </Link>
            </Buttons>
          ) : (
            <p>
              <Link to={pathTo('requests', recipient, 'commands', command, device)}>{requests.seeOnly}</Link>
            </p>
          )}
        </article>
      ))}
    </>
  );
}
