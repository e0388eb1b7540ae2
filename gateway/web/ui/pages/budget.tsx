import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import { PAGE } from '../api/lists.ts';
import type { Budget as Shown } from '../api/types.ts';
import { useState } from '../framework.ts';
import { Answered } from '../parts/answer.tsx';
import { Icon } from '../parts/icon.tsx';
import { RestOf } from '../parts/more-of.tsx';
import { fieldName } from '../parts/names.ts';
import { Link, pathTo } from '../router.tsx';
import { words } from '../words/words.ts';
import { Limits } from './budget-limits.tsx';
import { Meters } from './budget-meters.tsx';

type Recipient = Shown['recipients'][number];

/** How much noised values may disclose: of whom it is used, and when it is free again. */
export function Budget() {
  const { budget, shell } = words();
  const asking = useAnswer('GET /budget', {}, ['consents', 'recipients', 'settings', 'left']);
  return (
    <>
      <h1 tabIndex={-1}>{shell.budget}</h1>
      <Answered of={asking}>
        {({ recipients, all, dayEnds }) => (
          <>
            <p>{recipients.length === 0 ? budget.none : budget.says}</p>
            {recipients.map((each) => (
              <OfRecipient key={each.recipient} of={each} dayEnds={dayEnds} />
            ))}
            {recipients.length > 1 && (
              <section class="card">
                <h2>{budget.all}</h2>
                <p>{budget.allSays}</p>
                <Meters of={all} dayEnds={dayEnds} />
              </section>
            )}
            <Limits recipients={recipients} all={all} />
          </>
        )}
      </Answered>
    </>
  );
}

function OfRecipient({ of, dayEnds }: { readonly of: Recipient; readonly dayEnds: string | undefined }) {
  const { budget } = words();
  const { recipient, noised, day, week, month, reserved, freeAt } = of;
  const name = visible(of.name);
  const [most, setMost] = useState(PAGE);
  const until = freeAt ?? dayEnds;
  const at = until === undefined ? undefined : Date.parse(until);
  return (
    <section class="card">
      <h2>
        <Link to={pathTo('recipients', recipient)}>{name}</Link>
      </h2>
      <Meters of={of} dayEnds={dayEnds} />
      <p>{day.left === 0 || freeAt !== undefined ? budget.usedUp(name, at) : budget.whenUsedUp(name)}</p>
      {reserved > day.cap && (
        <p class="notice">
          <Icon name="stayed" /> {budget.tooLittle(name)}
        </p>
      )}
      <details>
        <summary>
          {budget.details}
          <span class="unseen"> {name}</span>
        </summary>
        <h3>{budget.noised(name)}</h3>
        {noised.length === 0 && <p>{budget.nothingNow}</p>}
        <ul>
          {noised.slice(0, most).map(({ device, field, leaves, epsilon }) => (
            <li key={`${device} ${field} ${leaves}`}>
              {budget.line(fieldName(field), visible(device), leaves)}{' '}
              <span class="quiet">{epsilon === undefined ? budget.notSaid : budget.perDay(epsilon)}</span>
            </li>
          ))}
        </ul>
        <RestOf shown={Math.min(most, noised.length)} total={noised.length} more={() => setMost(most + PAGE)} />
        <h3>{budget.exact}</h3>
        <dl class="rows">
          <Row label={budget.today}>{budget.ofDay(day.spent, day.cap)}</Row>
          <Row label={budget.inDays(7)}>{budget.ofDays(week.spent, week.cap, 7)}</Row>
          <Row label={budget.inDays(31)}>{budget.ofDays(month.spent, month.cap, 31)}</Row>
          <Row label={budget.reserved}>{budget.perDay(reserved)}</Row>
          <Row label={budget.protects}>{budget.protectsSays}</Row>
        </dl>
        <p>
          <Link to={`/activity?${new URLSearchParams({ recipient })}`}>{budget.entries}</Link>
        </p>
      </details>
    </section>
  );
}

function Row({ label, children }: { readonly label: string; readonly children: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
