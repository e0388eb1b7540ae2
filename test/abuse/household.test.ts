import './guards.ts';
import { commandLine } from './command-line.ts';
import { eachCase } from './each-case.ts';
import { egressCovert } from './egress-covert.ts';
import { manifests } from './manifests.ts';
import { payload } from './payload.ts';

eachCase('payload', payload);
eachCase('covert channels', egressCovert);
eachCase('manifests', manifests);
eachCase('command line and files', commandLine);
