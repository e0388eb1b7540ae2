/**
 * What has to give way, by records and by bytes: single values before summaries, which tell more in less; then of the
 * device that has most waiting, so that none pushes out the others; then the oldest.
 */
const TRIMMED = `id IN (
    SELECT id FROM (
      SELECT r.id, sum(r.records) OVER inTurn - r.records AS recordsBefore, sum(r.bytes) OVER inTurn - r.bytes AS bytesBefore
      FROM outbox_records r JOIN (SELECT device, sum(records) AS waiting FROM outbox_records
        WHERE batch IS NULL AND recipient = ? GROUP BY device) d USING (device)
      WHERE r.batch IS NULL AND r.recipient = ?
      WINDOW inTurn AS (ORDER BY r.shaped ->> '$.form' = 'summary', d.waiting DESC, r.id))
    WHERE recordsBefore < ? OR bytesBefore < ?)`;

/** What a batch is formed by; the values are read once it is made. */
const SIZES = 'id, recipient, purpose, consent, slot_ms, within_ms, device, field, starts, ends, records, bytes';

/** Free records are those in no batch yet; lists of ids come as JSON arrays. */
export const outboxStatements = {
  'outbox record add': `INSERT INTO outbox_records
    (recipient, purpose, consent, slot_ms, within_ms, device, field, queued, due, starts, ends, shaped, records, run, bytes)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  'outbox free slot records': `SELECT ${SIZES} FROM outbox_records
    WHERE batch IS NULL AND recipient = ? AND purpose = ? AND slot_ms > 0 AND due <= ? ORDER BY id LIMIT ?`,
  'outbox free live records': `SELECT ${SIZES} FROM outbox_records
    WHERE batch IS NULL AND recipient = ? AND purpose = ? AND slot_ms = 0 AND due = 0 ORDER BY id LIMIT ?`,
  'outbox free live streams': `SELECT DISTINCT recipient, purpose FROM outbox_records WHERE batch IS NULL AND slot_ms = 0`,
  'outbox free recipients': 'SELECT DISTINCT recipient FROM outbox_records WHERE batch IS NULL',
  'outbox free size': `SELECT coalesce(sum(records), 0) AS records, coalesce(sum(bytes), 0) AS bytes
    FROM outbox_records WHERE batch IS NULL AND recipient = ?`,
  'stayed add free trim': stayed(TRIMMED),
  'outbox free trim': `DELETE FROM outbox_records WHERE ${TRIMMED}`,
  'outbox free old size': `SELECT coalesce(sum(records), 0) AS records, coalesce(sum(bytes), 0) AS bytes
    FROM outbox_records WHERE batch IS NULL AND recipient = ? AND queued < ?`,
  'stayed add free old': stayed('batch IS NULL AND recipient = ? AND queued < ?'),
  'outbox free old delete': 'DELETE FROM outbox_records WHERE batch IS NULL AND recipient = ? AND queued < ?',
  'outbox records put in batch': `UPDATE outbox_records SET batch = ?
    WHERE id IN (SELECT value FROM json_each(?)) AND batch IS NULL`,
  'stayed add records': stayed('id IN (SELECT value FROM json_each(?))'),
  'outbox records delete': 'DELETE FROM outbox_records WHERE id IN (SELECT value FROM json_each(?))',
  'outbox records free again': 'UPDATE outbox_records SET batch = NULL WHERE batch = ?',
  'outbox batch records': 'SELECT * FROM outbox_records WHERE batch = ? ORDER BY id',
  'outbox batch records delete': 'DELETE FROM outbox_records WHERE batch = ?',
  'outbox consent recipients': `SELECT DISTINCT recipient FROM outbox_records
    WHERE consent IN (SELECT value FROM json_each(?))`,
  'outbox consents': 'SELECT DISTINCT consent FROM outbox_records',
  'outbox consent batches': `SELECT * FROM outbox_batches WHERE recipient = ? AND id IN (
    SELECT batch FROM outbox_records WHERE consent IN (SELECT value FROM json_each(?)))`,
  'outbox consent count': `SELECT coalesce(sum(records), 0) AS count FROM outbox_records
    WHERE recipient = ? AND consent IN (SELECT value FROM json_each(?))`,
  'stayed add consent': stayed('recipient = ? AND consent IN (SELECT value FROM json_each(?))'),
  'outbox consent delete': `DELETE FROM outbox_records
    WHERE recipient = ? AND consent IN (SELECT value FROM json_each(?))`,
  'outbox seq': 'SELECT next_seq AS next FROM outbox_streams WHERE stream = ?',
  'outbox seq put': `INSERT INTO outbox_streams (stream, recipient, next_seq) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET next_seq = max(next_seq, excluded.next_seq)`,
  'outbox batch add': `INSERT INTO outbox_batches (id, recipient, purpose, epoch, stream, seq, jti, at, span, bucket, live)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  'outbox batch next': 'SELECT * FROM outbox_batches WHERE recipient = ? AND id > ? ORDER BY id LIMIT 1',
  'outbox batch next released':
    'SELECT * FROM outbox_batches WHERE recipient = ? AND live = ? AND id > ? ORDER BY id LIMIT 1',
  'outbox batch next telling': `SELECT * FROM outbox_batches b WHERE recipient = ? AND id > ?
    AND EXISTS (SELECT 1 FROM outbox_notice_parts p WHERE p.batch = b.id)
    AND NOT EXISTS (SELECT 1 FROM outbox_records r WHERE r.batch = b.id) ORDER BY id LIMIT 1`,
  'outbox slot batches unsent': `SELECT * FROM outbox_batches
    WHERE recipient = ? AND purpose = ? AND live = 0 AND touched = 0 ORDER BY id`,
  'outbox batch': 'SELECT * FROM outbox_batches WHERE id = ?',
  'outbox batch count': `SELECT count(*) AS count, coalesce(sum(bucket), 0) AS bytes
    FROM outbox_batches WHERE recipient = ? AND live = ?`,
  'outbox batch touch': 'UPDATE outbox_batches SET touched = 1, sealed = ? WHERE id = ? AND touched = 0',
  'outbox departure add': 'INSERT INTO outbox_departures (batch, at) VALUES (?, ?)',
  'outbox batch delete': 'DELETE FROM outbox_batches WHERE id = ?',
  'outbox batch recipients': 'SELECT DISTINCT recipient FROM outbox_batches',
  'outbox last batch': 'SELECT id AS last FROM outbox_last_batch',
  'outbox delivery add': `INSERT INTO outbox_deliveries
    (batch, recipient, purpose, stream, seq, at, ended, day, state, size, records, consents)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  'outbox line add': `INSERT INTO outbox_lines
    (number, day, device, field, consent, form, receipt, records, first, last, sensitive, kept)
    SELECT number, day, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM outbox_deliveries WHERE batch = ?`,
  'outbox delivery sent after all': `UPDATE outbox_deliveries SET state = 'sent'
    WHERE batch = ? AND state = 'possibly received'`,
  'outbox deliveries': 'SELECT * FROM outbox_deliveries WHERE ended >= ? ORDER BY number DESC LIMIT ?',
  'outbox deliveries under way': `SELECT id AS batch, recipient, purpose, stream, seq, at, length(sealed) AS size,
    (SELECT coalesce(sum(records), 0) FROM outbox_records r WHERE r.batch = b.id) AS records,
    (SELECT json_group_object(consent, count) FROM (SELECT consent, sum(records) AS count FROM outbox_records r
      WHERE r.batch = b.id GROUP BY consent)) AS consents
    FROM outbox_batches b WHERE touched = 1 ORDER BY id DESC`,
  'outbox records forget': 'DELETE FROM outbox_records WHERE recipient = ?',
  'outbox batches forget': 'DELETE FROM outbox_batches WHERE recipient = ?',
  'outbox lines forget names': `UPDATE outbox_lines SET receipt = NULL
    WHERE receipt IS NOT NULL AND number IN (SELECT number FROM outbox_deliveries WHERE recipient = ?)`,
  'outbox deliveries forget names': `UPDATE outbox_deliveries SET stream = '', seq = 0 WHERE recipient = ?`,
  'outbox streams keep': 'DELETE FROM outbox_streams WHERE stream NOT IN (SELECT value FROM json_each(?))',
  'notice part add': `INSERT INTO outbox_notice_parts (recipient, type, jti, part, parts, text) VALUES (?, ?, ?, ?, ?, ?)`,
  // Receipts last: nobody waits for the end of a long one to hear of a withdrawal.
  'notice parts free': `SELECT * FROM outbox_notice_parts WHERE recipient = ? AND batch IS NULL
    ORDER BY type = 'receipt', id LIMIT ?`,
  'notice parts unsent': `SELECT count(*) AS count FROM outbox_notice_parts p LEFT JOIN outbox_batches b ON b.id = p.batch
    WHERE p.recipient = ? AND coalesce(b.touched, 0) = 0`,
  'notice parts in batch': `SELECT * FROM outbox_notice_parts WHERE batch = ? ORDER BY type = 'receipt', id`,
  'notice parts put in batch': `UPDATE outbox_notice_parts SET batch = ?
    WHERE id IN (SELECT value FROM json_each(?)) AND batch IS NULL`,
  'notice parts free again': 'UPDATE outbox_notice_parts SET batch = NULL WHERE batch = ?',
  'notices ending with batch': `SELECT jti FROM outbox_notice_parts WHERE jti IN
    (SELECT jti FROM outbox_notice_parts WHERE batch = ?) GROUP BY jti HAVING sum(batch IS NOT ?) = 0`,
  'notice parts delete': 'DELETE FROM outbox_notice_parts WHERE batch = ?',
  'notices forget': 'DELETE FROM outbox_notice_parts WHERE recipient = ?',
  told: 'SELECT request, body FROM outbox_told WHERE recipient = ?',
  'told put': `INSERT INTO outbox_told (recipient, request, body) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET body = excluded.body`,
  'told delete': 'DELETE FROM outbox_told WHERE recipient = ? AND request = ?',
  'told forget': 'DELETE FROM outbox_told WHERE recipient = ?',
} as const;

/** Counts records that do not leave after all, as their day and reason; then they can be deleted. */
function stayed(which: string): string {
  return `INSERT INTO stayed (day, device, field, reason, recipient, count)
    SELECT ?, device, field, ?, recipient, sum(records) FROM outbox_records WHERE ${which} GROUP BY device, field, recipient`;
}
