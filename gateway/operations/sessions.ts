import Type from 'typebox';
import { Codes } from '../household/codes.ts';
import { type Person, ROLES } from '../household/people.ts';
import { isFresh, type Session, tokenOf } from '../household/sessions.ts';
import type { Hub } from '../main.ts';
import { type Caller, operation, unsaved } from './operation.ts';
import { chosen, mustFit, right, tried } from './passphrases.ts';
import { nameOf } from './people.ts';
import { refusal } from './refusal.ts';
import { Count, Millis, NotKept, oneOf, Text } from './shapes.ts';

const Said = Type.String({ maxLength: 4096 });
const Name = Type.String({ minLength: 1, maxLength: 128 });
const NewPerson = Type.Object({ code: Type.String({ maxLength: 64 }), name: Name, passphrase: Said });
const SignedIn = Type.Object(
  {
    person: Text,
    name: Text,
    role: oneOf(ROLES),
    token: Type.String({ description: 'To be sent as x-hearthgate-token with everything that is no GET.' }),
    secret: Type.Optional(Type.String({ description: 'What the cookie holds; over HTTP it is only there.' })),
  },
  { title: 'SignedIn' },
);
const Place = Type.Object(
  {
    id: Text,
    person: Text,
    device: Type.String({ description: 'What it was signed in with.' }),
    since: Millis,
    lastUsed: Type.String({ format: 'date', description: 'The day, and no finer.' }),
    here: Type.Boolean(),
  },
  { title: 'Place' },
);
const Ended = Type.Object({ ended: Count, notKept: NotKept });
const Nothing = Type.Object({});

/** Coming in, and where people are signed in. */
export const sessions = {
  /**
   * Makes the hub somebody's, or lets somebody back in who has the box: whoever has a setup code is an owner from then on.
   * Under the name of somebody who is here it is their new passphrase, and every session of theirs ends.
   */
  claim: operation(NewPerson, SignedIn, async (hub, { code, name: said, passphrase }, caller) => {
    const name = nameOf(said);
    mustFit(passphrase, name);
    const now = hub.clock.now();
    await tried(hub, 'setup code', caller, 'wrong-code', async () => hub.codes.look(Codes.claiming(code), code, now));
    const kept = await chosen(hub, passphrase);
    const known = hub.people.named(name);
    const person = once(hub, code, () => {
      if (known) hub.people.reclaim(known, kept);
      return known ?? hub.people.join(name, 'owner', kept, 'setup code', now);
    });
    hub.sessions.end((session) => session.person === person.id);
    // In the same moment: whoever knows the passphrase of before finds nothing open in between.
    const signedIn = begun(hub, person.id, caller);
    // Perhaps whoever was there before invited themselves.
    hub.codes.endInvitations();
    await hub.claimed();
    return signedIn;
  }),
  'invitation accept': operation(NewPerson, SignedIn, async (hub, { code, name: said, passphrase }, caller) => {
    const name = nameOf(said);
    mustFit(passphrase, name);
    const now = hub.clock.now();
    const look = async () => hub.codes.look('invitation', code, now);
    const role = await tried(hub, 'invitation', caller, 'wrong-code', look);
    if (hub.people.named(name)) throw refusal('name-taken');
    const kept = await chosen(hub, passphrase);
    if (hub.people.named(name)) throw refusal('name-taken');
    const person = once(hub, code, () => hub.people.join(name, role, kept, 'invitation', now));
    hub.events.changed('people');
    return begun(hub, person.id, caller);
  }),
  'session begin': operation(
    Type.Object({ name: Name, passphrase: Said }),
    SignedIn,
    async (hub, { name, passphrase }, caller) => {
      const person = hub.people.named(name);
      await right(hub, person, passphrase, caller, `nobody ${name.normalize('NFC').trim().toLowerCase()}`);
      return begun(hub, person?.id ?? '', caller);
    },
  ),
  /** Types the passphrase once more, for what lets more out. */
  'session renew': operation(
    Type.Object({ passphrase: Said }),
    Type.Object({ typed: Millis }),
    async (hub, { passphrase }, caller) => {
      const { session, person } = ownOf(hub, caller);
      await right(hub, person, passphrase, caller);
      const typed = hub.clock.now();
      hub.sessions.typed(session, typed);
      return { typed };
    },
  ),
  'session show': operation(
    Nothing,
    Type.Object(
      {
        person: Text,
        name: Text,
        role: oneOf(ROLES),
        fresh: Type.Boolean({ description: 'Whether the passphrase was typed within the last 15 minutes.' }),
        token: Type.Optional(Type.String({ description: 'The one that signing in gave; no other page can read it.' })),
      },
      { title: 'Session' },
    ),
    (hub, _, caller) => {
      const { session, person } = ownOf(hub, caller);
      const { id, name, role } = person;
      const { token } = caller;
      return { person: id, name, role, fresh: isFresh(session, hub.clock.now()), ...(token && { token }) };
    },
  ),
  'session end': operation(Nothing, Ended, (hub, _, caller) => {
    const { session } = ownOf(hub, caller);
    return { ended: hub.sessions.end(({ id }) => id === session.id), ...unsaved(hub) };
  }),
  /** Everybody's, for whoever may decide: who can look in, and where. Viewers see their own. */
  'place list': operation(Nothing, Type.Array(Place), (hub, _, caller) => {
    const own = caller.session && ownOf(hub, caller).person;
    const people = own?.role === 'viewer' ? [own] : hub.people.all();
    return people.flatMap(({ id }) => hub.sessions.of(id)).map((session) => told(session, caller));
  }),
  'place end': operation(Type.Object({ id: Type.String({ maxLength: 64 }) }), Ended, (hub, { id }, caller) => {
    const own = caller.session && ownOf(hub, caller).person;
    const isTheirs = (session: Session) =>
      session.id === id && (own === undefined || own.role === 'owner' || session.person === own.id);
    const ended = hub.sessions.end(isTheirs);
    if (ended === 0) throw refusal('no-such-session');
    return { ended, ...unsaved(hub) };
  }),
  /** All others of one's own; an owner may also say of everybody. */
  'place end-others': operation(
    Type.Object({ everybody: Type.Optional(Type.Boolean()) }),
    Ended,
    (hub, { everybody = false }, caller) => {
      const own = caller.session && ownOf(hub, caller);
      if (everybody && own && own.person.role !== 'owner') throw refusal('not-allowed', 'owner');
      const isOther = ({ id, person }: Session) =>
        own === undefined || (id !== own.session.id && (everybody || person === own.person.id));
      return { ended: hub.sessions.end(isOther), ...unsaved(hub) };
    },
  ),
};

/** Who asks, in which session. */
function ownOf(hub: Hub, { session }: Caller): { readonly session: Session; readonly person: Person } {
  const person = session && hub.people.get(session.person);
  if (!person) throw refusal('not-signed-in');
  return { session, person };
}

/** What a code is good for, done together with its end; refused where somebody was faster. */
function once<T>(hub: Hub, code: string, make: () => T): T {
  return hub.together(() => {
    if (!hub.codes.use(code)) throw refusal('wrong-code');
    return make();
  });
}

function begun(hub: Hub, id: string, { from }: Caller) {
  const person = hub.people.get(id);
  if (!person) throw refusal('no-such-person');
  const { secret } = hub.sessions.begin(id, from?.device ?? 'the command line', hub.clock.now());
  return { person: id, name: person.name, role: person.role, token: tokenOf(secret), secret };
}

function told({ id, person, device, begun, used }: Session, { session }: Caller) {
  return {
    ...{ id, person, device, since: begun },
    lastUsed: new Date(used).toISOString().slice(0, 10),
    here: session?.id === id,
  };
}
