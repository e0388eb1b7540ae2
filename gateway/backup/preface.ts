import Type, { type Static } from 'typebox';

const Base64 = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });

/** What a backup says of itself before its files, which follow in this order and one after the other. */
export const Preface = Type.Object(
  {
    /** When it was made; milliseconds since 1970 UTC by the machine's clock. */
    made: Type.Integer({ minimum: 0 }),
    /** The Hearthgate that made it. */
    version: Type.String({ pattern: '^[0-9A-Za-z.+-]{1,32}$' }),
    /** Made for this backup: the databases in it are encrypted and their secrets wrapped under it, as under a root key. */
    key: Base64,
    /** Where the household had its own root key. */
    rootKey: Type.Union([Type.Literal('card'), Type.Literal('file'), Type.Literal('passphrase')]),
    files: Type.Array(
      Type.Object({
        // No name leads out of the folder that the backup is unpacked to.
        name: Type.String({
          pattern: '^(household\\.db|flow\\.db|config\\.yaml|certs/(page/)?[a-z]+(\\.private\\.pem|\\.crt))$',
        }),
        size: Type.Integer({ minimum: 0 }),
      }),
      { maxItems: 32 },
    ),
  },
  { additionalProperties: false },
);
export type Preface = Static<typeof Preface>;
