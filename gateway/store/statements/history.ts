/** Names that filters go by; each narrows where it is not null. */
const FILTERS = ['recipient', 'purpose', 'state', 'device', 'field'] as const;
type Filter = (typeof FILTERS)[number];

/** Lines that a row of a page shows; the batch itself has them all. */
const MOST_LINES = 12;

/** What left and what stayed, summed and in detail; parameters have names. */
export const historyStatements = {
  'left batches add': `INSERT INTO left_batches
    (day, recipient, purpose, sent, possibly_received, bytes, records, dummies) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET sent = sent + excluded.sent,
      possibly_received = possibly_received + excluded.possibly_received, bytes = bytes + excluded.bytes,
      records = records + excluded.records, dummies = dummies + excluded.dummies`,
  'left batches sent after all': `UPDATE left_batches SET sent = sent + 1, possibly_received = possibly_received - 1
    WHERE (day, recipient, purpose) = (SELECT day, recipient, purpose FROM outbox_deliveries
      WHERE batch = ? AND state = 'possibly received')`,
  'left sum add': `INSERT INTO left_sums (day, recipient, purpose, device, field, form, records)
    VALUES (?, ?, ?, ?, ?, ?, ?)`,

  'left queued': `SELECT recipient, purpose, device, field, sum(records) AS records, min(due) AS due FROM outbox_records r
    WHERE batch IS NULL AND ${narrowed(['recipient', 'purpose', 'device', 'field'])}
    GROUP BY recipient, purpose, device, field`,
  'left open': `SELECT id AS batch, recipient, purpose, at, touched, coalesce(length(sealed), 0) AS size,
      (SELECT coalesce(sum(records), 0) FROM outbox_records r WHERE r.batch = b.id) AS records, ${openLines()}
    FROM outbox_batches b WHERE id < :before AND at >= :since AND at < :until AND ${narrowed(['recipient', 'purpose'])}
      AND (:touched IS NULL OR touched = :touched)
      AND ((:device IS NULL AND :field IS NULL) OR EXISTS (
        SELECT 1 FROM outbox_records r WHERE r.batch = b.id AND ${narrowed(['device', 'field'])}))
    ORDER BY id DESC LIMIT :most`,
  'left page': leftPage(),
  'left page by recipient': leftPage('recipient'),
  'left page by purpose': leftPage('purpose'),
  'left page by state': leftPage('state'),
  'left page by device': leftPage('device'),
  'left page by field': leftPage('field'),
  'left batch': `SELECT number, batch, at, ended, recipient, purpose, stream, seq, state, size, records
    FROM outbox_deliveries WHERE batch = ?`,
  'left open batch': `SELECT id AS batch, at, recipient, purpose, epoch, stream, seq, touched,
      coalesce(length(sealed), 0) AS size,
      (SELECT coalesce(sum(records), 0) FROM outbox_records r WHERE r.batch = b.id) AS records
    FROM outbox_batches b WHERE id = ?`,
  'left open lines': `SELECT device, field, consent, shaped ->> '$.form' AS form, sum(records) AS records,
      min(starts) AS first, max(ends) AS last
    FROM outbox_records WHERE batch = ? GROUP BY 1, 2, 3, 4`,
  'left all batches': `SELECT batch, day, at, ended, recipient, purpose, stream, seq, state, size, records
    FROM outbox_deliveries ORDER BY number DESC`,
  'left lines': `SELECT device, field, consent, form, receipt, records, first, last, sensitive, kept
    FROM outbox_lines WHERE number = ? ORDER BY device, field, consent, form`,
  'left numbers since': `SELECT coalesce(min(number), 0) AS first, coalesce(max(number), -1) AS last
    FROM outbox_deliveries WHERE day >= ?`,
  'left kept': `SELECT device, field, consent, kept FROM outbox_lines
    WHERE number >= :from AND number < :to AND kept IS NOT NULL
      AND (json_array(device, field) IN (SELECT value FROM json_each(:truth))
        OR consent IN (SELECT value FROM json_each(:seen)))`,
  'left lines newest': `SELECT d.day AS day, batch, at, ended, recipient, purpose, device, field, form,
      l.records AS records, state, size, receipt
    FROM outbox_deliveries d JOIN outbox_lines l ON l.number = d.number
    WHERE d.day >= :from AND d.day <= :to AND ${narrowed(['recipient', 'purpose', 'state', 'device', 'field'])}
    ORDER BY d.day DESC, d.number DESC LIMIT :most`,
  'left all lines': `SELECT batch, device, field, consent, form, receipt, l.records, first, last, sensitive, kept
    FROM outbox_lines l JOIN outbox_deliveries USING (number) ORDER BY number, device, field`,

  'left sums by batches': `SELECT day, recipient, purpose, sent, possibly_received AS possiblyReceived, bytes, records,
      dummies
    FROM left_batches WHERE day >= :from AND day <= :to AND ${narrowed(['recipient', 'purpose'])}`,
  'left sums by what': `SELECT recipient, purpose, device, field, form, records
    FROM (SELECT what, sum(records) AS records FROM (
      SELECT what, records FROM left_months WHERE month >= :firstMonth AND month <= :lastMonth
      UNION ALL SELECT what, records FROM left_days WHERE day >= :from AND day <= :beforeMonths
      UNION ALL SELECT what, records FROM left_days WHERE day >= :afterMonths AND day <= :to) GROUP BY what)
    JOIN left_what ON id = what
    WHERE ${narrowed(['recipient', 'purpose', 'device', 'field'])}`,
  'left sums by day of a field': `SELECT day, sum(records) AS records FROM left_fields
    WHERE day >= :from AND day <= :to AND ${narrowed(['field', 'recipient', 'purpose'])} GROUP BY day`,
  'left sums by day of a device': `WITH which AS MATERIALIZED (
      SELECT id FROM left_what WHERE ${narrowed(['recipient', 'purpose', 'device', 'field'])})
    SELECT days.day AS day, sum(d.records) AS records
    FROM (SELECT DISTINCT day FROM left_batches WHERE day >= :from AND day <= :to) days
    CROSS JOIN which
    CROSS JOIN left_days d ON d.day = days.day AND d.what = id GROUP BY days.day`,
  'left sums list': 'SELECT day, recipient, purpose, device, field, form, records FROM left_sums ORDER BY day',

  'stayed by what': `SELECT device, field, reason, recipient, count
    FROM (SELECT what, sum(count) AS count FROM (
      SELECT what, count FROM stayed_months WHERE month >= :firstMonth AND month <= :lastMonth
      UNION ALL SELECT what, count FROM stayed_days WHERE day >= :from AND day <= :beforeMonths
      UNION ALL SELECT what, count FROM stayed_days WHERE day >= :afterMonths AND day <= :to) GROUP BY what)
    JOIN stayed_what ON id = what
    WHERE ${narrowed(['device', 'field', 'recipient'])} AND (:reason IS NULL OR reason = :reason)`,
  'stayed by day': `SELECT day, sum(count) AS count FROM stayed_totals
    WHERE day >= :from AND day <= :to AND ${narrowed(['field'])} AND (:reason IS NULL OR reason = :reason)
    GROUP BY day`,
  'stayed by day of what': `WITH which AS MATERIALIZED (
      SELECT id FROM stayed_what WHERE ${narrowed(['device', 'field', 'recipient'])}
      AND (:reason IS NULL OR reason = :reason))
    SELECT days.day AS day, sum(d.count) AS count
    FROM (SELECT DISTINCT day FROM stayed_totals WHERE day >= :from AND day <= :to) days
    CROSS JOIN which
    CROSS JOIN stayed_days d ON d.day = days.day AND d.what = id GROUP BY days.day`,

  'connection add': 'INSERT INTO connections (number, recipient, host, at) VALUES (?, ?, ?, ?)',
  'connection ended': 'UPDATE connections SET outcome = ? WHERE number = ? AND outcome IS NULL',
  'connections settle': `UPDATE connections SET outcome = 'opened' WHERE outcome IS NULL`,
  'connections list': 'SELECT recipient, host, at, outcome FROM connections ORDER BY number',
  'last connection': `SELECT coalesce(max(seq), 0) AS last FROM sqlite_sequence WHERE name = 'connections'`,
  'last departure': `SELECT coalesce(max(seq), 0) AS last FROM sqlite_sequence WHERE name = 'outbox_departures'`,
  'numbers forget': 'DELETE FROM sqlite_sequence WHERE name = ?',
  'numbers go on': 'INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)',
  'departures after': `SELECT p.number AS number, p.at AS at, recipient, purpose, state, size, records, consents
      FROM outbox_departures p JOIN outbox_deliveries USING (batch) WHERE p.number > :number
    UNION ALL SELECT p.number, p.at, recipient, purpose, 'possibly received', length(sealed),
      (SELECT coalesce(sum(records), 0) FROM outbox_records r WHERE r.batch = b.id),
      (SELECT json_group_object(consent, count) FROM (SELECT consent, sum(records) AS count FROM outbox_records r
        WHERE r.batch = b.id GROUP BY consent))
      FROM outbox_departures p JOIN outbox_batches b ON b.id = p.batch WHERE p.number > :number
    ORDER BY number LIMIT :most`,
  'connections after': `SELECT number, at, recipient, host, outcome = 'opened' AS opened FROM connections
    WHERE number > ? AND number < coalesce(
      (SELECT min(number) FROM connections WHERE outcome IS NULL), 9223372036854775807)
    ORDER BY number LIMIT ?`,

  'trim departures': 'DELETE FROM outbox_departures WHERE number <= ?',
  'trim deliveries': `DELETE FROM outbox_deliveries
    WHERE day < ? AND batch NOT IN (SELECT batch FROM outbox_departures)`,
  'trim connections': 'DELETE FROM connections WHERE at < ? AND number <= ?',
  'trim values of high sensitivity': 'UPDATE outbox_lines SET kept = NULL WHERE sensitive = 1 AND kept IS NOT NULL',
  'trim left batches': 'DELETE FROM left_batches WHERE day < ?',
  'trim left days': 'DELETE FROM left_days WHERE day < ?',
  'trim left months': 'DELETE FROM left_months WHERE records = 0',
  'trim left fields': 'DELETE FROM left_fields WHERE records = 0',
  'trim left what': 'DELETE FROM left_what WHERE id NOT IN (SELECT what FROM left_months)',
  'trim stayed days': 'DELETE FROM stayed_days WHERE day < ?',
  'trim stayed months': 'DELETE FROM stayed_months WHERE count = 0',
  'trim stayed totals': 'DELETE FROM stayed_totals WHERE count = 0',
  'trim stayed what': 'DELETE FROM stayed_what WHERE id NOT IN (SELECT what FROM stayed_months)',
  'trim quarantine': 'DELETE FROM quarantine WHERE at < ?',

  'forget lines': 'DELETE FROM outbox_lines WHERE device IN (SELECT value FROM json_each(?))',
  'forget left days': `DELETE FROM left_days WHERE what IN (
    SELECT id FROM left_what WHERE device IN (SELECT value FROM json_each(?)))`,
  'forget stayed days': `DELETE FROM stayed_days WHERE what IN (
    SELECT id FROM stayed_what WHERE device IN (SELECT value FROM json_each(?)))`,

  'rows before': `SELECT
    (SELECT count(*) FROM outbox_deliveries WHERE day < :day) AS deliveries,
    (SELECT count(*) FROM outbox_lines WHERE number IN (SELECT number FROM outbox_deliveries WHERE day < :day)) AS lines,
    (SELECT count(*) FROM left_days WHERE day < :day) + (SELECT count(*) FROM left_batches WHERE day < :day) AS sums,
    (SELECT count(*) FROM stayed_days WHERE day < :day) AS stayed,
    (SELECT count(*) FROM connections WHERE at < :at) AS connections,
    (SELECT count(*) FROM quarantine WHERE at < :at) AS quarantine`,
} as const;

function narrowed(filters: readonly Filter[]): string {
  return filters.map((filter) => `(:${filter} IS NULL OR ${filter} = :${filter})`).join(' AND ');
}

function linesAs(from: string): string {
  const shown = `json_object('device', device, 'field', field, 'form', form, 'records', records)`;
  return `(SELECT json_group_array(${shown}) FROM (${from} LIMIT ${MOST_LINES})) AS lines`;
}

function openLines(): string {
  return linesAs(`SELECT device, field, shaped ->> '$.form' AS form, sum(records) AS records FROM outbox_records r
    WHERE r.batch = b.id AND ${narrowed(['device', 'field'])} GROUP BY 1, 2, 3`);
}

/**
 * A page of batches that ended, newest first, after the one that (:day, :number) names. Each filter has an index in
 * this order; the one that narrows most leads, and the others are looked at row by row.
 */
function leftPage(leading?: Filter): string {
  const ofLines = leading === 'device' || leading === 'field';
  const from = ofLines
    ? `(SELECT DISTINCT day, number FROM outbox_lines WHERE ${leading} = :${leading}
        AND ${narrowed(['device', 'field'])} AND day >= :from AND day <= :to AND (day, number) < (:day, :number)
        ORDER BY day DESC, number DESC LIMIT :candidates) l JOIN outbox_deliveries d USING (number)`
    : 'outbox_deliveries d';
  const where = ofLines
    ? narrowed(['recipient', 'purpose', 'state'])
    : `${leading === undefined ? '1' : `${leading} = :${leading}`} AND ${narrowed(['recipient', 'purpose', 'state'])}
        AND day >= :from AND day <= :to AND (day, number) < (:day, :number)`;
  const order = ofLines ? 'ORDER BY l.day DESC, l.number DESC' : 'ORDER BY day DESC, number DESC';
  return `SELECT d.number AS number, batch, d.day AS day, at, ended, recipient, purpose, state, size, d.records AS records,
      ${linesAs(`SELECT device, field, form, sum(records) AS records FROM outbox_lines l
        WHERE l.number = d.number AND ${narrowed(['device', 'field'])} GROUP BY device, field, form`)}
    FROM ${from} WHERE ${where} ${order} LIMIT :most`;
}
