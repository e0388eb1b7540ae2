import Type from 'typebox';
import { renderSVG } from 'uqr';
import type { Actor } from '../household/ledger/entries.ts';
import { type Person, personName, ROLES, reaches } from '../household/people.ts';
import { isFresh } from '../household/sessions.ts';
import type { Hub } from '../main.ts';
import { type Caller, operation, unsaved } from './operation.ts';
import { chosen, mustFit, right } from './passphrases.ts';
import { refusal } from './refusal.ts';
import { Count, Millis, NotKept, oneOf, Text } from './shapes.ts';

const Who = Type.Object({ person: Type.String({ maxLength: 64 }) });
const Role = oneOf(ROLES);
const PersonShape = Type.Object(
  {
    id: Text,
    name: Text,
    role: Role,
    since: Millis,
    you: Type.Boolean(),
    places: Type.Integer({ minimum: 0, description: 'Where they are signed in.' }),
  },
  { title: 'Person' },
);
const ChangedPerson = Type.Object({ ...PersonShape.properties, notKept: NotKept }, { title: 'ChangedPerson' });
const Code = Type.Object(
  {
    code: Type.String({ description: 'Shown only now, good once.' }),
    until: Millis,
    link: Type.Optional(Type.String({ description: 'The page where it is used, with the code behind a #.' })),
    qr: Type.Optional(Type.String({ description: 'The same as a picture, SVG.' })),
  },
  { title: 'InvitingCode' },
);

/** Who may ask the hub, as what, and who is let in. */
export const people = {
  'person list': operation(Type.Object({}), Type.Array(PersonShape), (hub, _, caller) =>
    hub.people.all().map((person) => told(hub, person, caller)),
  ),
  /** `page` is where the page is for whoever invites: the link leads there. */
  'person invite': operation(
    Type.Object({
      role: Role,
      page: Type.Optional(Type.String({ maxLength: 300, pattern: '^https?://[\\w.:[\\]-]+$' })),
    }),
    Code,
    (hub, { role, page }, caller) => {
      if (caller.session && role !== 'viewer') mustBe(hub, 'owner', caller);
      const now = hub.clock.now();
      const made = hub.recorded([{ type: 'code.made', kind: 'invitation', role }], caller.by, () =>
        hub.codes.make('invitation', role, now),
      );
      if (page === undefined) return made;
      const link = `${page}/join#code=${made.code}`;
      return { ...made, link, qr: renderSVG(link, { ecc: 'M', border: 4 }) };
    },
  ),
  'person role': operation(
    Type.Object({ person: Type.String({ maxLength: 64 }), role: Role }),
    ChangedPerson,
    (hub, { person: id, role }, caller) => {
      const person = known(hub, id);
      if (role !== 'owner' && hub.people.isLastOwner(id)) throw refusal('last-owner');
      // Becoming less takes no passphrase, becoming more does.
      const isMore = reaches(role, person.role) && role !== person.role;
      if (isMore || isAnotherOwner(person, caller)) mustBeFresh(hub, caller);
      hub.people.setRole(person, role, caller.by);
      endInvitations(hub, caller.by);
      hub.events.changed('people');
      return { ...told(hub, known(hub, id), caller), ...unsaved(hub) };
    },
  ),
  /** Owners let anybody go, and everybody may go. */
  'person remove': operation(
    Who,
    Type.Object({ removed: Text, places: Count, notKept: NotKept }),
    (hub, { person: id }, caller) => {
      const person = known(hub, id);
      if (caller.session && caller.session.person !== id) mustBe(hub, 'owner', caller);
      if (isAnotherOwner(person, caller)) mustBeFresh(hub, caller);
      if (hub.people.isLastOwner(id)) throw refusal('last-owner');
      const places = hub.sessions.end((session) => session.person === id);
      hub.people.leave(person, caller.by, hub.clock.now());
      // Perhaps they invited themselves.
      endInvitations(hub, caller.by);
      hub.events.changed('people');
      return { removed: person.name, places, ...unsaved(hub) };
    },
  ),
  /** One's own, with the one before; everywhere else one is signed out. */
  'person passphrase': operation(
    Type.Object({ passphrase: Text, next: Text }),
    Type.Object({ changed: Type.Literal(true), places: Type.Integer({ description: 'Signed out of.' }) }),
    async (hub, { passphrase, next }, caller) => {
      const { session } = caller;
      if (!session) throw refusal('not-signed-in');
      const person = known(hub, session.person);
      await right(hub, person, passphrase, caller);
      mustFit(next, person.name);
      const kept = await chosen(hub, next);
      // Ended while it was made: somebody else may have been given back what this session would take.
      if (!hub.sessions.isOpen(session.id, hub.clock.now())) throw refusal('not-signed-in');
      hub.people.setPassphrase(known(hub, person.id), kept);
      // Perhaps whoever else knew the passphrase invited themselves.
      if (person.role !== 'viewer') hub.codes.endInvitations();
      const places = hub.sessions.end((each) => each.person === person.id && each.id !== session.id);
      hub.sessions.typed(session, hub.clock.now());
      return { changed: true, places };
    },
  ),
  /** Only for whoever stands at the hub. On a claimed one it stands in the ledger, where every adult sees it. */
  'setup-code': operation(
    Type.Object({}),
    Type.Object({ code: Text, until: Millis, claimed: Type.Boolean() }, { title: 'SetupCode' }),
    (hub, _, { by }) => {
      const claimed = hub.people.isClaimed;
      const now = hub.clock.now();
      const make = () => hub.codes.make('setup', 'owner', now);
      if (!claimed) return { ...make(), claimed };
      return { ...hub.recorded([{ type: 'code.made', kind: 'setup', role: 'owner' }], by, make), claimed };
    },
  ),
};

/** A name as it is kept. */
export function nameOf(said: string): string {
  const name = personName(said);
  if (name === undefined) {
    throw refusal(
      'not-understood',
      "/name is no name; write one of at most 40 letters of one alphabet, digits, spaces and . ’ ' -",
    );
  }
  return name;
}

function known(hub: Hub, id: string): Person {
  const person = hub.people.get(id);
  if (!person) throw refusal('no-such-person');
  return person;
}

function endInvitations(hub: Hub, by: Actor): void {
  hub.lessen([], by, () => hub.codes.endInvitations());
}

/** Of equals: a page that one of them left open is not to put the others out. */
function isAnotherOwner({ id, role }: Person, { session }: Caller): boolean {
  return role === 'owner' && session !== undefined && session.person !== id;
}

function mustBeFresh(hub: Hub, { session }: Caller): void {
  if (session && !isFresh(session, hub.clock.now())) throw refusal('sign-in-again');
}

function mustBe(hub: Hub, role: 'owner', { session }: Caller): void {
  const person = session && hub.people.get(session.person);
  if (!person || !reaches(person.role, role)) throw refusal('not-allowed', role);
}

function told(hub: Hub, { id, name, role, since }: Person, { session }: Caller) {
  return { id, name, role, since, you: session?.person === id, places: hub.sessions.of(id).length };
}
