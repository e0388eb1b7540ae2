import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import { ask } from '../api/client.ts';
import type { Command } from '../api/types.ts';
import { useState } from '../framework.ts';
import { act } from '../parts/act.ts';
import { Answered } from '../parts/answer.tsx';
import { Buttons, Choice } from '../parts/fields.tsx';
import { Icon } from '../parts/icon.tsx';
import { useLook } from '../parts/look.ts';
import { LookTrouble } from '../parts/look-trouble.tsx';
import { toast } from '../parts/toasts.tsx';
import { go, Link } from '../router.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';
import type { Hours } from './requests-draft.ts';
import { useEscape, useTitle } from './requests-leave.ts';
import { OnlyHours } from './requests-terms.tsx';

type Which = Pick<Command, 'recipient' | 'command' | 'device'>;

/** One command for one device: allowed or refused by itself, after a look. */
export function CommandDecision(which: Which) {
  const { requests } = words();
  const asking = useAnswer('GET /commands', {}, ['requests', 'consents', 'recipients', 'devices']);
  const found = asking.now.value.answer?.commands.find(
    ({ recipient, command, device }) =>
      recipient === which.recipient && command === which.command && device === which.device,
  );
  const title = found ? requests.commands.wants(visible(found.saidBy), visible(found.device)) : requests.one;
  useTitle(title);
  useEscape();
  return (
    <>
      <p>
        <Link to="/requests">{requests.back}</Link>
      </p>
      <h1 tabIndex={-1}>{title}</h1>
      <Answered of={asking}>{() => (found ? <About of={found} /> : <p>{requests.commands.gone}</p>)}</Answered>
    </>
  );
}

function About({ of }: { readonly of: Command }) {
  const { requests } = words();
  const { says, commands } = requests;
  return (
    <>
      {of.state !== 'waiting' && <p class="card">{commands.state[of.state]}</p>}
      <dl class="rows words">
        <dt>{requests.from}</dt>
        <dd>{visible(of.device)}</dd>
        <dt>{requests.why}</dt>
        <dd>
          <Icon name="claim" />
          <span>{says(visible(of.sentence), visible(of.saidBy))}</span>
        </dd>
        {of.state === 'allowed' && of.because.length > 0 && (
          <>
            <dt>{commands.alsoNow}</dt>
            <dd>{of.because.join(' ')}</dd>
          </>
        )}
      </dl>
      {mayDecide() && of.state !== 'never' ? <Answering of={of} /> : <p>{visible(of.may)}</p>}
    </>
  );
}

const LIFETIMES = ['today', '30 days', 'until changed'] as const;

function Answering({ of: { recipient, command, device, saidBy } }: { readonly of: Command }) {
  const { requests } = words();
  const { commands, decide } = requests;
  const [lifetime, setLifetime] = useState<(typeof LIFETIMES)[number]>('30 days');
  const [hours, setHours] = useState<Hours>();
  const which = { recipient, command, device };
  const looking = useLook('POST /commands/allowances', {
    body: { ...which, lifetime, ...(hours && { schedule: hours }) },
  });
  const leave = () => go('/requests', 'replace');
  const dont = async () => {
    const says = commands.refused(visible(saidBy));
    if (await act(() => ask('POST /commands/refusals', { body: which }), says, false)) leave();
  };
  const takeBack = () => act(() => ask('POST /commands/withdrawals', { body: which }), commands.state.withdrawn, false);
  const allow = async () => {
    if (!(await looking.agree())) return;
    toast(commands.allowed[lifetime], () => void takeBack());
    leave();
  };
  return (
    <>
      <div role="status">
        {looking.look?.result.preview.map(({ may, tells }) => (
          <dl class="rows words" key={may}>
            <dt>{commands.may}</dt>
            <dd>{visible(may)}</dd>
            <dt>{commands.told}</dt>
            <dd>{visible(tells)}</dd>
          </dl>
        ))}
      </div>
      <Choice
        legend={decide.forHowLong}
        value={lifetime}
        onChange={setLifetime}
        options={LIFETIMES.map((value) => ({ value, label: decide.lifetimes[value] }))}
      />
      <OnlyHours label={commands.hours} value={hours} onChange={setHours} />
      <LookTrouble of={looking} />
      <Buttons>
        <button type="button" onClick={dont}>
          {commands.dont}
        </button>
        <button type="button" onClick={allow}>
          {commands.allow}
        </button>
      </Buttons>
    </>
  );
}
