import { useAnswer } from '../api/answers.ts';
import { type ComponentChildren, useState } from '../framework.ts';
import { Link } from '../router.tsx';
import { words } from '../words/words.ts';
import { Answered } from './answer.tsx';
import { DownloadText } from './download.tsx';

/** Why the browser warned, and how it learns to know this box. */
export function TrustCard() {
  const { cards } = words();
  const [isOpen, setOpen] = useState(false);
  return (
    <Later kept="hearthgate.trust" title={cards.trust.title}>
      <p>{cards.trust.says}</p>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>{cards.trust.how}</summary>
        {isOpen && <Trust />}
      </details>
    </Later>
  );
}

/** The household's certificate, what to compare, and where it goes. */
export function Trust() {
  const { cards } = words();
  const asking = useAnswer('GET /certificates/authorities/{which}', { path: { which: 'page' } });
  return (
    <Answered of={asking}>
      {({ certificate, fingerprint }) => (
        <>
          <p>
            <DownloadText name="hearthgate.crt" type="application/x-x509-ca-cert" text={certificate}>
              {cards.trust.download}
            </DownloadText>
          </p>
          <p>
            {cards.trust.compare} <code>hearthgate cert fingerprint page</code>
          </p>
          <p>
            <code>{fingerprint}</code>
          </p>
          <ul>
            {cards.trust.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ul>
        </>
      )}
    </Answered>
  );
}

/** How somebody comes back in who lost everything. */
export function RecoveryCard() {
  const { cards, shell } = words();
  return (
    <Later kept="hearthgate.recovery" title={cards.recovery.title}>
      <ul>
        {cards.recovery.ways.map((way) => (
          <li key={way}>{way}</li>
        ))}
      </ul>
      <p>
        <Link to="/people">{shell.people}</Link> · <Link to="/data">{shell.data}</Link>
      </p>
    </Later>
  );
}

interface LaterProps {
  /** Where this browser keeps that it was put away. */
  readonly kept: string;
  readonly title: string;
  readonly children: ComponentChildren;
}

function Later({ kept, title, children }: LaterProps) {
  const { cards } = words();
  const [isAway, setAway] = useState(() => localStorage.getItem(kept) !== null);
  if (isAway) return null;
  const away = () => {
    localStorage.setItem(kept, 'away');
    setAway(true);
  };
  return (
    <section class="card">
      <h2>{title}</h2>
      {children}
      <p>
        <button type="button" class="plain" onClick={away}>
          {cards.away}
        </button>
      </p>
    </section>
  );
}
