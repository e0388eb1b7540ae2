-- How each batch ended, in the order of ending. `day` is the household's; rows from before this migration have the UTC day.
CREATE TABLE deliveries (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  batch INTEGER NOT NULL UNIQUE,
  recipient TEXT NOT NULL,
  purpose TEXT NOT NULL,
  stream TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  day TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('sent', 'possibly received', 'dropped')),
  size INTEGER NOT NULL,
  records INTEGER NOT NULL,
  consents TEXT NOT NULL
) STRICT;
INSERT INTO deliveries (batch, recipient, purpose, stream, seq, at, ended, day, state, size, records, consents)
  SELECT batch, recipient, purpose, stream, seq, at, ended, date(ended / 1000, 'unixepoch'), state, size, records, consents
  FROM outbox_deliveries ORDER BY ended, batch;
DROP TABLE outbox_deliveries;
ALTER TABLE deliveries RENAME TO outbox_deliveries;
-- A page of what left is a walk along one of these, newest first.
CREATE INDEX outbox_deliveries_day ON outbox_deliveries (day, number);
CREATE INDEX outbox_deliveries_recipient ON outbox_deliveries (recipient, day, number);
CREATE INDEX outbox_deliveries_purpose ON outbox_deliveries (purpose, day, number);
CREATE INDEX outbox_deliveries_state ON outbox_deliveries (state, day, number);

-- What stood in a batch that ended: a line for each device, field, consent and form. `kept` is what left word for word,
-- a JSON array of {from, to, shaped}; NULL where it was not kept, and always where the batch was dropped.
CREATE TABLE outbox_lines (
  number INTEGER NOT NULL REFERENCES outbox_deliveries (number) ON DELETE CASCADE,
  day TEXT NOT NULL,
  device TEXT NOT NULL,
  field TEXT NOT NULL,
  consent TEXT NOT NULL,
  form TEXT NOT NULL,
  -- The consent's name in this batch; NULL where it was never sealed.
  receipt TEXT,
  records INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  sensitive INTEGER NOT NULL CHECK (sensitive IN (0, 1)),
  kept TEXT,
  PRIMARY KEY (number, device, field, consent, form)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_lines_device ON outbox_lines (device, day, number, field);
CREATE INDEX outbox_lines_field ON outbox_lines (field, day, number);

-- Batches that may have left and stand in no sum of the ledger yet, in the order in which their first byte could be
-- written: `number` only ever grows, so that what was summed is known by one number. Committed with `touched`.
CREATE TABLE outbox_departures (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  batch INTEGER NOT NULL UNIQUE,
  at INTEGER NOT NULL
) STRICT;
INSERT INTO outbox_departures (batch, at)
  SELECT batch, at FROM outbox_deliveries WHERE state <> 'dropped'
  UNION ALL SELECT id, at FROM outbox_batches WHERE touched = 1;

-- The newest batch ever formed: its number is not given again when the batch is forgotten.
CREATE TABLE outbox_last_batch (one INTEGER PRIMARY KEY CHECK (one = 1), id INTEGER NOT NULL) STRICT;
INSERT INTO outbox_last_batch VALUES (1, max(coalesce((SELECT max(id) FROM outbox_batches), 0),
  coalesce((SELECT max(batch) FROM outbox_deliveries), 0)));
CREATE TRIGGER outbox_batches_last AFTER INSERT ON outbox_batches
BEGIN UPDATE outbox_last_batch SET id = max(id, NEW.id); END;

-- Whose stream it is: deliveries, which told it, are forgotten before streams are.
ALTER TABLE outbox_streams ADD COLUMN recipient TEXT NOT NULL DEFAULT '';
UPDATE outbox_streams SET recipient = coalesce(
  (SELECT recipient FROM outbox_batches b WHERE b.stream = outbox_streams.stream LIMIT 1),
  (SELECT recipient FROM outbox_deliveries d WHERE d.stream = outbox_streams.stream LIMIT 1), '');

-- The sums of what left, by the household's days; they stay when the deliveries are forgotten.
CREATE TABLE left_batches (
  day TEXT NOT NULL,
  recipient TEXT NOT NULL,
  purpose TEXT NOT NULL,
  sent INTEGER NOT NULL,
  possibly_received INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  records INTEGER NOT NULL,
  dummies INTEGER NOT NULL,
  PRIMARY KEY (day, recipient, purpose)
) STRICT, WITHOUT ROWID;

-- What can leave has a short name of its own, so that a year of sums is small. Days are the truth, months follow them
-- by triggers: a year is read as its months and the days at its ends.
CREATE TABLE left_what (
  id INTEGER PRIMARY KEY,
  recipient TEXT NOT NULL,
  purpose TEXT NOT NULL,
  device TEXT NOT NULL,
  field TEXT NOT NULL,
  form TEXT NOT NULL,
  UNIQUE (device, field, recipient, purpose, form)
) STRICT;
CREATE TABLE left_days (
  day TEXT NOT NULL,
  what INTEGER NOT NULL,
  records INTEGER NOT NULL,
  PRIMARY KEY (day, what)
) STRICT, WITHOUT ROWID;
CREATE TABLE left_months (
  month TEXT NOT NULL,
  what INTEGER NOT NULL,
  records INTEGER NOT NULL,
  PRIMARY KEY (month, what)
) STRICT, WITHOUT ROWID;
-- A year of one field by its days, whatever the number of devices.
CREATE TABLE left_fields (
  day TEXT NOT NULL,
  field TEXT NOT NULL,
  recipient TEXT NOT NULL,
  purpose TEXT NOT NULL,
  records INTEGER NOT NULL,
  PRIMARY KEY (day, field, recipient, purpose)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER left_days_more AFTER INSERT ON left_days
BEGIN
  INSERT INTO left_months VALUES (substr(NEW.day, 1, 7), NEW.what, NEW.records)
    ON CONFLICT DO UPDATE SET records = records + excluded.records;
  INSERT INTO left_fields SELECT NEW.day, field, recipient, purpose, NEW.records FROM left_what WHERE id = NEW.what
    ON CONFLICT DO UPDATE SET records = records + excluded.records;
END;
CREATE TRIGGER left_days_changed AFTER UPDATE ON left_days
BEGIN
  UPDATE left_months SET records = records + NEW.records - OLD.records
    WHERE month = substr(NEW.day, 1, 7) AND what = NEW.what;
  UPDATE left_fields SET records = records + NEW.records - OLD.records
    WHERE day = NEW.day AND (field, recipient, purpose) =
      (SELECT field, recipient, purpose FROM left_what WHERE id = NEW.what);
END;
CREATE TRIGGER left_days_fewer AFTER DELETE ON left_days
BEGIN
  UPDATE left_months SET records = records - OLD.records WHERE month = substr(OLD.day, 1, 7) AND what = OLD.what;
  UPDATE left_fields SET records = records - OLD.records
    WHERE day = OLD.day AND (field, recipient, purpose) =
      (SELECT field, recipient, purpose FROM left_what WHERE id = OLD.what);
END;

-- Inserting here adds to the sums.
CREATE VIEW left_sums AS SELECT day, recipient, purpose, device, field, form, records
  FROM left_days JOIN left_what ON id = what;
CREATE TRIGGER left_sums_add INSTEAD OF INSERT ON left_sums
BEGIN
  INSERT INTO left_what (recipient, purpose, device, field, form)
    VALUES (NEW.recipient, NEW.purpose, NEW.device, NEW.field, NEW.form) ON CONFLICT DO NOTHING;
  INSERT INTO left_days SELECT NEW.day, id, NEW.records FROM left_what
    WHERE device = NEW.device AND field = NEW.field AND recipient = NEW.recipient AND purpose = NEW.purpose
      AND form = NEW.form
    ON CONFLICT DO UPDATE SET records = records + excluded.records;
END;

-- What stayed home, in the same way: `recipient` is empty for what was withheld from everybody, and names the one that
-- would have got what was permitted and did not leave after all.
ALTER TABLE stayed RENAME TO stayed_before;
CREATE TABLE stayed_what (
  id INTEGER PRIMARY KEY,
  device TEXT NOT NULL,
  field TEXT NOT NULL,
  reason TEXT NOT NULL,
  recipient TEXT NOT NULL,
  UNIQUE (device, field, reason, recipient)
) STRICT;
CREATE TABLE stayed_days (
  day TEXT NOT NULL,
  what INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (day, what)
) STRICT, WITHOUT ROWID;
CREATE TABLE stayed_months (
  month TEXT NOT NULL,
  what INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (month, what)
) STRICT, WITHOUT ROWID;
CREATE TABLE stayed_totals (
  day TEXT NOT NULL,
  field TEXT NOT NULL,
  reason TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (day, field, reason)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER stayed_days_more AFTER INSERT ON stayed_days
BEGIN
  INSERT INTO stayed_months VALUES (substr(NEW.day, 1, 7), NEW.what, NEW.count)
    ON CONFLICT DO UPDATE SET count = count + excluded.count;
  INSERT INTO stayed_totals SELECT NEW.day, field, reason, NEW.count FROM stayed_what WHERE id = NEW.what
    ON CONFLICT DO UPDATE SET count = count + excluded.count;
END;
CREATE TRIGGER stayed_days_changed AFTER UPDATE ON stayed_days
BEGIN
  UPDATE stayed_months SET count = count + NEW.count - OLD.count
    WHERE month = substr(NEW.day, 1, 7) AND what = NEW.what;
  UPDATE stayed_totals SET count = count + NEW.count - OLD.count
    WHERE day = NEW.day AND (field, reason) = (SELECT field, reason FROM stayed_what WHERE id = NEW.what);
END;
CREATE TRIGGER stayed_days_fewer AFTER DELETE ON stayed_days
BEGIN
  UPDATE stayed_months SET count = count - OLD.count WHERE month = substr(OLD.day, 1, 7) AND what = OLD.what;
  UPDATE stayed_totals SET count = count - OLD.count
    WHERE day = OLD.day AND (field, reason) = (SELECT field, reason FROM stayed_what WHERE id = OLD.what);
END;
CREATE VIEW stayed AS SELECT day, device, field, reason, recipient, count
  FROM stayed_days JOIN stayed_what ON id = what;
CREATE TRIGGER stayed_add INSTEAD OF INSERT ON stayed
BEGIN
  INSERT INTO stayed_what (device, field, reason, recipient)
    VALUES (NEW.device, NEW.field, NEW.reason, NEW.recipient) ON CONFLICT DO NOTHING;
  INSERT INTO stayed_days SELECT NEW.day, id, NEW.count FROM stayed_what
    WHERE device = NEW.device AND field = NEW.field AND reason = NEW.reason AND recipient = NEW.recipient
    ON CONFLICT DO UPDATE SET count = count + excluded.count;
END;
INSERT INTO stayed (day, device, field, reason, recipient, count)
  SELECT day, device, field, reason, '', count FROM stayed_before;
INSERT INTO stayed (day, device, field, reason, recipient, count)
  SELECT day, '', '', reason, recipient, count FROM outbox_withheld;
DROP TABLE stayed_before;
DROP TABLE outbox_withheld;

-- Every attempt to reach a recipient, on the disk before its name is looked up; `outcome` is NULL while nobody knows it.
CREATE TABLE connections (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  recipient TEXT NOT NULL,
  host TEXT NOT NULL,
  at INTEGER NOT NULL,
  outcome TEXT CHECK (outcome IN ('opened', 'failed'))
) STRICT;
CREATE INDEX connections_unknown ON connections (number) WHERE outcome IS NULL;
