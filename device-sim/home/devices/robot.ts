import { type Device, type Message, type Parts, type Source, says } from '../device.ts';
import { colons } from './tasmota-meter.ts';

const MINUTE = 60_000;
const RUN = 50 * MINUTE;

/**
 * A vacuum robot that publishes its shadow as the cloud's protocol has it. It sets out some minutes after the last person
 * left on a weekday: when it cleans, nobody is at home.
 */
export function createRobot({ calendar, truth, planter, random }: Parts): Device {
  const id = 'robot';
  const blid = planter.text(id, 'blid');
  const topic = `$aws/things/${blid}/shadow/update`;
  const ip = planter.ip(id, 'netinfo.addr');
  const steady = {
    name: planter.text(id, 'name'),
    country: 'DE',
    mac: colons(planter.mac(id, 'mac')),
    sku: planter.text(id, 'sku'),
    netinfo: { dhcp: true, addr: asNumber(ip), bssid: colons(planter.mac(id, 'netinfo_bssid')).toLowerCase() },
    wlcfg: { sec: 7, ssid: Buffer.from(planter.text(id, 'wlcfg_ssid')).toString('hex') },
    bbrun: { hr: planter.number(id, 'bbrun.hr', 100, 400), sqft: planter.number(id, 'bbrun.sqft', 1000, 9000) },
    signal: { rssi: planter.number(id, 'signal.rssi', -80, -40) },
    lastCommand: { initiator: planter.text(id, 'lastCommand.initiator') },
  };
  const source: Source = { id, dialect: 'profile', protocol: 4, base: `$aws/things/${blid}` };
  const say = says(source);
  const shift = random.fork('robot shift').int(60) * MINUTE;

  const reported = (at: number, phase: string, battery: number, pose: { theta: number; x: number; y: number }) =>
    say.surely(at, topic, {
      state: {
        reported: {
          batPct: battery,
          cleanMissionStatus: { cycle: phase === 'charge' ? 'none' : 'clean', phase, error: 0, sqft: 0, nMssn: 214 },
          pose: { theta: pose.theta, point: { x: pose.x, y: pose.y } },
          ...steady,
        },
      },
    });
  const docked = { theta: 180, x: 0, y: 0 };

  /** The day's run: begins when the home has just become empty for long enough. */
  function run(day: number): { from: number; to: number } | undefined {
    if ([0, 6].includes(calendar.weekday(day))) return undefined;
    const [morning, evening] = [calendar.at(day, 7), calendar.at(day, 19)];
    let emptySince = morning;
    for (const span of [...truth.occupied(morning, evening), { from: evening, to: evening }]) {
      if (span.from - emptySince > RUN + 20 * MINUTE)
        return { from: emptySince + 10 * MINUTE, to: emptySince + 10 * MINUTE + RUN };
      emptySince = span.to;
    }
    return undefined;
  }

  return {
    id,
    source,
    vendor: 'iRobot',
    model: 'Roomba',
    key: blid,
    greetings: (at) => [reported(at, 'charge', 100, docked)],
    day(day) {
      const [from, to] = [calendar.dayStart(day), calendar.dayStart(day + 1)];
      const cleaning = run(day);
      const messages: Message[] = [];
      const draw = random.fork(`robot/${day}`);
      if (cleaning !== undefined) {
        for (let at = cleaning.from; at < cleaning.to; at += MINUTE) {
          const done = (at - cleaning.from) / RUN;
          const pose = { theta: draw.int(360) - 180, x: draw.int(900) - 200, y: draw.int(900) - 400 };
          messages.push(reported(at, done < 0.94 ? 'run' : 'hmMidMsn', Math.round(100 - 45 * done), pose));
        }
      }
      for (let at = Math.ceil((from - shift) / (60 * MINUTE)) * 60 * MINUTE + shift; at < to; at += 60 * MINUTE) {
        if (cleaning !== undefined && at >= cleaning.from && at < cleaning.to) continue;
        messages.push(reported(at, 'charge', 100, docked));
      }
      return messages;
    },
  };
}

/** As the shadow has it: 192.168.15.10 as 3232239370. */
function asNumber(ip: string): number {
  return ip.split('.').reduce((number, part) => number * 256 + Number(part), 0);
}
