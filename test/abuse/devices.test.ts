import './guards.ts';
import { eachCase } from './each-case.ts';
import { mqttIdentity } from './mqtt-identity.ts';
import { mqttTopics } from './mqtt-topics.ts';

eachCase('topics', mqttTopics);
eachCase('identity', mqttIdentity);
