import { isMainThread } from 'node:worker_threads';
import Database from 'better-sqlite3';

/**
 * Loaded into a hub before its own code (`--import`): it ends without a word when it comes to the step that FAULT_AT
 * names. Armed by the first message of a device, so that the hub has begun its work.
 */
const STEP = process.env.FAULT_AT ?? '';
/** Not at the first time: by then there is something before it and something behind. */
const TIMES = 5;

let armed = false;
let times = 0;

function pass(step: string): void {
  if (armed && step === STEP && ++times === TIMES) process.kill(process.pid, 'SIGKILL');
}

if (isMainThread) {
  const [{ Line }, { Flow }, { MqttLink }] = await Promise.all([
    import('../../gateway/line.ts'),
    import('../../gateway/store/flow.ts'),
    import('../../gateway/recipients/links/mqtt-link.ts'),
  ]);
  const { take } = Line.prototype;
  Line.prototype.take = function (...given) {
    armed = true;
    pass('received');
    return take.apply(this, given);
  };
  const { write } = Flow.prototype;
  Flow.prototype.write = async function (operations) {
    const names = new Set<string>(operations.map(([name]) => name));
    for (const name of names) pass(`before ${name}`);
    await write.call(this, operations);
    for (const name of names) pass(`after ${name}`);
  };
  const { send } = MqttLink.prototype;
  MqttLink.prototype.send = async function (...given) {
    pass('before sending');
    const outcome = await send.apply(this, given);
    pass('after sending');
    return outcome;
  };
} else {
  const { exec, prepare } = Database.prototype;
  Database.prototype.prepare = function (this: Database.Database, sql: string) {
    armed ||= sql.startsWith('INSERT INTO broker_taken');
    return prepare.call(this, sql);
  } as typeof prepare;
  Database.prototype.exec = function (sql) {
    if (sql === 'COMMIT') pass('before COMMIT');
    exec.call(this, sql);
    if (sql === 'COMMIT') pass('after COMMIT');
    return this;
  };
}
