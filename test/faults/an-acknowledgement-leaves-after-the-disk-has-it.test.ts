import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openHome } from './home.ts';
import { strace } from './strace.ts';

test('promise 7: of one publish the journal is written, then synced, and only then its PUBACK leaves', async () => {
  const home = await openHome();
  const [speaker] = home.speakers;
  // A CONNACK is as long as a PUBACK: both devices are in and silent before anything is looked at.
  await Promise.all(home.speakers.map((each) => each.heard(1).then(() => each.finish())));
  const { ports, process } = home.hub;
  const seen = await strace(
    process.pid ?? 0,
    join(home.dir, 'trace'),
    '-yy',
    '-e',
    'trace=pwrite64,fsync,fdatasync,write,writev,sendto,sendmsg',
  );
  const heard = speaker?.heard(1);
  speaker?.say();
  await heard;
  await seen.detach();
  const steps = seen.lines().flatMap((line) => {
    if (/pwrite64\(\d+<[^>]*flow\.db-wal>/.test(line)) return ['write'];
    if (/f(data)?sync\(\d+<[^>]*flow\.db-wal>.*= 0/.test(line)) return ['sync'];
    // PUBACK is four bytes long, and nothing else that a device or the local subscriber gets here is.
    if (line.includes(`<TCP:[127.0.0.1:${ports.mqtt}->`) && line.endsWith('= 4')) return ['PUBACK'];
    return [];
  });
  const until = steps.slice(0, steps.indexOf('PUBACK') + 1);
  expect(until.filter((step, index) => step !== until[index - 1])).toEqual(['write', 'sync', 'PUBACK']);
}, 60_000);

test('a disk that takes 200 ms for each sync delays acknowledgements and nobody else', async () => {
  const home = await openHome();
  const slow = ['-e', 'trace=fsync,fdatasync', '-e', 'inject=fsync,fdatasync:delay_exit=200000'];
  const seen = await strace(home.hub.process.pid ?? 0, join(home.dir, 'trace'), ...slow);
  await home.serves();
  const began = performance.now();
  await home.speakers[0]?.heard(60);
  // Twenty may wait for one commit: sixty take three at least.
  expect(performance.now() - began).toBeGreaterThan(400);
  const waits: number[] = [];
  for (let i = 0; i < 15; i++) waits.push(await home.roundTrip());
  expect(waits.sort((a, b) => a - b)[7], 'a message of QoS 0 to a local subscriber, in ms').toBeLessThan(100);
  await seen.detach();
  await home.check();
}, 90_000);
