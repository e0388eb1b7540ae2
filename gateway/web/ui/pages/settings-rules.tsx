import { visible } from '../../../../rules/visible.ts';
import { ask } from '../api/client.ts';
import { useList } from '../api/lists.ts';
import type { Rule } from '../api/types.ts';
import { useState } from '../framework.ts';
import { Answered } from '../parts/answer.tsx';
import { RestOf } from '../parts/more-of.tsx';
import { LeavesAgain, TwoSteps } from '../parts/two-steps.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';
import { AddRule } from './settings-add-rule.tsx';

/** What holds whatever was agreed to. A rule holds at once; ending one is seen first. */
export function Rules() {
  const { settings } = words();
  const asking = useList('GET /rules', {}, ['rules', 'stopped']);
  return (
    <>
      <p>{settings.rulesSay}</p>
      <Answered of={asking}>
        {({ items, total }) => (
          <>
            <ul class="entries">
              {items.length === 0 && <li class="quiet">{settings.noRules}</li>}
              {items.map((rule) => (
                <RuleLine key={rule.id} rule={rule} again={asking.again} />
              ))}
            </ul>
            <RestOf shown={items.length} total={total} more={asking.more} />
          </>
        )}
      </Answered>
      {mayDecide() && <AddRule onAdded={asking.again} />}
    </>
  );
}

function RuleLine({ rule: { id, says, until }, again }: { readonly rule: Rule; readonly again: () => void }) {
  const { settings, shell } = words();
  const [isEnding, setEnding] = useState(false);
  return (
    <li>
      <span>
        {visible(says)}
        {until !== 'switched off' && <span class="quiet"> {settings.until(Date.parse(until))}</span>}
      </span>
      {mayDecide() && (
        <button type="button" onClick={() => setEnding(true)}>
          {settings.end}
          <span class="unseen"> {visible(says)}</span>
        </button>
      )}
      {isEnding && (
        <TwoSteps
          title={settings.endTitle}
          ask={(token) => ask('POST /rules/{id}/removal', { path: { id }, body: token })}
          show={({ leavesAgain }) => <LeavesAgain of={leavesAgain} nothing={shell.start.nothing} />}
          go={settings.endGo}
          done={settings.ended}
          onDone={again}
          onClose={() => setEnding(false)}
        />
      )}
    </li>
  );
}
