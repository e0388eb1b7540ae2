import { carried, type Device, type Message, type Parts, round, type Source, says, ticks } from '../device.ts';

const PERIOD = 300_000;
/** Degrees an hour: what heating adds, and the share of the difference to outside that is lost. */
const GAIN = 2.2;
const LOSS = 0.035;
const SETBACK = 17;

interface Room {
  readonly temperature: number;
  readonly humidity: number;
  readonly heating: boolean;
}

/** A thermostat that speaks the native dialect. It warms the home while somebody is up, as most are set to do. */
export function createThermostat({ calendar, truth, planter, random }: Parts): Device {
  const id = 'thermostat';
  // The one number of its kind that a consent may let out exactly: it shows that the search for canaries is not blind.
  const comfort = planter.number(id, 'target', 20.2, 21.8, 'control');
  const names = {
    serial: planter.text(id, 'serial'),
    room: planter.text(id, 'room'),
    ssid: planter.text(id, 'ssid'),
    valve: planter.number(id, 'valve', 31, 69),
    battery: planter.number(id, 'battery', 51, 97),
    uptime: planter.number(id, 'uptime', 100_000, 900_000),
  };
  const source: Source = {
    id,
    dialect: 'native',
    protocol: 5,
    will: { topic: `hearthgate/v1/devices/${id}/availability`, payload: 'offline' },
  };
  const say = says(source);
  const topic = (last: string) => `hearthgate/v1/devices/${id}/${last}`;
  const shift = random.fork('thermostat shift').int(PERIOD);
  const first: Room = { temperature: 19.5, humidity: 47, heating: false };
  const rooms = carried(first, (day, before) => [...steps(day, before)].at(-1)?.room ?? before);

  function* steps(day: number, before: Room): Generator<{ at: number; room: Room; target: number }> {
    let room = before;
    for (const at of ticks(calendar, day, PERIOD, shift)) {
      const { active } = truth.presence(at);
      const target = active ? comfort : SETBACK;
      const draw = random.fork(`thermostat/${at}`);
      const hours = PERIOD / 3_600_000;
      const outside = 6 - Math.abs(calendar.hour(at) - 14) / 3;
      const heating = room.temperature < target - 0.3 || (room.heating && room.temperature < target + 0.3);
      const change = (heating ? GAIN : 0) - LOSS * (room.temperature - outside) + (active ? 0.15 : 0);
      room = {
        temperature: room.temperature + change * hours + draw.normal(0, 0.02),
        humidity: room.humidity + ((active ? 52 : 44) - room.humidity) * 0.04 + draw.normal(0, 0.25),
        heating,
      };
      yield { at, room, target };
    }
  }

  return {
    id,
    source,
    vendor: 'acme',
    model: 'warm-2',
    key: id,
    greetings: (at) => [
      say.retained(at, topic('declaration'), {
        vendor: 'acme',
        model: 'warm-2',
        firmware: '2.4.1',
        fields: {
          temperature: { type: 'number', unit: '°C' },
          target: { type: 'number', unit: '°C' },
          heating: { type: 'boolean' },
          humidity: { type: 'number', unit: '%' },
        },
      }),
      say.retained(at, topic('availability'), 'online'),
    ],
    day(day) {
      const messages: Message[] = [];
      for (const { at, room, target } of steps(day, rooms(day))) {
        messages.push(
          say.surely(at, topic('telemetry'), {
            temperature: round(room.temperature, 2),
            target,
            heating: room.heating,
            humidity: round(room.humidity, 1),
            valve: names.valve,
            battery: names.battery,
            uptime: names.uptime,
            serial: names.serial,
            room: names.room,
            ssid: names.ssid,
            ts: new Date(at).toISOString(),
          }),
        );
      }
      return messages;
    },
  };
}
