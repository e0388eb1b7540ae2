import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { ServiceManager } from '../gateway/cli/service-manager.ts';
import { environment, LAUNCHER } from './launcher.ts';

/**
 * As systemd does with OpenFile= and NotifyAccess=main: a socket that asks the kernel who sends, and a connected one that
 * is handed to the service. Prints the service's pid, then each message of that very process.
 */
const SYSTEMD = `
import os, socket, struct, sys
path, command = sys.argv[1], sys.argv[2:]
server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
server.bind(path)
pid = os.fork()
if pid == 0:
    handed = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    handed.connect(path)
    os.dup2(handed.fileno(), 3)
    os.set_inheritable(3, True)
    out = os.open(os.devnull, os.O_WRONLY)
    os.dup2(out, 1)
    os.dup2(out, 2)
    given = dict(os.environ, NOTIFY_SOCKET=path, LISTEN_PID=str(os.getpid()), LISTEN_FDS='1', LISTEN_FDNAMES='notify', WATCHDOG_USEC='200000')
    os.execvpe(command[0], command, given)
print(pid, flush=True)
while True:
    message, ancillary, _, _ = server.recvmsg(4096, socket.CMSG_SPACE(12))
    sender = struct.unpack('3i', ancillary[0][2])[0]
    print(message.decode() if sender == pid else 'from another', flush=True)
    if message == b'STOPPING=1': break
print('ended', os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
`;

test('a service is ready when devices are served, lives while it says so, and says that it stops', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'hearthgate-systemd-'));
  const args = ['-c', SYSTEMD, join(dir, 'notify'), 'sh', LAUNCHER, 'start'];
  const systemd = spawn('python3', args, {
    env: environment(join(dir, 'data')),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: systemd.stdout })[Symbol.asyncIterator]();
  const next = async () => (await lines.next()).value ?? 'nothing';
  const pid = Number(await next());
  onTestFinished(() => {
    systemd.kill('SIGKILL');
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
    rmSync(dir, { recursive: true, force: true });
  });
  expect(await next()).toBe('READY=1');
  expect(await next()).toBe('WATCHDOG=1');
  expect(await next()).toBe('WATCHDOG=1');
  process.kill(pid, 'SIGTERM');
  let said = await next();
  while (said === 'WATCHDOG=1') said = await next();
  expect(said).toBe('STOPPING=1');
  expect(await next()).toBe('ended 0');
  await once(systemd, 'exit');
});

test('where nobody waits nothing is told, and a unit that hands nothing over is found out', () => {
  const warned: string[] = [];
  const log = { warn: (sentence: string) => void warned.push(sentence) };
  const told = (environment: NodeJS.ProcessEnv) => {
    const manager = new ServiceManager(environment, log as never);
    manager.ready(() => true);
    manager.stopping();
  };
  told({});
  expect(warned).toEqual([]);
  told({ NOTIFY_SOCKET: '/run/systemd/notify' });
  expect(warned).toEqual([expect.stringContaining('OpenFile=')]);
  // Names and numbers that are for another process are not written to.
  told({ LISTEN_PID: '1', LISTEN_FDS: '1', LISTEN_FDNAMES: 'notify', NOTIFY_SOCKET: '/run/systemd/notify' });
  expect(warned).toHaveLength(2);
});

test('the unit tells by what the hub is told, and every part of it says why', () => {
  const unit = readFileSync(join(import.meta.dirname, '../docs/systemd/hearthgate.service'), 'utf8');
  for (const line of ['Type=notify', 'OpenFile=/run/systemd/notify:notify', 'WatchdogSec=60', 'DynamicUser=yes'])
    expect(unit).toContain(`\n${line}\n`);
  const service = unit.slice(unit.indexOf('[Service]'), unit.indexOf('[Install]'));
  const parts = service.split('\n\n').slice(1).filter(Boolean);
  expect(parts.length).toBeGreaterThan(3);
  for (const part of parts) expect(part.trim()[0], part).toBe('#');
});
