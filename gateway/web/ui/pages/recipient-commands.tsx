import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import { ask } from '../api/client.ts';
import type { Command } from '../api/types.ts';
import { act } from '../parts/act.ts';
import { Answered } from '../parts/answer.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';

/** What it may make devices do; taking that back is one tap. */
export function MayCommand({ id }: { readonly id: string }) {
  const { recipients } = words();
  const asking = useAnswer('GET /commands', {}, ['consents', 'recipients', 'devices', 'requests']);
  return (
    <Answered of={asking}>
      {({ commands }) => {
        const own = commands.filter(({ recipient }) => recipient === id);
        if (own.length === 0) return null;
        return (
          <section>
            <h2>{recipients.commands}</h2>
            <ul>
              {own.map((each) => (
                <One key={`${each.command} ${each.device}`} of={each} />
              ))}
            </ul>
          </section>
        );
      }}
    </Answered>
  );
}

function One({ of: { recipient, command, device, may, state, hours } }: { readonly of: Command }) {
  const { recipients } = words();
  const withdraw = () =>
    act(
      () => ask('POST /commands/withdrawals', { body: { recipient, command, device } }),
      recipients.commandWithdrawn,
      false,
    );
  return (
    <li>
      {recipients.may(visible(may), visible(device))}: {recipients.command[state]}
      {hours !== undefined && `, ${hours}`}{' '}
      {state === 'allowed' && mayDecide() && (
        <button type="button" class="plain" onClick={withdraw}>
          {recipients.withdrawCommand}
          <span class="unseen"> {visible(may)}</span>
        </button>
      )}
    </li>
  );
}
