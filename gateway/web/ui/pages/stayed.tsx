import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import type { Calls, StayedSum } from '../api/types.ts';
import { useState } from '../framework.ts';
import type { PageProps } from '../pages.ts';
import { Answered } from '../parts/answer.tsx';
import { Icon } from '../parts/icon.tsx';
import { Link } from '../router.tsx';
import { words } from '../words/words.ts';
import { asked, type Filter, Filters, filterFrom } from './left-filters.tsx';
import { Tabs } from './left-tabs.tsx';

type Query = Calls['GET /stayed']['query'];

/** What stayed home, as counts by the rule that kept it: ten thousand values become a dozen rows. */
export function Stayed({ query }: PageProps) {
  const { stayed } = words();
  const filter = filterFrom(query);
  const which = narrowed(filter);
  const asking = useAnswer('GET /stayed', { query: { ...which, by: 'reason' } }, ['stayed', 'consents', 'rules']);
  return (
    <>
      <h1 tabIndex={-1}>{stayed.title}</h1>
      <Tabs now="stayed" />
      <Filters page="/stayed" filter={filter} />
      <Answered of={asking}>
        {({ items, total }) =>
          items.length === 0 ? (
            <p>{Object.keys(filter).length > 0 ? stayed.noneLike : stayed.none}</p>
          ) : (
            <>
              <p role="status" class="lead">
                {stayed.sum(
                  items.reduce((sum, { count }) => sum + count, 0),
                  total,
                )}
              </p>
              <ul class="rows-of">
                {items.map((sum) => (
                  <li key={sum.of}>
                    <Reason sum={sum} which={which} />
                  </li>
                ))}
              </ul>
              <p class="quiet">{stayed.sharing}</p>
            </>
          )
        }
      </Answered>
    </>
  );
}

function narrowed(filter: Filter): Query {
  const { purpose: _, state: __, ...names } = asked(filter);
  return { ...names, ...(filter.reason === undefined ? {} : { reason: filter.reason }) };
}

interface ReasonProps {
  readonly sum: StayedSum;
  readonly which: Query;
}

function Reason({ sum: { of, count, says = of }, which }: ReasonProps) {
  const { stayed } = words();
  const [isOpen, setOpen] = useState(false);
  const change = CHANGES.find(({ reasons }) => reasons.includes(of));
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <span>
          <Icon name="stayed" />
        </span>
        <span>
          {visible(says)} <b>{stayed.values(count)}</b>
        </span>
      </summary>
      {isOpen && (
        <div class="inside">
          <h2>{stayed.which}</h2>
          <Most by="device" head={stayed.devices} which={{ ...which, reason: of }} />
          <Most by="field" head={stayed.fields} which={{ ...which, reason: of }} />
          {change && (
            <p>
              <Link to={change.to}>{stayed.change[change.says]}</Link>
            </p>
          )}
        </div>
      )}
    </details>
  );
}

const MOST = 20;

function Most({ by, head, which }: { readonly by: 'device' | 'field'; readonly head: string; readonly which: Query }) {
  const { stayed } = words();
  const asking = useAnswer('GET /stayed', { query: { ...which, by, limit: MOST } });
  return (
    <Answered of={asking}>
      {({ items, total }) => (
        <>
          <h3>{head}</h3>
          {total > MOST && <p class="quiet">{stayed.first(MOST)}</p>}
          <ul>
            {items.map(({ of, name = of, count }) => (
              <li key={of}>
                {visible(name)} <span class="quiet">{stayed.values(count)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Answered>
  );
}

/** Where the household changes what kept it home; what nobody asks for and what came too late nobody can change. */
const CHANGES: readonly {
  readonly reasons: readonly string[];
  readonly says: 'answers' | 'rules' | 'recipients' | 'devices' | 'budget';
  readonly to: string;
}[] = [
  {
    reasons: [
      ...['no consent', 'refused', 'withdrawn', 'expired', 'other manifest version', 'union is finer', 'capacity'],
      'noise drowns it',
    ],
    says: 'answers',
    to: '/requests',
  },
  {
    reasons: ['pause', 'never this category', 'never from this room', 'visitors', 'night'],
    says: 'rules',
    to: '/settings',
  },
  {
    reasons: ['outside schedule', 'manifest expired', 'unit differs', 'type', 'queue full', 'too old', 'too large'],
    says: 'recipients',
    to: '/recipients',
  },
  { reasons: ['no budget'], says: 'budget', to: '/budget' },
  { reasons: ['not understood', 'product does not match'], says: 'devices', to: '/devices' },
];
