import { expect, test } from 'vitest';
import { dsmrReaderEcosystem } from './dsmr-reader.ts';
import { say, told } from './say.testing.ts';

const dialect = () => dsmrReaderEcosystem.dialect({});

test.each<[string, string, object]>([
  ['reading/electricity_currently_delivered', '0.321', { 'reading.electricity_currently_delivered': '0.321 kW' }],
  ['reading/phase_voltage_l1', '231', { 'reading.phase_voltage_l1': '231 V' }],
  ['day-consumption/gas', '1.2', { 'day-consumption.gas': '1.2 m³' }],
  ['current-month/total_cost', '12.50', { 'current-month.total_cost': '12.5 €' }],
  ['meter-stats/electricity_tariff', '2', { 'meter-stats.electricity_tariff': 2 }],
])('%s %s', (path, payload, expected) => {
  expect(told(say(dialect(), `dsmr/${path}`, payload))).toEqual({ dsmr: expected });
});

test.each([
  ['raw', '/ISk5 0-0:96.1.1(4B384547303034303436333935353037)'],
  ['json', '{"electricity_delivered_1":1}'],
  ['meter-stats/dsmr_meter_id', '4530303236303030303234343934333135'],
  ['meter-stats/latest_telegram', '/ISk5'],
  ['reading/timestamp', '2026-05-04T10:00:00Z'],
])('%s is ignored', (path, payload) => {
  expect(say(dialect(), `dsmr/${path}`, payload)).toEqual({ kind: 'ignored' });
});

test('a meter under another base is that one alone', () => {
  const cellar = dsmrReaderEcosystem.dialect({ base: 'cellar/meter' });
  expect(told(say(cellar, 'cellar/meter/reading/phase_voltage_l1', '231'))).toHaveProperty('cellar/meter');
  expect(say(cellar, 'dsmr/reading/phase_voltage_l1', '231')).toBe('not routed');
});
