/** The guards a case can name. Each stands in guards.ts with what takes its place while it is switched off. */
export type GuardName =
  | 'framing guard'
  | 'first byte'
  | 'packet form'
  | 'CONNECT form'
  | 'UTF-8'
  | 'properties'
  | 'filter syntax'
  | 'right to publish'
  | 'right to subscribe'
  | 'right to receive'
  | 'subset of the grants'
  | 'own response topics'
  | 'stored filters'
  | 'authentication'
  | 'QoS 2 memory'
  | 'unreleased messages'
  | 'share of the retained store'
  | 'JSON reader'
  | 'field reader'
  | 'type of a value'
  | 'signature'
  | 'manifest form'
  | 'pinned key'
  | 'names and bases'
  | 'lock of the directory'
  | 'consent in force'
  | 'input schema'
  | 'pairing code'
  | 'one use of the code'
  | 'nonce'
  | 'TLS for newcomers'
  | 'topics of newcomers'
  | 'form of a hello'
  | 'plain text'
  | 'number seen'
  | 'owner of a discovery'
  | 'apps beside devices'
  | 'names of the hub'
  | 'own pages alone'
  | 'token of the page'
  | 'session'
  | 'roles'
  | 'passphrase typed again'
  | 'passphrases that are tried first'
  | 'right passphrase'
  | 'same work for every name'
  | 'five tries'
  | 'codes are good once'
  | 'wrong answers wait'
  | 'rate of requests'
  | 'listed proxies'
  | 'JSON of a request'
  | 'own sessions alone'
  | 'second session for a second sign-in'
  | 'invitations end with their maker'
  | 'visible names'
  | 'address with a port'
  | 'one spelling of an address'
  | 'JSON alone'
  | 'one host'
  | 'one cookie'
  | 'methods of the hub'
  | 'method of the first line'
  | 'strict HTTP'
  | 'answers for own pages alone'
  | 'connections of one address'
  | 'one network, one address'
  | 'topics of others are not proposed'
  | 'whose name it is by now'
  | 'names of the home'
  | LimitName
  | ServerLimit;

/** Limits of the broker are switched off by setting them out of reach. */
export type LimitName =
  | 'limit: CONNECT bytes'
  | 'limit: packet bytes'
  | 'limit: newcomer bytes'
  | 'limit: newcomers'
  | 'limit: time for a CONNECT'
  | 'limit: time for a packet'
  | 'limit: filters'
  | 'limit: connections'
  | 'limit: connections of one address'
  | 'limit: wrong passwords'
  | 'limit: rate'
  | 'limit: keep-alive'
  | 'limit: queue'
  | 'limit: unsent bytes'
  | 'limit: sessions';

/** Those of Node's servers, which near.ts and guards-page.ts bring within reach or take away. */
export type ServerLimit =
  | 'limit: time for a handshake'
  | 'limit: time for headers'
  | 'limit: time for a request'
  | 'limit: time between requests'
  | 'limit: bytes of headers'
  | 'limit: bytes of a body'
  | 'limit: length of an address';

const off = new Set<GuardName>();

export function isOff(guard: GuardName): boolean {
  return off.has(guard);
}

/** Runs with the guards switched off, and on again whatever happens. */
export async function without<T>(guards: readonly GuardName[], run: () => Promise<T>): Promise<T> {
  for (const guard of guards) off.add(guard);
  try {
    return await run();
  } finally {
    off.clear();
  }
}
