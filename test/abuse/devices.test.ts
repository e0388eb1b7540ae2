import './guards.ts';
import { eachCase } from './each-case.ts';
import { mqttIdentity } from './mqtt-identity.ts';
import { mqttTopics } from './mqtt-topics.ts';
import { pairing } from './pairing.ts';

eachCase('topics', mqttTopics);
eachCase('identity', mqttIdentity);
eachCase('pairing', pairing);
