import { type Documented, measures, words } from './chosen.ts';
import { DISCOVERY, type Ecosystem } from './ecosystem.ts';
import { listed } from './listed.ts';

const STATES = [
  ...[
    'uncalibrated',
    'locked',
    'unlocked',
    'unlatched',
    'unlockedLnga',
    'unlatching',
    'locking',
    'unlocking',
    'bootRun',
  ],
  ...['motorBlocked', 'undefined', 'jammed', 'RTOactive', 'open', 'opening', 'online', 'untrained', 'continuous'],
];
const ACTIONS = [
  ...['Unlock', 'Lock', 'Unlatch', 'LockNgo', 'LockNgoUnlatch', 'FullLock', 'FobAction1', 'FobAction2', 'FobAction3'],
  ...['Unknown', 'ActivateRTO', 'DeactivateRTO', 'ElectricStrikeActuation', 'ActivateCM', 'DeactivateCM'],
];
const TRIGGERS = ['autoLock', 'automatic', 'button', 'manual', 'system', 'undefined'];
const DOOR = ['unavailable', 'deactivated', 'doorClosed', 'doorOpened', 'doorStateUnknown', 'calibrating'];

const batteriesOf = (at: string) =>
  measures(
    `${at}battery/level %, ${at}battery/critical, ${at}battery/charging, ${at}battery/voltage V, ${at}battery/keypadCritical`,
    `${at}battery/doorSensorCritical, ${at}batteryCritical, ${at}batteryChargeState %, ${at}batteryCharging`,
    `${at}keypadBatteryCritical, ${at}doorsensorBatteryCritical`,
  );
const statesOf = (part: string) => [
  words(`${part}/state`, ...STATES),
  words(`${part}/hastate`, ...STATES),
  words(`${part}/binaryState`, ...STATES),
  words(`${part}/lastLockAction`, ...ACTIONS),
  words(`${part}/trigger`, ...TRIGGERS),
  words(`${part}/doorSensorState`, ...DOOR),
  words(`${part}/ring`, 'ring', 'ringlocked', 'standby'),
  words(`${part}/binaryRing`, 'ring', 'standby'),
  words(`${part}/continuousMode`, 'on', 'off'),
  ...measures(`${part}/rssi dBm`),
];

/** The README of Nuki Hub: how a lock or an opener stands, and how its batteries are. */
const VALUES: Documented = new Map<string, string | ReadonlySet<string>>([
  ...['', 'lock/', 'opener/'].flatMap(batteriesOf),
  ...['lock', 'opener'].flatMap(statesOf),
]);

/** Nuki Hub: who opened, with which code and when they may, its log and its configuration never become fields. */
export const nukiHubEcosystem = {
  name: 'nuki-hub',
  title: 'Nuki Hub',
  kind: 'device',
  base: 'its prefix, usually "nukihub" or "nuki"',
  dialect: (source) => listed({ name: 'nuki-hub', usual: ['nukihub', 'nuki'], depth: 0, values: VALUES }, source),
  rights: ({ base }) => ({ write: [`${base}/#`, ...DISCOVERY], read: [`${base}/#`] }),
  ofWill: (topic) => /^(nuki(?:hub)?)\/maintenance\/mqttConnectionState$/.exec(topic)?.[1],
} as const satisfies Ecosystem;
