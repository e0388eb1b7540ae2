import { type Documented, measures } from './chosen.ts';
import type { Ecosystem } from './ecosystem.ts';
import { listed } from './listed.ts';

/** What a day, a month or a year took. */
const sumsOf = (period: string) =>
  measures(
    'electricity1 kWh, electricity2 kWh, electricity1_returned kWh, electricity2_returned kWh, electricity_merged kWh',
    'electricity_returned_merged kWh, electricity1_cost €, electricity2_cost €, electricity_cost_merged €, gas m³',
    'gas_cost €, fixed_cost €, total_cost €, energy_supplier_price_electricity_delivered_1 €/kWh',
    'energy_supplier_price_electricity_delivered_2 €/kWh, energy_supplier_price_electricity_returned_1 €/kWh',
    'energy_supplier_price_electricity_returned_2 €/kWh, energy_supplier_price_gas €/m³',
  ).map(([name, unit]) => [`${period}/${name}`, unit] as const);

/** dsmr-reader.readthedocs.io, its MQTT topics: what the meter counts, and how often the mains failed. */
const VALUES: Documented = new Map([
  ...measures(
    'reading/electricity_delivered_1 kWh, reading/electricity_delivered_2 kWh, reading/electricity_returned_1 kWh',
    'reading/electricity_returned_2 kWh, reading/electricity_currently_delivered kW',
    'reading/electricity_currently_returned kW, reading/extra_device_delivered m³, reading/phase_currently_delivered_l1 kW',
    'reading/phase_currently_delivered_l2 kW, reading/phase_currently_delivered_l3 kW',
    'reading/phase_currently_returned_l1 kW, reading/phase_currently_returned_l2 kW, reading/phase_currently_returned_l3 kW',
    'reading/phase_voltage_l1 V, reading/phase_voltage_l2 V, reading/phase_voltage_l3 V, reading/phase_power_current_l1 A',
    'reading/phase_power_current_l2 A, reading/phase_power_current_l3 A, consumption/gas/delivered m³',
    'consumption/gas/currently_delivered m³/h, consumption/quarter-hour-peak-electricity/average_delivered kW',
    'meter-stats/electricity_tariff, meter-stats/power_failure_count, meter-stats/long_power_failure_count',
    'meter-stats/voltage_sag_count_l1, meter-stats/voltage_sag_count_l2, meter-stats/voltage_sag_count_l3',
    'meter-stats/voltage_swell_count_l1, meter-stats/voltage_swell_count_l2, meter-stats/voltage_swell_count_l3',
    'meter-stats/rejected_telegrams',
  ),
  ...['day-consumption', 'current-month', 'current-year'].flatMap(sumsOf),
]);

/** DSMR-reader: the raw telegram and everything that holds the meter's number never become fields. */
export const dsmrReaderEcosystem = {
  name: 'dsmr-reader',
  title: 'DSMR-reader',
  kind: 'device',
  base: 'usually "dsmr"',
  dialect: (source) => listed({ name: 'dsmr-reader', usual: ['dsmr'], depth: 0, values: VALUES }, source),
  rights: ({ base }) => ({ write: [`${base}/#`], read: [] }),
} as const satisfies Ecosystem;
