import { visible } from '../../../../rules/visible.ts';
import type { Home } from '../api/types.ts';
import { useState } from '../framework.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { Link, pathTo } from '../router.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';

/** Something for somebody to look at: what happened, what it means, what can be done. */
interface Card {
  readonly is: string;
  readonly icon: IconName;
  readonly title: string;
  readonly says: string;
  readonly go: string;
  readonly to: string;
  /** What can be put away for a while in this browser: it is advice, and nothing is wrong. */
  readonly isAdvice?: true;
}

const SHOWN = 3;
const SOON_MS = 30 * 86_400_000;

/** At most three cards, the gravest first; the others are one tap away. */
export function Needs({ of: home }: { readonly of: Home }) {
  const { home: says } = words();
  const [away, setAway] = useState(putAway);
  const cards = [
    ...graver(home),
    ...(home.certificatesEnd - Date.parse(home.at) < SOON_MS ? [certificates(home.certificatesEnd)] : []),
    ...(mayDecide() ? advice(home.rootKey) : []),
  ].filter(({ is, isAdvice }) => !isAdvice || !away.has(is));
  const hide = (is: string) => {
    localStorage.setItem(`${AWAY}${is}`, String(Date.now()));
    setAway(putAway());
  };
  return (
    <section class="needs">
      <h2>{says.needsYou}</h2>
      {cards.length === 0 && <p>{says.nothingNeeds}</p>}
      <Cards cards={cards.slice(0, SHOWN)} onHide={hide} />
      {cards.length > SHOWN && (
        <details>
          <summary>{says.moreNeeds(cards.length - SHOWN)}</summary>
          <Cards cards={cards.slice(SHOWN)} onHide={hide} />
        </details>
      )}
    </section>
  );
}

function Cards({ cards, onHide }: { readonly cards: readonly Card[]; readonly onHide: (is: string) => void }) {
  const { home } = words();
  if (cards.length === 0) return null;
  return (
    <ul class="cards">
      {cards.map(({ is, icon, title, says, go, to, isAdvice }) => (
        <li key={is} class="card">
          <h3>
            <Icon name={icon} /> {title}
          </h3>
          <p>{says}</p>
          <p>
            <Link to={to}>{go}</Link>
          </p>
          {isAdvice && (
            <button type="button" class="plain" onClick={() => onHide(is)}>
              {home.notNow}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function graver({ knowsTime, diskTakes, ledger, notKept, trouble, waiting, changed, expiring }: Home): Card[] {
  const { cards } = words().home;
  const [first] = trouble;
  return [
    ...(knowsTime ? [] : [{ is: 'clock', icon: 'trouble' as const, ...told(cards.clock), to: '/settings' }]),
    ...(diskTakes ? [] : [{ is: 'disk', icon: 'trouble' as const, ...told(cards.disk), to: '/settings' }]),
    ...(ledger === undefined ? [] : [{ is: 'ledger', icon: 'trouble' as const, ...told(cards.ledger), to: '/left' }]),
    ...(notKept === undefined
      ? []
      : [{ is: 'notKept', icon: 'trouble' as const, ...told(cards.notKept), to: '/settings' }]),
    ...(first === undefined
      ? []
      : [
          {
            ...{ is: 'delivery', icon: 'waiting' as const },
            ...told(cards.delivery, cards.delivery.title(trouble.map(({ name }) => visible(name)))),
            to: trouble.length === 1 ? pathTo('recipients', first.recipient) : '/recipients',
          },
        ]),
    ...(waiting === 0
      ? []
      : [
          {
            ...{ is: 'requests', icon: 'ask' as const },
            ...told(cards.requests, cards.requests.title(waiting)),
            says: changed === 0 ? cards.requests.says : `${cards.requests.says} ${cards.requests.changed(changed)}`,
            to: '/requests',
          },
        ]),
    ...(expiring === 0
      ? []
      : [
          {
            ...{ is: 'expiring', icon: 'waiting' as const },
            ...told(cards.expiring, cards.expiring.title(expiring)),
            to: '/recipients',
          },
        ]),
  ];
}

function certificates(soonest: number): Card {
  const { cards } = words().home;
  return {
    ...{ is: 'certificates', icon: 'enforced' },
    ...told(cards.certificates, cards.certificates.title(soonest)),
    to: '/settings',
  };
}

/** Where the root key lies is known; a card in a drawer is not in danger, so it is advice. */
function advice(rootKey: string): Card[] {
  const { cards } = words().home;
  return rootKey === 'card'
    ? [{ is: 'rootKey', icon: 'enforced', ...told(cards.rootKey), to: '/settings', isAdvice: true }]
    : [];
}

interface CardWords {
  readonly title: unknown;
  readonly says: string;
  readonly go: string;
}

function told({ says, go, title }: CardWords, whole = String(title)): Pick<Card, 'title' | 'says' | 'go'> {
  return { title: whole, says, go };
}

const AWAY = 'hearthgate.away.';
const AWAY_MS = 90 * 86_400_000;

/** What was put away here, and not too long ago. */
function putAway(): ReadonlySet<string> {
  return new Set(['rootKey'].filter((is) => Date.now() - Number(localStorage.getItem(`${AWAY}${is}`)) < AWAY_MS));
}
