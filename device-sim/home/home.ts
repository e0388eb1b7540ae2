import { createRandom } from '../random.ts';
import { createCalendar } from './calendar.ts';
import { type Canary, createPlanter } from './canaries.ts';
import type { Device, Message, Parts, Source } from './device.ts';
import { createDoorContact, createLock } from './devices/door.ts';
import { createMotionSensor } from './devices/motion-sensor.ts';
import { createPhone } from './devices/phone.ts';
import { createRobot } from './devices/robot.ts';
import { createShellyLamp } from './devices/shelly-lamp.ts';
import { createShellyPlug } from './devices/shelly-plug.ts';
import { createTasmotaMeter } from './devices/tasmota-meter.ts';
import { createThermostat } from './devices/thermostat.ts';
import { behindBridge, createZigbeeBridge } from './devices/zigbee-bridge.ts';
import { createLoad } from './load.ts';
import { createRoutines } from './people.ts';
import { createTruth, type Truth } from './truth.ts';

export interface HomeOptions {
  readonly seed: string;
  /** Home time at which everything is switched on, ms since 1970. */
  readonly start: number;
  /** Local days after which the home falls silent; absent: never. */
  readonly days?: number;
  /** IANA name. */
  readonly timeZone: string;
}

export interface Home {
  readonly start: number;
  /** End of the last day, or infinity. */
  readonly end: number;
  readonly timeZone: string;
  readonly devices: readonly Device[];
  /** The clients behind the devices, one credential each. */
  readonly sources: readonly Source[];
  readonly truth: Truth;
  /** Planted in every field of every device that nobody should receive, and a few controls. */
  readonly canaries: readonly Canary[];
  /** What everything says on connecting. */
  greetings(at: number): readonly Message[];
  /**
   * All messages with `from <= at < to`, by time; greetings come first at `start`. Cutting a span in two changes no byte.
   * `only` picks devices before anything is generated for the others.
   */
  messages(from: number, to: number, only?: (device: Device) => boolean): Iterable<Message>;
}

/** A home of which everything, to the last byte it publishes, is a pure function of the options. */
export function createHome({ seed, start, days, timeZone }: HomeOptions): Home {
  const random = createRandom(`home ${seed}`);
  const calendar = createCalendar(timeZone, start);
  const planter = createPlanter(random.fork('canaries'));
  const truth = createTruth(random.fork('truth'), calendar, createRoutines(random.fork('people'), calendar));
  // The second control: what the plug draws when the television is off leaves live and exact, if the household agreed.
  const standbyWatts = planter.number('plug', 'switch:0.apower', 1.2, 2.9, 'control');
  const load = createLoad(random.fork('load'), calendar, truth, standbyWatts);
  const parts: Parts = { calendar, truth, load, planter, random: random.fork('devices'), start };

  const zigbee = [createMotionSensor(parts), createDoorContact(parts), createLock(parts)];
  const devices: readonly Device[] = [
    createTasmotaMeter(parts),
    createThermostat(parts),
    createZigbeeBridge(parts, zigbee),
    ...zigbee.map((device) => behindBridge(device, calendar)),
    createShellyLamp(parts),
    createShellyPlug(parts),
    createPhone(parts),
    createRobot(parts),
  ];
  const end = days === undefined ? Number.POSITIVE_INFINITY : calendar.dayStart(days);
  const all = () => true;

  function* messages(from: number, to: number, only: (device: Device) => boolean = all): Generator<Message> {
    const chosen = devices.filter(only);
    const first = Math.max(from, start);
    const last = Math.min(to, end);
    if (from <= start && start < last) yield* chosen.flatMap((device) => device.greetings(start));
    for (let at = first; at < last; ) {
      const day = calendar.dayOf(at);
      const dayEnd = calendar.dayStart(day + 1);
      for (const message of dayOf(chosen, day)) {
        if (message.at >= at && message.at < last) yield message;
      }
      at = dayEnd;
    }
  }

  return {
    start,
    end,
    timeZone,
    devices,
    sources: [...new Map(devices.map(({ source }) => [source.id, source])).values()],
    truth,
    canaries: planter.canaries,
    greetings: (at) => devices.flatMap((device) => device.greetings(at)),
    messages,
  };
}

/** Sorting is stable: at one instant the devices' order in the home decides. */
function dayOf(devices: readonly Device[], day: number): Message[] {
  return devices.flatMap((device) => device.day(day)).sort((a, b) => a.at - b.at);
}
