import { once } from 'node:events';
import { createServer } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { createServerIdentity } from '../../device-sim/vendors/authority.ts';
import { openHome } from './home.ts';
import { Relay, type Way } from './relay.ts';

/** A server with a good name and somebody else's authority; what it was told. */
async function impostor(): Promise<{ port: number; told: Buffer[] }> {
  const { key, cert } = await createServerIdentity('Somebody else');
  const told: Buffer[] = [];
  const server = createServer({ key, cert }, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (part: Buffer) => told.push(part));
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : 0, told };
}

const ENDS: readonly Way[] = ['refuse', 'silent', 'reset', 'cut', 'half', 'elsewhere'];

test('promises 7 and 8: whatever the way to a vendor does, the home goes on, and each reading arrives once', async () => {
  const other = await impostor();
  let relay: Relay | undefined;
  const home = await openHome({
    way: async (url) => {
      relay = new Relay(Number(new URL(url).port), other.port);
      return `mqtts://127.0.0.1:${await relay.start()}`;
    },
  });
  if (!relay) throw new Error('nobody asked for the way');
  const way = relay;
  const { receiver } = home.acme;
  const arrives = async () => {
    const before = receiver.batches.length;
    await expect.poll(() => receiver.batches.length, { timeout: 20_000, message: 'batches' }).toBeGreaterThan(before);
  };
  await arrives();
  for (const fault of ENDS) {
    await way.become(fault);
    if (fault !== 'refuse') await expect.poll(() => way.met, { timeout: 20_000, message: fault }).toBeGreaterThan(0);
    await home.serves();
    if (fault === 'silent') await way.become('refuse');
    await way.become('clear');
    await arrives();
  }
  for (const slower of ['late', 'stalled'] as const) {
    await way.become(slower);
    await home.serves();
    await way.become('clear');
    await arrives();
  }
  // What was told to nobody knows who was told nothing.
  expect(Buffer.concat(other.told)).toHaveLength(0);
  // A vendor that takes and never answers, and one that hangs up on each batch.
  for (const answer of ['hang', 'disconnect'] as const) {
    home.acme.cloud.answer(answer);
    await home.serves();
    home.acme.cloud.answer('receive');
    if (answer === 'hang') await way.become('refuse').then(() => way.become('clear'));
    await arrives();
  }
  await home.check();
}, 150_000);
