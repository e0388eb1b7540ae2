import { parentPort, workerData } from 'node:worker_threads';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Statement } from 'better-sqlite3';
import { Unusable } from '../runtime/unusable.ts';
import { encrypted } from './at-rest.ts';
import { type Db, openDatabase, quickCheck } from './database.ts';
import type { Answer, Question } from './flow.ts';
import { type FlowStatement, flowStatements } from './flow-statements.ts';

/** The thread that owns flow.db: one transaction per message, answered after its fsync. */
if (!parentPort) throw new Error('flow-worker.ts runs as a worker thread of the hub, not by itself');
const port = parentPort;
const answer = (message: Answer) => port.postMessage(message);

try {
  const { file, key } = workerData;
  const db = key ? openDatabase(file, 'flow', await encrypted(key)) : openDatabase(file, 'flow');
  serve(db);
  answer({ kind: 'ready' });
} catch (error) {
  answer({ kind: 'failed', message: message(error), ...(error instanceof Unusable ? { isUnusable: true } : {}) });
}

function serve(db: Db): void {
  db.function('deflated', (text: unknown) => deflateRawSync(String(text)));
  db.function('inflated', (bytes: unknown) => inflateRawSync(bytes as Uint8Array).toString('utf8'));
  const prepared = new Map<FlowStatement, Statement>();
  const statement = (name: FlowStatement): Statement => {
    let known = prepared.get(name);
    if (!known) {
      known = db.prepare(flowStatements[name]);
      prepared.set(name, known);
    }
    return known;
  };
  port.on('message', (question: Question) => {
    switch (question.kind) {
      case 'write':
        try {
          db.exec('BEGIN IMMEDIATE');
          for (const [name, ...parameters] of question.operations) statement(name).run(...parameters);
          db.exec('COMMIT');
          answer({ kind: 'written' });
        } catch (error) {
          if (db.inTransaction) db.exec('ROLLBACK');
          answer({ kind: 'failed', message: `committing to flow.db: ${message(error)}` });
        }
        return;
      case 'read':
        try {
          answer({ kind: 'rows', id: question.id, rows: statement(question.statement).all(...question.parameters) });
        } catch (error) {
          answer({ kind: 'failed', id: question.id, message: `reading flow.db: ${message(error)}` });
        }
        return;
      case 'empty journal':
        db.pragma('wal_checkpoint(TRUNCATE)');
        answer({ kind: 'rows', id: question.id, rows: [] });
        return;
      case 'check':
        answer({ kind: 'rows', id: question.id, rows: [quickCheck(db)] });
        return;
      case 'close':
        db.close();
        port.close();
    }
  });
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
