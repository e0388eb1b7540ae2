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

/** The thermostat says something every ten minutes, and what is due leaves. */
export async function live(house: House, thermostat: MqttClient, hours: number): Promise<void> {
  const { receiver } = house.acme;
  const before = receiver.records.length;
  for (let minute = 0; minute < hours * 60; minute += 10) {
    const said = { temperature: 20 + (minute % 70) / 10, heating: minute % 20 === 0, target: 21, noise: minute };
    await thermostat.publishAsync(telemetry('thermostat'), JSON.stringify(said), { qos: 1 });
    await house.clock.advance(10 * 60_000);
  }
  await house.clock.advance(2 * HOUR);
  await receiver.until(() => receiver.records.length > before);
}
