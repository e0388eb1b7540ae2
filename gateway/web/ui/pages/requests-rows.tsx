import { visible } from '../../../../rules/visible.ts';
import type { Words } from '../api/types.ts';
import { Fragment } from '../framework.ts';
import { Icon } from '../parts/icon.tsx';
import { words } from '../words/words.ts';
import type { Shown } from './requests-draft.ts';

interface RowsProps {
  readonly of: Words['rows'];
  /** Who claims what is marked as a claim. */
  readonly name: string;
  readonly isChanged: boolean;
}

/** The words of a decision as the hub has them and will keep them; what only the recipient says has its own mark. */
export function Rows({ of, name, isChanged }: RowsProps) {
  const { decide } = words().requests;
  return (
    <div>
      <dl class="rows words">
        {of.map(({ label, text, claim }) => (
          <Fragment key={`${label} ${text}`}>
            <dt>{label}</dt>
            <dd>
              {claim && <Icon name="claim" />}
              {isChanged && label === of[0]?.label ? <mark>{visible(text)}</mark> : <Text of={visible(text)} />}
            </dd>
          </Fragment>
        ))}
      </dl>
      <p class="quiet claims">
        <Icon name="claim" />
        <span>{decide.claims(visible(name))}</span>
      </p>
    </div>
  );
}

const LONG = 600;
const BEGIN = 300;

/** Where hundreds of devices are named, the rest opens when it is wanted. */
function Text({ of }: { readonly of: string }) {
  if (of.length <= LONG) return <span>{of}</span>;
  return (
    <details>
      <summary>{of.slice(0, BEGIN)} …</summary>
      {of.slice(BEGIN)}
    </details>
  );
}

/** Whether the first of the words say what is different from the terms that were last answered. */
export function isChanged({ fields }: Pick<Shown, 'fields'>): boolean {
  return fields.some(({ changed = [] }) => changed.length > 0);
}
