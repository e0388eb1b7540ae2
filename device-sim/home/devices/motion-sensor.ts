import type { Parts } from '../device.ts';
import { BINARY, NUMERIC, type ZigbeeDevice } from './zigbee-bridge.ts';

/** The sensor says `false` this long after the last movement. */
const STILL_AFTER = 90_000;
const DAY = 86_400_000;

/** A motion sensor in the living room: it sees somebody there every now and then, and nobody while the room is empty. */
export function createMotionSensor({ calendar, truth, planter, random }: Parts): ZigbeeDevice {
  const id = 'motion';
  const steady = {
    battery: planter.number(id, 'battery', 51, 97),
    voltage: planter.number(id, 'voltage', 2400, 3000),
    linkquality: planter.number(id, 'linkquality', 90, 200),
    device_temperature: planter.number(id, 'device_temperature', 22, 31),
  };
  const changes = (from: number, to: number) => {
    const found: { at: number; occupancy: boolean }[] = [];
    let seenUntil = 0;
    for (const span of truth.active('living room', from, to)) {
      const draw = random.fork(`motion/${span.from}`);
      for (let at = span.from + draw.int(8000); at < span.to; at += Math.round(draw.between(15_000, 240_000))) {
        if (at > seenUntil) {
          if (seenUntil > 0) found.push({ at: seenUntil, occupancy: false });
          found.push({ at, occupancy: true });
        }
        seenUntil = at + STILL_AFTER;
      }
    }
    if (seenUntil > 0) found.push({ at: seenUntil, occupancy: false });
    return found;
  };

  return {
    id,
    ieee: `0x${planter.eui64(id, 'ieee_address')}`,
    friendlyName: `living room/${planter.text(id, 'friendly_name')}`,
    vendor: 'Aqara',
    model: 'RTCGQ11LM',
    description: 'Motion sensor',
    exposes: [
      BINARY('occupancy'),
      NUMERIC('illuminance', 'lx'),
      NUMERIC('battery', '%'),
      NUMERIC('voltage', 'mV'),
      NUMERIC('device_temperature', '°C'),
      NUMERIC('linkquality', 'lqi'),
    ],
    day(day) {
      const [from, to] = [calendar.dayStart(day), calendar.dayStart(day + 1)];
      // The draw hangs on a span's own begin, so spans must be whole: a day more on either side makes them so.
      return changes(from - DAY, to + DAY)
        .filter(({ at }) => at >= from && at < to)
        .map(({ at, occupancy }) => ({
          at,
          state: { occupancy, illuminance: illuminance(calendar.hour(at)), ...steady },
        }));
    },
  };
}

function illuminance(hour: number): number {
  return Math.max(4, Math.round(420 - 60 * Math.abs(hour - 13)));
}
