import { visible } from '../../../../rules/visible.ts';
import { ask } from '../api/client.ts';
import { useList } from '../api/lists.ts';
import type { Person } from '../api/types.ts';
import { useState } from '../framework.ts';
import type { PageProps } from '../pages.ts';
import { act } from '../parts/act.ts';
import { Answered } from '../parts/answer.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Buttons, Choice } from '../parts/fields.tsx';
import { RestOf } from '../parts/more-of.tsx';
import { Link } from '../router.tsx';
import { mayDecide, me } from '../session.ts';
import { words } from '../words/words.ts';
import { Invite } from './people-invite.tsx';
import { ChangePassphrase } from './people-passphrase.tsx';
import { Places } from './people-places.tsx';
import { Worried } from './people-worried.tsx';

/** Who may look and decide, and where they are signed in. */
export function People({ parts: [part] }: PageProps) {
  if (part === 'worried') return <Worried />;
  return <Everybody />;
}

function Everybody() {
  const { people, shell } = words();
  const asking = useList('GET /people', {}, ['people']);
  return (
    <>
      <h1 tabIndex={-1}>{shell.people}</h1>
      <Answered of={asking}>
        {({ items, total }) => (
          <>
            <ul class="cards">
              {items.map((person) => (
                <PersonCard key={person.id} person={person} again={asking.again} />
              ))}
            </ul>
            <RestOf shown={items.length} total={total} more={asking.more} />
          </>
        )}
      </Answered>
      <details>
        <summary>{people.rolesTitle}</summary>
        <ul>
          <li>{people.mayOwner}</li>
          <li>{people.mayAdult}</li>
          <li>{people.mayViewer}</li>
        </ul>
      </details>
      {mayDecide() && <Invite />}
      <h2>{people.places}</h2>
      <Places />
      <h2>{people.passphrase}</h2>
      <ChangePassphrase />
      <h2>{people.worriedTitle}</h2>
      <p>
        <Link to="/people/worried">{people.worried}</Link>
      </p>
    </>
  );
}

function PersonCard({ person, again }: { readonly person: Person; readonly again: () => void }) {
  const { people } = words();
  const [open, setOpen] = useState<'role' | 'remove'>();
  const close = () => setOpen(undefined);
  const isOwner = me.value?.role === 'owner';
  return (
    <li class="card">
      <h2>
        {visible(person.name)} {person.you && <span class="quiet">({people.you})</span>}
      </h2>
      <p>
        {people.role[person.role]} · {people.since(person.since)} · {people.signedIn(person.places)}
      </p>
      <p>
        <Link to={`/activity?person=${encodeURIComponent(person.id)}`}>{people.didWhat}</Link>
      </p>
      {isOwner && (
        <Buttons>
          <button type="button" onClick={() => setOpen('role')}>
            {people.changeRole}
            <span class="unseen"> {visible(person.name)}</span>
          </button>
          <button type="button" onClick={() => setOpen('remove')}>
            {people.remove}
            <span class="unseen"> {visible(person.name)}</span>
          </button>
        </Buttons>
      )}
      {open === 'role' && <ChangeRole person={person} onClose={close} onDone={again} />}
      {open === 'remove' && <Remove person={person} onClose={close} onDone={again} />}
    </li>
  );
}

interface AboutProps {
  readonly person: Person;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function ChangeRole({ person, onClose, onDone }: AboutProps) {
  const { people, shell } = words();
  const [role, setRole] = useState<Person['role']>(person.role);
  const set = async () => {
    onClose();
    const path = { person: person.id };
    await act(() => ask('PUT /people/{person}/role', { path, body: { role } }), people.roleSet(person.name), false);
    onDone();
  };
  return (
    <Dialog title={people.roleOf(visible(person.name))} onClose={onClose}>
      <RoleChoice value={role} onChange={setRole} />
      <p class="quiet">{people.othersSee}</p>
      <Buttons>
        <button type="button" onClick={onClose}>
          {shell.cancel}
        </button>
        <button type="button" onClick={set} disabled={role === person.role}>
          {people.changeRole}
        </button>
      </Buttons>
    </Dialog>
  );
}

export function RoleChoice({ value, onChange }: { value: Person['role']; onChange: (role: Person['role']) => void }) {
  const { people } = words();
  const roles = me.value?.role === 'owner' ? (['viewer', 'adult', 'owner'] as const) : (['viewer'] as const);
  const says = { viewer: people.mayViewer, adult: people.mayAdult, owner: people.mayOwner };
  return (
    <Choice
      legend={people.asWhat}
      value={value}
      onChange={onChange}
      options={roles.map((role) => ({ value: role, label: people.role[role], says: says[role] }))}
    />
  );
}

/** Letting somebody go ends at once what they see and do; to come back they are invited anew. */
function Remove({ person, onClose, onDone }: AboutProps) {
  const { people, shell } = words();
  const remove = async () => {
    onClose();
    const path = { person: person.id };
    await act(() => ask('DELETE /people/{person}', { path }), people.removed(visible(person.name)), false);
    onDone();
  };
  return (
    <Dialog title={people.removeTitle(visible(person.name))} onClose={onClose}>
      <p>{people.removeSays}</p>
      <p class="quiet">{people.othersSee}</p>
      <Buttons>
        <button type="button" onClick={onClose}>
          {shell.cancel}
        </button>
        <button type="button" onClick={remove}>
          {people.remove}
        </button>
      </Buttons>
    </Dialog>
  );
}
