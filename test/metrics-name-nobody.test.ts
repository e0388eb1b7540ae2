import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { serveMetrics } from '../gateway/web/metrics.ts';
import { openHouse, plugThermostat, telemetry } from './house.ts';

interface Answered {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

function asked(port: number, path = '/metrics', { method = 'GET', host = '127.0.0.1', name = '' } = {}) {
  return new Promise<Answered>((resolve, reject) => {
    const headers = name === '' ? {} : { host: name };
    const asking = request({ host, port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        text += chunk;
      });
      const { statusCode: status = 0, headers: got } = response;
      response.on('end', () => resolve({ status, type: got['content-type'] ?? '', text }));
    });
    asking.on('error', reject);
    asking.end();
  });
}

async function served() {
  const house = await openHouse({ mqtts: true });
  onTestFinished(() => house.stop());
  const metrics = await serveMetrics(house.hub, 0);
  onTestFinished(() => metrics.stop());
  return { house, ...metrics };
}

/** Each sample by its name and label. */
function numbers(text: string): Map<string, number> {
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    samples.map((line) => {
      expect(line).toMatch(/^hearthgate_[a-z_]+(\{[a-z]+="[\w. -]+"\})? \d+(\.\d+)?(e[+-]?\d+)?$/);
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

test('what is measured is told as numbers for the whole home, by no name of anything in it', async () => {
  const { house, port } = await served();
  await house.do('recipient add', { signed: house.acme.signed });
  const thermostat = await plugThermostat(house);
  await thermostat.publishAsync(telemetry('thermostat'), '{"temperature":21.4242137}', { qos: 1 });
  const { status, type, text } = await asked(port);
  expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  const told = numbers(text);
  expect(told.get('hearthgate_devices')).toBe(1);
  expect(told.get('hearthgate_clients_connected')).toBe(1);
  expect(told.get('hearthgate_recipients')).toBe(1);
  expect(told.get('hearthgate_ready')).toBe(1);
  expect(told.get('hearthgate_values_stayed_total')).toBeGreaterThan(0);
  expect([...told.keys()].filter((name) => name.startsWith('hearthgate_batches_total'))).toEqual(
    ['waiting', 'sent', 'possibly received', 'dropped'].map((state) => `hearthgate_batches_total{state="${state}"}`),
  );
  // Each has a type and a sentence.
  for (const name of new Set([...told.keys()].map((each) => each.replace(/\{.*/, '')))) {
    expect(text).toMatch(new RegExp(`^# HELP ${name} .+\\.$`, 'm'));
    expect(text).toMatch(new RegExp(`^# TYPE ${name} (gauge|counter)$`, 'm'));
  }
  for (const canary of ['thermostat', 'acme', 'temperature', '4242137', 'heating']) expect(text).not.toContain(canary);
  await house.do('sharing stop', {});
  expect(numbers((await asked(port)).text).get('hearthgate_sharing_stopped')).toBe(1);
});

test('only this machine is answered, at one address, by its own name', async () => {
  const { port } = await served();
  expect((await asked(port, '/')).status).toBe(404);
  expect((await asked(port, '/metrics', { method: 'POST' })).status).toBe(405);
  expect((await asked(port, '/metrics', { name: `evil.example:${port}` })).status).toBe(403);
  const others = Object.values(networkInterfaces()).flatMap((each = []) => each.filter(({ internal }) => !internal));
  for (const { address, family } of others.filter(({ family }) => family === 'IPv4'))
    await expect(asked(port, '/metrics', { host: address }), family).rejects.toThrow('ECONNREFUSED');
});

test('a hub is ready while both databases are open, devices are served and the date is known', async () => {
  const { house } = await served();
  expect(house.hub.readiness).toBe('pass');
  const { hub } = house;
  await house.restart();
  expect(hub.readiness).toBe('fail');
  expect(house.hub.readiness).toBe('pass');
});
