import { ask, type NotDone } from '../api/client.ts';
import type { InvitingCode, Person } from '../api/types.ts';
import { BASE } from '../base.ts';
import { useEffect, useState } from '../framework.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Buttons } from '../parts/fields.tsx';
import { withPassphrase } from '../parts/passphrase-again.tsx';
import { asNotDone, Trouble } from '../parts/trouble.tsx';
import { words } from '../words/words.ts';
import { RoleChoice } from './people.tsx';

export function Invite() {
  const { people } = words();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <p>
        <button type="button" onClick={() => setOpen(true)}>
          {people.invite}
        </button>
      </p>
      {isOpen && <Inviting onClose={() => setOpen(false)} />}
    </>
  );
}

function Inviting({ onClose }: { readonly onClose: () => void }) {
  const { people, shell } = words();
  const [role, setRole] = useState<Person['role']>('viewer');
  const [made, setMade] = useState<InvitingCode>();
  const [failed, setFailed] = useState<NotDone>();
  // Whoever comes in need not be let in by Home Assistant: a link that leads there is none for them.
  const page = BASE === '' ? { page: location.origin } : {};
  const make = () => {
    setFailed(undefined);
    withPassphrase(() => ask('POST /people/invitations', { body: { role, ...page } })).then(setMade, (error: unknown) =>
      setFailed(asNotDone(error)),
    );
  };
  return (
    <Dialog title={people.invite} onClose={onClose}>
      {failed && <Trouble failed={failed} />}
      {made ? (
        <Made of={made} />
      ) : (
        <>
          <RoleChoice value={role} onChange={setRole} />
          <p class="quiet">{people.othersSee}</p>
        </>
      )}
      <Buttons>
        <button type="button" onClick={onClose}>
          {made ? shell.close : shell.cancel}
        </button>
        {!made && (
          <button type="button" onClick={make}>
            {people.makeCode}
          </button>
        )}
      </Buttons>
    </Dialog>
  );
}

/** Shown only now; over when its time is. */
function Made({ of: { code, until, link = '', qr = '' } }: { readonly of: InvitingCode }) {
  const { people } = words();
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), until - Date.now());
    return () => clearTimeout(timer);
  }, [until]);
  if (isOver) return <p role="status">{people.codeOver}</p>;
  return (
    <>
      <p>{people.codeSays(until)}</p>
      <img class="qr" src={`data:image/svg+xml,${encodeURIComponent(qr)}`} alt={people.qr} width="220" height="220" />
      <p>
        {people.code} <code>{code}</code>
      </p>
      <p>
        {people.link} <code>{link}</code>
      </p>
    </>
  );
}
