import Type from 'typebox';
import type { Language } from '../../../rules/words/speak.ts';
import { notUnderstood, Refusal, refusal } from '../../operations/refusal.ts';
import { Text } from '../../operations/shapes.ts';

/** How a refusal is said over HTTP (RFC 9457). */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly code: string;
  readonly errors?: readonly { readonly path: string; readonly problem: string }[];
  /** What would leave now, with the token for it. */
  readonly look?: unknown;
}

/** What would leave is not what was agreed to: the answer is to look again. */
export class LookAgain extends Error {
  readonly look: unknown;

  constructor(look: unknown) {
    super('look again');
    this.look = look;
  }
}

/** Fastify’s own refusals, as ours. */
const OF_FASTIFY: Readonly<Record<string, Refusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: refusal('too-large'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: refusal('wrong-content-type'),
  FST_ERR_BAD_URL: refusal('no-such-page'),
};

/** The refusal that an error is; undefined for a defect. */
function refusalIn(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof LookAgain) return refusal('look-again');
  if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('FST_ERR_')) return undefined;
  const status = 'statusCode' in error ? error.statusCode : undefined;
  return (
    OF_FASTIFY[String(error.code)] ??
    (typeof status === 'number' && status < 500 ? notUnderstood([{ path: '', problem: 'cannot be read' }]) : undefined)
  );
}

/** Whatever went wrong, in the one shape; a defect says nothing of itself. */
export function problemOf(error: unknown, language: Language): ProblemDetails {
  const refused = refusalIn(error);
  if (refused === undefined) {
    const { title, detail } = DEFECT[language];
    return { type: typeOf('defect'), title, status: 500, detail, code: 'defect' };
  }
  const { code, status, problems } = refused;
  const { title, problem: detail } = refused.in(language);
  return {
    ...{ type: typeOf(code), title, status, detail, code },
    ...(problems.length > 0 ? { errors: problems } : {}),
    ...(error instanceof LookAgain ? { look: error.look } : {}),
  };
}

const DEFECT: Readonly<Record<Language, { readonly title: string; readonly detail: string }>> = {
  en: {
    title: 'Something in the hub is wrong',
    detail: 'the hub could not do that; its log says where it failed, and what was asked for did not happen',
  },
  de: {
    title: 'In der Box stimmt etwas nicht',
    detail:
      'die Box konnte das nicht tun; in ihrem Protokoll steht, wo es scheiterte, und was verlangt war, ist nicht geschehen',
  },
};

function typeOf(code: string): string {
  return `urn:hearthgate:problem:${code}`;
}

export const ProblemShape = Type.Object(
  {
    type: Text,
    title: Text,
    status: Type.Integer(),
    detail: Type.Optional(Text),
    code: Type.String({ description: 'Programs tell problems apart by it.' }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({ path: Type.String({ description: 'RFC 6901 pointer into what was sent.' }), problem: Text }),
        { description: 'All that is wrong with what was sent.' },
      ),
    ),
    look: Type.Optional(Type.Unknown({ description: 'With `look-again`: what would leave now, and its token.' })),
  },
  { title: 'Problem' },
);
