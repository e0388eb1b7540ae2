import { exportJWK, generateKeyPair } from 'jose';
import { expect } from 'vitest';
import type { Commanded } from '../commander.ts';
import type { CommandGuard } from './command-guards.ts';

/** A command that somebody outside tries, and what has to stop it. */
export interface CommandCase {
  readonly id: string;
  readonly done: string;
  /** With all of these switched off the command reaches the device. */
  readonly guard: readonly CommandGuard[];
  run(at: Commanded): Promise<void>;
}

const MINUTE = 60_000;
const seconds = (ms: number) => Math.floor(ms / 1000);

function claims(id: string, done: string, guard: readonly CommandGuard[], change: (at: Commanded) => object) {
  return { id, done, guard, run: (at: Commanded) => at.send(at.right(change(at))) };
}

const arguments_ = (id: string, done: string, given: object, more: readonly CommandGuard[] = []) =>
  claims(id, done, ['arguments', ...more], () => ({ arguments: given }));

/** Every one is sealed for the home and, where not said otherwise, signed by the maker and right in everything else. */
export const commandCases: readonly CommandCase[] = [
  {
    ...{ id: 'CD-01', done: 'signed by somebody else under the maker’s key id', guard: ['signature'] },
    async run(at) {
      const { encryption, commands } = at.house.acme.keys;
      const forger = { privateKey: (await stranger()).privateKey, jwk: commands.jwk };
      await at.send(at.right(), { signer: forger });
      await at.send(at.right(), { signer: { ...forger, jwk: encryption.jwk } });
    },
  },
  {
    ...{ id: 'CD-02', done: 'signed with the key that signs manifests', guard: ['signature'] },
    run: (at) => at.send(at.right(), { signer: at.house.acme.keys.manifest }),
  },
  {
    ...{ id: 'CD-03', done: 'a key of its own in the header, and signed with that', guard: ['headers', 'signature'] },
    async run(at) {
      const { privateKey, publicKey } = await stranger();
      const { kty, crv, x, y } = await exportJWK(publicKey);
      const signer = { privateKey, jwk: at.house.acme.keys.commands.jwk };
      await at.send(at.right(), { signer, jwsHeader: { jwk: { kty, crv, x, y } } });
    },
  },
  {
    ...{ id: 'CD-04', done: 'a member in the outer header that asks for rules nobody knows', guard: ['headers'] },
    run: (at) => at.send(at.right(), { jweHeader: { x5u: 'https://evil.example/key' } }),
  },
  {
    ...{ id: 'CD-05', done: 'encrypted in another way than the contract’s', guard: ['headers'] },
    run: (at) => at.send(at.right(), { jweHeader: { alg: 'ECDH-ES+A256KW' } }),
  },
  {
    ...{ id: 'CD-06', done: 'larger than 8 KiB', guard: ['size'] },
    run: (at) => at.send(at.right(), { jweHeader: { apu: 'A'.repeat(9000) } }),
  },
  claims('CD-07', 'for another home', ['audience'], () => ({ aud: 'AAAAAAAAAAAAAAAAAAAAAA' })),
  claims('CD-08', 'in the name of another recipient', ['audience'], () => ({ iss: 'volt-insight' })),
  {
    ...{ id: 'CD-09', done: 'another thing that the maker signed with the same key', guard: ['type'] },
    run: (at) => at.send(at.right(), { jwsHeader: { typ: 'hearthgate-manifest+jws' } }),
  },
  {
    ...{ id: 'CD-10', done: 'the same bytes once more', guard: ['sequence', 'seen'] },
    async run(at) {
      const sealed = await at.seal(at.right({ name: 'boost', arguments: { minutes: 119 } }));
      const heard = at.heard();
      await at.house.acme.cloud.command(at.home, sealed);
      await heard;
      at.told.pop();
      await at.house.acme.cloud.command(at.home, sealed);
    },
  },
  claims('CD-11', 'a number below one that was seen', ['sequence'], () => ({ seq: 3 })),
  {
    ...{ id: 'CD-12', done: 'the same name of a command under a higher number', guard: ['seen'] },
    async run(at) {
      const heard = at.heard();
      const first = at.right({ name: 'boost', arguments: { minutes: 118 } });
      await at.send(first);
      await heard;
      at.told.pop();
      await at.send(at.right({ jti: first.jti }));
    },
  },
  claims('CD-13', 'six minutes old', ['age'], ({ house }) => ({ iat: seconds(house.clock.now() - 6 * MINUTE) })),
  claims('CD-14', 'two minutes ahead', ['age'], ({ house }) => ({ iat: seconds(house.clock.now() + 2 * MINUTE) })),
  {
    ...{ id: 'CD-15', done: 'kept for an hour, until the hub’s clock is set back', guard: ['clock'] },
    async run(at) {
      const old = at.right();
      await at.house.clock.advance(60 * MINUTE);
      await at.settled();
      at.house.clock.turnBack(62 * MINUTE);
      await at.send({ ...at.right(), iat: old.iat });
      // While it does not know the time the hub does not even listen.
      await at.looked().catch(() => undefined);
      at.house.clock.turnBack(-62 * MINUTE);
      await expect.poll(() => at.house.hub.clock.knowsTime).toBe(true);
      const isHeard = () =>
        at.settled().then(
          () => true,
          () => false,
        );
      await expect.poll(isHeard, { timeout: 20_000 }).toBe(true);
    },
  },
  {
    ...{ id: 'CD-16', done: 'to a stand-in name that the household renewed', guard: ['current epoch'] },
    async run(at) {
      const old = at.right();
      await at.house.do('recipient new-codes', { recipient: 'acme-heating' });
      await at.send(old);
      await at.looked();
      await at.learnName();
    },
  },
  claims('CD-17', 'something that nobody answered', ['allowance'], () => ({ name: 'open-valve', arguments: {} })),
  {
    ...{ id: 'CD-18', done: 'after the household took it back', guard: ['allowance'] },
    async run(at) {
      await at.house.do('command withdraw', { command: 'set-target' });
      await at.send(at.right());
      await at.looked();
      await at.allow();
    },
  },
  {
    ...{ id: 'CD-19', done: 'after the household said no', guard: ['allowance'] },
    async run(at) {
      await at.house.do('command refuse', { recipient: 'acme-heating', command: 'set-target' });
      await at.send(at.right());
      await at.looked();
      await at.allow();
    },
  },
  {
    ...{ id: 'CD-20', done: 'outside of the hours that were allowed', guard: ['allowance'] },
    async run(at) {
      const hour = (new Date(at.house.clock.now()).getUTCHours() + 5) % 24;
      const from = `${String(hour).padStart(2, '0')}:00`;
      const to = `${String((hour + 1) % 24).padStart(2, '0')}:00`;
      await at.allow({ schedule: { from, to } });
      await at.send(at.right());
      await at.looked();
      await at.allow();
    },
  },
  {
    ...{ id: 'CD-21', done: 'while the household has stopped the device', guard: ['standing rules'] },
    async run(at) {
      await at.house.do('sharing stop', { device: 'thermostat' });
      await at.send(at.right());
      await at.looked();
      await at.house.do('sharing resume', { device: 'thermostat', confirmed: true });
    },
  },
  claims('EG-07a', 'measure and report more often', ['allowance', 'never by command'], () => ({
    name: 'set-upload-interval',
    arguments: { seconds: 1 },
  })),
  arguments_('CD-22', 'a value beyond its bounds', { celsius: 95 }),
  arguments_('EG-07b', 'one argument more than declared, debug', { celsius: 21, debug: true }),
  arguments_('CD-23', 'a text where a number was declared', { celsius: '21' }),
  arguments_('CD-24', 'a missing argument', {}),
  arguments_('CD-25', 'an argument that holds others', { celsius: { value: 21, topic: '#' } }, ['shape']),
  claims('CD-26', 'a claim more than the contract has', ['shape'], () => ({ reply_to: 'acme/answers' })),
  claims('CD-27', 'another version of the contract', ['shape'], () => ({ v: 2 })),
  {
    ...{ id: 'CD-28', done: 'seven in a minute', guard: ['rate'] },
    async run(at) {
      await at.house.clock.advance(2 * MINUTE);
      for (let i = 0; i < 6; i++) {
        const heard = at.heard();
        await at.send(at.right({ name: 'boost', arguments: { minutes: 100 + i } }));
        await heard;
        at.told.pop();
      }
      await at.send(at.right());
    },
  },
];

const stranger = () => generateKeyPair('ES256', { extractable: true });
