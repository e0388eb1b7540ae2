import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '../child.ts';
import { usageOf } from '../foreign.ts';
import { freePort, Mosquitto } from '../mosquitto.ts';

export interface NodeRedOptions {
  readonly port: number;
  readonly ca: string;
  /** The folder that node-red is installed in. */
  readonly folder: string;
}

/**
 * What people build instead: mqtt in, JSON, a function that deletes two fields and hashes the device's name, mqtt out over
 * TLS. Devices publish to a mosquitto beside it, as they do in such homes; what is measured is Node-RED's process alone.
 */
serve<NodeRedOptions>(async ({ port: vendorPort, ca: vendorCa, folder }) => {
  const mosquitto = new Mosquitto();
  const [port, page] = [await freePort(), await freePort()];
  await mosquitto.start([`listener ${port} 127.0.0.1`]);
  const [ca, flows, settings] = ['ca.pem', 'flows.json', 'settings.cjs'].map((name) => join(mosquitto.dir, name));
  if (!ca || !flows || !settings) throw new Error('a file has no name');
  writeFileSync(ca, vendorCa);
  writeFileSync(flows, JSON.stringify(flow(port, vendorPort, ca)));
  writeFileSync(
    settings,
    `module.exports = ${JSON.stringify({
      ...{ uiHost: '127.0.0.1', uiPort: page, flowFile: flows, httpAdminRoot: false },
      ...{ telemetry: { enabled: false }, logging: { console: { level: 'info' } }, editorTheme: {} },
    })};
module.exports.functionGlobalContext = { crypto: require('node:crypto') };\n`,
  );
  const started: ChildProcess = spawn(
    process.execPath,
    [join(folder, 'node_modules/node-red/red.js'), '--userDir', mosquitto.dir, '--settings', settings],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await isConnected(started, 2);
  return {
    ready: { port },
    usage: () => usageOf(started.pid ?? 0),
    stop: async () => {
      if (started.kill('SIGTERM')) await once(started, 'exit');
      await mosquitto.stop();
    },
  };
});

/** Resolves once it said of so many brokers that it is connected. */
async function isConnected(nodeRed: ChildProcess, brokers: number): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    nodeRed.once('exit', () => reject(new Error(`Node-RED ended: ${said}`)));
    nodeRed.stdout?.on('data', (text) => {
      said += String(text);
      if (said.split('Connected to broker').length > brokers) resolve();
    });
  });
}

function flow(local: number, vendor: number, ca: string): object[] {
  const broker = {
    type: 'mqtt-broker',
    broker: '127.0.0.1',
    protocolVersion: '4',
    keepalive: '60',
    cleansession: true,
  };
  // Without a place on the page a node is none.
  const node = { z: 'tab', x: 100, y: 100 };
  return [
    { id: 'tab', type: 'tab', label: 'forward' },
    { ...broker, id: 'home', port: String(local) },
    { ...broker, id: 'vendor', port: String(vendor), usetls: true, tls: 'tls' },
    { id: 'tls', type: 'tls-config', cert: '', key: '', ca, verifyservercert: true },
    {
      id: 'in',
      z: 'tab',
      type: 'mqtt in',
      topic: '#',
      qos: '1',
      datatype: 'buffer',
      broker: 'home',
      wires: [['json']],
    },
    { ...node, id: 'json', type: 'json', property: 'payload', action: 'obj', wires: [['less']] },
    { ...node, id: 'less', type: 'function', func: LESS, outputs: 1, wires: [['out']] },
    { ...node, id: 'out', type: 'mqtt out', topic: '', qos: '1', retain: '', broker: 'vendor', wires: [] },
  ];
}

const LESS = `delete msg.payload.temperature;
delete msg.payload.humidity;
const name = global.get('crypto').createHash('sha256').update(msg.topic).digest('hex');
return { topic: 'raw/' + name, payload: msg.payload, qos: 1 };`;
