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

export function problemWords(problem: Problem): string {
  switch (problem.why) {
    case 'not an address':
      return 'that is no address of a broker; write mqtts://host or mqtts://user@host:8883';
    case 'password in the address':
      return 'a password in an address stays in the shell’s history; leave it out, and give it with --password-file or on standard input';
    case 'not in the home':
      return 'mqtt:// is without TLS, and that broker is not in the home network: the password and all values could be read and changed on the way. Use mqtts://';
    case 'this hub':
      return 'that is this hub’s own broker; what speaks there is heard already';
    case 'name not found':
      return 'nobody knows a machine of that name; check the spelling, or use its address';
    case 'refused':
      return 'nothing listens there at that port; check the port, and whether the broker listens on the network and not to its own machine only';
    case 'no answer':
      return 'there was no answer; check the address and port, and firewalls between';
    case 'unreachable':
      return 'there is no way to that address from here';
    case 'ended':
      return 'the broker ended the connection';
    case 'no TLS':
      return 'what listens there does not speak TLS; use the port for mqtts (often 8883), or mqtt:// for a broker in the home without TLS';
    case 'no MQTT':
      return 'what listens there does not answer as a broker; check the port (often 8883 with TLS, 1883 without)';
    case 'certificate':
      return certificateWords(problem);
    case 'no trust':
      return 'that file has no certificate as PEM (-----BEGIN CERTIFICATE-----); --ca takes the certificate of the broker or of the authority that signed it';
    case 'user or password':
      return 'the broker does not let that user in; check the user, its password, and that it may connect';
    case 'busy':
      return 'the broker says that it takes nobody just now';
    case 'refused it':
      return `the broker refused the connection with code ${problem.code}`;
    case 'filters':
      return filterWords(problem);
    case 'too large':
      return 'the broker sent a message larger than any home needs; narrow what is read with --topic';
    case 'the disk':
      return 'the disk takes nothing; what the broker keeps for the hub waits there';
  }
}

function certificateWords({ code, fingerprint }: Extract<Problem, { why: 'certificate' }>): string {
  const shown = fingerprint === undefined ? '' : ` It showed one with the SHA-256 fingerprint ${fingerprint}.`;
  const what =
    code === 'CERT_HAS_EXPIRED'
      ? 'the broker’s certificate is over; renew it there'
      : code === 'ERR_TLS_CERT_ALTNAME_INVALID'
        ? 'the broker’s certificate is for another name; use a name that stands in it, or pin that very certificate with --ca'
        : 'the broker’s certificate is signed by nobody that this hub trusts; give the certificate of its authority, or its own, with --ca';
  return `${what}.${shown} Compare it at the broker: openssl x509 -noout -fingerprint -sha256 -in <its certificate>`;
}

function filterWords({ refused, may }: Extract<Problem, { why: 'filters' }>): string {
  const narrower =
    may.length === 0
      ? 'let it read the topics of your devices there'
      : `it may read ${may.join(', ')}: attach with ${may.map((filter) => `--topic '${filter}'`).join(' ')}, or let it read more there`;
  return `the broker does not let this user read ${refused.join(', ')}; ${narrower}`;
}
