import { carried, type Device, type Message, type Parts, round, type Source, says, ticks } from '../device.ts';
import { SAMPLE_MS } from '../load.ts';

const PERIOD = 60_000;

/** A whole-home energy meter with Tasmota's firmware: SENSOR and STATE every minute, and its discovery messages. */
export function createTasmotaMeter({ calendar, load, planter, random, start }: Parts): Device {
  const id = 'meter';
  const mac = planter.mac(id, 'mac');
  const topic = `tasmota_${mac.slice(6)}`;
  const names = {
    ssid: planter.text(id, 'Wifi.SSId'),
    bssid: colons(planter.mac(id, 'Wifi.BSSId')),
    rssi: planter.number(id, 'Wifi.RSSI', 40, 90),
    signal: planter.number(id, 'Wifi.Signal', -80, -40),
    hostname: planter.text(id, 'hostname'),
    ip: planter.ip(id, 'ip'),
    friendly: planter.text(id, 'friendly name'),
    device: planter.text(id, 'device name'),
    vcc: planter.number(id, 'Vcc', 3, 3.6),
    voltage: planter.number(id, 'ENERGY.Voltage', 228, 236),
    factor: planter.number(id, 'ENERGY.Factor', 0.91, 0.99),
    reactive: planter.number(id, 'ENERGY.ReactivePower', 11, 80),
  };
  const source: Source = {
    id,
    dialect: 'tasmota',
    protocol: 4,
    base: topic,
    will: { topic: `tele/${topic}/LWT`, payload: 'Offline' },
  };
  const say = says(source);
  const shift = random.fork('meter shift').int(PERIOD / SAMPLE_MS) * SAMPLE_MS;
  const begun = calendar.local(start);
  const today = (day: number) => load.watts(day).reduce((sum, watts) => sum + toKilowattHours(watts), 0);
  const counter = carried({ total: 8123.4, yesterday: 0 }, (day, { total }) => {
    const used = today(day);
    return { total: total + used, yesterday: used };
  });

  const energy = (total: number, yesterday: number, used: number, watts: number) => ({
    TotalStartTime: begun,
    Total: round(total, 3),
    Yesterday: round(yesterday, 3),
    Today: round(used, 3),
    Period: round((watts * PERIOD) / 3_600_000, 1),
    Power: Math.round(watts),
    ApparentPower: Math.round(watts / 0.95),
    ReactivePower: names.reactive,
    Factor: names.factor,
    Voltage: names.voltage,
    Current: round(watts / 230, 3),
  });
  const state = (at: number) => ({
    Time: calendar.local(at),
    Uptime: uptime(at - start),
    UptimeSec: Math.floor((at - start) / 1000),
    Vcc: names.vcc,
    Heap: 25,
    SleepMode: 'Dynamic',
    Sleep: 50,
    LoadAvg: 19,
    MqttCount: 1,
    Wifi: {
      AP: 1,
      SSId: names.ssid,
      BSSId: names.bssid,
      Channel: 6,
      Mode: '11n',
      RSSI: names.rssi,
      Signal: names.signal,
      LinkCount: 1,
      Downtime: '0T00:00:03',
    },
  });

  return {
    id,
    source,
    model: 'Nous A1T',
    key: mac,
    greetings(at) {
      const discovery = `tasmota/discovery/${mac}`;
      return [
        say.retained(at, `tele/${topic}/LWT`, 'Online'),
        say.now(at, `tele/${topic}/INFO1`, {
          Info1: {
            Module: 'Nous A1T',
            Version: '14.2.0(release-tasmota)',
            FallbackTopic: `cmnd/DVES_${mac.slice(6)}_fb/`,
            GroupTopic: 'cmnd/tasmotas/',
          },
        }),
        say.now(at, `tele/${topic}/INFO2`, {
          Info2: { WebServerMode: 'Admin', Hostname: names.hostname, IPAddress: names.ip },
        }),
        say.now(at, `tele/${topic}/INFO3`, { Info3: { RestartReason: 'Software/System restart', BootCount: 17 } }),
        say.retained(at, `${discovery}/config`, {
          ip: names.ip,
          dn: names.device,
          fn: [names.friendly, null, null, null, null, null, null, null],
          hn: names.hostname,
          mac,
          md: 'Nous A1T',
          ty: 0,
          if: 0,
          ofln: 'Offline',
          onln: 'Online',
          state: ['OFF', 'ON', 'TOGGLE', 'HOLD'],
          sw: '14.2.0',
          t: topic,
          ft: '%prefix%/%topic%/',
          tp: ['cmnd', 'stat', 'tele'],
          rl: [0, 0, 0, 0, 0, 0, 0, 0],
          ver: 1,
        }),
        say.retained(at, `${discovery}/sensors`, {
          sn: { Time: calendar.local(at), ENERGY: energy(8123.4, 0, 0, 0) },
          ver: 1,
        }),
      ];
    },
    day(day) {
      const messages: Message[] = [];
      const dayStart = calendar.dayStart(day);
      const watts = load.watts(day);
      const { total, yesterday } = counter(day);
      let used = 0;
      let counted = 0;
      for (const at of ticks(calendar, day, PERIOD, shift)) {
        const sample = Math.floor((at - dayStart) / SAMPLE_MS);
        for (; counted < sample; counted++) used += toKilowattHours(watts[counted] ?? 0);
        messages.push(
          say.now(at, `tele/${topic}/STATE`, state(at)),
          say.now(at, `tele/${topic}/SENSOR`, {
            Time: calendar.local(at),
            ENERGY: energy(total + used, yesterday, used, watts[sample] ?? 0),
          }),
        );
      }
      return messages;
    },
  };
}

function toKilowattHours(watts: number): number {
  return (watts * SAMPLE_MS) / 3_600_000_000;
}

export function colons(mac: string): string {
  return mac.replace(/..(?=.)/g, '$&:');
}

function uptime(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  return `${Math.floor(seconds / 86_400)}T${two((seconds / 3600) % 24)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}
