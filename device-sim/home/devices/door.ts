import type { Parts } from '../device.ts';
import { BINARY, NUMERIC, type ZigbeeDevice } from './zigbee-bridge.ts';

/** The contact of the front door: open (`contact: false`) at each passage, closed again after it; a sign of life each hour. */
export function createDoorContact({ calendar, truth, planter, random }: Parts): ZigbeeDevice {
  const id = 'door';
  const steady = {
    battery: planter.number(id, 'battery', 51, 97),
    voltage: planter.number(id, 'voltage', 2800, 3200),
    linkquality: planter.number(id, 'linkquality', 90, 200),
    power_outage_count: planter.number(id, 'power_outage_count', 10, 30),
  };
  const shift = random.fork('door shift').int(3_600_000);

  return {
    id,
    ieee: `0x${planter.eui64(id, 'ieee_address')}`,
    friendlyName: `hall/${planter.text(id, 'friendly_name')}`,
    vendor: 'Aqara',
    model: 'MCCGQ11LM',
    description: 'Door and window sensor',
    exposes: [BINARY('contact'), NUMERIC('battery', '%'), NUMERIC('voltage', 'mV'), NUMERIC('linkquality', 'lqi')],
    day(day) {
      const [from, to] = [calendar.dayStart(day), calendar.dayStart(day + 1)];
      const passages = truth.passages(from - 3_600_000, to);
      const changes = passages.flatMap((passage) => [
        { at: passage.from, state: { contact: false, ...steady } },
        { at: passage.to, state: { contact: true, ...steady } },
      ]);
      for (let at = Math.ceil((from - shift) / 3_600_000) * 3_600_000 + shift; at < to; at += 3_600_000) {
        if (passages.some((passage) => passage.from <= at && at <= passage.to)) continue;
        changes.push({ at, state: { contact: true, ...steady } });
      }
      return changes.filter(({ at }) => at >= from && at < to);
    },
  };
}

/** The front door's lock: every opening and closing says who, by name, by number and with the codes of all. */
export function createLock({ calendar, truth, planter }: Parts): ZigbeeDevice {
  const id = 'lock';
  const steady = {
    battery: planter.number(id, 'battery', 51, 97),
    linkquality: planter.number(id, 'linkquality', 90, 200),
    auto_relock_time: planter.number(id, 'auto_relock_time', 30, 300),
  };
  const users = new Map(
    truth.people.map((person, index) => [
      person,
      {
        number: index + 1,
        name: planter.text(id, `user name of ${person}`),
        pin: planter.digits(id, `pin_code of ${person}`, 10),
      },
    ]),
  );
  const codes = Object.fromEntries(
    [...users.values()].map((user) => [user.number, { status: 'enabled', name: user.name, pin_code: user.pin }]),
  );

  return {
    id,
    ieee: `0x${planter.eui64(id, 'ieee_address')}`,
    friendlyName: `front door ${planter.text(id, 'friendly_name')}`,
    vendor: 'Yale',
    model: 'YRD426NRSC',
    description: 'Assure lock',
    exposes: [
      { type: 'binary', name: 'state', property: 'state', access: 7, value_on: 'LOCK', value_off: 'UNLOCK' },
      {
        type: 'enum',
        name: 'lock_state',
        property: 'lock_state',
        access: 1,
        values: ['not_fully_locked', 'locked', 'unlocked'],
      },
      { type: 'enum', name: 'action', property: 'action', access: 1, values: ['lock', 'unlock'] },
      {
        type: 'enum',
        name: 'action_source_name',
        property: 'action_source_name',
        access: 1,
        values: ['keypad', 'manual'],
      },
      NUMERIC('action_user'),
      { type: 'text', name: 'last_lock_user', property: 'last_lock_user', access: 1 },
      { type: 'composite', name: 'pin_code', property: 'pin_code', access: 3, features: [NUMERIC('user')] },
      NUMERIC('battery', '%'),
      NUMERIC('linkquality', 'lqi'),
    ],
    day(day) {
      const [from, to] = [calendar.dayStart(day), calendar.dayStart(day + 1)];
      const turns = truth.passages(from - 3_600_000, to + 3_600_000).flatMap((passage) => {
        const first = passage.people[0];
        const user = users.get(first?.person ?? '');
        if (first === undefined || user === undefined) return [];
        const state = (locked: boolean) => ({
          state: locked ? 'LOCK' : 'UNLOCK',
          lock_state: locked ? 'locked' : 'unlocked',
          action: locked ? 'lock' : 'unlock',
          action_source_name: first.way === 'in' ? 'keypad' : 'manual',
          action_user: user.number,
          last_lock_user: user.name,
          users: codes,
          pin_code: { user: user.number, user_type: 'unrestricted', user_enabled: true, pin_code: user.pin },
          ...steady,
        });
        return [
          { at: passage.from - 2000, state: state(false) },
          { at: passage.to + 3000, state: state(true) },
        ];
      });
      return turns.filter(({ at }) => at >= from && at < to);
    },
  };
}
