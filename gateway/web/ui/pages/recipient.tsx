import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import { ask } from '../api/client.ts';
import type { RecipientPage as Shown } from '../api/types.ts';
import { useState } from '../framework.ts';
import { act } from '../parts/act.ts';
import { Answered } from '../parts/answer.tsx';
import { Buttons } from '../parts/fields.tsx';
import { Icon } from '../parts/icon.tsx';
import { ToBudget } from '../parts/noised.tsx';
import { StartAgain, StopAll } from '../parts/stop-all.tsx';
import { go, Link } from '../router.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';
import { Account } from './recipient-account.tsx';
import { Codes } from './recipient-codes.tsx';
import { MayCommand } from './recipient-commands.tsx';
import { Gets, Says } from './recipient-label.tsx';
import { Learns } from './recipient-learns.tsx';
import { Rights } from './recipient-rights.tsx';

/** One recipient: what it gets and says about it first, then who it is, and everything a household can do about it. */
export function RecipientPage({ id }: { readonly id: string }) {
  const until = ['recipients', 'consents', 'rules', 'stopped', 'left'] as const;
  const asking = useAnswer('GET /recipients/{recipient}', { path: { recipient: id } }, until);
  return (
    <>
      <h1 tabIndex={-1}>{visible(asking.now.value.answer?.name ?? id)}</h1>
      <Answered of={asking}>{(recipient) => <All of={recipient} />}</Answered>
    </>
  );
}

function All({ of: recipient }: { readonly of: Shown }) {
  const { recipients } = words();
  const { recipient: id } = recipient;
  const about = new URLSearchParams({ recipient: id }).toString();
  return (
    <>
      <Stop of={recipient} />
      <Gets of={recipient} />
      <Learns of={recipient} />
      <Says of={recipient} />
      <Who of={recipient} />
      <Codes of={recipient} />
      <MayCommand id={id} />
      <Rights id={id} name={visible(recipient.name)} />
      <ToBudget recipient={id} />
      <p>
        <Link to={`/left?${about}`}>{recipients.left}</Link>
      </p>
      <p>
        <Link to={`/activity?${about}`}>{recipients.history}</Link>
      </p>
      {mayDecide() && <Account of={recipient} />}
      {mayDecide() && <Remove id={id} name={visible(recipient.name)} />}
    </>
  );
}

/** Taking everything back is one tap; stopping for a while leaves what was agreed to as it is. */
function Stop({ of: { recipient, name: said, stopped, gets } }: { readonly of: Shown }) {
  const { recipients } = words();
  const [open, setOpen] = useState<'while' | 'start'>();
  const close = () => setOpen(undefined);
  const [name, whose] = [visible(said), { recipient }];
  if (!stopped && gets.length === 0) return null;
  const withdraw = () => act(() => ask('POST /withdrawals', { body: whose }), recipients.stopped(name));
  return (
    <>
      {stopped && (
        <p class="notice">
          <Icon name="stop" />{' '}
          {stopped.until === undefined
            ? recipients.isStopped(name)
            : recipients.isStoppedUntil(name, Date.parse(stopped.until))}
        </p>
      )}
      {mayDecide() && (
        <Buttons>
          {gets.length > 0 && (
            <button type="button" onClick={withdraw}>
              <Icon name="stop" />
              {recipients.stop(name)}
            </button>
          )}
          <button type="button" onClick={() => setOpen(stopped ? 'start' : 'while')}>
            {stopped ? recipients.startAgain(name) : recipients.stopAWhile}
          </button>
        </Buttons>
      )}
      {open === 'while' && (
        <StopAll whose={whose} title={recipients.stop(name)} done={recipients.stopped(name)} onClose={close} />
      )}
      {open === 'start' && <StartAgain whose={whose} title={recipients.startAgain(name)} onClose={close} />}
    </>
  );
}

function Who({ of }: { readonly of: Shown }) {
  const { recipients } = words();
  const { state, lastDelivery, endpoint, country, contact, notice, sealed, origin, fingerprint, version } = of;
  const claim = origin === 'household' ? recipients.youWrote : recipients.says(visible(of.name));
  return (
    <section>
      <h2>{recipients.who}</h2>
      <dl class="rows">
        <Row label={recipients.rows.state}>{stateWords(state)}</Row>
        <Row label={recipients.rows.last}>
          {lastDelivery === undefined ? recipients.noDelivery : recipients.moment(Date.parse(lastDelivery))}
        </Row>
        <Row label={recipients.rows.protection}>
          <Icon name={sealed ? 'enforced' : 'trouble'} /> {sealed ? recipients.sealed : recipients.open}
        </Row>
        <Row label={recipients.rows.host}>{visible(hostOf(endpoint))}</Row>
        <Row label={recipients.rows.country}>
          {recipients.country(country)} <span class="quiet">{claim}</span>
        </Row>
        <Row label={recipients.rows.contact}>
          {visible(contact)} <span class="quiet">{claim}</span>
        </Row>
        {notice !== undefined && <Row label={recipients.rows.notice}>{visible(notice)}</Row>}
        <Row label={recipients.rows.origin}>{recipients.origin[origin]}</Row>
        <Row label={recipients.rows.fingerprint}>
          <code>{fingerprint}</code>
        </Row>
        <Row label={recipients.rows.version}>{String(version)}</Row>
        <Row label={recipients.rows.technical}>
          <code>{visible(endpoint)}</code>
        </Row>
      </dl>
    </section>
  );
}

function Row({ label, children }: { readonly label: string; readonly children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Removing it forgets this home's keys with it, which no undo brings back. */
function Remove({ id, name }: { readonly id: string; readonly name: string }) {
  const { recipients } = words();
  const remove = async () => {
    const path = { path: { recipient: id } };
    const removed = await act(() => ask('DELETE /recipients/{recipient}', path), recipients.removed(name), false);
    if (removed) go('/recipients');
  };
  return (
    <details>
      <summary>{recipients.remove(name)}</summary>
      <p>{recipients.removeSays(name)}</p>
      <button type="button" onClick={remove}>
        {recipients.remove(name)}
      </button>
    </details>
  );
}

/** How delivery goes, in words; why something waits is said by the hub. */
export function stateWords(state: string): string {
  const { recipients } = words();
  const [, why] = /^waiting: (.*)$/s.exec(state) ?? [];
  if (why !== undefined) return recipients.waits(`${visible(why)}.`);
  return recipients.state[state] ?? visible(state);
}

function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).host : endpoint;
}
