import { type Device, type Message, type Parts, type Source, says, ticks } from '../device.ts';

const PERIOD = 600_000;

/** The phone of one adult, as a native device: where it is, in which network, whose it is. Nothing of it is ever asked for. */
export function createPhone({ calendar, truth, planter, random }: Parts): Device {
  const id = 'phone';
  const owner = 'adult-1';
  const home = {
    lat: planter.number(id, 'lat at home', 50, 53),
    lon: planter.number(id, 'lon at home', 6, 9),
    ssid: planter.text(id, 'ssid at home'),
  };
  const out = {
    lat: planter.number(id, 'lat away', 50, 53),
    lon: planter.number(id, 'lon away', 6, 9),
    ssid: planter.text(id, 'ssid away'),
  };
  const steady = {
    name: planter.text(id, 'name'),
    battery: planter.number(id, 'battery', 21, 97),
    accuracy: planter.number(id, 'accuracy', 3, 30),
    imei: planter.digits(id, 'imei', 15),
  };
  const topic = (last: string) => `hearthgate/v1/devices/${id}/${last}`;
  const source: Source = {
    id,
    dialect: 'native',
    protocol: 5,
    will: { topic: topic('availability'), payload: 'offline' },
  };
  const say = says(source);
  const shift = random.fork('phone shift').int(PERIOD);

  return {
    id,
    source,
    vendor: 'pear',
    model: 'handset-9',
    key: id,
    greetings: (at) => [
      say.retained(at, topic('declaration'), { vendor: 'pear', model: 'handset-9', firmware: '19.1' }),
      say.retained(at, topic('availability'), 'online'),
    ],
    day(day) {
      const messages: Message[] = [];
      for (const at of ticks(calendar, day, PERIOD, shift)) {
        const stay = truth.presence(at).people.find(({ person }) => person === owner);
        messages.push(
          say.surely(at, topic('telemetry'), {
            ...(stay?.place === 'away' ? out : home),
            ...steady,
            ts: at,
          }),
        );
      }
      return messages;
    },
  };
}
