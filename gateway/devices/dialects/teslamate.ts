import { type Documented, measures, words } from './chosen.ts';
import type { Ecosystem } from './ecosystem.ts';
import { listed } from './listed.ts';

/** docs.teslamate.org/docs/integrations/mqtt: what the car measures, and how it stands. */
const VALUES: Documented = new Map<string, string | ReadonlySet<string>>([
  words('state', 'online', 'asleep', 'charging', 'driving', 'offline', 'suspended', 'updating', 'start', 'unavailable'),
  words('charging_state', 'Charging', 'Complete', 'Disconnected', 'NoPower', 'Starting', 'Stopped', 'Calibrating'),
  words('shift_state', 'P', 'D', 'R', 'N'),
  words('climate_keeper_mode', 'off', 'on', 'dog', 'camp', 'unknown'),
  ...measures(
    'healthy, update_available, latitude °, longitude °, power kW, speed km/h, heading °, elevation m, odometer km',
    'locked, sentry_mode, windows_open, doors_open, trunk_open, frunk_open, driver_front_window_open, is_user_present',
    'driver_rear_window_open, passenger_front_window_open, passenger_rear_window_open, driver_front_door_open',
    'driver_rear_door_open, passenger_front_door_open, passenger_rear_door_open, sun_roof_percent_open %',
    'is_climate_on, inside_temp °C, outside_temp °C, is_preconditioning, driver_temp_setting °C, passenger_temp_setting °C',
    'est_battery_range_km km, rated_battery_range_km km, ideal_battery_range_km km, battery_level %',
    'usable_battery_level %, plugged_in, charge_energy_added kWh, charge_limit_soc %, charge_port_door_open',
    'charger_actual_current A, charger_phases, charger_power kW, charger_voltage V, charge_current_request A',
    'charge_current_request_max A, time_to_full_charge h, tpms_pressure_fl bar, tpms_pressure_fr bar',
    'tpms_pressure_rl bar, tpms_pressure_rr bar, tpms_soft_warning_fl, tpms_soft_warning_fr, tpms_soft_warning_rl',
    'tpms_soft_warning_rr, center_display_state, service_mode',
  ),
]);
const OBJECTS = new Map<string, Documented>([
  ['location', new Map(measures('latitude °, longitude °'))],
  ['active_route', new Map(measures('energy_at_arrival %, miles_to_arrival mi, minutes_to_arrival min'))],
]);

/** TeslaMate: a car is a device. Its names, its destination, the places it knows and its model never are. */
export const teslamateEcosystem = {
  name: 'teslamate',
  title: 'TeslaMate',
  kind: 'bridge',
  base: 'usually "teslamate/cars"',
  dialect: (source) =>
    listed({ name: 'teslamate', usual: ['teslamate/cars'], depth: 1, values: VALUES, objects: OBJECTS }, source),
  rights: ({ base }) => ({ write: [`${base}/#`], read: [] }),
} as const satisfies Ecosystem;
