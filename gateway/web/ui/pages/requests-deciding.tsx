import { visible } from '../../../../rules/visible.ts';
import { ask } from '../api/client.ts';
import type { ConsentGiveStep } from '../api/types.ts';
import { useRef, useState } from '../framework.ts';
import { act, takeBack } from '../parts/act.ts';
import { Buttons, Choice } from '../parts/fields.tsx';
import { useLook } from '../parts/look.ts';
import { LookTrouble } from '../parts/look-trouble.tsx';
import { Preview } from '../parts/preview.tsx';
import { toast } from '../parts/toasts.tsx';
import { go } from '../router.tsx';
import { words } from '../words/words.ts';
import { type Draft, draftOf, forget, formOf, inputOf, keep, keyOf, type Shown } from './requests-draft.ts';
import { WouldLearn } from './requests-learns.tsx';
import { ShareLess } from './requests-less.tsx';
import { refuse } from './requests-refuse.ts';
import { isChanged, Rows } from './requests-rows.tsx';
import { OnlyHours } from './requests-terms.tsx';
import { Usual } from './requests-usual.tsx';

const LIFETIMES = ['today', '30 days', 'until changed', 'once'] as const;

/** The choice itself: nothing is chosen beforehand that shares more, and both answers cost one tap. */
export function Deciding({ shown }: { readonly shown: Shown }) {
  const { requests } = words();
  const { decide } = requests;
  const [draft, setDraft] = useState(() => draftOf(shown));
  const [mustAgree, setMustAgree] = useState(false);
  const input = inputOf(shown, draft);
  const looking = useLook('POST /consents', { body: input });
  const { look } = looking;
  const agree = useRef<HTMLInputElement>(null);
  const { recipient, request, name } = shown;
  const names = [...new Set(shown.fields.map(({ field }) => visible(field)))];
  const choose = (changed: Draft) => {
    setMustAgree(false);
    setDraft(changed);
    keep(shown, changed);
  };
  const leave = () => {
    forget(shown);
    go('/requests', 'replace');
  };
  const dont = async () => {
    if (await refuse([shown], requests.wont(visible(name), names))) leave();
  };
  const later = async () => {
    const path = { recipient, request };
    await act(
      () => ask('POST /requests/{recipient}/{request}/postponement', { path, body: {} }),
      requests.isLater(visible(name)),
      false,
    );
    go('/requests', 'replace');
  };
  const together = [...new Set(look?.result.preview.flatMap((one) => one.together ?? []))];
  const share = async () => {
    if (together.length > 0 && !draft.acceptUnion) {
      setMustAgree(true);
      agree.current?.focus();
      return;
    }
    const done = await looking.agree();
    if (!done) return;
    const { undo, given } = done.result;
    const says = given === 0 ? requests.wont(visible(name), names) : decide.shared[draft.lifetime];
    toast(says, undo && (() => void takeBack([undo])));
    leave();
  };
  const said = look ? look.result.words[0] : shown.words[0];
  return (
    <>
      <div class="decision">
        <Rows of={said?.rows ?? []} name={name} isChanged={isChanged(shown)} />
        <Preview of={input} />
      </div>
      <HeldBack of={shown} look={look} draft={draft} />
      <Usual of={shown} draft={draft} onChange={choose} />
      <ShareLess of={shown} draft={draft} onChange={choose} />
      <Choice
        legend={decide.forHowLong}
        value={draft.lifetime}
        onChange={(lifetime) => choose({ ...draft, lifetime })}
        options={LIFETIMES.map((value) => ({ value, label: decide.lifetimes[value] }))}
      />
      <OnlyHours
        label={decide.onlyHours}
        value={draft.hours}
        onChange={(hours) => {
          const { hours: _, ...rest } = draft;
          choose({ ...rest, ...(hours && { hours }) });
        }}
      />
      {together.length > 0 && (
        <fieldset class="choice">
          <legend>{decide.together(visible(name))}</legend>
          {together.map((each) => (
            <p key={each}>{visible(each)}</p>
          ))}
          <label class="check">
            <input
              ref={agree}
              type="checkbox"
              checked={draft.acceptUnion}
              onChange={() => choose({ ...draft, acceptUnion: !draft.acceptUnion })}
            />
            <span>{decide.alsoAgree}</span>
          </label>
        </fieldset>
      )}
      {mustAgree && (
        <p class="trouble" role="alert">
          {decide.mustAgree}
        </p>
      )}
      <WouldLearn of={input} name={name} />
      <LookTrouble of={looking} />
      <Buttons>
        <button type="button" onClick={dont}>
          {requests.dont}
        </button>
        <button type="button" onClick={share}>
          {decide.share}
        </button>
      </Buttons>
      <p>
        <button type="button" class="plain" onClick={later}>
          {decide.decideLater}
        </button>
      </p>
    </>
  );
}

interface HeldBackProps {
  readonly of: Shown;
  readonly look: ConsentGiveStep | undefined;
  readonly draft: Draft;
}

/** What keeps it home although it would be agreed to: a stop, a rule, an hour. */
function HeldBack({ of, look, draft }: HeldBackProps) {
  const { decide } = words().requests;
  const left = new Set(of.fields.filter((field) => formOf(field, draft)?.form === 'withheld').map(keyOf));
  const held = look?.result.preview.filter((one) => one.together === undefined && !left.has(keyOf(one)));
  const because = [...new Set(held?.flatMap((one) => one.because ?? []))];
  if (because.length === 0) return null;
  return (
    <div class="card">
      <p>{decide.heldBack}</p>
      <ul>
        {because.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </div>
  );
}
