import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import type { Flow } from '../api/types.ts';
import { Link, pathTo } from '../router.tsx';
import { words } from '../words/words.ts';
import { Answered } from './answer.tsx';
import { Dialog } from './dialog.tsx';
import { fieldName } from './names.ts';

interface WhyProps {
  readonly of: Pick<Flow, 'recipient' | 'name' | 'request' | 'device' | 'field'>;
  readonly onClose: () => void;
}

/** Every rule that mattered for one field and request, the deciding one first, and where to change it. */
export function Why({ of: { recipient, name, request, device, field }, onClose }: WhyProps) {
  const { devices, shell } = words();
  const asking = useAnswer('GET /decisions', { query: { recipient, request, device, field } }, ['consents', 'rules']);
  return (
    <Dialog title={devices.whyTitle(fieldName(field), visible(name))} onClose={onClose}>
      <Answered of={asking}>
        {({ items }) => (
          <>
            {items.map(({ kind, because: [deciding, ...also] }) => (
              <div key={kind}>
                <p>
                  <strong>{kind === 'permit' ? devices.leaves : devices.stays}</strong> {devices.decides} {deciding}
                </p>
                {also.length > 0 && <p>{devices.also}</p>}
                <ul>
                  {also.map((each) => (
                    <li key={each}>{each}</li>
                  ))}
                </ul>
              </div>
            ))}
          </>
        )}
      </Answered>
      <p>
        <Link to={pathTo('recipients', recipient)}>{devices.changeIt(visible(name))}</Link>
      </p>
      <button type="button" onClick={onClose}>
        {shell.close}
      </button>
    </Dialog>
  );
}
