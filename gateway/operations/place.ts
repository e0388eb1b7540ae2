import Type from 'typebox';
import { rehold } from '../../rules/plan.ts';
import type { DeviceId } from '../../rules/reading.ts';
import { type Sentences, speak } from '../../rules/words/speak.ts';
import type { Hub } from '../main.ts';
import { operation } from './operation.ts';
import { refusal } from './refusal.ts';
import { freed, Room, readable } from './rules.ts';
import { LeavesAgain, Text } from './shapes.ts';

const Where = { device: Type.String(), room: Type.Optional(Room) };

/**
 * In which room a device stands. Rules name rooms, so that moving a device out of one that nothing may leave from shares
 * more: that takes two steps, and everything else one.
 */
export const place = {
  'device place': operation(
    Type.Object({ ...Where, confirmed: Type.Optional(Type.Boolean()) }),
    Type.Object({
      ...{ device: Text, room: Text },
      becomes: Type.Optional(Type.String({ description: 'Not done yet: where it would stand.' })),
      leavesAgain: Type.Optional(Type.Array(LeavesAgain)),
    }),
    async (hub, { device, room, confirmed = false }, { by, language }) => {
      if (room !== undefined) readable(room);
      const id = device as DeviceId;
      const from = roomOf(hub, id);
      const leavesAgain = leavesFrom(hub, id, room, speak(language));
      const more = leavesAgain.length > 0;
      if (more && !confirmed) return { device, room: from ?? NOT_SAID, becomes: room ?? NOT_SAID, leavesAgain };
      if (more && hub.ledger.problem) throw refusal('ledger-damaged', hub.ledger.problem);
      if (room !== from) {
        const [was, is] = [from, room].map((one) => ({ device, room: one ?? NOT_SAID }));
        hub.record([{ type: 'policy.changed', policy: 'room', was, is }], by, () => hub.registry.place(id, room));
        await hub.replanDevices();
      }
      return { device, room: room ?? NOT_SAID, ...(more ? { leavesAgain } : {}) };
    },
    ({ device, room }, hub, { language }) => leavesFrom(hub, device as DeviceId, room, speak(language)).length > 0,
  ),
};

const NOT_SAID = 'not said';

/** Throws a refusal for a device that there is not. */
function roomOf(hub: Hub, id: DeviceId): string | undefined {
  const device = hub.registry.known().find((each) => each.id === id);
  if (device === undefined) throw refusal('no-such-device', id);
  return device.room;
}

/** What nothing holds back any more once the device stands there. */
function leavesFrom(hub: Hub, id: DeviceId, room: string | undefined, words: Sentences) {
  const { household, plan } = hub;
  const devices = household.devices.map((device) => {
    if (device.id !== id) return device;
    const { room: _, ...rest } = device;
    return room === undefined ? rest : { ...rest, room };
  });
  return freed(plan, rehold(plan, { ...household, devices }, hub.clock.now()), words);
}
