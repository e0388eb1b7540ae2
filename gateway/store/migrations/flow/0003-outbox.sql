-- Permitted fields on their way: free (batch NULL) until their slot or micro-batch, then in the batch they leave with.
-- `due` is the slot's instant; 0 for live.
CREATE TABLE outbox_records (
  id INTEGER PRIMARY KEY,
  recipient TEXT NOT NULL,
  purpose TEXT NOT NULL,
  consent TEXT NOT NULL,
  slot_ms INTEGER NOT NULL,
  within_ms INTEGER NOT NULL,
  device TEXT NOT NULL,
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  field TEXT NOT NULL,
  shaped TEXT NOT NULL,
  queued INTEGER NOT NULL,
  due INTEGER NOT NULL,
  batch INTEGER
) STRICT;
CREATE INDEX outbox_records_free ON outbox_records (recipient, purpose, due) WHERE batch IS NULL;
CREATE INDEX outbox_records_batch ON outbox_records (batch) WHERE batch IS NOT NULL;
CREATE INDEX outbox_records_consent ON outbox_records (consent);

-- The next sequence number of each stream epoch, committed with the batch that took the one before.
CREATE TABLE outbox_streams (
  stream TEXT PRIMARY KEY,
  next_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Batches not yet acknowledged. `touched` and `sealed` are committed before the first byte is written to a socket; from
-- then on the content is fixed.
CREATE TABLE outbox_batches (
  id INTEGER PRIMARY KEY,
  recipient TEXT NOT NULL,
  purpose TEXT NOT NULL,
  epoch TEXT NOT NULL,
  stream TEXT NOT NULL,
  seq INTEGER NOT NULL,
  jti TEXT NOT NULL,
  at INTEGER NOT NULL,
  span TEXT NOT NULL,
  bucket INTEGER NOT NULL,
  touched INTEGER NOT NULL DEFAULT 0,
  sealed BLOB,
  UNIQUE (stream, seq)
) STRICT;
CREATE INDEX outbox_batches_recipient ON outbox_batches (recipient, id);

-- How each batch ended; counts per consent, never values.
CREATE TABLE outbox_deliveries (
  batch INTEGER PRIMARY KEY,
  recipient TEXT NOT NULL,
  purpose TEXT NOT NULL,
  stream TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('sent', 'possibly received', 'dropped')),
  size INTEGER NOT NULL,
  records INTEGER NOT NULL,
  consents TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_deliveries_ended ON outbox_deliveries (ended);

-- Permitted fields that did not leave after all, as counts by day (UTC), recipient and reason.
CREATE TABLE outbox_withheld (
  day TEXT NOT NULL,
  recipient TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('withdrawn', 'queue full', 'too old', 'too large')),
  count INTEGER NOT NULL,
  PRIMARY KEY (day, recipient, reason)
) STRICT, WITHOUT ROWID;
