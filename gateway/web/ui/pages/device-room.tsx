import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import { ask } from '../api/client.ts';
import { useId, useState } from '../framework.ts';
import { LeavesAgain, TwoSteps } from '../parts/two-steps.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';

/** In which room a device stands; moving it out of one that a rule is about shares more, and is shown first. */
export function DeviceRoom({ id, room = '' }: { readonly id: string; readonly room: string | undefined }) {
  const { devices } = words();
  const field = useId();
  const rooms = useAnswer('GET /rooms', { query: { limit: 200 } });
  const [typed, setTyped] = useState(room);
  const [moving, setMoving] = useState<string>();
  if (!mayDecide()) return null;
  const submit = (event: Event) => {
    event.preventDefault();
    setMoving(typed.trim());
  };
  return (
    <section>
      <h2>{devices.where}</h2>
      <form onSubmit={submit} class="inline">
        <p class="field">
          <label for={field}>{devices.room}</label>
          <span id={`${field}-hint`} class="quiet">
            {devices.whereSays}
          </span>
          <input
            id={field}
            list={`${field}-rooms`}
            value={typed}
            maxLength={64}
            autocomplete="off"
            aria-describedby={`${field}-hint`}
            onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          />
          <datalist id={`${field}-rooms`}>
            {rooms.now.value.answer?.items.map((each) => (
              <option key={each.room} value={each.room}>
                {visible(each.room)}
              </option>
            ))}
          </datalist>
        </p>
        <button type="submit" disabled={typed.trim() === room}>
          {devices.keepRoom}
        </button>
      </form>
      {moving !== undefined && (
        <TwoSteps
          title={devices.moreLeaves}
          ask={(token) =>
            ask('PUT /devices/{device}/room', {
              path: { device: id },
              body: { ...(moving === '' ? {} : { room: moving }), ...token },
            })
          }
          show={({ leavesAgain }) => <LeavesAgain of={leavesAgain} nothing={devices.moreLeavesNothing} />}
          go={devices.moveThere}
          done={devices.roomKept}
          onClose={() => setMoving(undefined)}
        />
      )}
    </section>
  );
}
