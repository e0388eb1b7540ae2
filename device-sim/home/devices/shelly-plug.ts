import { carried, type Device, type Message, type Parts, round, type Source, says, ticks } from '../device.ts';
import type { Interval } from '../intervals.ts';
import { colons } from './tasmota-meter.ts';

const MINUTE = 60_000;

/** The television's smart plug, a Shelly of the second generation: each minute's energy, each change, a status every hour. */
export function createShellyPlug(parts: Parts): Device {
  const { calendar, load, planter, random } = parts;
  const id = 'plug';
  const mac = planter.mac(id, 'mac');
  const name = `shellyplusplugs-${mac.toLowerCase()}`;
  /** The prefix of its topics, which is its name unless somebody changed it. */
  const base = name;
  const steady = {
    voltage: planter.number(id, 'switch:0.voltage', 228, 236),
    celsius: planter.number(id, 'switch:0.temperature.tC', 31, 44),
    ssid: planter.text(id, 'wifi.ssid'),
    bssid: colons(planter.mac(id, 'wifi.bssid')).toLowerCase(),
    ip: planter.ip(id, 'wifi.sta_ip'),
    rssi: planter.number(id, 'wifi.rssi', -80, -40),
    freeRam: planter.number(id, 'sys.ram_free', 100_000, 190_000),
    label: planter.text(id, 'switch name'),
  };
  const source: Source = {
    id,
    dialect: 'shelly-gen2',
    protocol: 5,
    base,
    will: { topic: `${base}/online`, payload: 'false' },
  };
  const say = says(source);
  const shift = random.fork('plug shift').int(MINUTE);
  const rpc = (at: number, method: string, params: Record<string, unknown>) =>
    say.now(at, `${base}/events/rpc`, {
      src: name,
      dst: `${base}/events`,
      method,
      params: { ts: at / 1000, ...params },
    });

  /** Watt-hours of the span, minute by minute at the power of its end. */
  const used = (day: number, lit: readonly Interval[]) => {
    let sum = 0;
    for (const at of ticks(calendar, day, MINUTE, shift)) sum += load.plugWatts(at, isIn(lit, at)) / 60;
    return sum;
  };
  const counter = carried(41_000, (day, before) => before + used(day, load.television(day)));

  const status = (at: number, on: boolean, total: number, sender: string) => ({
    id: 0,
    source: sender,
    output: true,
    apower: load.plugWatts(at, on),
    voltage: steady.voltage,
    current: round(load.plugWatts(at, on) / 230, 3),
    aenergy: energy(at, on, total),
    temperature: { tC: steady.celsius, tF: round(steady.celsius * 1.8 + 32, 1) },
  });
  /** The last three minutes in milliwatt-hours: three readings more than one thinks. */
  const energy = (at: number, on: boolean, total: number) => {
    const minute = round((load.plugWatts(at, on) * 1000) / 60, 3);
    return { total: round(total, 3), by_minute: [minute, minute, minute], minute_ts: Math.floor(at / MINUTE) * 60 };
  };

  return {
    id,
    source,
    model: 'shellyplusplugs',
    key: name,
    greetings: (at) => [
      say.retained(at, `${base}/online`, 'true'),
      rpc(at, 'NotifyFullStatus', {
        'switch:0': status(at, false, 41_000, 'init'),
        sys: {
          mac,
          restart_required: false,
          time: calendar.local(at).slice(11, 16),
          unixtime: Math.floor(at / 1000),
          ram_free: steady.freeRam,
        },
        wifi: { sta_ip: steady.ip, status: 'got ip', ssid: steady.ssid, bssid: steady.bssid, rssi: steady.rssi },
      }),
      say.now(at, `${base}/status/sys`, { mac, unixtime: Math.floor(at / 1000), ram_free: steady.freeRam }),
      say.now(at, `${base}/status/wifi`, {
        sta_ip: steady.ip,
        status: 'got ip',
        ssid: steady.ssid,
        bssid: steady.bssid,
        rssi: steady.rssi,
      }),
      say.now(at, `${base}/events/rpc`, {
        src: name,
        dst: `${base}/events`,
        method: 'NotifyEvent',
        params: {
          ts: at / 1000,
          events: [{ component: 'switch:0', id: 0, event: 'config_changed', name: steady.label, ts: at / 1000 }],
        },
      }),
    ],
    day(day) {
      const [from, to] = [calendar.dayStart(day), calendar.dayStart(day + 1)];
      const lit = load.television(day);
      const messages: Message[] = [];
      let total = counter(day);
      for (const span of lit) {
        for (const [at, on] of [
          [span.from, true],
          [span.to, false],
        ] as const) {
          if (at > from && at < to)
            messages.push(rpc(at, 'NotifyStatus', { 'switch:0': { id: 0, apower: load.plugWatts(at, on) } }));
        }
      }
      for (const at of ticks(calendar, day, MINUTE, shift)) {
        const on = isIn(lit, at);
        total += load.plugWatts(at, on) / 60;
        messages.push(
          rpc(at, 'NotifyStatus', {
            'switch:0': { id: 0, aenergy: energy(at, on, total), apower: load.plugWatts(at, on) },
          }),
        );
        if (Math.floor(at / MINUTE) % 60 === 0)
          messages.push(say.now(at, `${base}/status/switch:0`, status(at, on, total, 'init')));
      }
      return messages;
    },
  };

  function isIn(spans: readonly Interval[], at: number): boolean {
    return spans.some((span) => span.from <= at && at < span.to);
  }
}
