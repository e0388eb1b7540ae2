import { useAnswer } from '../api/answers.ts';
import { ask } from '../api/client.ts';
import type { RightsNoteInput, RightsRequest } from '../api/types.ts';
import { useEffect, useState } from '../framework.ts';
import { act } from '../parts/act.ts';
import { Answered } from '../parts/answer.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Buttons, Choice } from '../parts/fields.tsx';
import { toast } from '../parts/toasts.tsx';
import { asNotDone, sentenceOf } from '../parts/trouble.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';

/** What a household can ask of it about itself; whether it does so, nobody here can see. */
export function Rights({ id, name }: { readonly id: string; readonly name: string }) {
  const { recipients } = words();
  const [letter, setLetter] = useState<string>();
  const asking = useAnswer('GET /rights', { query: { limit: 200 } }, ['recipients', 'left']);
  const path = { recipient: id };
  const make = async (
    call: 'POST /recipients/{recipient}/erasure' | 'POST /recipients/{recipient}/opt-out',
    says: string,
  ) => {
    const made = await act(() => ask(call, { path, body: {} }), says, false);
    if (made) setLetter(made.letter);
    asking.again();
  };
  return (
    <section>
      <h2>{recipients.rights}</h2>
      <p>{recipients.eraseSays(name)}</p>
      {mayDecide() && (
        <Buttons>
          <button
            type="button"
            onClick={() => make('POST /recipients/{recipient}/erasure', recipients.erasureAsked(name))}
          >
            {recipients.erase(name)}
          </button>
          <button
            type="button"
            onClick={() => make('POST /recipients/{recipient}/opt-out', recipients.optOutAsked(name))}
          >
            {recipients.optOut(name)}
          </button>
        </Buttons>
      )}
      <Answered of={asking}>
        {({ items }) => (
          <ul>
            {items
              .filter(({ recipient }) => recipient === id)
              .map((each) => (
                <Asked key={each.id} of={each} onNoted={asking.again} onLetter={setLetter} />
              ))}
          </ul>
        )}
      </Answered>
      {letter !== undefined && <Letter text={letter} onClose={() => setLetter(undefined)} />}
    </section>
  );
}

interface AskedProps {
  readonly of: RightsRequest;
  readonly onNoted: () => void;
  readonly onLetter: (letter: string) => void;
}

function Asked({ of: { id, what, state, asked, due, by, answer }, onNoted, onLetter }: AskedProps) {
  const { recipients } = words();
  const read = () =>
    ask('GET /rights/{id}/letter', { path: { id } }).then(
      ({ letter }) => onLetter(letter),
      (error: unknown) => toast(sentenceOf(asNotDone(error))),
    );
  return (
    <li>
      {recipients.what[what]}: {recipients.right[state](asked, due)}.{' '}
      {answer !== undefined && `${recipients.answers[answer]}.`} {by === 'letter' && recipients.byLetter}{' '}
      <button type="button" class="plain" onClick={read}>
        {recipients.letter}
      </button>
      {mayDecide() && state !== 'answered' && <Note id={id} onNoted={onNoted} />}
    </li>
  );
}

const ANSWERS = ['done', 'partly', 'refused', 'wrote back'] as const;

function Note({ id, onNoted }: { readonly id: number; readonly onNoted: () => void }) {
  const { recipients } = words();
  const [answer, setAnswer] = useState<RightsNoteInput['answer']>('done');
  const note = () =>
    act(() => ask('POST /rights/{id}/note', { path: { id }, body: { answer } }), recipients.noted, false).then(onNoted);
  return (
    <details>
      <summary>{recipients.note}</summary>
      <Choice
        legend={recipients.note}
        value={answer}
        onChange={setAnswer}
        options={ANSWERS.map((value) => ({ value, label: recipients.answers[value] }))}
      />
      <button type="button" onClick={note}>
        {recipients.noteGo}
      </button>
    </details>
  );
}

/** The letter as it is, to be read, kept and sent by the household itself. */
function Letter({ text, onClose }: { readonly text: string; readonly onClose: () => void }) {
  const { recipients, shell } = words();
  const [address, setAddress] = useState('');
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [text]);
  return (
    <Dialog title={recipients.letter} onClose={onClose}>
      <pre class="letter">{text}</pre>
      <Buttons>
        <a class="button" href={address} download={recipients.letterFile}>
          {recipients.save}
        </a>
        <button type="button" onClick={onClose}>
          {shell.close}
        </button>
      </Buttons>
    </Dialog>
  );
}
