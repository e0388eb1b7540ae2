import type { MqttClient } from 'mqtt';
import { HOUR, type House, plugThermostat, telemetry } from '../house.ts';

/** A home in which a thermostat has spoken for some hours, and Acme was sent what it was given. */
export async function livedIn(house: House, hours = 3): Promise<MqttClient> {
  await house.do('recipient add', { signed: house.acme.signed });
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'heating-tips');
  await live(house, thermostat, hours);
  return thermostat;
}

/** The thermostat says something every ten minutes, and what is due leaves: each hour has its slot. */
export async function live(house: House, thermostat: MqttClient, hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour++) {
    await untilTheSlotLeft(house, async () => {
      for (let minute = 60 * hour; minute < 60 * (hour + 1); minute += 10) {
        const said = { temperature: 20 + (minute % 70) / 10, heating: minute % 20 === 0, target: 21, noise: minute };
        await thermostat.publishAsync(telemetry('thermostat'), JSON.stringify(said), { qos: 1 });
        await house.clock.advance(10 * 60_000);
      }
    });
  }
  for (let more = 0; more < 2; more++) await untilTheSlotLeft(house, () => house.clock.advance(HOUR));
}

/** What waits when another slot comes leaves in one message with what that brings. */
async function untilTheSlotLeft({ acme: { receiver } }: House, hourPasses: () => Promise<void>): Promise<void> {
  const before = receiver.batches.length;
  await hourPasses();
  await receiver.until(() => receiver.batches.length > before);
}
