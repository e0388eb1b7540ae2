import { unanswered, useAnswer } from './api/answers.ts';
import { NotDone } from './api/client.ts';
import { isLive } from './api/live.ts';
import { useEffect, useRef, useState } from './framework.ts';
import { componentOf, loadOthers, type Nav, type Page } from './pages.ts';
import { Header } from './parts/header.tsx';
import { Icon, type IconName } from './parts/icon.tsx';
import { Trouble } from './parts/trouble.tsx';
import { Link, place } from './router.tsx';
import { language, words } from './words/words.ts';

/** The frame of every page: the sentence that says how things are, with the way to stop, and where else to go. */
export function Shell({ page }: { readonly page: Page | undefined }) {
  const { shell } = words();
  const home = useAnswer('GET /home', {}, ['stopped', 'requests', 'consents', 'recipients']);
  const isShown = home.now.value.answer !== undefined;
  useEffect(() => {
    // Another page then opens at once; nobody waits for it now, so it may fail in silence and is asked for again.
    if (isShown) whenIdle(() => void loadOthers().catch(() => undefined));
  }, [isShown]);
  return (
    <div class="shell">
      <a class="skip" href="#main">
        {shell.skip}
      </a>
      <Header home={home} />
      <Navigation now={page?.nav} waiting={home.now.value.answer?.waiting ?? 0} />
      <main id="main" tabIndex={-1}>
        {!isLive.value && home.now.value.answer && <p class="quiet notlive">{shell.notLive}</p>}
        {page ? <Loaded key={place.value.parts[0] ?? ''} page={page} /> : <NotFound />}
      </main>
    </div>
  );
}

/** Not every browser says when it has nothing else to do. */
function whenIdle(then: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(then);
  else setTimeout(then, 200);
}

const NAV: readonly { readonly nav: Nav; readonly to: string; readonly icon: IconName }[] = [
  { nav: 'home', to: '/', icon: 'home' },
  { nav: 'requests', to: '/requests', icon: 'ask' },
  { nav: 'devices', to: '/devices', icon: 'device' },
  { nav: 'left', to: '/left', icon: 'out' },
  { nav: 'more', to: '/more', icon: 'more' },
];

function Navigation({ now, waiting }: { readonly now: Nav | undefined; readonly waiting: number }) {
  const { shell } = words();
  return (
    <nav class="nav" aria-label={shell.navigation}>
      <ul>
        {NAV.map(({ nav, to, icon }) => (
          <li key={nav}>
            <Link to={to} current={nav === now}>
              <Icon name={icon} />
              <span>{shell[nav]}</span>
              {nav === 'requests' && waiting > 0 && (
                <span class="badge">
                  <span aria-hidden="true">{waiting}</span>
                  <span class="unseen">{shell.waiting(waiting)}</span>
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Another page: its title is the window's, and the focus goes to its heading. */
function Loaded({ page }: { readonly page: Page }) {
  const [Component, setComponent] = useState(() => componentOf(page));
  const [isMissing, setMissing] = useState(false);
  const isFirst = useRef(true);
  const { parts, query } = place.value;
  const path = parts.join('/');
  useEffect(() => {
    if (!Component)
      loadOthers().then(
        () => setComponent(() => componentOf(page)),
        () => setMissing(true),
      );
  }, []);
  useEffect(() => {
    if (!Component) return;
    // Whoever opened the page begins at its top; whoever came from another one is told where they are.
    if (!isFirst.current || history.state === null) document.querySelector<HTMLElement>('main h1')?.focus();
    isFirst.current = false;
  }, [path, Component]);
  useEffect(() => {
    if (Component) document.title = `${page.title()} · ${words().shell.name}`;
  }, [path, Component, language.value]);
  const isHeld = useHeld(Component && path);
  // The box is not reached, or has newer pages than these.
  if (isMissing) return <NotLoaded nav={page.nav} />;
  const loading = <p class="quiet">{words().shell.loading}</p>;
  if (!Component) return loading;
  return (
    <>
      <div class={isHeld ? 'held' : undefined}>
        <Component parts={parts.slice(1)} query={query} />
      </div>
      {isHeld && loading}
    </>
  );
}

/** Longer than this nobody waits for the last answer to read the others. */
const HELD_MS = 4_000;

/**
 * Whether what stands below the heading of a page is held back: until all of it has come for the first time, so that nothing
 * that is being read moves away. `path` is undefined while there is nothing to show.
 */
function useHeld(path: string | undefined): boolean {
  const [shown, setShown] = useState<string>();
  const open = unanswered.value;
  useEffect(() => {
    // What was asked meanwhile, because of these answers, is waited for as well.
    if (open === 0 && unanswered.value === 0) setShown(path);
  }, [path, open]);
  useEffect(() => {
    const timer = setTimeout(() => setShown(path), HELD_MS);
    return () => clearTimeout(timer);
  }, [path]);
  return path === undefined || shown !== path;
}

function NotLoaded({ nav }: { readonly nav: Nav }) {
  return (
    <>
      <h1 tabIndex={-1}>{words().shell[nav]}</h1>
      <Trouble failed={new NotDone('unreachable', 0)} again={() => location.reload()} />
    </>
  );
}

function NotFound() {
  const { shell } = words();
  return (
    <>
      <h1 tabIndex={-1}>{shell.notFound}</h1>
      <p>{shell.notFoundSays}</p>
      <p>
        <Link to="/">{shell.toHome}</Link>
      </p>
    </>
  );
}
