import { type Sentences, speak } from '../../../rules/words/speak.ts';

/** Why the hub is not, or not wholly, connected to a broker; `problemWords` says it to people. */
export type Problem =
  | { readonly why: 'not an address' | 'password in the address' | 'not in the home' | 'this hub' }
  | { readonly why: 'name not found' | 'refused' | 'no answer' | 'unreachable' | 'ended' }
  /** It does not speak TLS there, or it speaks nothing else. */
  | { readonly why: 'no TLS' | 'no MQTT' }
  | { readonly why: 'certificate'; readonly code: string; readonly fingerprint?: string }
  | { readonly why: 'no trust' }
  | { readonly why: 'user or password' | 'busy' }
  | { readonly why: 'refused it'; readonly code: number }
  /** `may`: of the usual ones, those that it does let this user read. */
  | { readonly why: 'filters'; readonly refused: readonly string[]; readonly may: readonly string[] }
  | { readonly why: 'too large' }
  | { readonly why: 'the disk' };

/** Why, and what to do. */
export function problemWords(problem: Problem, { brokers }: Sentences): string {
  switch (problem.why) {
    case 'certificate':
      return certificateWords(problem, brokers.certificate);
    case 'refused it':
      return brokers.refusedIt(problem.code);
    case 'filters':
      return brokers.filters(problem.refused.join(', '), problem.may.join(', '));
    default:
      return brokers.problems[problem.why];
  }
}

/** The same at a command line, which has an option for some of it. */
export function commandWords(problem: Problem): string {
  const option =
    problem.why === 'filters' ? problem.may.map((filter) => `--topic '${filter}'`).join(' ') : OPTIONS[problem.why];
  const says = problemWords(problem, speak('en'));
  return option ? `${says} (${option})` : says;
}

const OPTIONS: Partial<Readonly<Record<Problem['why'], string>>> = {
  'password in the address': '--password-file, or standard input',
  certificate: '--ca',
  'no trust': '--ca',
  'too large': '--topic',
};

function certificateWords(
  { code, fingerprint }: Extract<Problem, { why: 'certificate' }>,
  say: Sentences['brokers']['certificate'],
): string {
  const shown = fingerprint === undefined ? '' : ` ${say.shown(fingerprint)}`;
  const what =
    code === 'CERT_HAS_EXPIRED' ? say.over : code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? say.otherName : say.stranger;
  return `${what}.${shown} ${say.compare}`;
}
