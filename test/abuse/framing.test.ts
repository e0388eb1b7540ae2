import './guards.ts';
import { eachCase } from './each-case.ts';
import { mqttFraming } from './mqtt-framing.ts';

eachCase('framing', mqttFraming);
