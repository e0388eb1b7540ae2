import { type Device, type Message, type Parts, type Source, says } from '../device.ts';
import { colons } from './tasmota-meter.ts';

const WATTS = 7.4;

/** The living room's lamp behind a Shelly dimmer of the first generation, which repeats its light's state every 30 minutes. */
export function createShellyLamp({ calendar, load, planter, random }: Parts): Device {
  const id = 'lamp';
  const mac = planter.mac(id, 'mac');
  const name = `shellydimmer2-${mac}`;
  const base = `shellies/${name}`;
  const ip = planter.ip(id, 'ip');
  const ssid = planter.text(id, 'info.wifi_sta.ssid');
  const rssi = planter.number(id, 'info.wifi_sta.rssi', -80, -40);
  const inside = planter.number(id, 'temperature', 38, 52);
  const voltage = planter.number(id, 'voltage', 228, 236);
  const cloudUser = planter.text(id, 'info.login.username');
  const source: Source = {
    id,
    dialect: 'shelly-gen1',
    protocol: 4,
    base: name,
    will: { topic: `${base}/online`, payload: 'false' },
  };
  const say = says(source);
  const shift = random.fork('lamp shift').int(1_800_000);

  const status = (at: number, on: boolean, sender: string): Message[] => {
    const power = on ? WATTS : 0;
    return [
      say.now(at, `${base}/light/0`, on ? 'on' : 'off'),
      say.now(at, `${base}/light/0/power`, power.toFixed(2)),
      say.now(at, `${base}/light/0/status`, {
        ison: on,
        source: sender,
        has_timer: false,
        timer_started: 0,
        timer_duration: 0,
        timer_remaining: 0,
        mode: 'white',
        brightness: 71,
        transition: 1000,
      }),
    ];
  };
  const announce = { id: name, model: 'SHDM-2', mac, ip, new_fw: false, fw_ver: '20230913-114610/v1.14.0-gcb84623' };

  return {
    id,
    source,
    model: 'SHDM-2',
    key: name,
    greetings: (at) => [
      say.retained(at, `${base}/online`, 'true'),
      say.now(at, 'shellies/announce', announce),
      say.now(at, `${base}/announce`, announce),
      say.now(at, `${base}/info`, {
        wifi_sta: { connected: true, ssid, bssid: colons(mac), ip, rssi },
        cloud: { enabled: false, connected: false },
        mqtt: { connected: true },
        login: { enabled: true, username: cloudUser },
        time: calendar.local(at).slice(11, 16),
        mac,
        lights: [{ ison: false, brightness: 71 }],
        tmp: { tC: inside, is_valid: true },
        voltage,
      }),
    ],
    day(day) {
      const [from, to] = [calendar.dayStart(day), calendar.dayStart(day + 1)];
      const lit = load.lamp(day);
      const messages = lit.flatMap((span) => [
        // A lamp that burns through midnight is not switched there.
        ...(span.from > from ? status(span.from, true, 'input') : []),
        ...(span.to < to ? status(span.to, false, 'input') : []),
      ]);
      for (let at = Math.ceil((from - shift) / 1_800_000) * 1_800_000 + shift; at < to; at += 1_800_000) {
        const on = lit.some((span) => span.from <= at && at < span.to);
        messages.push(...status(at, on, 'timer'), say.now(at, `${base}/temperature`, String(inside)));
      }
      return messages;
    },
  };
}
