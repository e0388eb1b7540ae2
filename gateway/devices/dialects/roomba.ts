import { type Documented, measures, words } from './chosen.ts';
import type { Ecosystem } from './ecosystem.ts';
import { listed } from './listed.ts';

const PHASES = [
  'charge',
  'run',
  'evac',
  'stuck',
  'stop',
  'hmUsrDock',
  'hmMidMsn',
  'hmPostMsn',
  'new',
  'resume',
  'completed',
];

/** Roomba980-Python, which flattens what the robot says into one topic a value. */
const VALUES: Documented = new Map<string, string | ReadonlySet<string>>([
  words('cleanMissionStatus_phase', ...PHASES),
  words('cleanMissionStatus_cycle', 'none', 'clean', 'quick', 'spot', 'dock', 'evac', 'train'),
  ...measures(
    'batPct %, bin_full, bin_present, cleanMissionStatus_error, cleanMissionStatus_mssnM min, cleanMissionStatus_sqft ft²',
    'cleanMissionStatus_expireM min, cleanMissionStatus_rechrgM min, cleanMissionStatus_notReady, bbmssn_nMssn, bbmssn_nMssnOk',
    'bbrun_hr h, bbrun_sqft ft², bbchg3_estCap mAh, signal_rssi dBm, signal_snr dB, tankLvl %, mopReady_tankPresent',
    'mopReady_lidClosed, openOnly, carpetBoost, vacHigh, binPause, twoPass, noAutoPasses, dock_known',
  ),
]);

/** The bridge of Roomba980-Python: the network in all its spellings, the map, the position and the plan stay home. */
export const roombaEcosystem = {
  name: 'roomba',
  title: 'Roomba980-Python',
  kind: 'bridge',
  base: 'what it publishes under, usually "/roomba/feedback"',
  dialect: (source) => listed({ name: 'roomba', usual: ['/roomba/feedback'], depth: 1, values: VALUES }, source),
  rights: ({ base }) => ({ write: [`${base}/#`], read: ['/roomba/command/#', '/roomba/setting/#'] }),
} as const satisfies Ecosystem;
