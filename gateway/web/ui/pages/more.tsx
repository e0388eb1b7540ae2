import { NotDone } from '../api/client.ts';
import { useNoised } from '../parts/noised.tsx';
import { toast } from '../parts/toasts.tsx';
import { sentenceOf } from '../parts/trouble.tsx';
import { Link } from '../router.tsx';
import { me, signOut } from '../session.ts';
import { words } from '../words/words.ts';

/** The other pages. */
export function More() {
  const { more, shell } = words();
  const leave = () => {
    signOut().catch(() => toast(sentenceOf(new NotDone('unreachable', 0))));
  };
  const isNoised = useNoised();
  const pages = [
    { to: '/recipients', name: shell.recipients, says: more.recipients },
    ...(isNoised ? [{ to: '/budget', name: shell.budget, says: more.budget }] : []),
    { to: '/activity', name: shell.activity, says: more.activity },
    { to: '/people', name: shell.people, says: more.people },
    { to: '/data', name: shell.data, says: more.data },
    { to: '/settings', name: shell.settings, says: more.settings },
    { to: '/help', name: shell.help, says: more.help },
    { to: '/welcome', name: shell.welcome, says: more.welcome },
  ];
  return (
    <>
      <h1 tabIndex={-1}>{shell.more}</h1>
      <ul class="cards">
        {pages.map(({ to, name, says }) => (
          <li key={to} class="card">
            <Link to={to}>{name}</Link>
            <p class="quiet">{says}</p>
          </li>
        ))}
      </ul>
      <p>
        {shell.signedInAs(me.value?.name ?? '')}{' '}
        <button type="button" class="plain" onClick={leave}>
          {shell.signOut}
        </button>
      </p>
    </>
  );
}
