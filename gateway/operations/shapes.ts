import Type from 'typebox';
import { CATEGORIES, SENSITIVITIES } from '../../rules/field-catalogue.ts';
import { FormSchema } from '../../rules/manifest-schema.ts';

/** Shapes that several operations answer with. One with a title has that name in the API's document. */
export function oneOf<const Words extends readonly string[]>(words: Words, options: Type.TSchemaOptions = {}) {
  return Type.Union(
    words.map((word) => Type.Literal(word)),
    options,
  );
}

export const Text = Type.String();
export const Texts = Type.Array(Text);
export const Count = Type.Integer({ minimum: 0 });
/** Milliseconds since 1970 UTC. */
export const Millis = Type.Integer({ description: 'Milliseconds since 1970 UTC.' });
/** ISO 8601 in UTC. */
export const Time = Type.String({ format: 'date-time' });

/** A word in the home, a number, or true and false: what a device said. */
export const DeviceValue = Type.Union([Type.Number(), Type.Boolean(), Type.String()]);

export const Reveals = {
  category: oneOf(CATEGORIES),
  sensitivity: oneOf(SENSITIVITIES),
};

export const NotKept = Type.Optional(
  Type.String({ description: 'It is in force, and the disk has not taken it yet; why.' }),
);

const Release = Type.Union(
  [
    Type.Object({ release: Type.Literal('slot'), everyMs: Type.Integer() }),
    Type.Object({ release: Type.Literal('live'), withinMs: Type.Integer() }),
  ],
  { title: 'Release' },
);

export const Consent = Type.Object(
  {
    id: Text,
    recipient: Text,
    request: Text,
    manifestVersion: Type.Integer(),
    device: Text,
    field: Text,
    state: oneOf(['given', 'refused', 'withdrawn', 'expired']),
    form: FormSchema,
    release: Release,
    since: Millis,
    until: Type.Optional(Millis),
    ended: Type.Optional(Millis),
    once: Type.Optional(oneOf(['open', 'spent'])),
    schedule: Type.Optional(
      Type.Object({
        days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 })),
        from: Type.Integer({ description: 'Minute of the day.' }),
        to: Type.Integer({ description: 'Minute of the day.' }),
      }),
    ),
    unionSeen: Type.Boolean(),
  },
  { title: 'Consent' },
);

/** Everything a person is shown before deciding. */
export const Words = Type.Object(
  {
    language: Type.String({ description: 'BCP 47.' }),
    title: Text,
    rows: Type.Array(
      Type.Object({
        label: Text,
        text: Text,
        claim: Type.Optional(
          Type.Literal(true, { description: 'The recipient says so, and nothing here enforces it.' }),
        ),
      }),
    ),
  },
  { title: 'Words' },
);

/** What is said of a request however it is shown. */
export const Requested = {
  request: Text,
  version: Type.Integer(),
  purpose: Text,
  sentence: Text,
  ifRefused: Text,
  state: oneOf(['new', 'later', 'answered']),
  origin: oneOf(['vendor', 'household']),
  alsoWants: Type.Optional(
    Type.Array(Text, { description: 'Fields that nobody was asked for when the request was answered.' }),
  ),
  when: Text,
  claims: Type.Object({ keptFor: Text, passedOnTo: Texts, necessity: oneOf(['required', 'optional']), saidBy: Text }),
};

/** What is said of a field that is asked for. */
export const RequestedField = {
  field: Text,
  leaves: Text,
  known: Type.Optional(Type.String({ description: 'What Hearthgate itself knows about whether it is needed.' })),
  changed: Type.Optional(Texts),
  answeredBefore: Type.Optional(oneOf(['given', 'refused', 'withdrawn', 'expired'])),
};

/** Present where it is stopped by itself; a stop of everything is told by `GET /home`. */
export const Stopped = Type.Optional(
  Type.Object({ until: Type.Optional(Time) }, { description: 'Sharing with it, or from it, is stopped.' }),
);

/** What would leave of a field by a choice. */
export const WouldLeave = Type.Object({
  device: Text,
  field: Text,
  leaves: Text,
  when: Type.Optional(Text),
  code: Type.Optional(Text),
  because: Type.Optional(Texts),
  together: Type.Optional(
    Type.String({
      description:
        'What the recipient can work out from all its purposes, where that is more than each alone tells: agreed to apart, as `acceptUnion`.',
    }),
  ),
});

/** What leaves again where nothing holds it back any more. */
export const LeavesAgain = Type.Object({ recipient: Text, device: Text, field: Text, leaves: Text });

/** One way that a field of a device goes to a recipient. */
export const Goes = Type.Object(
  {
    device: Text,
    field: Text,
    recipient: Text,
    name: Text,
    request: Text,
    purpose: Text,
    consent: Text,
    leaves: Text,
    when: Text,
    until: Type.Optional(Time),
    heldBackBy: Type.Optional(Type.String({ description: 'What keeps it home for the time being.' })),
  },
  { title: 'Flow' },
);

/** A day of the household’s calendar. */
export const Day = Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' });
export const Days = { from: Type.Optional(Day), to: Type.Optional(Day) };
const Name = Type.Optional(Type.String({ minLength: 1, maxLength: 256 }));
/** What lists and sums of what left are narrowed by. */
export const Narrowing = { ...Days, recipient: Name, purpose: Name, device: Name, field: Name };
export const LeftState = oneOf(['waiting', 'sent', 'possibly received', 'dropped']);
export const RecipientName = Type.String({ description: 'What the recipient calls itself.' });
export const DeviceName = Type.Optional(
  Type.String({ description: 'What the home calls the device, where it has a name.' }),
);
