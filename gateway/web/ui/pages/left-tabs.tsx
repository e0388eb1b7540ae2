import { Link } from '../router.tsx';
import { words } from '../words/words.ts';

/** The two sides of the same: what left, and what stayed. */
export function Tabs({ now }: { readonly now: 'left' | 'stayed' }) {
  const { left } = words();
  return (
    <nav class="tabs" aria-label={left.lists}>
      <Link to="/left" current={now === 'left'}>
        {left.leftTab}
      </Link>
      <Link to="/stayed" current={now === 'stayed'}>
        {left.stayedTab}
      </Link>
    </nav>
  );
}
