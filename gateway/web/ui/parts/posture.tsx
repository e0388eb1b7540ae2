import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import { ask, type NotDone } from '../api/client.ts';
import type { Posture as Answer, PostureAnswer } from '../api/types.ts';
import { useEffect, useState } from '../framework.ts';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';
import { act } from './act.ts';
import { Answered } from './answer.tsx';
import { Dialog } from './dialog.tsx';
import { Buttons, Choice } from './fields.tsx';
import { deviceName, fieldName } from './names.ts';
import { withPassphrase } from './passphrase-again.tsx';
import { Said } from './said.tsx';
import { toast } from './toasts.tsx';
import { asNotDone, Trouble } from './trouble.tsx';

type Name = Answer['posture'];

/** The starting answer: share nothing, or what devices need, after its list was looked at. `onSet` goes on from there. */
export function Posture({ onSet }: { readonly onSet?: () => void }) {
  const asking = useAnswer('GET /posture', {}, ['settings', 'consents', 'requests', 'devices', 'recipients']);
  return <Answered of={asking}>{(answer) => <Choosing now={answer} onSet={onSet} again={asking.again} />}</Answered>;
}

interface ChoosingProps {
  readonly now: Answer;
  readonly onSet: (() => void) | undefined;
  readonly again: () => void;
}

function Choosing({ now, onSet, again }: ChoosingProps) {
  const { settings } = words();
  const [chosen, setChosen] = useState<Name>(now.posture);
  const [looking, setLooking] = useState(false);
  const label: Record<Name, string> = {
    'share nothing until I say so': settings.nothing,
    'only what devices need to work': settings.needed,
  };
  const says: Record<Name, string> = {
    'share nothing until I say so': settings.nothingSays,
    'only what devices need to work': settings.neededSays,
  };
  const set = async () => {
    if (chosen === 'only what devices need to work') {
      setLooking(true);
      return;
    }
    // Where it is so already there is nothing to change, and no line in the activity.
    if (now.posture === chosen) onSet?.();
    else if (await act(() => ask('PUT /posture', { body: { posture: chosen } }), settings.nothingDone, false)) {
      again();
      onSet?.();
    }
  };
  const done = () => {
    setLooking(false);
    again();
    onSet?.();
  };
  if (!mayDecide()) return <p>{label[now.posture]}</p>;
  return (
    <>
      <Choice
        legend={settings.posture}
        value={chosen}
        onChange={setChosen}
        options={now.postures.map(({ posture }) => ({ value: posture, label: label[posture], says: says[posture] }))}
      />
      {now.agreed.length > 0 && <p class="quiet">{settings.agreedByIt(now.agreed.length)}</p>}
      <Buttons>
        <button type="button" onClick={set}>
          {chosen === 'only what devices need to work' ? settings.lookAtNeeded : settings.startSo}
        </button>
      </Buttons>
      {looking && <Needed onClose={() => setLooking(false)} onDone={done} />}
    </>
  );
}

/** The exact list, and its code confirms it. */
function Needed({ onClose, onDone }: { readonly onClose: () => void; readonly onDone: () => void }) {
  const { settings, shell } = words();
  const [shown, setShown] = useState<PostureAnswer>();
  const [failed, setFailed] = useState<NotDone>();
  const put = (code?: string) =>
    withPassphrase(() =>
      ask('PUT /posture', {
        body: { posture: 'only what devices need to work', ...(code === undefined ? {} : { code }) },
      }),
    );
  const look = (why?: NotDone) => {
    setFailed(why);
    put().then(setShown, (error: unknown) => setFailed(asNotDone(error)));
  };
  const agree = () => {
    put(shown?.code).then(
      ({ given = 0 }) => {
        toast(settings.neededDone(given));
        onDone();
      },
      (error: unknown) => {
        const why = asNotDone(error);
        if (why.code === 'list-changed') look(why);
        else setFailed(why);
      },
    );
  };
  useEffect(() => look(), []);
  const needed = shown?.needed ?? [];
  return (
    <Dialog title={settings.needed} onClose={onClose}>
      {failed && <Trouble failed={failed} />}
      {!shown && !failed && <p class="quiet">{shell.loading}</p>}
      {shown && <p>{needed.length === 0 ? settings.nothingNeeded : settings.exactly}</p>}
      <ul>
        {needed.map(({ recipient, name, device, field, leaves, when, because }) => (
          <li key={`${recipient} ${device} ${field}`}>
            {deviceName({ id: device })} → {visible(name)}: {fieldName(field)}, {leaves}, {when}
            <br />
            <span class="quiet">{because}</span>
          </li>
        ))}
      </ul>
      {needed.length > 0 && (
        <details>
          <summary>{settings.allWords}</summary>
          <Said words={shown?.words} />
        </details>
      )}
      <Buttons>
        <button type="button" onClick={onClose}>
          {shell.cancel}
        </button>
        <button type="button" disabled={shown?.code === undefined} onClick={agree}>
          {needed.length === 0 ? settings.startSo : settings.shareThis}
        </button>
      </Buttons>
    </Dialog>
  );
}
