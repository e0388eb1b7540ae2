import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import { ask } from '../api/client.ts';
import { useList } from '../api/lists.ts';
import type { RightsNoteInput, RightsRequest } from '../api/types.ts';
import { useState } from '../framework.ts';
import { act } from '../parts/act.ts';
import { Answered } from '../parts/answer.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { DownloadText } from '../parts/download.tsx';
import { Buttons, Choice, TextField } from '../parts/fields.tsx';
import { RestOf } from '../parts/more-of.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';

/** What companies were asked for, and what became of it. */
export function RightsRequests() {
  const { data } = words();
  const asking = useList('GET /rights', {}, ['recipients']);
  return (
    <Answered of={asking}>
      {({ items, total }) =>
        items.length === 0 ? (
          <p class="quiet">{data.noRights}</p>
        ) : (
          <>
            <ul class="cards">
              {items.map((request) => (
                <Request key={request.id} of={request} again={asking.again} />
              ))}
            </ul>
            <RestOf shown={items.length} total={total} more={asking.more} />
          </>
        )
      }
    </Answered>
  );
}

function Request({ of, again }: { readonly of: RightsRequest; readonly again: () => void }) {
  const { data } = words();
  const [open, setOpen] = useState<'letter' | 'note'>();
  const close = () => setOpen(undefined);
  const { id, what, state, asked, due, by, answer, answered, note } = of;
  const name = visible(of.name);
  return (
    <li class="card">
      <h3>{data.asked[what](name)}</h3>
      <p>
        <strong>{data.state[state]}</strong> · {data.askedOn(asked, Date.parse(due))} · {data.by[by]}
      </p>
      {answer !== undefined && (
        <p>
          {data.answer[answer]}
          {answered !== undefined && <> · {data.on(Date.parse(answered))}</>}
          {note !== undefined && (
            <>
              <br />
              {visible(note)} <span class="quiet">{data.youWrote}</span>
            </>
          )}
        </p>
      )}
      <Buttons>
        <button type="button" onClick={() => setOpen('letter')}>
          {data.letter}
          <span class="unseen"> {name}</span>
        </button>
        {mayDecide() && (
          <button type="button" onClick={() => setOpen('note')}>
            {data.note}
            <span class="unseen"> {name}</span>
          </button>
        )}
      </Buttons>
      {open === 'letter' && <Letter id={id} name={name} onClose={close} />}
      {open === 'note' && <Note id={id} name={name} onClose={close} onDone={again} />}
    </li>
  );
}

interface AboutProps {
  readonly id: number;
  readonly name: string;
  readonly onClose: () => void;
}

function Letter({ id, name, onClose }: AboutProps) {
  const { data, shell } = words();
  const asking = useAnswer('GET /rights/{id}/letter', { path: { id } });
  return (
    <Dialog title={data.letterTo(name)} onClose={onClose}>
      <Answered of={asking}>
        {({ letter, page }) => (
          <>
            <pre class="letter">{letter}</pre>
            <p>
              <DownloadText name="letter.html" type="text/html" text={page}>
                {data.toPrint}
              </DownloadText>
            </p>
          </>
        )}
      </Answered>
      <Buttons>
        <button type="button" onClick={onClose}>
          {shell.close}
        </button>
      </Buttons>
    </Dialog>
  );
}

const ANSWERS = ['done', 'partly', 'refused', 'wrote back'] as const;

function Note({ id, name, onClose, onDone }: AboutProps & { readonly onDone: () => void }) {
  const { data, shell } = words();
  const [answer, setAnswer] = useState<RightsNoteInput['answer']>('done');
  const [note, setNote] = useState('');
  const save = async () => {
    onClose();
    const body = { answer, ...(note.trim() === '' ? {} : { note: note.trim() }) };
    await act(() => ask('POST /rights/{id}/note', { path: { id }, body }), data.noted, false);
    onDone();
  };
  return (
    <Dialog title={data.whatAnswered(name)} onClose={onClose}>
      <Choice
        legend={data.answerLegend}
        value={answer}
        onChange={setAnswer}
        options={ANSWERS.map((each) => ({ value: each, label: data.answer[each] }))}
      />
      <TextField label={data.yourNote} value={note} onInput={setNote} />
      <Buttons>
        <button type="button" onClick={onClose}>
          {shell.cancel}
        </button>
        <button type="button" onClick={save}>
          {data.note}
        </button>
      </Buttons>
    </Dialog>
  );
}
